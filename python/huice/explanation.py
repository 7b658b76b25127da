"""One applicant's decisions, with every step that led to them."""
from html import escape
from typing import Any

SIGNS = {"holds": "✓", "fails": "✗", "missing": "?", "error": "!"}


class Explanation:
    """`str()` shows it to people, notebooks too; `data` is the whole, as `huice explain --format json` prints it."""

    def __init__(self, answer: dict[str, Any]):
        #: For each measure: measure, status, computed, amount, ceiling, shares, reasons. Amounts are text, `"80000.00"`, or None.
        self.decisions: list[dict[str, Any]] = answer["decisions"]
        #: None, or why the row could not be decided: code, column, value, message (en, zh).
        self.rejected: dict[str, Any] | None = answer["rejected"]
        #: Measures that need rows that were not given: measure, why (en, zh).
        self.left_out: list[dict[str, Any]] = answer["left_out"]
        self.data: dict[str, Any] = answer.get("explanation") or {}

    def __str__(self) -> str:
        if self.rejected:
            return f"rejected because {self.rejected['code']}: {self.rejected['column']}: {self.rejected['message']['en']}"
        return "\n".join(line for measure in self.data["measures"] for line in _lines(measure))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<pre>{escape(str(self))}</pre>"


def _lines(measure: dict[str, Any]) -> list[str]:
    paid = f", pays {measure['amount']}元" if measure["amount"] is not None else ""
    reasons = "".join(f" ({one['reason']})" for one in measure["reasons"])
    lines = [f"{measure['measure']} {measure['label']}: {measure['status']}{paid}{reasons}"]
    for cited in measure["cites"]:
        lines.append(f"  cites {cited['document']} clause {cited['clause']}")
    for condition in measure["conditions"]:
        lines.append(f"  {SIGNS.get(condition['result'], condition['result'])} {condition['name']} {condition['label']}: {condition['rule']}")
        seen = (condition["why"] or {}).get("with_values")
        if seen and seen != condition["rule"]:
            lines.append(f"      {seen}")
    pay = measure["pay"]
    if pay:
        lines.append(f"  amount: {pay['rule']}")
        lines += ["      " + " = ".join(part for part in (step["with_values"] or step["rule"], step["result"]) if part) for step in pay["steps"]]
    settlement = measure.get("settlement")
    if settlement:
        lines.append(f"  settlement: {settlement['computed']} → {settlement['granted']}")
        for step in settlement["steps"]:
            cut = f": {step['before']} → {step['after']}" if step["takes"] else ""
            lines.append(f"      {step['step']} {step['note']}{cut}")
            lines += [f"          {cause}" for cause in step["causes"]]
        if settlement.get("alone"):
            lines.append(f"      {settlement['note']}")
    return lines
