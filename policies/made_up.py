"""What the makers of the shipped files share: a sampled table, a column in 万元, mistakes, and how a table is written."""
import csv
import io
import subprocess
from decimal import Decimal


def sample(huice, program, entity, rows, *options):
    command = [huice, "sample", program, "--entity", entity, "--rows", rows, "--seed", 2024, "--labels", "zh", *options]
    return subprocess.run([str(word) for word in command], check=True, stdout=subprocess.PIPE).stdout.decode()


def sampled(huice, program, entity, rows, *options):
    """The header and rows that `huice sample` makes, without its cells one unit below zero, which would only be rejected."""
    table = list(csv.reader(io.StringIO(sample(huice, program, entity, rows, *options))))
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
