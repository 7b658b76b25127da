#!/usr/bin/env python3
"""Random settlement programs: what `huice run` grants is, to the byte, what a plain computation grants.

    settlement.py HUICE [--programs N] [--seed N] [--reduce]

The same bytes with any engine, number of threads and memory; the same decisions for the rows in any order where the entity's
keys are unique. What no output may break is checked on the output itself: no limit and no pool is exceeded, prorating spends
the pool, shares add up. 60 programs; HUICE_TEST_SIZE=full: 1,000. --seed shows one; --reduce drops rows that do not matter.
"""
import argparse
import csv
import io
import json
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import settlement_model as model
from settlement_programs import Program, cell, covered, decide, fixed, prorated_unit, random_rows
from settlement_scenarios import scenario_faults

VARIANTS = [["--threads", "1"], ["--threads", "8"], ["--engine", "reference"], ["--memory", "1"], ["--memory", "1MB", "--threads", "2"], ["--layout", "long"], ["shuffled"], ["scenarios"], ["chinese"]]


class Case:
    def __init__(self, seed, huice):
        self.rng, self.huice, self.seed = random.Random(seed), huice, seed
        self.program = Program(self.rng)
        self.unique = self.rng.random() < 0.7
        count = 3000 if seed % 25 == 24 else self.rng.choice([1, 5, 20, 20, 60])
        used = {measure.entity for measure in self.program.measures}
        self.rows = {name: random_rows(self.program, self.rng, name, count, self.unique) for name in self.program.entities if name in used}

    # ---- What is expected ------------------------------------------------------------------------------------------------

    def decisions(self):
        """[(measure, [decision of each row])], settled."""
        decided = [(measure, [decide(self.program, measure, row, i) for i, row in enumerate(self.rows[measure.entity])]) for measure in self.program.measures]
        model.settle(self.program.rules, [d.claim for _, all_of in decided for d in all_of if d.claim])
        return decided

    def expected(self, decided, layout="wide"):
        return {entity: "".join(self.lines(decided, entity, layout)) for entity in self.rows}

    def lines(self, decided, entity, layout):
        decided = [pair for pair in decided if pair[0].entity == entity]
        keys = [f"key{i}" for i in range(len(self.program.entities[entity]["keys"]))]
        if layout == "long":
            yield line([*keys, "measure", "status", "computed", "amount", "ceiling", "shares", "reasons"])
        else:
            yield line(keys + [f"{measure.name}.{column}" for measure, _ in decided for column in self.columns(measure)])
        for i, row in enumerate(self.rows[entity]):
            key = [str(value) for value in row["key"]]
            found = [(measure, self.cells(measure, all_of[i])) for measure, all_of in decided]
            if layout == "wide":
                yield line(key + [cells[column] for measure, cells in found for column in self.columns(measure)])
            for measure, cells in found if layout == "long" else []:
                shares = ";".join(f"{name}={cells[f'share.{name}']}" for name in measure.share_names() if cells[f"share.{name}"])
                yield line([*key, measure.name, cells["status"], cells["computed"] if covered(self.program, measure) else "", cells["amount"], cells["ceiling"], shares, cells["reasons"]])

    def columns(self, measure):
        return ["status", *["computed"] * covered(self.program, measure), "amount", *["ceiling"] * measure.reads_decided(),
                *[f"share.{name}" for name in measure.share_names()], "reasons"]

    def cells(self, measure, decision):
        claim, cells = decision.claim, {"status": decision.status, "computed": "", "amount": "", "ceiling": decision.ceiling}
        cells |= {f"share.{name}": "" for name in measure.share_names()}
        if claim:
            cells |= {"computed": fixed(claim.computed), "amount": fixed(claim.amount)}
            cells |= {f"share.{name}": fixed(part) for name, part in model.share_out(claim.amount, claim.shares, claim.unit)} if claim.shares else {}
        cells["reasons"] = ";".join(claim.reasons if claim else decision.reasons)
        return cells

    # ---- What is granted -------------------------------------------------------------------------------------------------

    def write(self, folder, shuffled=False):
        """The program, its parameters and the data, in some files; the words that name them."""
        program, words = folder / "program", []
        program.mkdir(parents=True, exist_ok=True)
        for name, text in zip("ab", self.program.files):
            if text.strip():
                (program / f"{name}.policy").write_text(text, encoding="utf-8")
        if self.program.external:
            path = folder / "parameters.csv"
            path.write_text("name,from,value\n" + "".join(f"{name},,{value}\n" for name, value in self.program.external.items()), encoding="utf-8")
            words += ["--parameters", str(path)]
        if self.program.as_of:
            words += ["--as-of", str(self.program.as_of)]
        for entity, rows in self.rows.items():
            rng = random.Random(self.seed)
            fields = list(self.program.entities[entity]["fields"])
            rng.shuffle(fields)
            rows = rng.sample(rows, len(rows)) if shuffled else rows
            header = line([*fields, *[f"key{i}" for i in range(len(self.program.entities[entity]["keys"]))]])
            lines = [line([cell(row[name], rng) for name in fields] + [str(value) for value in row["key"]]) for row in rows]
            cuts = sorted(rng.randrange(len(lines) + 1) for _ in range(rng.choice([0, 0, 1, 2])))
            for i, (first, last) in enumerate(zip([0, *cuts], [*cuts, len(lines)])):
                path = folder / f"{entity}{i}{'s' * shuffled}.csv"
                path.write_text(header + "".join(lines[first:last]), encoding="utf-8")
                words += ["--data", f"{entity}={path}"]
        return [self.huice, "run", str(program), *words, "-q", "--lang", "en", "--cache", "off"]

    def run(self, folder, command, options=()):
        """The outputs and the manifest, or what went wrong."""
        out = folder / "out"
        subprocess.run(["rm", "-rf", str(out)], check=True)
        out.mkdir()
        single = len(self.rows) == 1
        ended = subprocess.run([*command, "--out", str(out / f"{next(iter(self.rows))}.csv" if single else out), *options], capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            return f"exit {ended.returncode}: {ended.stderr}"
        manifests = list(out.glob("*manifest.json"))
        return {name: (out / f"{name}.csv").read_text(encoding="utf-8") for name in self.rows}, json.loads(manifests[0].read_text(encoding="utf-8"))

    def faults(self, folder, variants=()):
        decided = self.decisions()
        wanted = self.expected(decided)
        command = self.write(folder)
        found = self.run(folder, command)
        if isinstance(found, str):
            return [found]
        outputs, manifest = found
        faults = differences(wanted, outputs, "") or totals(decided, manifest) + self.broken(decided, outputs)
        for options in variants if not faults else []:
            if options == ["scenarios"]:
                faults += scenario_faults(self, folder)
            if options == ["scenarios"] or options == ["shuffled"] and not self.unique:
                continue
            if options == ["chinese"]:
                subprocess.run([self.huice, "fmt", "--keywords", "zh", "-q", str(folder / "program")], check=True, stdout=subprocess.DEVNULL)
            given = [] if options in (["shuffled"], ["chinese"]) else options
            found = self.run(folder, self.write(folder, True) if options == ["shuffled"] else command, given)
            if isinstance(found, str):
                faults.append(f"{' '.join(options)}: {found}")
            elif options == ["shuffled"]:
                faults += differences({name: in_any_order(text) for name, text in wanted.items()}, {name: in_any_order(text) for name, text in found[0].items()}, "shuffled: ")
            else:
                faults += differences(self.expected(decided, "long") if "long" in options else wanted, found[0], f"{' '.join(options)}: ")
        return faults

    def broken(self, decided, outputs):
        """What no output may break, of the output itself."""
        tables = {name: list(csv.DictReader(io.StringIO(text))) for name, text in outputs.items()}
        granted = []  # (measure, claim before settlement, cells)
        for measure, all_of in decided:
            granted += [(measure, d, {column: row[f"{measure.name}.{column}"] for column in self.columns(measure)})
                        for d, row in zip(all_of, tables[measure.entity]) if row[f"{measure.name}.status"] == "eligible"]
        faults = []
        for measure, d, cells in granted:
            shares = [Fraction(cells[f"share.{name}"] or 0) for name in measure.share_names()]
            amount = Fraction(cells["amount"])
            if d.claim.shares and sum(shares) != amount:
                faults.append(f"shares of {measure.name} {cells} do not add up")
            if "computed" in cells and (amount > Fraction(cells["computed"]) or (amount < Fraction(cells["computed"])) != bool(cells["reasons"].replace("ceiling", ""))):
                faults.append(f"{measure.name}: a reduction without a reason, or the other way round: {cells}")
        for limit in self.program.rules.limits:
            used, most = {}, {}
            for _, d, cells in granted:
                amount = Fraction(cells["amount"])
                if amount > 0 and model.covers(limit, d.claim):
                    key = model.purse(limit, d.claim)
                    used[key] = used.get(key, 0) + (1 if limit.counts else amount)
                    most[key] = max(most.get(key, 0), limit.bound(d.claim))
            faults += [f"{model.reason_of(limit)} is exceeded for {key}: {used[key]}, not {most[key]}" for key in used if used[key] > most[key]]
        for pool in self.program.pools:
            lines = [(d.claim, Fraction(cells[f"share.{d.claim.charged}" if d.claim.charged else "amount"]), cells) for _, d, cells in granted if d.claim.pool == pool.name]
            spent = sum(charged for _, charged, _ in lines)
            if spent > pool.total:
                faults.append(f"{pool.name} is exceeded: {spent}, not {pool.total}")
            for claim, _, _ in lines if pool.quota_by else []:
                of_member = sum(charged for other, charged, _ in lines if other.values[pool.quota_by] == claim.values[pool.quota_by])
                if of_member > pool.quota(claim):
                    faults.append(f"{pool.name}: a quota is exceeded: {of_member}")
            unit = prorated_unit(self.program, pool) if pool.when == "prorate" and not pool.quota_by and not pool.in_force else None
            if unit and any(f"pool:{pool.name}" in cells["reasons"] for _, _, cells in lines) and pool.total - spent >= unit:
                faults.append(f"{pool.name} is prorated and not spent: {spent} of {pool.total}")
        return faults

    def reduce(self, folder):
        """Leaves rows out as long as something is wrong."""
        size = max(len(rows) for rows in self.rows.values())
        while size:
            for entity in self.rows:
                at = 0
                while at < len(self.rows[entity]):
                    whole = self.rows[entity]
                    self.rows[entity] = whole[:at] + whole[at + size:]
                    if not self.faults(folder):
                        self.rows[entity] = whole
                        at += size
            size //= 2


def line(cells):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


def in_any_order(text):
    head, *rest = text.splitlines(keepends=True)
    return head + "".join(sorted(rest))


def differences(wanted, found, what):
    faults = []
    for name in wanted:
        pairs = zip((wanted[name] + "\n").splitlines(), (found[name] + "\n").splitlines())
        if wanted[name] != found[name]:
            number, (one, other) = next(((i, pair) for i, pair in enumerate(pairs, 1) if pair[0] != pair[1]), (0, ("", "other number of lines")))
            faults.append(f"{what}{name} line {number}\n  model: {one}\n  huice: {other}")
    return faults


def totals(decided, manifest):
    recorded = {measure["measure"]: measure for entity in manifest["entities"] for measure in entity["measures"]}
    faults = []
    for measure, all_of in decided:
        claims = [d.claim for d in all_of if d.claim]
        wanted = fixed(sum((c.computed for c in claims), Fraction(0))), fixed(sum((Fraction(c.amount) for c in claims), Fraction(0)))
        found = recorded[measure.name]["computed"], recorded[measure.name]["granted"]
        if wanted != found:
            faults.append(f"the manifest's totals of {measure.name}: {found}, not {wanted}")
    return faults


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("huice")
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    parser.add_argument("--programs", type=int, default=1000 if full else 60)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--reduce", action="store_true")
    options = parser.parse_args()
    huice = str(Path(options.huice).resolve())
    with tempfile.TemporaryDirectory(prefix="huice-settlement-") as name:
        def one(seed):
            # Some of them; with the seed other pairs.
            variants = [VARIANTS[(seed + i * (seed // len(VARIANTS) + 1)) % len(VARIANTS)] for i in range(4 if full else 2)]
            return seed, Case(seed, huice).faults(Path(name) / str(seed), variants)

        if options.seed is not None:
            case, folder = Case(options.seed, huice), Path(name) / "one"
            faults = case.faults(folder, VARIANTS)
            if options.reduce and faults:
                case.reduce(folder)
            case.write(folder)
            for path in sorted(folder.rglob("*.policy")) + sorted(folder.glob("*.csv")):
                print(f"--- {path.name}\n{path.read_text(encoding='utf-8')}")
            print(f"--as-of {case.program.as_of}", *(case.faults(folder, VARIANTS) or ["agrees"]), sep="\n")
            return 1 if faults else 0
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            results = list(workers.map(one, range(options.programs)))
    failed = [(seed, faults) for seed, faults in results if faults]
    for seed, faults in failed[:20]:
        print(f"seed {seed}: " + "\n".join(faults[:3]))
    print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    model.main()
    sys.exit(main())
