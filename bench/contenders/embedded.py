"""The columns that tests/capi/by_arrow.c makes, decided from Python.

    embedded.py PROGRAM ROWS.csv THREADS [TIMES]        prints the decisions; with TIMES the rows come so often in one call, and its seconds are printed
"""
import sys
import time

import pyarrow as pa
from pyarrow import compute, csv

import huice

TEXTS, BOOLEANS = ("id", "district"), ("insured", "scale", "sme")
CHOICES = {"trade": ["goods", "services"], "standard": ["basic", "improved", "high"]}


def column(name, cells):
    if name in TEXTS:
        return cells.cast(pa.large_string())
    if name in BOOLEANS:
        return cells.cast(pa.bool_())
    if name in CHOICES:
        words = pa.array(CHOICES[name])
        return pa.DictionaryArray.from_arrays(compute.index_in(cells, words).cast(pa.int16()), words)
    return cells.cast(pa.decimal128(38, 4 if name in ("area", "volume") else 2))


def main():
    program, path, threads, *times = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        names = file.readline().rstrip("\n").split(",")
    cells = csv.read_csv(path, convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=True))
    rows = pa.table({name: column(name, cells[name].combine_chunks()) for name in names}).combine_chunks()
    compiled = huice.compile(program)
    if not times:
        print_decisions(compiled.run(rows, threads=int(threads)).table)
        return
    many = pa.concat_tables([rows] * int(times[0]))  # the same buffers
    begin = time.perf_counter()
    decided = compiled.run(many, threads=int(threads)).table
    took = time.perf_counter() - begin
    assert len(decided) == len(many)
    print(took)


def print_decisions(decided):
    """As `huice run` writes them, without the header."""
    decided = decided.filter(compute.is_null(decided["rejected"]))
    columns = [decided.column(0).cast(pa.string())]
    for measure in decided.schema.names[1:-1]:
        its = decided[measure].combine_chunks()
        for part in its.type:
            values = compute.struct_field(its, part.name)
            columns.append(compute.binary_join(values, ";") if part.name == "reasons" else values.cast(pa.string()))
    lines = compute.binary_join_element_wise(*(compute.fill_null(each, "") for each in columns), ",")
    sys.stdout.write("\n".join(lines.to_pylist()) + "\n")


if __name__ == "__main__":
    main()
