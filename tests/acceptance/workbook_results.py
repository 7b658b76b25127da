#!/usr/bin/env python3
"""Workbooks that are written: results (the same bytes whatever the threads, awkward texts, more rows than a sheet holds), templates to fill
in, and many rows in little memory.

    tests/acceptance/workbook_results.py build/release/huice

HUICE_TEST_SIZE=full: 1,000,000 rows in and out.
"""
import os
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from workbook_maker import MAIN, cell_xml, parts, sheet_xml, write  # noqa: E402

HUICE = str(Path(sys.argv[1]).resolve())
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
PROGRAM = """huice 1
document d "某办法" { clauses 3, 4 }
entity Firm "企业" {
  id    "编号"     : text key
  rd    "研发经费" : money in 万元
  day   "日期"     : date
  ok    "合格"     : bool
  level "资质"     : one of { a "甲级", none "无" }
}
measure m "补助" for Firm { cites d clause 3  require fit: ok and day > 2000-01-01 and level = a  pay rd }
scenario for m { given rd = 1元, day = 2024-01-01, ok = true, level = a  expect eligible, pays 1元 }
"""
faults = []


def check(condition, *what):
    if not condition:
        faults.append(" ".join(str(each) for each in what))


def huice(*arguments):
    return subprocess.run([HUICE, *map(str, arguments), "--lang", "en"], capture_output=True, text=True)


def xml(book, part):
    with zipfile.ZipFile(book) as archive:
        return archive.read(part).decode()


def cells(book, number):
    rows = ElementTree.fromstring(xml(book, f"xl/worksheets/sheet{number}.xml")).iter(f"{{{MAIN}}}row")
    return [["".join(cell.itertext()) for cell in row] for row in rows]


def results(folder):
    awkward = ["0123", "=1+1", "+1", "@a", "-5", "1E5", "2024-03-05", "a_x0041_b", " b ", "TRUE", "<&>", '"q"', "a,b", "两\n行", "9" * 18]
    lines = ["编号,研发经费,日期,合格,资质"] + ['"' + key.replace('"', '""') + f'",{i + 1}.123456,2024-05-01,是,甲级' for i, key in enumerate(awkward)] + ["x,约5,2024-05-01,是,甲级"]
    (folder / "d.csv").write_text("\n".join(lines) + "\n")
    books = []
    for threads in (1, 4):
        book = folder / f"r{threads}.xlsx"
        done = huice("run", folder / "p.policy", "--data", folder / "d.csv", "--out", book, "--threads", threads)
        check(done.returncode == 0, "results:", done.stderr)
        books.append(book.read_bytes())
    check(books[0] == books[1], "results: the bytes depend on the threads")
    rows = cells(book, 1)
    check([row[0] for row in rows[1:]] == [re.sub("^a_x0041_b$", "a_x005F_x0041_b", key) for key in awkward], "results: keys", rows)
    check([row[2] for row in rows[1:]] == [f"{(i + 1) * 10000 + 1234.56:.2f}".rstrip("0") for i in range(len(awkward))], "results: amounts", rows)
    check(cells(book, 2)[1][1:5] == ["18", "研发经费", "bad_number", "约5"], "results: rejects", cells(book, 2))
    check(["m", "补助", str(len(awkward)), "0", "0", "0", "0", "0"] == cells(book, 3)[3][:8], "results: summary", cells(book, 3))
    sheet = xml(book, "xl/worksheets/sheet1.xml")
    check('state="frozen"' in sheet and "<autoFilter" in sheet and "<f>" not in sheet, "results: header, filter, formulas")
    done = huice("run", folder / "p.policy", "--data", folder / "d.csv", "--out", folder / "r.xlsx", "--reject-limit", "0")
    check(done.returncode == 4 and not (folder / "r.xlsx").exists() and (folder / "r.rejects.csv").exists(), "results: too many rejects")
    for option in ("--rejects", "--referred", "--manifest"):
        done = huice("run", folder / "p.policy", "--data", folder / "d.csv", "--out", folder / "o.csv", option, folder / "x.xlsx")
        check(done.returncode == 2 and "only --out is written as a workbook" in done.stderr, "results:", option, done.stderr)
    (folder / "two.policy").write_text(PROGRAM + "entity E { id : text key  v : money }\nmeasure n for E { pay v }\nscenario for n { given v = 1元  expect eligible, pays 1元 }\n")
    (folder / "e.csv").write_text("id,v\n1,2\n")
    done = huice("run", folder / "two.policy", "--data", f"Firm={folder / 'd.csv'}", "--data", f"E={folder / 'e.csv'}", "--out", folder / "two.xlsx")
    check(done.returncode == 2 and "the decisions of one entity" in done.stderr, "results: two entities", done.stderr)


def template(folder):
    """What may be entered, and why; filled in it is read."""
    book = folder / "template.xlsx"
    done = huice("schema", folder / "p.policy", "--format", "xlsx", "--labels", "zh", "--out", book)
    check(done.returncode == 0, "template:", done.stderr)
    sheet, comments = xml(book, "xl/worksheets/sheet1.xml"), xml(book, "xl/comments1.xml")
    check(cells(book, 1) == [["编号", "研发经费（万元）", "日期", "合格", "资质"]], "template:", cells(book, 1))
    check('"甲级,无"' in sheet and '"是,否"' in sheet and 'type="date"' in sheet and "<formula2>100000000000</formula2>" in sheet, "template: checks", sheet)
    check("d 第3条" in comments and "单位：万元" in comments and "主键" in comments, "template: comments", comments)
    filled = folder / "filled.xlsx"
    row = '<row r="2">' + "".join(cell_xml(f"{column}2", cell) for column, cell in zip("ABCDE", ["0001", 2.5, "2024年5月1日", "是", "甲级"])) + "</row>"
    with zipfile.ZipFile(book) as archive:
        write(filled, {name: archive.read(name).replace(b"</sheetData>", row.encode() + b"</sheetData>") for name in archive.namelist()})
    done = huice("run", folder / "p.policy", "--data", filled, "--out", folder / "filled.csv", "--strict")
    check(done.returncode == 0 and "0001,eligible,25000.00," in (folder / "filled.csv").read_text(), "template: filled in", done.stdout, done.stderr)
    done = huice("schema", folder / "p.policy", "--format", "xlsx")
    check(done.returncode == 2 and "--out FILE.xlsx" in done.stderr, "template: standard output", done.stderr)


def many(folder):
    """Rows in and out, within 512 MB; more rows than a sheet holds."""
    rows, book = (1_000_000 if FULL else 20_000), folder / "many.xlsx"
    made = parts({"表": ""})
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in made.items():
            if "sheet1" not in name and "sharedStrings" not in name:
                archive.writestr(name, data)
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as part:
            part.write(f'<sst xmlns="{MAIN}">'.encode())
            for i in range(rows):
                part.write(f"<si><t>91330200MA{i:08d}</t></si>".encode())
            part.write(b"</sst>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(sheet_xml([["编号", "研发经费（万元）", "日期", "合格", "资质"]]).split("</sheetData>")[0].encode())
            for r in range(2, rows + 2):
                part.write(f'<row r="{r}"><c r="A{r}" t="s"><v>{r - 2}</v></c><c r="B{r}"><v>{r % 977}.5</v></c><c r="C{r}" s="1"><v>45356</v></c>'
                           f'<c r="D{r}" t="b"><v>1</v></c><c r="E{r}" t="inlineStr"><is><t>甲级</t></is></c></row>'.encode())
            part.write(b"</sheetData></worksheet>")
    done = huice("run", folder / "p.policy", "--data", book, "--out", folder / "many.out.xlsx")
    check(f"{rows:,} rows, {rows:,} decided, 0 rejected" in done.stdout, "many:", done.stdout, done.stderr)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    check(most < 512, "many:", most, "MB")
    if FULL:
        with (folder / "more.csv").open("w") as file:
            file.write("编号,研发经费,日期,合格,资质\n" + "".join(f"k{i},1,2024-05-01,{'是' if i % 2 else '否'},甲级\n" for i in range(1_048_576)))
        done = huice("run", folder / "p.policy", "--data", folder / "more.csv", "--out", folder / "more.xlsx")
        check(done.returncode == 3 and "--only" in done.stderr and not (folder / "more.xlsx").exists(), "many: more than a sheet holds", done.stderr)
        done = huice("run", folder / "p.policy", "--data", folder / "more.csv", "--out", folder / "more.xlsx", "--only", "eligible")
        check(done.returncode == 0, "many: with --only", done.stderr)
    return f"{rows} rows in {most} MB"


with tempfile.TemporaryDirectory() as name:
    place = Path(name)
    (place / "p.policy").write_text(PROGRAM)
    results(place)
    template(place)
    told = many(place)
for fault in faults:
    print(fault)
print(f"workbook results: {told}, {len(faults)} faults")
sys.exit(1 if faults else 0)
