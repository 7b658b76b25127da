#!/usr/bin/env python3
"""Times settlement: yearly limits of three measures over 10 million purchases, Huice against DuckDB's window functions.

    bench/settlement.py [--rows N] [--runs N] [--threads N,…] [--huice build/huice]

The whole outputs are compared before anything is timed. Huice writes the rows in input order; DuckDB is timed with that order
and, because sorting the output costs it a lot, without. Of DuckDB only the statement counts, of Huice the whole process; runs
alternate, medians are printed.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import machine, timed
from contenders import DuckDB, statement

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench" / "settlement"


class Contest:
    def __init__(self, folder, huice, rows):
        self.folder, self.huice, self.duckdb = folder, huice, DuckDB(folder)
        self.input = folder / "purchases.csv"
        self.duckdb.run(os.cpu_count(), statement(HERE / "data.sql", rows=rows, input=self.input))

    def fresh(self, name):
        path = self.folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        return path

    def by_huice(self, threads):
        return timed([self.huice, "run", str(HERE), "--data", str(self.input), "--out", str(self.fresh("huice")), "--threads", str(threads), "-q", "--progress", "never"],
                     dict(os.environ, HUICE_CACHE=str(self.folder / "cache")))

    def in_input_order(self, threads):
        return self.duckdb.run(threads, statement(HERE / "duckdb.sql", input=self.input, output=self.fresh("ordered"), order="order by n"))

    def in_any_order(self, threads):
        return self.duckdb.run(threads, statement(HERE / "duckdb.sql", input=self.input, output=self.fresh("unordered"), order=""), keep_order=False)

    def same(self, one, other):
        return subprocess.run(["cmp", str(self.folder / f"{one}.csv"), str(self.folder / f"{other}.csv")], check=False).returncode == 0

    def check(self):
        """Ends the benchmark where the answers differ."""
        for contender in (self.by_huice, self.in_input_order, self.in_any_order):
            contender(os.cpu_count())
        if not self.same("huice", "ordered"):
            sys.exit("Huice and DuckDB differ: nothing is timed")
        for name in ("ordered", "unordered"):
            subprocess.run(["sort", "-S", "1G", "-T", str(self.folder), "-o", str(self.folder / f"{name}-sorted.csv"), str(self.folder / f"{name}.csv")],
                           env=dict(os.environ, LC_ALL="C"), check=True)
        if not self.same("ordered-sorted", "unordered-sorted"):
            sys.exit("DuckDB's two ways differ: nothing is timed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1,2")
    options = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-settlement-", dir=ROOT / "build") as name:
        contest = Contest(Path(name), str(Path(options.huice).resolve()), options.rows)
        print(f"machine: {machine()}; {options.rows:,} rows, {contest.input.stat().st_size / 1e6:.0f} MB; DuckDB {contest.duckdb.version}; medians of {options.runs} runs", flush=True)
        contest.check()
        print(f"equal answers, {(contest.folder / 'huice.csv').stat().st_size / 1e6:.0f} MB", flush=True)
        print(f"{'threads':>7}{'huice s':>9}{'MiB':>7}{'DuckDB s, any order':>21}{'MiB':>7}{'ratio':>7}{'DuckDB s, input order':>23}{'MiB':>7}{'ratio':>7}")
        for threads in map(int, options.threads.split(",")):
            runs = [(contest.by_huice(threads), contest.in_any_order(threads), contest.in_input_order(threads)) for _ in range(options.runs)]
            huice, unordered, ordered = (statistics.median(run[i][0] for run in runs) for i in range(3))
            peaks = [max(run[i][1] for run in runs) for i in range(3)]
            print(f"{threads:7}{huice:9.2f}{peaks[0]:7.0f}{unordered:21.2f}{peaks[1]:7.0f}{unordered / huice:7.1f}{ordered:23.2f}{peaks[2]:7.0f}{ordered / huice:7.1f}", flush=True)


if __name__ == "__main__":
    main()
