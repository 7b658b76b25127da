"""The same applicants through pyarrow, pandas, polars, DuckDB and Parquet: the decisions of the command line.

    identical.py HUICE ROWS        with huice and the libraries importable
"""
import sys
import tempfile
import time
from pathlib import Path

import applicants
import duckdb
import pandas
import polars
import pyarrow.parquet

import huice

ROOT = Path(__file__).resolve().parent.parent.parent
# program, entity, share of the rows, column that is spoilt
JOBS = [
    ("bench/workload", "Applicant", 1.0, "premium"), ("policies/ningbo/2024", "Base", 0.2, "area"), ("tests/python/aid.policy", "Firm", 0.2, "cost")]


def sources(table, folder):
    pyarrow.parquet.write_table(table, folder / "rows.parquet")
    yield "pyarrow", lambda: table
    yield "pandas", lambda: table.to_pandas(types_mapper=pandas.ArrowDtype)
    yield "polars", lambda: polars.from_arrow(table)
    yield "DuckDB", lambda: duckdb.from_arrow(table)
    yield "Parquet by DuckDB", lambda: duckdb.read_parquet(str(folder / "rows.parquet"))
    yield "Parquet by polars", lambda: polars.read_parquet(folder / "rows.parquet")


def main():
    command, rows = sys.argv[1], int(sys.argv[2])
    for path, entity, share, spoilt in JOBS:
        program = huice.compile(ROOT / path)
        fields = next(one["fields"] for one in program.describe()["entities"] if one["name"] == entity)
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            data = applicants.make(command, ROOT / path, entity, int(rows * share), folder, spoilt)
            expected, rejected = applicants.by_command(command, ROOT / path, entity, data, folder)
            assert bool(rejected) == bool(spoilt), rejected
            table = applicants.typed(applicants.all_text(data), fields)
            for source, make in sources(table, folder):
                given, begin = make(), time.perf_counter()
                decisions = program.run({entity: given}, measures=[one["name"] for one in program.describe()["measures"] if one["entity"] == entity])[entity]
                took = time.perf_counter() - begin
                assert len(decisions) == len(table) and decisions.summary["rows"]["rejected"] == rejected, decisions
                applicants.same(applicants.wide(decisions.table), expected)
                print(f"{entity}: {len(table):,} rows, {rejected} rejected: {source} as the command line ({took:.2f} s)")


if __name__ == "__main__":
    main()
