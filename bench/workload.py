#!/usr/bin/env python3
"""Times the workload of four measures over 10 million applicants: CSV to CSV, Huice against DuckDB, and against counting lines.

    bench/workload.py [--rows N] [--runs N] [--threads N,…] [--huice build/huice]

The outputs are compared byte for byte first. `wc -l` is the input's lines counted by one thread.
"""
import os
import subprocess
import sys
import time

import against_duckdb


class Contest(against_duckdb.Contest):
    def by_duckdb(self, threads):
        return self.duckdb.run(threads, self.statement("duckdb.sql", output=self.fresh("duckdb")))

    def to_nowhere(self, threads):
        return self.by_huice(threads, "/dev/null")

    def by_wc(self, _):
        begin = time.perf_counter()
        subprocess.run(["wc", "-l", str(self.input)], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - begin, 0

    def contenders(self):
        return self.by_huice, self.by_duckdb, self.to_nowhere, self.by_wc

    def check(self):
        """Ends the benchmark where the answers differ."""
        self.by_huice(os.cpu_count())
        self.by_duckdb(os.cpu_count())
        if subprocess.run(["cmp", str(self.folder / "huice.csv"), str(self.folder / "duckdb.csv")], check=False).returncode != 0:
            sys.exit("Huice and DuckDB differ: nothing is timed")


def line(threads, medians, peaks):
    huice, duckdb, nowhere, lines = medians
    return f"{threads:7}{huice:9.2f}{peaks[0]:7.0f}{nowhere:16.2f}{lines / nowhere:10.2f}{duckdb:10.2f}{peaks[1]:7.0f}{duckdb / huice:7.1f}"


if __name__ == "__main__":
    against_duckdb.run("workload", Contest, f"{'threads':>7}{'huice s':>9}{'MiB':>7}{'to /dev/null s':>16}{'of wc -l':>10}{'DuckDB s':>10}{'MiB':>7}{'ratio':>7}", line)
