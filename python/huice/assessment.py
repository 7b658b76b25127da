"""Whether targets are met."""
from html import escape
from typing import Any


class Assessment:
    """A line for each group of each target: `id`, `label`, `clauses`, `group`, `status` (met, missed, undetermined), `value`, `op`, `threshold`,
    `gap`, `unit`, `deadline`, `tentative`, `reasons`; numbers are plain decimals as text, in `unit`. None is nothing."""

    def __init__(self, assessed: dict[str, Any]):
        self.lines: list[dict[str, Any]] = assessed["targets"]
        #: Targets without data, with the entity that they lack.
        self.left_out: list[dict[str, Any]] = assessed["left_out"]
        #: Rows that could not be read and are not counted, by entity.
        self.rejected: list[dict[str, Any]] = assessed["rejected"]
        #: Rows that belong to no group, by target.
        self.outside: list[dict[str, Any]] = assessed["outside"]

    def __len__(self) -> int:
        return len(self.lines)

    def __repr__(self) -> str:
        return "\n".join(" ".join(str(part) for part in (one["id"], one["group"], one["status"], one["value"], one["op"], one["threshold"]) if part is not None)
                         for one in self.lines)

    def _repr_html_(self) -> str:
        columns = ("id", "group", "status", "value", "op", "threshold", "gap", "unit", "deadline")
        heads = "".join(f"<th>{name}</th>" for name in columns)
        lines = "".join(f"<tr>{''.join(f'<td>{escape(str(one[name] or chr(32)))}</td>' for name in columns)}</tr>" for one in self.lines)
        return f"<table><tr>{heads}</tr>{lines}</table>"
