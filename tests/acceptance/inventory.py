#!/usr/bin/env python3
"""Whether policies hold everything that their documents do.

inventory/CITY-YEAR.tsv lists what stands in a document, a row each: id, clause, item, kind (benefit, eligibility, target,
pool, qualitative, reported), figures, period, and the rules that implement it. `huice coverage --format json` says what the
program has. Of each row

- its rules exist and cite its clause, and one at least is of its kind (a measure that pays is a benefit);
- its figures are among the literals of its rules, as exact values; those of pools, years and words (`5A`) may stand in the
  fragments instead that its rules quote of the clause;
- its period is its rules'.

A row without rules is qualitative: the document must list its clause so. `-` says that the clause has other rules; reported
figures may name the targets or data that hold them. Where an inventory's word for a period leaves room, PERIODS says which.

    inventory.py build/huice [CITY-YEAR …]
"""
import json
import re
import subprocess
import sys
from pathlib import Path

from figure_values import value, values

ROOT = Path(__file__).resolve().parent.parent.parent
LISTS = Path(__file__).resolve().parent / "inventory"
KINDS = ("benefit", "eligibility", "target", "pool")


def program_of(name):
    city, _, rest = name.partition("-")
    return ROOT / "policies" / city / rest


def ends(period):
    first, _, last = period.partition("..")
    return first, last


def periods_of(word, kind, in_force, starts):
    """How a program may say a period: `2024-01-01..2024-12-31`, `by 2025-12-31`, `each year`. `starts`: of the rule's own."""
    first, last = ends(in_force)
    whole = {in_force, f"by {last}"}
    year = re.fullmatch(r"(\d{4})", word)
    span = re.search(r"(\d{4})(-\d{2}-\d{2})?\.\.(\d{4})(-\d{2}-\d{2})?", word)
    if word.startswith("by "):
        return {word} | {f"{start}..{word[3:]}" for start in (first, "", word[3:7] + "-01-01")}
    if word.startswith("publish"):  # the text prints no day of publication: only the end is held against it
        end = word.split("..")[1]
        return {f"{start}..{end}" for start in starts} | {f"by {end}"}
    if year or span:
        start, end = (year[1] + "-01-01", year[1] + "-12-31") if year else (span[1] + (span[2] or "-01-01"), span[3] + (span[4] or "-12-31"))
        allowed = {f"{start}..{end}", f"by {end}"}
        if first[:4] == last[:4] == start[:4] == end[:4]:
            allowed.add("each year")  # of a document of one year that is the same
        if kind != "target" and first <= end:
            allowed.add(f"{max(first, start)}..{min(last or end, end)}")
        return allowed
    if word in ("each year", "yearly") or word.startswith("yearly;"):
        return whole | {"each year"} if kind != "target" or first[:4] == last[:4] else {"each year"}
    return whole  # validity, one-off, none stated: that of the document


def joined(periods):
    """Versions follow each other: together they hold from the first day to the last. `each year` tells more than its range."""
    if "each year" in periods:
        return ["each year"]
    ranges = sorted(ends(period) for period in periods if ".." in period)
    return [period for period in periods if ".." not in period] + ([f"{ranges[0][0]}..{max(last for _, last in ranges)}"] if ranges else [])


def check_row(row, documents, rules):
    """What is wrong with a row, as sentences."""
    kind, clause = row["kind"], "附则" if row["clause"] == "end" else row["clause"]
    found = [(document, each) for document in documents for each in document["clauses"] if each["clause"] == clause]
    names = [name for name in row["rules"].split() if name != "-"]
    if not found:
        return [f"there is no clause {clause}"]
    document, covered = found[0]
    if not row["rules"].strip():
        if kind != "qualitative":
            return ["no rule is named"]
        return [] if covered["state"] == "qualitative" else [f"clause {clause} is not listed as qualitative"]
    if kind not in KINDS:
        return [] if kind == "reported" else [f"there is no rule {name}" for name in names if name not in rules]
    if not names:
        return ["no rule is named"]
    citing = {rule["name"]: rule for rule in covered["rules"]}
    wrong = [f"{name} does not cite clause {clause}" if name in rules else f"there is no rule {name}" for name in names if name not in citing]
    if wrong:
        return wrong
    if not any(citing[name]["kind"] == kind for name in names):
        wrong.append(f"none of its rules is a {kind}")
    held, quoted = set(), set()
    for name in names:
        held = held.union(*map(values, rules[name]["figures"]))
        quoted = quoted.union(*map(values, citing[name]["fragments"]))
    for figure in row["figures"].split():
        worth = value(figure)
        if worth is None:
            wrong.append(f"{figure} is no figure")
        elif worth not in held and not (worth in quoted and (kind == "pool" or worth[0] == "word" or re.fullmatch(r"20\d\d", figure))):
            wrong.append(f"no rule has {figure}")
    for name in names:
        own = joined(rules[name]["period"])
        allowed = periods_of(row["period"], kind, document["in_force"] or "", {ends(period)[0] for period in own})
        if citing[name]["kind"] == kind:
            wrong += [f"{name} holds {period}, not {row['period']}" for period in own if period not in allowed]
    return wrong


def check(huice, name):
    program = program_of(name)
    done = subprocess.run([huice, "coverage", str(program), "--format", "json", "--lang", "en"], capture_output=True, encoding="utf-8")
    if not done.stdout:
        return 0, [f"{name}: {done.stderr}"]
    covered = json.loads(done.stdout)["programs"]
    documents = [document for each in covered for document in each["documents"]]
    rules = {rule["name"]: rule for each in covered for rule in each["rules"]}
    lines = (LISTS / f"{name}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    head, faults = lines[0].split("\t"), []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(head):
            faults.append(f"{name}.tsv:{number}: {len(cells)} cells, not {len(head)}")
            continue
        row = dict(zip(head, cells))
        faults += [f"{name}.tsv:{number}: {row['id']} (clause {row['clause']}{row['item']}): {fault}" for fault in check_row(row, documents, rules)]
    return len(lines) - 1, faults


def main():
    names = sys.argv[2:] or sorted(path.stem for path in LISTS.glob("*.tsv"))
    rows, faults = 0, []
    for name in names:
        count, found = check(sys.argv[1], name)
        rows += count
        faults += found
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{rows} rows, {len(faults)} faults")
    return 1 if faults or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
