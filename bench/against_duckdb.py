"""What benchmarks against DuckDB share: the data, Huice's runs, the table. Answers are compared before anything is timed; runs
alternate, medians are printed. Of DuckDB only the statement counts, of Huice the whole process, with its measures compiled.
"""
import argparse
import os
import statistics
import tempfile
from pathlib import Path

from bench import machine, timed
from contenders import DuckDB, statement

ROOT = Path(__file__).resolve().parent.parent


class Contest:
    """A folder below bench/ with a program, `data.sql` that makes its input, and what DuckDB runs instead."""

    def __init__(self, name, folder, huice, rows):
        self.here, self.folder, self.huice = ROOT / "bench" / name, folder, huice
        self.duckdb = DuckDB(folder)
        self.input = folder / "input.csv"
        self.duckdb.run(os.cpu_count(), self.statement("data.sql", rows=rows))

    def statement(self, file, **values):
        return statement(self.here / file, input=self.input, **values)

    def fresh(self, name):
        path = self.folder / f"{name}.csv"
        path.unlink(missing_ok=True)
        return path

    def by_huice(self, threads, out=None):
        command = [self.huice, "run", str(self.here), "--data", str(self.input), "--out", str(out or self.fresh("huice")), "--threads", str(threads), "-q", "--progress", "never"]
        return timed(command, dict(os.environ, HUICE_CACHE=str(self.folder / "cache")))


def run(name, contest, head, line):
    """`contest` is a class; `line(threads, medians, peaks)` prints what `contest.contenders()` took, in their order."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1,2")
    options = parser.parse_args()
    (ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"bench-{name}-", dir=ROOT / "build") as folder:
        contest = contest(name, Path(folder), str(Path(options.huice).resolve()), options.rows)
        print(f"machine: {machine()}; {options.rows:,} rows, {contest.input.stat().st_size / 1e6:.0f} MB; DuckDB {contest.duckdb.version}; medians of {options.runs} runs", flush=True)
        contest.check()
        print(f"equal answers, {(contest.folder / 'huice.csv').stat().st_size / 1e6:.0f} MB\n{head}", flush=True)
        for threads in map(int, options.threads.split(",")):
            runs = [[contender(threads) for contender in contest.contenders()] for _ in range(options.runs)]
            medians = [statistics.median(seconds for seconds, _ in each) for each in zip(*runs)]
            peaks = [max(peak for _, peak in each) for each in zip(*runs)]
            print(line(threads, medians, peaks), flush=True)
