#!/usr/bin/env python3
"""`schema --format sql` loads in SQLite and refuses what the entity refuses; `--format json` is what it says.

    tests/acceptance/schemas.py build/huice
"""
import json
import re
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = """
entity Firm "企业" {
  uscc  "信用代码" : text key
  kind  "类别'甲"  : one of { goods "货物贸易", services }  required
  sales "营业收入" : money in 万元 may be negative
  area             : quantity of 亩 from 0亩 to 1000亩
  staff            : integer default 0
  rate             : percent in % from 0% to 100% decided by "市商务局"
  big              : bool
  born             : date
}
entity 「order」 { no : integer key }
"""
GOOD = ("u1", "goods", "12.345678", "999.9999", 3, "100", True, "2024-02-29")
BAD = [("", *GOOD[1:]), ("u2", "other", *GOOD[2:]), ("u3", None, *GOOD[2:]), (*GOOD[:3], "1000.5", *GOOD[4:]), (*GOOD[:4], -1, *GOOD[5:]),
       (*GOOD[:5], "100.01", *GOOD[6:]), (*GOOD[:6], 2, GOOD[7]), GOOD, (None, *GOOD[1:])]


def schema(huice, program, form):
    return subprocess.run([huice, "schema", str(program), "--format", form], capture_output=True, text=True, check=True).stdout


def check_sql(huice, program):
    base = sqlite3.connect(":memory:")
    base.executescript(schema(huice, program, "sql"))
    insert = 'INSERT INTO "Firm" VALUES (?, ?, ?, ?, ?, ?, ?, ?)'
    base.execute(insert, GOOD)
    base.execute(insert, ("u9", "services", None, None, None, None, None, None))
    for row in BAD:
        try:
            base.execute(insert, row)
        except sqlite3.IntegrityError:
            continue
        sys.exit(f"SQLite takes {row}")
    base.execute('INSERT INTO "order" VALUES (1)')


def check_json(huice, program):
    """Applies what the schema uses of JSON Schema; a full validator is not at hand."""
    firm = json.loads(schema(huice, program, "json"))["$defs"]["Firm"]
    names = list(firm["properties"])

    def fits(rule, value):
        if "oneOf" in rule:
            return sum(value == one["const"] if "const" in one else value is None for one in rule["oneOf"]) == 1
        types = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        if value is None:
            return "null" in types
        if isinstance(value, bool):
            return "boolean" in types
        if isinstance(value, int):
            return "integer" in types and rule.get("minimum", value) <= value <= rule.get("maximum", value)
        return "string" in types and len(value) >= rule.get("minLength", 0) and re.search(rule.get("pattern", ""), value) is not None

    assert firm["additionalProperties"] is False and firm["required"] == ["uscc", "kind"]
    for name, value in zip(names, GOOD):
        assert fits(firm["properties"][name], value), (name, value)
    for name, value in [("uscc", ""), ("uscc", None), ("kind", "other"), ("kind", None), ("sales", "1.1234567"), ("sales", "1e5"), ("staff", -1),
                        ("area", "-1"), ("staff", "3"), ("big", "yes"), ("sales", 12)]:
        assert not fits(firm["properties"][name], value), (name, value)


def main():
    huice = str(Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix="huice-schemas-") as name:
        program = Path(name) / "p.policy"
        program.write_text(PROGRAM, encoding="utf-8")
        check_sql(huice, program)
        check_json(huice, program)
    folders = {path.parent for path in (ROOT / "policies").rglob("*.policy")}
    for folder in sorted(folders - {path for one in folders for path in one.parents}):  # not what several programs share
        sqlite3.connect(":memory:").executescript(schema(huice, folder, "sql"))
        json.loads(schema(huice, folder, "json"))
    print("schemas hold")


if __name__ == "__main__":
    main()
