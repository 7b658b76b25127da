#!/usr/bin/env python3
"""Every messy sheet of tests/sheets/data: rows in = decided + rejected, each value as a person reads it, each rejected row for its reason;
and no option is needed but those that --dry-run suggests. Then results as workbooks: the same values and codes as the CSV's, in our own
reading of them and, where LibreOffice is installed, in its.

    tests/sheets/check.py build/release/huice
"""
import csv
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

HUICE = str(Path(sys.argv[1]).resolve())
HERE = Path(__file__).resolve().parent
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
NAME = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
faults = []


def check(condition, *what):
    if not condition:
        faults.append(" ".join(str(each) for each in what))


def run(*arguments):
    return subprocess.run([HUICE, "run", str(HERE / "sheets.policy"), *map(str, arguments), "--lang", "en"], capture_output=True, text=True)


def suggested(file):
    text = run("--data", file, "--dry-run")
    lines = (text.stdout + text.stderr).split("Options that would read more:\n")
    return [word for line in (lines[1].splitlines() if len(lines) > 1 else []) for word in shlex.split(re.match(r"  (--\S+ (?:'[^']*'|\S+))", line).group(1))]


def seen(values):
    """The cells of the decisions that show these values."""
    rd, share, day, level = values["rd"], values["share"], values["day"], values["level"]
    paid = lambda amount: ["undetermined", ""] if amount is None else ["eligible", f"{amount:.2f}"]
    is_so = lambda value, condition: ["undetermined"] if value is None else ["eligible" if condition else "ineligible"]
    word = {"甲级": "a", "乙级": "b"}.get(level, level)
    part = None if share is None else Decimal(share.rstrip("%")) * 100
    return (paid(None if rd is None else Decimal(rd)) + paid(part) + is_so(day, day and day < "2024-03-05") + is_so(day, day and day > "2024-03-05")
            + is_so(level, word == "a") + is_so(level, word == "b"))


def sheet(name, rows, folder):
    file, out = HERE / "data" / name, folder / f"{name}.out.csv"
    options = suggested(file)
    done = run("--data", file, "--out", out, *options)
    if done.returncode != 0:
        return check(False, name, options, done.stderr)
    decided = {row[0]: row for row in list(csv.reader(out.open(encoding="utf-8")))[1:]}
    rejects = list(csv.reader((folder / f"{name}.out.rejects.csv").open(encoding="utf-8")))[1:]
    count = re.search(r"Firm: (\d+) rows?, (\d+) decided, (\d+) rejected", done.stdout).groups()
    check(int(count[0]) == int(count[1]) + int(count[2]) == len(rows), name, options, "rows:", count, "of", len(rows))
    wanted_rejects = sorted(tuple(values) for values in rows.values() if isinstance(values, list))
    check(sorted((row[3], row[2].split("（")[0]) for row in rejects) == wanted_rejects, name, options, "rejects:", [row[1:5] for row in rejects])
    check(all(row[0].startswith(str(file)) and int(row[1]) > 1 and " / " in row[5] for row in rejects), name, "places of rejects")
    for key, values in rows.items():
        if isinstance(values, list):
            continue
        row = decided.get(key.strip("\u00A0\t"))
        if row is None:
            check(False, name, options, key, "is not decided:", list(decided))
            continue
        cells = [row[1], row[2], row[4], row[5], row[7], row[9], row[11], row[13]]
        check(cells == seen(values), name, options, key, "wanted", seen(values), "got", cells)
    if not (FULL or name.endswith(".xlsx")):
        return
    book = folder / f"{name}.out.xlsx"
    done = run("--data", file, "--out", book, *options)
    check(done.returncode == 0 and cells_of(book, 1) == list(csv.reader(out.open(encoding="utf-8"))), name, "as a workbook:", done.stderr)
    texts = list(csv.reader((folder / f"{name}.out.rejects.csv").open(encoding="utf-8")))
    texts = [[re.sub("^'(?=[-=+@])", "", cell) for cell in row] for row in texts]  # a sheet's text does not run as a formula
    check([row[:5] for row in cells_of(book, 2)] == [row[:5] for row in texts], name, "rejects as a workbook")


def cells_of(book, number):
    """A sheet's rows as texts; numbers as they are shown, with two digits where they have any."""
    with zipfile.ZipFile(book) as archive:
        root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
    rows = []
    for row in root.iter(NAME + "row"):
        cells = {}
        for cell in row:
            column = sum((ord(c) - 64) * 26 ** i for i, c in enumerate(reversed(re.match("[A-Z]+", cell.get("r")).group()))) - 1
            text = "".join(cell.itertext())
            cells[column] = f"{Decimal(text):.2f}" if cell.get("t") is None and number == 1 else text
        rows.append([cells.get(column, "") for column in range(len(rows[0]) if rows else max(cells) + 1)])
    return rows


def office(folder):
    """What LibreOffice reads from our workbooks: the cells of the CSV, values and codes."""
    if shutil.which("soffice") is None:
        check(not FULL, "LibreOffice is not installed")
        return "LibreOffice is not installed: its reading of the results was not compared"
    books = sorted(folder.glob("*.out.xlsx"))
    out, profile = folder / "office", folder / "profile"
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1", "--outdir", str(out), *map(str, books)],
                   check=True, capture_output=True)
    for book in books:
        # numbers as they are stored, without their format
        theirs = list(csv.reader((out / f"{book.stem}-结果.csv").open(encoding="utf-8")))
        ours = list(csv.reader(book.with_suffix(".csv").open(encoding="utf-8")))
        plain = lambda row, header: [str(Decimal(cell).normalize()) if cell and name.endswith(".amount") else cell for cell, name in zip(row, header)]
        check(theirs[0] == ours[0] and [plain(row, ours[0]) for row in theirs[1:]] == [plain(row, ours[0]) for row in ours[1:]], book.name, "in LibreOffice:", theirs)
    return f"{len(books)} results compared in LibreOffice"


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    sheets = [json.loads(line) for line in (HERE / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
    check({each["file"] for each in sheets} == {file.name for file in (HERE / "data").iterdir()}, "sheets and expectations differ")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: sheet(each["file"], each["rows"], folder), sheets))
    compared = office(folder)
for fault in faults:
    print(fault)
print(f"{len(sheets)} sheets, {len(faults)} faults; {compared}")
sys.exit(1 if faults or len(sheets) < 100 else 0)
