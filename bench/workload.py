#!/usr/bin/env python3
"""Times the workload of four measures over 10 million applicants: CSV to CSV, Huice against DuckDB, and what the machine can do.

    bench/workload.py [--rows N] [--runs N] [--threads N,…] [--huice build/huice]

The outputs are compared byte for byte before anything is timed. Runs alternate; medians are printed. Of DuckDB only the statement
counts, of Huice the whole process, with its compiled measures in the cache. `wc -l` is the input's lines counted by one thread.
"""
import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import machine, timed
from contenders import DuckDB, statement

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench" / "workload"


class Contest:
    def __init__(self, folder, huice, rows):
        self.folder, self.huice = folder, huice
        self.duckdb = DuckDB(folder)
        self.input = folder / "applicants.csv"
        self.duckdb.run(os.cpu_count(), statement(HERE / "data.sql", rows=rows, input=self.input))

    def fresh(self, name):
        path = self.folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        return path

    def by_huice(self, threads, out=None):
        command = [self.huice, "run", str(HERE), "--data", str(self.input), "--out", str(out or self.fresh("huice")), "--threads", str(threads), "-q", "--progress", "never"]
        return timed(command, dict(os.environ, HUICE_CACHE=str(self.folder / "cache")))

    def by_duckdb(self, threads):
        return self.duckdb.run(threads, statement(HERE / "duckdb.sql", input=self.input, output=self.fresh("duckdb")))

    def by_wc(self):
        begin = time.perf_counter()
        subprocess.run(["wc", "-l", str(self.input)], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begin

    def check(self):
        """Ends the benchmark where the answers differ."""
        self.by_huice(os.cpu_count())
        self.by_duckdb(os.cpu_count())
        if subprocess.run(["cmp", str(self.folder / "huice.csv"), str(self.folder / "duckdb.csv")], check=False).returncode != 0:
            sys.exit("Huice and DuckDB differ: nothing is timed")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1,2")
    options = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-workload-", dir=ROOT / "build") as name:
        contest = Contest(Path(name), str(Path(options.huice).resolve()), options.rows)
        print(f"machine: {machine()}; {options.rows:,} rows, {contest.input.stat().st_size / 1e6:.0f} MB; DuckDB {contest.duckdb.version}; medians of {options.runs} runs", flush=True)
        contest.check()
        print(f"equal answers, {(contest.folder / 'huice.csv').stat().st_size / 1e6:.0f} MB", flush=True)
        print(f"{'threads':>7}{'huice s':>9}{'MiB':>7}{'to /dev/null s':>16}{'of wc -l':>10}{'DuckDB s':>10}{'MiB':>7}{'ratio':>7}")
        for threads in map(int, options.threads.split(",")):
            runs = [(contest.by_huice(threads), contest.by_duckdb(threads), contest.by_huice(threads, "/dev/null"), contest.by_wc()) for _ in range(options.runs)]
            huice, duckdb, null = (statistics.median(run[i][0] for run in runs) for i in range(3))
            wc = statistics.median(run[3] for run in runs)
            peaks = [max(run[i][1] for run in runs) for i in range(2)]
            print(f"{threads:7}{huice:9.2f}{peaks[0]:7.0f}{null:16.2f}{wc / null:10.2f}{duckdb:10.2f}{peaks[1]:7.0f}{duckdb / huice:7.1f}", flush=True)


if __name__ == "__main__":
    main()
