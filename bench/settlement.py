#!/usr/bin/env python3
"""Times settlement: yearly limits of three measures over 10 million purchases, Huice against DuckDB's window functions.

    bench/settlement.py [--rows N] [--runs N] [--threads N,…] [--huice build/huice]

The whole outputs are compared first. Huice writes the rows in input order; DuckDB is timed with that order and, because sorting
the output costs it a lot, without.
"""
import os
import subprocess
import sys

import against_duckdb


class Contest(against_duckdb.Contest):
    def in_input_order(self, threads):
        return self.duckdb.run(threads, self.statement("duckdb.sql", output=self.fresh("ordered"), order="order by n"))

    def in_any_order(self, threads):
        return self.duckdb.run(threads, self.statement("duckdb.sql", output=self.fresh("unordered"), order=""), keep_order=False)

    def contenders(self):
        return self.by_huice, self.in_any_order, self.in_input_order

    def same(self, one, other):
        return subprocess.run(["cmp", str(self.folder / f"{one}.csv"), str(self.folder / f"{other}.csv")], check=False).returncode == 0

    def check(self):
        """Ends the benchmark where the answers differ."""
        for contender in self.contenders():
            contender(os.cpu_count())
        if not self.same("huice", "ordered"):
            sys.exit("Huice and DuckDB differ: nothing is timed")
        for name in ("ordered", "unordered"):
            subprocess.run(["sort", "-S", "1G", "-T", str(self.folder), "-o", str(self.folder / f"{name}-sorted.csv"), str(self.folder / f"{name}.csv")],
                           env=dict(os.environ, LC_ALL="C"), check=True)
        if not self.same("ordered-sorted", "unordered-sorted"):
            sys.exit("DuckDB's two ways differ: nothing is timed")


def line(threads, medians, peaks):
    huice, unordered, ordered = medians
    return f"{threads:7}{huice:9.2f}{peaks[0]:7.0f}{unordered:21.2f}{peaks[1]:7.0f}{unordered / huice:7.1f}{ordered:23.2f}{peaks[2]:7.0f}{ordered / huice:7.1f}"


if __name__ == "__main__":
    against_duckdb.run("settlement", Contest, f"{'threads':>7}{'huice s':>9}{'MiB':>7}{'DuckDB s, any order':>21}{'MiB':>7}{'ratio':>7}{'DuckDB s, input order':>23}{'MiB':>7}{'ratio':>7}", line)
