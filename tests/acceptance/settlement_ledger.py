#!/usr/bin/env python3
"""Runs that share a ledger: what each grants is, to the byte, what a plain computation with a ledger of its own grants.

    settlement_ledger.py HUICE [--sequences N] [--seed N]

Random settlement programs; in every sequence some runs over random parts of the rows, some of them changed since, some dated
anew, with other parameters from run to run (so limits may stand exceeded). The same run again writes the same bytes and pays
nothing; a run that is reversed might never have been. Then sequences made by hand. 15 sequences; HUICE_TEST_SIZE=full: 300.
"""
import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import settlement_model as model
from settlement import Case, differences, totals
from settlement_programs import DAYS, Program, decide, fixed, random_rows, read_fields


class Sequence(Case):
    def __init__(self, seed, huice):
        self.rng, self.huice, self.seed = random.Random(seed), huice, seed
        self.program = Program(self.rng, ledger=True)
        self.unique = True
        used = {measure.entity for measure in self.program.measures}
        count = 1500 if seed % 25 == 24 else self.rng.choice([3, 10, 30])
        self.all_rows = {name: random_rows(self.program, self.rng, name, count, True) for name in self.program.entities if name in used}
        self.rows = {}
        self.ledger = model.Ledger()

    def next_night(self):
        """Some of the rows, some of them changed."""
        part = self.rng.choice([0.3, 0.6, 1])
        for entity, rows in self.all_rows.items():
            for row, other in zip(rows, random_rows(self.program, self.rng, entity, len(rows), True)):
                if self.rng.random() < 0.2:
                    name = self.rng.choice([name for name in row if name != "key"])
                    row[name] = other[name]
                if self.rng.random() < 0.1:
                    row["applied"] = self.rng.choice(DAYS)
            chosen = [dict(row) for row in rows if self.rng.random() < part]
            self.rows[entity] = self.rng.sample(chosen or [dict(rows[0])], max(1, len(chosen)))
        if self.rng.random() < 0.5:
            self.program.change_parameters(self.rng)

    def decisions(self):
        decided, rows, of = [], [], []
        for measure in self.program.measures:
            decided.append((measure, [decide(self.program, measure, row, i) for i, row in enumerate(self.rows[measure.entity])]))
            for row, decision in zip(self.rows[measure.entity], decided[-1][1]):
                if row[measure.dated] is not None:
                    rows.append(((measure.name, row["key"], row[measure.dated]), tuple(row[name] for name in read_fields(self.program, measure)), decision.claim))
                    of.append(decision)
        for decision, claim in zip(of, self.ledger.settle(self.program.rules, rows)):
            decision.claim = claim
        return decided

    def faults(self, folder, nights):
        """Of the first run that differs."""
        ledger, before = folder / "ledger", []
        for night in range(nights):
            self.next_night()
            command = [*self.write(folder / str(night)), "--ledger", str(ledger), "--run-id", f"night{night}"]
            stood = dict(self.ledger.lines)
            try:
                decided = self.decisions()
            except model.Refused:
                found = self.run(folder, command)
                if not isinstance(found, str) or not found.startswith("exit 3"):
                    return [f"night {night}: prorate is not refused: {found}"]
                continue
            wanted = self.expected(decided)
            found = self.run(folder, command, self.rng.choice([[], ["--threads", "1"], ["--engine", "reference"], ["--memory", "1"]]))
            if isinstance(found, str):
                return [f"night {night}: {found}"]
            faults = differences(wanted, found[0], f"night {night}: ") or totals(decided, found[1])
            before.append((command, wanted))
            if not faults and self.rng.random() < 0.4:
                command, wanted = self.rng.choice(before)
                found = self.run(folder, command)
                faults = [f"again: {found}"] if isinstance(found, str) else differences(wanted, found[0], f"after night {night}, {command[-1]} again: ")
            elif not faults and self.rng.random() < 0.2:
                ended = subprocess.run([self.huice, "ledger", "reverse", str(ledger), "--run", f"night{night}", "-q"], capture_output=True, text=True, check=False)
                faults = [f"night {night} cannot be reversed: {ended.stderr}"] if ended.returncode else []
                self.ledger.lines = stood
                before.pop()
            if faults:
                return faults
        return []


# ---- By hand -------------------------------------------------------------------------------------------------------------

HEAD = """entity Row { id : text key  amount : money  who : text  kind : text  day : date }
"""


class Books:
    """One program, one ledger, run after run."""

    def __init__(self, huice, folder, text):
        self.huice, self.folder, self.nights = huice, folder, 0
        folder.mkdir()
        self.change(text)

    def change(self, text):
        (self.folder / "a.policy").write_text(HEAD + text, encoding="utf-8")

    def run(self, *rows, options=()):
        """The lines of the output for rows (id, amount, who, kind, day)."""
        self.nights += 1
        data, out = self.folder / f"d{self.nights}.csv", self.folder / "out.csv"
        data.write_text("id,amount,who,kind,day\n" + "".join(",".join(map(str, row)) + "\n" for row in rows), encoding="utf-8")
        ended = subprocess.run([self.huice, "run", str(self.folder / "a.policy"), "--data", str(data), "--out", str(out), "--ledger", str(self.folder / "ledger"), "-q", "--lang", "en", *options],
                               capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            return ended.returncode
        with out.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def take_over(self, *lines):
        """Payments from before there was a ledger."""
        data = self.folder / "opening.csv"
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return subprocess.run([self.huice, "ledger", "import", str(self.folder / "ledger"), str(self.folder / "a.policy"), "--data", str(data), "-q"], capture_output=True, check=False).returncode

    def granted(self, *rows, measure="m"):
        found = self.run(*rows)
        return found if isinstance(found, int) else [row[f"{measure}.amount"] for row in found]


def by_hand(huice, folder):
    """(what, found, wanted)."""
    def books(name, text):
        return Books(huice, folder / name, text)

    fdi = books("fdi", "measure m for Row { dated day  pay 7.5% of amount  limit 5000万元 per who in total }")
    for year, amount, wanted in ((2023, 300_000_000, "22500000.00"), (2024, 250_000_000, "18750000.00"), (2025, 200_000_000, "8750000.00")):
        yield f"FDI in {year}", fdi.granted((f"P{year}", amount, "P1", "", f"{year}-06-01")), [wanted]
    once = books("chosen", "measure m for Row { dated day  pay amount  once per kind }\nmeasure n for Row { dated day  require big: amount < 100元  pay 2 * amount }\n"
                 "choose highest of m, n per who")
    yield "chosen away", once.granted(("a", 50, "A", "k", "2024-01-01")), ["0.00"]
    yield "its once is not used up", once.granted(("b", 500, "B", "k", "2024-01-02")), ["500.00"]
    yield "now it is", once.granted(("c", 500, "C", "k", "2024-01-03")), ["0.00"]
    over = books("over", "measure m for Row { dated day  pay amount  limit 1000元 per who in total }")
    yield "up to the limit", over.granted(("a", 900, "A", "", "2024-01-01")), ["900.00"]
    over.change("measure m for Row { dated day  pay amount  limit 500元 per who in total }")
    yield "exceeded in the ledger", over.granted(("b", 10, "A", "", "2024-01-02"), ("a", 900, "A", "", "2024-01-01"), ("c", 10, "B", "", "2024-01-01")), ["0.00", "900.00", "10.00"]
    opening = books("opening", "measure m for Row { dated day  pay amount  limit 1000元 per who in total }")
    yield "opening payments", opening.take_over("measure,id,who,date,amount", "m,x,A,2023-05-01,1500", "m,y,B,2023-05-01,400"), 0
    yield "count", opening.granted(("a", 10, "A", "", "2024-01-01"), ("b", 700, "B", "", "2024-01-02")), ["0.00", "600.00"]
    yield "until the row itself comes", opening.granted(("x", 900, "A", "", "2023-05-01"), ("c", 700, "A", "", "2024-01-02")), ["900.00", "100.00"]
    shared = books("prorated", "measure m for Row { dated day  pay amount  paid from p }\npool p { total 100元  when exhausted prorate }")
    yield "prorated", shared.granted(("a", 100, "", "", "2024-01-01"), ("b", 100, "", "", "2024-01-01")), ["50.00", "50.00"]
    yield "the same rows again", shared.granted(("b", 100, "", "", "2024-01-01"), ("a", 100, "", "", "2024-01-01")), ["50.00", "50.00"]
    yield "another row is refused", shared.granted(("c", 100, "", "", "2024-01-01")), 3
    yield "all anew", shared.granted(("a", 200, "", "", "2024-01-01"), ("b", 200, "", "", "2024-01-01")), ["50.00", "50.00"]
    undated = books("undated", "measure m for Row { pay amount }")
    yield "an undated measure is refused", undated.granted(("a", 1, "", "", "")), 2
    tenths = books("tenths", "measure m for Row { dated day  pay amount  rounding down to 0.001元 }")
    yield "so is one that pays parts of a fen", tenths.granted(("a", 1, "", "", "2024-01-01")), 2
    keyless = books("keyless", "entity Other { amount : money  day : date }\nmeasure m for Other { dated day  pay amount }")
    yield "and one for rows without a key", keyless.granted(("a", 1, "", "", "2024-01-01")), 2
    yield "so is a what-if", over.run(("d", 1, "A", "", "2024-01-01"), options=["--set", "x=1元"]), 2


def thirty_nights(huice, folder):
    """A pool of 2 billion yuan, to the fen, with rows that come again on later nights."""
    books = Books(huice, folder / "nights", "measure m for Row { dated day  pay amount  paid from p }\npool p { total 20亿元  when exhausted partial  order by day }")
    rng, paid, rows = random.Random(1), {}, []
    for night in range(30):
        new = [(f"R{night:02}-{i:03}", f"{rng.randrange(1, 200_000_000) / 100:.2f}", "", "", f"2024-01-{night + 1:02}") for i in range(90)]
        rows += new
        data = new + rng.sample(rows, min(len(rows), 20))
        data = list(dict.fromkeys(data))
        rng.shuffle(data)
        found = books.run(*data)
        if isinstance(found, int):
            yield f"night {night}", found, 0
            return
        for row in found:
            yield f"{row['id']} again", row["m.amount"], paid.setdefault(row["id"], row["m.amount"])
        spent = sum(map(Fraction, paid.values()))
        yield f"night {night}: within the pool", spent <= 2_000_000_000, True
    asked = sum(Fraction(row[1]) for row in rows)
    yield "the pool runs out", asked > 2_000_000_000, True
    yield "30 nights", fixed(spent), "2000000000.00"


def main():
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    parser = argparse.ArgumentParser()
    parser.add_argument("huice")
    parser.add_argument("--sequences", type=int, default=300 if full else 15)
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    huice = str(Path(options.huice).resolve())
    with tempfile.TemporaryDirectory(prefix="huice-ledger-") as name:
        checks = [*by_hand(huice, Path(name)), *thirty_nights(huice, Path(name))] if options.seed is None else []
        wrong = [f"{what}: {found}, not {wanted}" for what, found, wanted in checks if found != wanted]

        def one(seed):
            sequence = Sequence(seed, huice)
            return seed, sequence.faults(Path(name) / f"sequence{seed}", 3 + seed % 4)

        with ThreadPoolExecutor(os.cpu_count()) as workers:
            results = list(workers.map(one, range(options.sequences) if options.seed is None else [options.seed]))
        if options.seed is not None:
            for path in sorted((Path(name) / f"sequence{options.seed}").rglob("*")):
                if path.suffix in (".policy", ".csv"):
                    print(f"--- {path.relative_to(name)}\n{path.read_text(encoding='utf-8')}")
    wrong += [f"seed {seed}: {faults[0]}" for seed, faults in results if faults]
    print(*wrong[:20], sep="\n")
    print(f"{len(checks) + len(results) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or not results else 0


if __name__ == "__main__":
    sys.exit(main())
