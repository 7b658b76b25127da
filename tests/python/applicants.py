"""Made-up applicants as a typed Arrow table and as CSV, and decisions in the columns of `huice run`."""
import subprocess

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

DECIMAL = pa.decimal128(24, 6)


def all_text(path):
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    return csv.read_csv(path, convert_options=csv.ConvertOptions(column_types={name: pa.string() for name in header}, strings_can_be_null=True))


def typed(table, fields):
    """Texts of a CSV file as numbers, dates, booleans and dictionaries."""
    kinds = {field["name"]: field for field in fields}
    columns = {}
    for name, column in zip(table.column_names, table.columns):
        kind, whole = kinds[name]["kind"], kinds[name].get("whole")
        if kind == "number" and kinds[name]["unit"] != "%":  # a percentage has its sign: read as in files
            column = column.cast(pa.int64() if whole else DECIMAL)
        elif kind == "date":
            column = column.cast(pa.date32())
        elif kind == "boolean":
            column = column.cast(pa.bool_())
        elif kind == "choice":
            column = column.dictionary_encode()
        columns[name] = column
    return pa.table(columns)


def make(huice, program_path, entity, rows, folder, spoilt=None):
    """The path of a CSV file with `rows` applicants; `spoilt`: a column whose every 997th value is negative, which rejects the row."""
    path = folder / f"{entity}.csv"
    subprocess.run([huice, "sample", program_path, "--entity", entity, "--rows", str(rows), "--out", path], check=True)
    if spoilt:
        table = all_text(path)
        wrong = pa.array([number % 997 == 500 for number in range(len(table))])
        csv.write_csv(table.set_column(table.column_names.index(spoilt), spoilt, pc.if_else(wrong, "-1", table[spoilt])), path,
                      csv.WriteOptions(quoting_style="needed"))
    return path


def by_command(huice, program_path, entity, path, folder):
    """What `huice run` writes, as text, and how many rows it rejected."""
    out = folder / f"{entity}.decisions.csv"
    subprocess.run([huice, "run", program_path, "--data", f"{entity}={path}", "--out", out, "-q"], check=True)
    with (folder / f"{entity}.decisions.rejects.csv").open(encoding="utf-8") as rejects:
        return all_text(out), sum(1 for _ in rejects) - 1


def wide(decisions):
    """A table of decisions in the columns of `huice run`, without rejected rows."""
    decided = decisions.filter(pc.is_null(decisions["rejected"]))
    columns = {}
    for field in decided.schema:
        column = decided[field.name].combine_chunks()
        if not pa.types.is_struct(field.type):
            columns[field.name] = column.cast(pa.string())
        elif field.name != "rejected":
            for part in field.type:
                values = pc.struct_field(column, part.name)
                if part.name == "shares":
                    columns.update({f"{field.name}.share.{share.name}": pc.struct_field(values, share.name).cast(pa.string()) for share in part.type})
                else:
                    columns[f"{field.name}.{part.name}"] = pc.binary_join(values, ";") if part.name == "reasons" else values.cast(pa.string())
    return pa.table(columns)


def same(got, expected):
    """Raises where two tables of text differ; an empty text is null, as in CSV."""
    assert got.column_names == expected.column_names, (got.column_names, expected.column_names)
    assert len(got) == len(expected), (len(got), len(expected))
    for name in got.column_names:
        left, right = (pc.fill_null(table[name].cast(pa.string()), "").combine_chunks() for table in (got, expected))
        if not left.equals(right):
            row = pc.index(pc.not_equal(left, right), True).as_py()
            raise AssertionError(f"{name}, decided row {row}: {left[row].as_py()!r} instead of {right[row].as_py()!r}")
