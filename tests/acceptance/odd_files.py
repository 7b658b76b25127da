#!/usr/bin/env python3
"""Files as they should not be: every row is decided or rejected with its place, on all threads as on one, by both engines alike.

    tests/acceptance/odd_files.py HUICE        HUICE_TEST_SIZE=full: a million rows, and one line of 100 MB

The files are those that bench/parts/odd.py times.
"""
import csv
import os
import random
import sys
import tempfile
from pathlib import Path

from threads import HEADER, PROGRAM, applicant, decide

sys.path.insert(0, str(PROGRAM.parent))
from parts import odd  # noqa: E402

FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
LONG = "too_long", 1002  # where the one long line stands


def clean_file(path, count):
    chance = random.Random(6)
    rows = []
    while len(rows) < count:
        row = applicant(chance, len(rows))
        if not any(set(cell) & set('",约１-m%') or cell in ("1.234", "abc") for cell in row):  # nothing that needs quotes or is wrong
            rows.append(row)
    path.write_text("\n".join(",".join(row) for row in [HEADER, *rows]) + "\n", encoding="utf-8")


def faults_of(huice, folder, name, content, rejects):
    file = folder / "odd.csv"
    file.write_bytes(content)
    expected = decide(huice, folder, file, False, "--engine", "reference", "--threads", "1")
    found = list(csv.DictReader(expected[1].splitlines()))
    if len(found) != rejects:
        yield f"{name}: {len(found)} rows rejected instead of {rejects}"
    if "one line of" in name and (found[0]["code"], int(found[0]["line"])) not in (LONG, ("unterminated_quote", LONG[1])):
        yield f"{name}: rejected as {found[0]['code']} at line {found[0]['line']}"
    for simd, threads in (("avx512", "2"), ("avx2", "8"), ("portable", "1")):
        if decide(huice, folder, file, False, "--threads", threads, HUICE_SIMD=simd) != expected:
            yield f"{name}: HUICE_SIMD={simd}, {threads} threads: another result"


def main():
    huice = sys.argv[1]
    faults, files = [], 0
    with tempfile.TemporaryDirectory(prefix="huice-odd-") as name:
        folder = Path(name)
        clean_file(folder / "clean.csv", 1_000_000 if FULL else 10_000)
        for dress, make in odd.dresses(odd.Clean(folder / "clean.csv"), 1.0 if FULL else 0.1):
            files += 1
            faults += faults_of(huice, folder, dress, *make())
    for fault in faults:
        print(fault)
    print(f"{files} files, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
