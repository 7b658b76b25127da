#!/usr/bin/env python3
"""Targets over contracts equal a plain computation with fractions, by both engines.

    contracts.py HUICE

20,000 contracts; HUICE_TEST_SIZE=full: 1,000,000. Some lack their amount, date or district.
"""
import csv
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

DISTRICTS = "abcde"
YEARS = (2023, 2024, 2025)
SHARES = range(40, 60)

POLICY = """document d { in force 2023-01-01 to 2025-12-31 }
entity Contract { id : text key  amount : money  sme : bool  signed : date  district : one of { a, b, c, d, e } }
""" + "".join(
    f"""target share_{p} over Contract {{
  cites d clause {p}
  dated signed
  reach sum(amount where sme and amount >= {p * 100}元) / sum(amount where district != e) >= {p}% each year for each district
}}
""" for p in SHARES) + """target many over Contract { reach count(sme and amount > 5万元) >= 500 for each district }
target whole over Contract { dated signed  reach sum(amount) about 5亿元 within 10% during 2024-01-01 to 2024-12-31 }
"""


def contracts(rows, holes):
    """Holes are only where `holes` says: (year or None, district or None) of rows that lack something."""
    draw = random.Random(7)
    for n in range(rows):
        year, district = draw.choice(YEARS), draw.choice(DISTRICTS)
        fen = draw.randrange(0, 10 ** 7)
        row = [str(n), f"{fen // 100}.{fen % 100:02d}", draw.choice("01"), f"{year}-{draw.randrange(1, 13):02d}-{draw.randrange(1, 29):02d}", district]
        if n in holes:
            row[holes[n]] = ""
        yield row


def expected(rows):
    """(target, group) → status; what lacks a value makes undetermined what it could change."""
    total, parts, unknown = Counter(), {p: Counter() for p in SHARES}, Counter()
    many, many_unknown = Counter(), Counter()
    for _, amount, sme, signed, district in rows:
        fen = int(amount.replace(".", "")) if amount else None
        years = [int(signed[:4])] if signed else YEARS
        districts = [district] if district else DISTRICTS
        whole = fen is not None and signed and district
        for year in years:
            for where in districts:
                group = (year, where)
                if where == "e":
                    continue
                if not whole:
                    unknown[group] += 1
                    continue
                total[group] += fen
                for p in SHARES:
                    if sme == "1" and fen >= p * 10_000:
                        parts[p][group] += fen
        for where in districts:
            if sme == "1" and (fen is None or fen > 5_000_000):
                if fen is None or not district:
                    many_unknown[where] += 1
                else:
                    many[where] += 1
    result = {}
    for p in SHARES:
        for year in YEARS:
            for where in DISTRICTS:
                group = (year, where)
                status = "undetermined"  # of e the divisor is 0
                if where != "e" and not unknown[group] and total[group]:
                    status = "met" if Fraction(parts[p][group], total[group]) >= Fraction(p, 100) else "missed"
                result[f"share_{p}", f"{year} {where}"] = status
    for where in DISTRICTS:
        result["many", where] = "undetermined" if many_unknown[where] else "met" if many[where] >= 500 else "missed"
    return result


def main():
    huice = Path(sys.argv[1]).resolve()
    rows = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 20_000
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "a.policy").write_text(POLICY, encoding="utf-8")
        for holes in ({}, {5: 1}, {17: 3}, {29: 4}, {3: 1, 4: 3}):
            with open(folder / "c.csv", "w", encoding="utf-8", newline="") as file:
                out = csv.writer(file)
                out.writerow(["id", "amount", "sme", "signed", "district"])
                out.writerows(contracts(rows, holes))
            want, texts = expected(contracts(rows, holes)), []
            for engine in ("jit", "reference") if not holes or rows < 100_000 else ("jit",):
                run = subprocess.run([huice, "assess", "a.policy", "--data", "Contract=c.csv", "--format", "csv", "--engine", engine],
                                     cwd=folder, capture_output=True, text=True, check=True)
                texts.append(run.stdout)
            got = {(line["id"], line["group"]): line["status"] for line in csv.DictReader(texts[0].splitlines())}
            wrong = [f"{key}: {got.get(key)}, not {status}" for key, status in want.items() if got.get(key) != status]
            if len(set(texts)) != 1:
                wrong.append("the engines differ")
            print(f"{rows} contracts, holes {holes or 'none'}: {len(want)} goals, {Counter(want.values())}, {len(wrong)} wrong")
            for line in wrong[:10]:
                print("  " + line)
            failures += len(wrong)
    print(f"{0 if failures else 1} passed, {1 if failures else 0} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
