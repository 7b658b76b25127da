"""The rows of a random settlement program as scenarios: what each expects is what the plain computation grants."""
import subprocess
from datetime import datetime as Time
from fractions import Fraction

import settlement_model as model
from settlement_programs import MEMBERS, decide, fixed, read_fields


def literal(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return fixed(value) + "元"
    if isinstance(value, str) and value not in MEMBERS:
        return '"' + value + '"'
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, Time) else str(value)


def scenario(program, measure, rows):
    """Of one measure; the entity's other measures settle the same rows."""
    besides = [other for other in program.measures if other.entity == measure.entity]
    decided = {other.name: [decide(program, other, row, i) for i, row in enumerate(rows)] for other in besides}
    model.settle(program.rules, [d.claim for all_of in decided.values() for d in all_of if d.claim])
    fields = dict.fromkeys(name for other in besides for name in read_fields(program, other))
    lines = []
    for row, decision in zip(rows, decided[measure.name]):
        given = [f"key{i} = {literal(value)}" for i, value in enumerate(row["key"])] + [f"{name} = {literal(row[name])}" for name in fields]
        given += [f"as of {program.as_of}"] if program.as_of and any(not other.dated for other in besides) else []
        expected = [decision.status] + ([f"pays {fixed(decision.claim.amount)}元"] if decision.claim else [])
        reasons = decision.claim.reasons if decision.claim else decision.reasons
        because = " because " + ", ".join(f'"{reason}"' for reason in reasons) if reasons else ""
        lines.append(f"  given {', '.join(given)}\n  expect {', '.join(expected)}{because}\n")
    return f"scenario for {measure.name} {{\n{''.join(lines)}}}\n"


def scenario_faults(case, folder):
    """Of rows that lack nothing (a key that is left out gets a made-up value), in programs without external parameters."""
    path = folder / "program" / "scenarios.policy"
    texts = []
    for measure in case.program.measures:
        whole = [row for row in case.rows[measure.entity] if None not in row.values() and '"' not in "".join(map(str, row["key"]))][:25]
        texts += [scenario(case.program, measure, whole)] if whole and not case.program.external else []
    if not texts:
        return []
    path.write_text("".join(texts), encoding="utf-8")
    ended = subprocess.run([case.huice, "test", str(path.parent), "--lang", "en", "--cache", "off"], capture_output=True, text=True, check=False)
    path.unlink()
    return [] if ended.returncode == 0 else [f"scenarios: {ended.stderr}{ended.stdout}"[:2000]]
