#!/usr/bin/env python3
"""The first rows of a workbook's sheet, as text: policies/show_sheet.py BOOK.xlsx [SHEET [ROWS]]"""
import re
import sys
import unicodedata
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def wide(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def main(book, sheet="结果", most="8"):
    with zipfile.ZipFile(book) as archive:
        names = [each.get("name") for each in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(MAIN + "sheet")]
        root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"))
    rows = []
    for row in list(root.iter(MAIN + "row"))[: int(most)]:
        cells = {re.match("[A-Z]+", cell.get("r")).group(): "".join(cell.itertext()) for cell in row}
        rows.append(cells)
    columns = sorted({column for row in rows for column in row}, key=lambda name: (len(name), name))
    widths = {column: max(wide(row.get(column, "")) for row in rows) for column in columns}
    for row in rows:
        print("  ".join(row.get(column, "") + " " * (widths[column] - wide(row.get(column, ""))) for column in columns).rstrip())


if __name__ == "__main__":
    main(*sys.argv[1:])
