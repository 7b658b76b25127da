"""What can go wrong, as exceptions: one for each code of `huice.h`, with its message in English and Chinese."""
import json
import os
from dataclasses import dataclass, field
from typing import Any


def _chinese() -> bool:
    """Whether people read Chinese here: as the command line takes it from the locale."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return locale.startswith("zh")


@dataclass(frozen=True)
class Diagnostic:
    """A fault in a policy's text. Lines and columns count from 1; the end is the first column behind the span."""

    code: str  #: stable, `unknown_name`
    severity: str  #: error, warning or note
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    hints: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} [{self.code}]"


def diagnostics_of(entries: list[dict[str, Any]]) -> list[Diagnostic]:
    known = Diagnostic.__dataclass_fields__
    return [Diagnostic(**{name: value for name, value in entry.items() if name in known}) for entry in entries]


class Error(Exception):
    """Any error of Huice. `str()` is Chinese where the locale is, else English."""

    def __init__(self, english: str, chinese: str = "", details: str = ""):
        self.english = english
        self.chinese = chinese or english
        self.details = details
        super().__init__(english)

    def __str__(self) -> str:
        return self.chinese if _chinese() else self.english


class ProgramError(Error, ValueError):
    """The policy's text is wrong; `diagnostics` says where and what."""

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return diagnostics_of(json.loads(self.details)) if self.details else []


class UsageError(Error, ValueError):
    """Wrong use: an unknown entity or measure, a date that is lacking, a closed program."""


class DataError(Error, ValueError):
    """Data or environment: no such file, a missing column, a column of a wrong type."""


class OutOfMemory(Error, MemoryError):
    """Memory ran out, or would have passed the `memory` of the call."""


class Cancelled(Error):
    """`progress` returned False."""


class InternalError(Error):
    """Our fault; please report it."""


BY_CODE: dict[int, type[Error]] = {1: ProgramError, 2: UsageError, 3: DataError, 5: OutOfMemory, 6: Cancelled}
