"""Compiled programs: compile, run on tables, decide and explain single applicants."""
import datetime
import decimal
import json
import os
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import byref, c_uint64, c_void_p, sizeof
from functools import cached_property
from html import escape
from typing import Any, Literal, overload

from . import _library, errors
from ._library import call, taken
from ._streams import ArrowStreamable, Stream, address_of, capsule_of
from .assessment import Assessment
from .decisions import Decisions
from .explanation import Explanation

Date = str | datetime.date
Row = Mapping[str, Any]
LANGUAGES = {"en": 1, "zh": 2}


def compile(path: str | os.PathLike[str] | None = None, *, text: str | None = None, name: str = "text.policy",
            parameters: Mapping[str, str | Mapping[Date, str]] | None = None, cache: str | os.PathLike[str] | None = None,
            engine: Literal["machine", "reference"] = "machine") -> "Program":
    """Compiles a folder of `.policy` files or one file with everything it uses; or one `text`, named `name` in messages.

    `parameters`: values of external parameters as people write them, `{"base": "2000元"}`, or by the first day on which they hold,
    `{"base": {"2024-01-01": "2000元"}}`. `cache`: a folder that keeps machine code between processes. `engine`: "reference" decides
    with the evaluator that is written to be obviously right, and slowly.

    Raises ProgramError with diagnostics where the text is wrong, DataError where there is no such file.
    """
    if (path is None) == (text is None):
        raise errors.UsageError("compile takes a path or text=…, one of them", "compile 需要路径或 text=…，二者取其一")
    listed = [(key, value, since) for key, values in (parameters or {}).items()
              for since, value in (values.items() if isinstance(values, Mapping) else [(None, values)])]
    array = (_library.Parameter * len(listed))(*[(key.encode(), value.encode(), since and str(since).encode()) for key, value, since in listed])
    options = _library.CompileOptions(sizeof(_library.CompileOptions), array, len(listed), os.fsencode(cache) if cache is not None else None,
                                      {"machine": 0, "reference": 1}[engine])
    handle = c_void_p()
    if text is not None:
        encoded = text.encode()
        call("huice_compile_text", name.encode(), encoded, len(encoded), byref(options), byref(handle))
    else:
        call("huice_compile_path", os.fsencode(path), byref(options), byref(handle))  # type: ignore[arg-type]
    return Program(handle)


class Program:
    """A compiled program. It never changes; any number of threads may use it at once."""

    def __init__(self, handle: c_void_p):
        self._handle = handle
        self._end = weakref.finalize(self, _library.library.huice_program_close, handle.value)

    def close(self) -> None:
        """Frees it now. Using it later raises UsageError; decisions made with it stay valid."""
        self._end()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def describe(self) -> dict[str, Any]:
        """What there is to decide: digest, warnings, entities with their fields, measures, parameters, targets (huice_describe)."""
        text = c_void_p()
        call("huice_describe", self._handle, byref(text))
        return json.loads(taken(text))

    @cached_property
    def _described(self) -> dict[str, Any]:
        return self.describe()

    @property
    def warnings(self) -> list[errors.Diagnostic]:
        """What the compiler noted without refusing the program."""
        return errors.diagnostics_of(self._described["warnings"])

    @overload
    def run(self, rows: ArrowStreamable, **options: Any) -> Decisions: ...
    @overload
    def run(self, rows: Mapping[str, ArrowStreamable], **options: Any) -> dict[str, Decisions]: ...

    def run(self, rows: Any, *, as_of: Date | None = None, measures: Sequence[str] = (), threads: int = 0, check_keys: bool = False,
            memory: int = 0, progress: Callable[[int], bool | None] | None = None) -> Any:
        """Decides every row, with settlement over all rows given, as `huice run` does.

        `rows`: a table of pyarrow, pandas, polars or DuckDB; with a column for each field under its name or label. With several
        entities a dict from their names to tables: then a dict of Decisions comes back, for the entities that measures are for.
        Money and other numbers are decimals or integers, never floats; text is read as cells of files are. Null is missing.

        `as_of`: the date of measures without a `dated` field. `measures`: names or labels; all if empty. `threads`: 0 is one for
        each processor; decisions never depend on it. `check_keys`: later rows of a key are rejected. `memory`: bytes, then
        OutOfMemory. `progress` is called now and then with the rows read so far; False cancels, and what it raises comes out here.

        Raises DataError (a missing column, a wrong type), UsageError, OutOfMemory, Cancelled. A value that cannot be a field's
        rejects its row, never the call. Other Python threads run meanwhile.
        """
        several = isinstance(rows, Mapping)
        tables = dict(rows) if several else {self._only_entity(): rows}
        names = {one[which]: one["name"] for one in self._described["entities"] for which in ("label", "name")}
        paying = {one["entity"] for one in self._described["measures"]}
        streams = {entity: Stream() for entity in tables if names.get(entity, entity) in paying or not several}
        options = _library.run_options(as_of, measures, threads)
        options.check_keys, options.memory = check_keys, memory
        summary = c_void_p()
        with _inputs(tables, streams) as inputs, _reporting(options, progress):
            call("huice_decide", self._handle, byref(options), inputs, len(tables), byref(summary))
        by_entity = {one["entity"]: one for one in json.loads(taken(summary))["entities"]}
        decided = {entity: Decisions(names[entity], stream, by_entity[names[entity]]) for entity, stream in streams.items()}
        return decided if several else next(iter(decided.values()))

    def assess(self, rows: ArrowStreamable | Mapping[str, ArrowStreamable], *, targets: Sequence[str] = (), as_of: Date | None = None, threads: int = 0,
               reject_limit: int = 0, memory: int = 0, progress: Callable[[int], bool | None] | None = None) -> Assessment:
        """Says of each target, and of each of its groups, whether the rows meet it, as `huice assess` does.

        `rows`: as for `run`; one table alone where targets are over one entity. `targets`: names or labels; all if empty. More than `reject_limit`
        rows that cannot be read are a DataError: totals without them would be wrong. Targets whose data are not given are left out.
        """
        over = list(dict.fromkeys(one["entity"] for one in self._described["targets"]))
        if not isinstance(rows, Mapping) and len(over) != 1:
            raise errors.UsageError(f"targets are over several entities, or none: give a dict from their names to tables ({', '.join(over)})",
                                    f"指标针对多个主体，或没有指标：请给出从主体名称到表的字典（{'、'.join(over)}）")
        tables = dict(rows) if isinstance(rows, Mapping) else {over[0]: rows}
        named = [targets] if isinstance(targets, str) else targets
        options = _library.run_options(as_of, (), threads)
        options.memory = memory
        text = c_void_p()
        with _inputs(tables, {}) as inputs, _reporting(options, progress):
            call("huice_assess", self._handle, byref(options), _library.texts(named), len(named), reject_limit, inputs, len(tables), byref(text))
        return Assessment(json.loads(taken(text)))

    def decide(self, row: Row, *, entity: str | None = None, others: Mapping[str, Sequence[Row]] | None = None, as_of: Date | None = None,
               measures: Sequence[str] = ()) -> dict[str, Any]:
        """One applicant: {"entity", "decisions", "rejected", "left_out"}, with amounts as text.

        `row`: a value for each field by name or label; int, Decimal, text in the field's unit ("1234.56", "30%"), date, bool, list for
        sets. None and absent are missing; floats raise TypeError. `others`: rows of other entities.
        """
        return self._decide(row, entity, others, as_of, measures, 0)

    def explain(self, row: Row, *, entity: str | None = None, others: Mapping[str, Sequence[Row]] | None = None, as_of: Date | None = None,
                measures: Sequence[str] = (), language: Literal["en", "zh"] = "en") -> Explanation:
        """As `decide`, with every step: clause, conditions with the values read, the arithmetic. Limits, choices and pools are settled as if nobody
        else applied and nothing had been paid before; `explain_rows` tells how a row fares among others."""
        return Explanation(self._decide(row, entity, others, as_of, measures, LANGUAGES[language]))

    def explain_rows(self, rows: ArrowStreamable | Mapping[str, ArrowStreamable], which: Sequence[int], *, entity: str | None = None, as_of: Date | None = None,
                     measures: Sequence[str] = (), memory: int = 0, language: Literal["en", "zh"] = "en") -> list[Explanation]:
        """Decides and settles all rows, as `run` does, and explains those of the entity that `which` numbers from 0, in that order:
        what limits, choices and pools took from them, step by step, and who had taken the rest.

        `rows`, `as_of`, `measures`, `memory`: as for `run`. `entity`: whose rows are explained; the only one that measures are for if None.
        """
        tables = dict(rows) if isinstance(rows, Mapping) else {self._only_entity(): rows}
        options = _library.run_options(as_of, measures)
        options.memory = memory
        text = c_void_p()
        with _inputs(tables, {}) as inputs:
            call("huice_explain", self._handle, byref(options), inputs, len(tables), (entity or self._only_entity()).encode(), (c_uint64 * len(which))(*_rows(which)),
                 len(which), LANGUAGES[language], byref(text))
        return [Explanation(answer) for answer in json.loads(taken(text))]

    def _decide(self, row: Row, entity: str | None, others: Any, as_of: Date | None, measures: Sequence[str], explain: int) -> dict[str, Any]:
        encoded = _json(row)
        text = c_void_p()
        call("huice_decide_json", self._handle, byref(_library.run_options(as_of, measures)), entity.encode() if entity else None, encoded, len(encoded),
             _json(others) if others else None, explain, byref(text))
        return json.loads(taken(text))

    def _only_entity(self) -> str:
        entities = list(dict.fromkeys(one["entity"] for one in self._described["measures"]))
        if len(entities) != 1:
            raise errors.UsageError(f"measures are for several entities: give a dict from their names to tables ({', '.join(entities)})",
                                    f"措施针对多个主体：请给出从主体名称到表的字典（{'、'.join(entities)}）")
        return entities[0]

    def __repr__(self) -> str:
        return f"<Program {self._described['digest']}: {', '.join(one['name'] for one in self._described['measures'])}>"

    def _repr_html_(self) -> str:
        lines = "".join(f"<tr><td>{escape(one['name'])}</td><td>{escape(one['label'])}</td><td>{escape(one['entity'])}</td>"
                        f"<td>{escape(', '.join(one['inputs']))}</td></tr>" for one in self._described["measures"])
        return f"<table><caption>{escape(self._described['digest'])}</caption><tr><th>measure</th><th></th><th>for</th><th>reads</th></tr>{lines}</table>"


@contextmanager
def _inputs(tables: Mapping[str, ArrowStreamable], results: Mapping[str, Stream]) -> Iterator[Any]:
    """The tables as huice_input; their capsules live until the call is over."""
    capsules = {entity: capsule_of(table) for entity, table in tables.items()}
    yield (_library.Input * len(tables))(*[(entity.encode(), address_of(capsule), results[entity].address if entity in results else None)
                                           for entity, capsule in capsules.items()])
    del capsules


@contextmanager
def _reporting(options: _library.RunOptions, progress: Callable[[int], bool | None] | None) -> Iterator[None]:
    """Calls `progress` while a run lasts; what it raises comes out."""
    raised: list[BaseException] = []

    def report(_: int | None, count: int) -> int:
        try:
            return 1 if progress is not None and progress(count) is False else 0
        except BaseException as error:
            raised.append(error)
            return 1

    if progress is not None:
        options.progress = _library.Progress(report)
    try:
        yield
    except errors.Cancelled:
        if raised:
            raise raised[0] from None
        raise


def _rows(which: Sequence[int]) -> Iterator[int]:
    for row in which:
        if row < 0:
            raise errors.UsageError(f"there is no row {row}: rows are counted from 0", f"没有第 {row} 行：行号自 0 起计")
        yield row


def _json(value: Any) -> bytes:
    return json.dumps(_plain(value), ensure_ascii=False).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary fraction, which is not exact: give Decimal({str(value)!r}) or {str(value)!r}")
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return value
