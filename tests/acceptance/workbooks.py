#!/usr/bin/env python3
"""Workbooks as data: what each kind of cell is read as, and that damaged and hostile ones end in a clear error.

    tests/acceptance/workbooks.py build/release/huice

HUICE_TEST_SIZE=full fuzzes longer.
"""
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from workbook_maker import parts, sheet_xml, write  # noqa: E402

HUICE = str(Path(sys.argv[1]).resolve())
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
LIMITED = "sanitized" not in sys.argv  # the address sanitizer reserves more than any limit
PROGRAM = """huice 1
entity Firm "企业" {
  id    "编号"     : text key
  rd    "研发经费" : money
  share "占比"     : percent
  day   "日期"     : date
  sent  "申请时间" : datetime
  ok    "合格"     : bool
}
measure m for Firm { require any: rd > 0元 and share >= 0% and day > 1900-01-01 and sent >= day and ok  pay rd }
scenario for m { given rd = 1元, share = 1%, day = 2024-01-01, sent = 2024-01-01 09:00:00, ok = true  expect eligible, pays 1元 }
"""
HEADER = ["编号", "研发经费", "占比", "日期", "申请时间", "合格"]
GOOD = ["k", 100, ("number", "0.3", "percent"), ("number", "45356", "date"), ("number", "45356.375", "moment"), ("bool", 1)]
faults = []


def check(condition, *what):
    if not condition:
        faults.append(" ".join(str(each) for each in what))


def run(folder, data, *options, memory=None):
    """(exit status, stderr, decided rows {key: line}, rejects [line])"""
    out, rejects = folder / "out.csv", folder / "out.rejects.csv"
    for file in (out, rejects):
        file.unlink(missing_ok=True)
    limit = (lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))) if memory and LIMITED else None
    done = subprocess.run([HUICE, "run", str(folder / "p.policy"), "--data", str(data), "--out", str(out), "--threads", "1", "--keep",
                           "研发经费,占比,日期,申请时间", "--lang", "en", *options], capture_output=True, text=True, preexec_fn=limit, timeout=300)
    decided = out.read_text().splitlines()[1:] if done.returncode == 0 else []
    bad = rejects.read_text().splitlines()[1:] if done.returncode == 0 else []
    return done, {line.split(",")[0]: line for line in decided}, bad


def with_cell(column, cell, key="k"):
    row = list(GOOD)
    row[0] = key
    row[HEADER.index(column)] = cell
    return row


def cells(folder):
    """Each cell in a row of its own: what is read, or why not."""
    cases = [  # column, cell, expected copy or reject code
        ("研发经费", ("number", "0.1"), "0.1"),
        ("研发经费", ("number", "80000.009999999995"), "80000.01"),  # as Excel stores 80000.01
        ("研发经费", ("number", "199.89999999999998"), "199.9"),     # 1200.1 - 1000.2
        ("研发经费", ("number", "1.0000000000000000E-2"), "0.01"),
        ("研发经费", ("number", "1.2E3"), "1200"),
        ("研发经费", ("number", "33.333333333333336"), "too_many_digits"),
        ("研发经费", ("number", "12345678901234567"), "inexact_number"),
        ("研发经费", ("number", "1E999"), "bad_number"),
        ("研发经费", ("number", "45356", "date"), "bad_number"),
        ("研发经费", ("number", "12.5", "percent"), "12.5"),
        ("研发经费", ("inline", "￥１，２３４.5"), "￥１，２３４.5"),
        ("研发经费", ("formula", "B2*2", "246.5"), "246.5"),
        ("研发经费", ("formula", "B2*2", None), "formula"),
        ("研发经费", ("error", "#DIV/0!"), "spreadsheet_error"),
        ("研发经费", ("shared", "0"), "12.50"),
        ("占比", ("number", "0.305", "percent"), "30.5%"),
        ("占比", ("number", "1.2", "percent"), "120%"),
        ("占比", ("number", "0.0005", "percent"), "0.05%"),
        ("占比", ("number", "0.28999999999999998", "percent"), "29%"),
        ("占比", ("number", "30"), "bare_percent"),
        ("占比", ("inline", "30%"), "30%"),
        ("日期", ("number", "45356", "month"), "2024-03-05"),
        ("日期", ("number", "45356.5", "date"), "bad_date"),
        ("日期", ("number", "45356"), "bad_date"),
        ("日期", ("number", "59", "date"), "bad_date"),
        ("日期", ("inline", "2024年3月5日"), "2024年3月5日"),
        ("申请时间", ("number", "45356.604166666664", "moment"), "2024-03-05 14:30:00"),
        ("申请时间", ("number", "45357", "moment"), "2024-03-06 00:00:00"),
        ("申请时间", ("number", "0.5", "time"), "bad_datetime"),
        ("合格", ("inline", "是"), "k"), ("合格", ("number", "1"), "k"), ("合格", ("number", "2"), "bad_boolean"),
        ("编号", ("number", "330203199001011234"), "destroyed_code"),
        ("编号", ("number", "123", "padded"), "destroyed_code"),
        ("编号", ("number", "45356", "date"), "destroyed_code"),
        ("编号", ("number", "7", "lettered"), "destroyed_code"),
        ("编号", ("number", "123456789012345"), "123456789012345"),
        ("编号", ("shared", "1"), "甲乙"), ("编号", ("shared", "2"), "a_x000D_b"), ("编号", ("inline", "00123"), "00123"),
        ("编号", ("inline", "=1+1"), "formula"),
    ]
    strings = ["<t>12.50</t>", "<r><t>甲</t></r><rPh sb=\"0\" eb=\"1\"><t>jia</t></rPh><r><t>乙</t></r>", "<t>a_x005F_x000D_b</t>"]
    rows = [HEADER] + [with_cell(column, cell, f"k{i}") for i, (column, cell, _) in enumerate(cases)]
    book = write(folder / "cells.xlsx", parts({"表": sheet_xml(rows)}, strings))
    done, decided, rejects = run(folder, book)
    check(done.returncode == 0, "cells:", done.stderr)
    check(len(decided) + len(rejects) == len(cases), "cells: rows are lost", len(decided), len(rejects))
    at_line = {int(line.split(",")[1]): line for line in rejects}
    kept = {"研发经费": 1, "占比": 2, "日期": 3, "申请时间": 4}
    for i, (column, cell, expected) in enumerate(cases):
        line = i + 2
        if expected in ("k",) or line not in at_line:
            if column == "编号":
                check(expected in decided, "cells:", cell, "wanted the key", expected)
            else:
                got = decided.get(f"k{i}", "").split(",")
                check(len(got) > 4 and (expected == "k" or got[kept[column]] == expected), "cells:", cell, "wanted", expected, "got", got, at_line.get(line))
        else:
            check(f",{column},{expected}," in at_line[line], "cells:", cell, "wanted", expected, "got", at_line[line])
            check(at_line[line].startswith(f"{book}[表],{line},"), "cells: the place of", at_line[line])
    check("2 numbers carry a rounding error behind the 15th digit" in done.stdout and "stored 199.89999999999998, read as 199.9" in done.stdout,
          "cells: rounding errors are told:", done.stdout)


def shapes(folder):
    """Sheets: titles, gaps, line breaks, hidden and merged rows, columns without a header, other sheets, the other system of dates."""
    rows = [["标题"], None, ["编号", "研发经费\n（万元）", *HEADER[2:]], None, ["a\nb", 1, *GOOD[2:]], ["c", 2, *GOOD[2:], None, "away"], [], ["d", "x", *GOOD[2:]],
            ["合计", 3]]
    sheets = {"隐藏": sheet_xml([["x"]]), "数据": sheet_xml(rows, merged=["A1:F1", "B6:B8"], hidden=[6]), "说明": sheet_xml([["y"]])}
    book = write(folder / "shapes.xlsx", parts(sheets, hidden_sheets=["隐藏"]))
    done, _, rejects = run(folder, book)
    check("Firm: 3 rows, 2 decided, 1 rejected" in done.stdout, "shapes:", done.stdout, done.stderr)
    check("1 total (line 9)" in done.stdout and "1 hidden row is read like others, the first in line 6" in done.stdout and "B6:B8 are merged" in done.stdout, "shapes:", done.stdout)
    check(rejects and rejects[0].startswith(f"{book}[数据],8,研发经费（万元）,bad_number,x,"), "shapes:", rejects)
    check((folder / "out.csv").read_text().count("10000.00") == 1, "shapes: the unit of a broken header")
    done, _, _ = run(folder, f"{book}[说明]")
    check(done.returncode == 3 and "the workbook has the sheets 隐藏、数据、说明" in done.stderr, "shapes:", done.stderr)
    done, _, _ = run(folder, f"{book}[没有]")
    check(done.returncode == 3 and "there is no sheet 没有; there are 隐藏、数据、说明" in done.stderr, "shapes:", done.stderr)
    manifest = (folder / "out.manifest.json")
    done, _, _ = run(folder, book)
    again = subprocess.run([HUICE, "explain", "--run", str(manifest), "--key", "c", "--lang", "en"], capture_output=True, text=True)
    check(again.returncode == 0 and "eligible, pays 20000.00元" in again.stdout, "shapes: explain --run", again.stdout, again.stderr)
    book = write(folder / "mac.xlsx", parts({"表": sheet_xml([HEADER, with_cell("日期", ("number", "43894", "date"))[:4] + [("number", "43894.375", "moment"), 1],
                                                            with_cell("日期", 43894, "n")[:4] + [("number", "43894.375", "moment"), 1]])}, date1904=True))
    done, decided, _ = run(folder, book, "--serial-dates", "1900")
    check(len(decided) == 2 and "2024-03-05,2024-03-05 09:00:00" in decided["k"], "shapes: 1904", decided, done.stderr)
    prefixed = sheet_xml([HEADER, GOOD]).replace("<worksheet xmlns", "<x:worksheet xmlns:x").replace("</worksheet", "</x:worksheet")
    for tag in ("sheetData", "row", "c", "v", "is", "t"):
        prefixed = prefixed.replace(f"<{tag}>", f"<x:{tag}>").replace(f"<{tag} ", f"<x:{tag} ").replace(f"</{tag}>", f"</x:{tag}>")
    done, decided, _ = run(folder, write(folder / "prefixed.xlsx", parts({"表": prefixed})))
    check(len(decided) == 1, "shapes: names with a prefix", done.stderr)


def in_a_program(folder):
    """Sheets that look alike on a page but have other cells make another program: nothing kept of one may serve the other."""
    program = folder / "cases.policy"
    program.write_text("""huice 1
entity Firm { id: text key  name: text  place: text }
measure named for Firm { require name: name = "a" }
scenarios for named from "cases.xlsx"
""")
    data = folder / "named.csv"
    data.write_text("id,name,place\n1,a,b\n")
    digests = set()
    for cells in (["a", "b | c"], ["a | b", "c"], ["a", "b\nc"], ["a", "b␊c"]):
        write(folder / "cases.xlsx", parts({"表": sheet_xml([["name", "place", "->", "status"], [*cells, None, "eligible" if cells[0] == "a" else "ineligible"]])}))
        tested = subprocess.run([HUICE, "test", str(program)], capture_output=True, text=True)
        check(tested.returncode == 0, "in a program:", cells, tested.stdout, tested.stderr)
        done = subprocess.run([HUICE, "run", str(program), "--data", str(data), "--out", str(folder / "named.out.csv")], capture_output=True, text=True)
        check(done.returncode == 0, "in a program:", cells, done.stderr)
        digests.add(json.loads((folder / "named.out.manifest.json").read_text())["program"]["digest"])
    check(len(digests) == 4, "in a program: sheets with other cells have one digest:", digests)


def hostile(folder):
    """Each ends with status 3 (or rejects) and words that say why, in bounded memory."""
    good = parts({"表": sheet_xml([HEADER, GOOD])}, ["<t>x</t>"])
    sheet = good["xl/worksheets/sheet1.xml"].decode()

    def changed(name, **changes):
        made = dict(good)
        for part, data in changes.items():
            made[{"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml", "book": "xl/workbook.xml", "rels": "_rels/.rels"}[part]] = data
        return write(folder / name, {part: data for part, data in made.items() if data is not None})

    entities = '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">' + "".join(f'<!ENTITY c{i} "{"&b;" * 10}">' for i in range(9)) + "]>"
    whole = write(folder / "whole.xlsx", good).read_bytes()
    middle = len(whole) // 2
    cases = {
        "empty.xlsx": (b"", "the file is empty"),
        "old.xlsx": (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(2000), "protected by a password"),
        "csv.xlsx": ("编号,研发经费\n1,2\n".encode(), "no .xlsx workbook"),
        "html.xlsx": (b"<html><table></table></html>", "no .xlsx workbook"),
        "cut.xlsx": (whole[:middle], "damaged"),
        "flipped.xlsx": (None, "damaged"),
        "no_sheet.xlsx": (changed("no_sheet.xlsx", sheet=None), "there is no such part"),
        "no_rels.xlsx": (changed("no_rels.xlsx", rels=None), "there is no such part"),
        "entities.xlsx": (changed("entities.xlsx", sheet=(entities + "<worksheet>&c8;</worksheet>").encode()), "a document type"),
        "external.xlsx": (changed("external.xlsx", sheet=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>'), "a document type"),
        "deep.xlsx": (changed("deep.xlsx", sheet=("<a>" * 100_000).encode()), "too deep"),
        "long_tag.xlsx": (changed("long_tag.xlsx", sheet=("<worksheet " + "a" * 20_000_000).encode()), "a tag of more than 4 MiB"),
        "unclosed.xlsx": (changed("unclosed.xlsx", sheet=sheet[:-20].encode()), "damaged"),
        "far_row.xlsx": (changed("far_row.xlsx", sheet=sheet.replace('<row r="2">', '<row r="99999999">').encode()), "rows beyond 1048576"),
        "back_row.xlsx": (changed("back_row.xlsx", sheet=sheet.replace('<row r="2">', '<row r="1">').encode()), "row 1 stands behind row 1"),
        "far_cell.xlsx": (changed("far_cell.xlsx", sheet=sheet.replace('r="A2"', 'r="XFZ2"').encode()), "has a cell at XFZ2"),
        "twice.xlsx": (changed("twice.xlsx", sheet=sheet.replace('r="B2"', 'r="A2"').encode()), "stands behind a later cell"),
        "string.xlsx": (changed("string.xlsx", sheet=sheet.replace('r="A2" t="inlineStr"><is><t xml:space="preserve">k</t></is>', 'r="A2" t="s"><v>7</v>').encode()), "a shared string that does not exist"),
        "long_text.xlsx": (changed("long_text.xlsx", sheet=sheet.replace(">k<", ">" + "k" * 2_000_000 + "<").encode()), "more text than a cell may"),
        "bomb.xlsx": (changed("bomb.xlsx", sheet=b"<worksheet><sheetData>" + b" " * 400_000_000 + b"</sheetData></worksheet>"), "unpacks to more than 500 times"),
        "binary.xlsx": (write(folder / "binary.xlsx", {**good, "xl/workbook.bin": b""}), "binary workbook"),
    }
    flipped = bytearray(whole)
    at = whole.find(b"xl/worksheets/sheet1.xml") + 60
    flipped[at:at + 8] = b"\x00\xff\x00\xff\x00\xff\x00\xff"
    for name, (data, words) in cases.items():
        path = folder / name
        if name == "flipped.xlsx":
            data = bytes(flipped)
        if isinstance(data, bytes):
            path.write_bytes(data)
        done, _, _ = run(folder, path, memory=1 << 30)
        check(done.returncode == 3 and words in done.stderr, "hostile:", name, done.returncode, done.stderr[:300])
    far = re.sub(r'r="([A-F]?)2"', r'r="\g<1>1048576"', sheet)
    done, decided, _ = run(folder, changed("last_row.xlsx", sheet=far.encode()))
    check(len(decided) == 1, "hostile: the last row that there may be", done.stderr)
    wide = "<worksheet><sheetData>" + "".join(f'<row r="{r}"><c r="XFD{r}"><v>1</v></c></row>' for r in range(1, 50_000)) + "</sheetData></worksheet>"
    done, _, _ = run(folder, changed("wide.xlsx", sheet=wide.encode()), memory=1 << 30)
    check(done.returncode == 3, "hostile: wide", done.stderr[:300])
    encrypted = folder / "locked.xlsx"
    with zipfile.ZipFile(encrypted, "w") as archive:
        for name, data in good.items():
            info = zipfile.ZipInfo(name)
            archive.writestr(info, data)
    locked = bytearray(encrypted.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag that says encrypted
        at = locked.find(signature)
        while at >= 0:
            locked[at + offset] |= 1
            at = locked.find(signature, at + 4)
    encrypted.write_bytes(locked)
    done, _, _ = run(folder, encrypted)
    check(done.returncode == 3 and "protected by a password" in done.stderr, "hostile: locked parts", done.stderr)


def fuzz(folder):
    """Random damage to bytes of the archive and to its XML: an error, or rows that are all decided or rejected; never a crash."""
    rows = [HEADER] + [with_cell("研发经费", i, f"k{i}") for i in range(30)]
    good = parts({"表": sheet_xml(rows)}, ["<t>x</t>"] * 3)
    whole = write(folder / "fuzz.xlsx", good).read_bytes()
    stored = write(folder / "stored.xlsx", good, zipfile.ZIP_STORED).read_bytes()
    seen = set()
    for seed in range(2000 if FULL else 60):
        chance = random.Random(seed)
        if seed % 3 == 2:  # the XML of one part
            made = dict(good)
            name = chance.choice(list(made))
            data = bytearray(made[name])
            for _ in range(chance.randint(1, 6)):
                at = chance.randrange(len(data))
                data[at:at + chance.randint(0, 4)] = bytes(chance.choice(b'<>/"=&;0123456789rcstvA') for _ in range(chance.randint(0, 4)))
            made[name] = bytes(data)
            path = write(folder / "f.xlsx", made)
        else:
            data = bytearray(whole if seed % 3 == 0 else stored)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            if chance.random() < 0.2:
                del data[chance.randrange(len(data)):]
            path = folder / "f.xlsx"
            path.write_bytes(data)
        done, decided, rejects = run(folder, path, "--check-keys", memory=1 << 30)
        seen.add(done.returncode)
        check(done.returncode in (0, 3), "fuzz: seed", seed, "status", done.returncode, done.stderr[:300])
        check(done.returncode != 0 or f"{len(decided) + len(rejects)} row" in done.stdout, "fuzz: seed", seed, "rows are lost:", done.stdout[:100])
    check(seen == {0, 3}, "fuzz: both ends are reached:", seen)


with tempfile.TemporaryDirectory() as name:
    place = Path(name)
    (place / "p.policy").write_text(PROGRAM)
    for part in (cells, shapes, in_a_program, hostile, fuzz):
        part(place)
for fault in faults:
    print(fault)
print(f"workbooks: {len(faults)} faults")
sys.exit(1 if faults else 0)
