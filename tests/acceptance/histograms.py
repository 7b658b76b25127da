#!/usr/bin/env python3
"""What 1,000,000 sampled rows of each city reach, committed as tests/acceptance/histograms/CITY.txt: each reachable
status of each measure has at least 1,000 rows, each threshold has rows at, one unit below and one unit above it.

    tests/acceptance/histograms.py HUICE             a small sample: the same measures, statuses and thresholds are reached
    HUICE_TEST_SIZE=full … HUICE                     1,000,000 rows: the committed counts
    tests/acceptance/histograms.py HUICE --update    writes them (then read the diff)
"""
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "tests/acceptance/histograms"
CITIES = ["nanjing/2024", "ningbo/2024"]
ROWS, SMALL, LEAST = 1_000_000, 20_000, 1_000
SET = {  # external parameters
    "nanjing/2024": ["--set", "以旧换新总额=20亿元"],
    "ningbo/2024": ["--parameters", ROOT / "policies/ningbo/2024/data/parameters.csv"],
}
STATUSES = "eligible ineligible error undetermined referred not_in_force"


def histogram(huice, city, rows):
    command = [huice, "sample", ROOT / "policies" / city, "--rows", str(rows), "--seed", "7", "--histogram", "--lang", "en", *SET.get(city, [])]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout


def tables(text):
    """Each table's title and its lines; a line is its cells (columns stand at least two blanks apart)."""
    title, entity, lines = "", "", []
    for line in text.splitlines() + [""]:
        if not line:
            if lines:
                yield entity, title, lines
            lines = []
        elif line.startswith("  "):
            # Lines move when a comment is added above; that alone changes nothing here.
            lines.append(re.split(r"\s{2,}", re.sub(r"(\.policy):\d+", r"\1", line.strip())))
        elif " rows, seed " in line:
            entity = line.split(":")[0]
        else:
            title = line


def reached(text):
    """Every cell with its counts reduced to `some`: what a sample of any size should agree on."""
    return [(entity, title, [["some" if cell.isdigit() else cell for cell in line] for line in lines])
            for entity, title, lines in tables(text)]


def too_few(text):
    for entity, title, lines in tables(text):
        by_status = title == "Rows by status"
        if by_status and lines[0] != ["measure", *STATUSES.split()]:
            yield f"{entity}: the table of statuses reads {lines[0]}"
        for line in lines[1:]:
            for column, cell in zip(lines[0], line):
                least = LEAST if by_status else 1
                if cell.isdigit() and int(cell) < least:
                    yield f"{entity}: {line[0]}: only {cell} rows {column}"
                if cell == "not reached" and not by_status:
                    yield f"{entity}: {line[0]} {line[1]}: no row {column}"


def main():
    huice = Path(sys.argv[1]).resolve()
    full = os.environ.get("HUICE_TEST_SIZE") == "full" and "sanitized" not in sys.argv
    small = SMALL // 5 if "sanitized" in sys.argv else SMALL
    faults = []
    for city in CITIES:
        path = FOLDER / f"{city.replace('/', '-')}.txt"
        if "--update" in sys.argv:
            FOLDER.mkdir(exist_ok=True)
            path.write_text(histogram(huice, city, ROWS), encoding="utf-8")
        committed = path.read_text(encoding="utf-8")
        faults += [f"{city}: {fault}" for fault in too_few(committed)]
        now = histogram(huice, city, ROWS if full else small)
        same = list(tables(now)) == list(tables(committed)) if full else reached(now) == reached(committed)
        if not same:
            faults.append(f"{city}: sampled applicants reach something else than {path.relative_to(ROOT)} says; see --update")
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{len(CITIES)} cities, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
