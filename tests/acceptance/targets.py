#!/usr/bin/env python3
"""Random targets: both engines say the same bytes, and what `for each F` says of a member, or `each year` of a year, is what the
same goal says `where F = member`, or `during` that year. A gap, or a strict bound, stands exactly where a target is missed.

    targets.py HUICE [PROGRAMS]
"""
import csv
import io
import random
import subprocess
import sys
import tempfile
from pathlib import Path

MEMBERS = ["a", "b", "c"]
YEARS = [2023, 2024, 2025]
HEAD = """huice 1
type Area = one of { a "甲区", b "乙区", c "丙区" }
parameter floor : money { from 2020-01-01: 30元, from 2024-01-01: 60元, from 2025-01-01: 90元 }
entity Deal "合同" { id : text key  amount : money may be negative  extra : money  sme : bool  signed : date  opened : date  area : Area  park : text }
list parks of text from "parks.csv"
"""


def condition(rng):
    return rng.choice(["sme", "not sme", f"amount > {rng.randrange(0, 60)}元", "extra < amount", "opened >= 2024-02-29", "sme or amount > 20元"])


def aggregate(rng, narrow):
    """A number and its unit; `narrow`: one more filter."""
    filters = ([f"({condition(rng)})"] if rng.random() < 0.5 else []) + narrow
    where = f" where {' and '.join(filters)}" if filters else ""
    kind = rng.choice(["sum", "min", "max", "average", "count", "count of"])
    value = rng.choice(["amount", "extra", "(amount + extra)", "10% of amount"])
    if kind == "count":
        return f"count(Deal{where})", ""
    if kind == "count of":
        return f"count(({condition(rng)}){where})", ""
    return f"{kind}({value}{where})", "元"


def goal(rng, narrow):
    form = rng.randrange(5)
    if form == 0:
        return f"{rng.choice(['all', 'any'])}({condition(rng)}{' where ' + ' and '.join(narrow) if narrow else ''})"
    value, unit = aggregate(rng, narrow)
    for _ in range(20):
        other, same = aggregate(rng, narrow)
        if form == 1 and same == unit:
            value, unit = f"{value} / {other}", "%"
            break
    bound = rng.randrange(0, 150)
    if form == 2:
        return f"{value} from {bound}{unit} to {bound + rng.randrange(0, 60)}{unit}"
    if form == 3:
        within = rng.choice(["5%", "40%", f"{rng.randrange(1, 40)}{unit}"])
        if unit == "%":
            within = rng.choice(["5%", "3个百分点"])
        return f"{value} about {bound}{unit} within {within}"
    threshold = "floor" if unit == "元" and rng.random() < 0.3 else f"{bound}{unit}"
    return f"{value} {rng.choice(['>=', '>', '<=', '<', '=', '!='])} {threshold}"


def data(rng):
    def some(value):
        return "" if rng.random() < missing else value

    missing = rng.choice([0, 0, 0.05, 0.3])
    lines = ["id,amount,extra,sme,signed,opened,area,park"]
    for i in range(rng.choice([0, 1, 3, 8, 30])):
        date = f"{rng.choice(YEARS)}-{rng.choice(['01-01', '12-31', '02-28', '06-15'])}"
        lines.append(f"D{i},{some(rng.randrange(-20, 80))},{some(rng.choice([0, 5, '7.5']))},{some(rng.choice(['true', 'false']))},{some(date)},"
                     f"{some(rng.choice(['2024-02-29', '2023-01-01', '2025-12-31']))},{some(rng.choice(MEMBERS[:2] if rng.random() < 0.5 else MEMBERS))},"
                     f"{some(rng.choice(['p', 'q', 'elsewhere']))}")
    return "\n".join(lines) + "\n"


def program(rng, targets):
    """Targets, and pairs that must say the same: (target, group), target."""
    text, pairs = HEAD, []
    for t in range(targets):
        grouped, yearly, seed = rng.choice(["", "area", "park"]), rng.random() < 0.5, rng.random()
        items = {"": [None], "area": MEMBERS, "park": ["p", "q"]}[grouped]
        each = (" each year during 2023-01-01 to 2025-12-31" if yearly else "") + (f" for each {grouped}" if grouped else "") + (" in parks" if grouped == "park" else "")
        text += f"target t{t} over Deal {{ dated signed  reach {goal(random.Random(seed), [])}{each} }}\n"
        for year in YEARS if yearly else [None]:
            for item in items:
                named = f"t{t}_{year}_{item}"
                quoted = f'"{item}"' if grouped == "park" else item
                narrow = [f"{grouped} = {quoted}"] if grouped else []
                during = f" during {year}-01-01 to {year}-12-31" if yearly else ""
                text += f"target {named} over Deal {{ dated signed  reach {goal(random.Random(seed), narrow)}{during} }}\n"
                pairs.append(((f"t{t}", " ".join(str(x) for x in (year, item) if x is not None)), named))
    return text, pairs


def wrong_gap(row):
    if row["status"] == "undetermined" or not row["gap"]:
        return False
    missed = row["status"] == "missed"
    return float(row["gap"]) > 0 and not missed or float(row["gap"]) == 0 and missed and row["op"] not in ("<", ">", "!=")


def main():
    huice = str(Path(sys.argv[1]).resolve())
    programs = int(sys.argv[2]) if len(sys.argv) > 2 else 12
    passed = failed = refused = 0
    with tempfile.TemporaryDirectory(prefix="huice-targets-") as name:
        folder = Path(name)
        (folder / "parks.csv").write_text("p\np\nq\n", encoding="utf-8")
        for seed in range(programs):
            rng = random.Random(seed)
            text, pairs = program(rng, 4)
            (folder / "a.policy").write_text(text, encoding="utf-8")
            (folder / "d.csv").write_text(data(rng), encoding="utf-8")
            ended = [subprocess.run([huice, "assess", str(folder / "a.policy"), "--data", str(folder / "d.csv"), "--as-of", "2025-12-31", "--engine", engine, "--format", "csv",
                                     "-q", "--lang", "en"], capture_output=True, text=True, check=False) for engine in ("jit", "reference")]
            if "never_true" in ended[0].stderr or "zero" in ended[0].stderr:
                refused += 1
                continue
            rows = {(row["id"], row["group"]): row for row in csv.DictReader(io.StringIO(ended[0].stdout))}
            faults = [] if ended[0].returncode == 0 and ended[0].stdout == ended[1].stdout else [f"the engines differ, or: {ended[0].stderr}"]
            for grouped, single in pairs:
                one, other = rows.get(grouped), rows.get((single, ""))
                if one is None or other is None:
                    faults.append(f"no line: {grouped} {single}")
                    continue
                for column in ("status", "value", "threshold", "gap"):
                    if one[column] != other[column]:
                        faults.append(f"{grouped} {column} {one[column]}, {single} {other[column]}")
                # Of a row whose group is not known, what else it lacks is named too.
                if not set(one["reasons"].replace("@" + grouped[0], "").split(";")) >= set(other["reasons"].replace("@" + single, "").split(";")):
                    faults.append(f"{grouped} {one['reasons']}, {single} {other['reasons']}")
            faults += [f"gap: {row}" for row in rows.values() if wrong_gap(row)]
            passed, failed = passed + (not faults), failed + bool(faults)
            if faults:
                print(f"seed {seed}: {faults[:3]}")
                if failed == 1:
                    print(text, (folder / "d.csv").read_text(encoding="utf-8"), sep="\n")
    print(f"{passed} passed, {failed} failed, {refused} refused")
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
