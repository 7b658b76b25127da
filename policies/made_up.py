"""What the makers of the shipped files share: a sampled table, a column in 万元, mistakes, and how a table is written."""
import csv
import io
import subprocess
from decimal import Decimal


def sampled(huice, program, entity, rows, *options):
    """The header and rows that `huice sample` makes, without its rows one unit below zero, which would only be rejected."""
    command = [huice, "sample", str(program), "--entity", entity, "--rows", str(rows), "--seed", "2024", "--labels", "zh", *map(str, options)]
    table = list(csv.reader(io.StringIO(subprocess.run(command, check=True, capture_output=True).stdout.decode())))
    return [table[0]] + [["" if cell == "-0.01" else cell for cell in row] for row in table[1:]]


def in_wan(table, column):
    """The column in 万元, as its title then says."""
    at = table[0].index(column)
    table[0][at] = column + "（万元）"
    for row in table[1:]:
        if row[at]:
            row[at] = format((Decimal(row[at]) / 10000).normalize(), "f")


def mistype(table, line, column, text):
    at = next(i for i, title in enumerate(table[0]) if title == column or title.startswith(column + "（"))
    table[line][at] = text


def write(out, table):
    out.parent.mkdir(exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(table)
