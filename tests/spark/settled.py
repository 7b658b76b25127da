"""Settlement in Spark: limits, choices, pools and shares give the decisions of the command line, whatever the partitions."""
import os
import re
import subprocess
import tempfile
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

import applicants
import huice
import huice.spark

ROOT = Path(__file__).resolve().parent.parent.parent
SIMPLE = re.compile(r"=== run run p\.policy --data f\.csv --out - -q\n")
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
EVERY_DAY = ("two_limits", "choose_highest", "order", "pool_prorate")


def programs():
    """Name, policy and applicants of the text tests that decide one file."""
    for path in sorted((ROOT / "tests/settlement").glob("*.test")):
        text = path.read_text(encoding="utf-8")
        files = {name: body for name, body in re.findall(r"^=== file (\S+)\n(.*?)(?=^===|\Z)", text, re.MULTILINE | re.DOTALL)}
        if SIMPLE.search(text) and {"p.policy", "f.csv"} <= files.keys() and (FULL or path.stem in EVERY_DAY):
            yield path.stem, files["p.policy"], files["f.csv"]


def as_text_tests_say(spark, command):
    """Rows of a file, out of order in several partitions; `_line` is where they stood."""
    seen = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for test, policy, rows in programs():
            (folder / "p.policy").write_text(policy, encoding="utf-8")
            (folder / "f.csv").write_text(rows, encoding="utf-8")
            subprocess.run([command, "run", "p.policy", "--data", "f.csv", "--out", "d.csv", "-q"], cwd=folder, check=True)
            expected = applicants.all_text(folder / "d.csv")
            given = applicants.all_text(folder / "f.csv")
            lines = [(*row.values(), line) for line, row in enumerate(given.to_pylist())]
            columns = ", ".join(f"`{one}` string" for one in given.column_names)
            df = spark.createDataFrame(lines[::-1], f"{columns}, _line int").repartition(3)
            decided = huice.spark.evaluate(df, folder / "p.policy", keep=["_line"], row_id=["_line"]).toArrow().sort_by("_line")
            applicants.same(applicants.wide(decided.drop_columns("_line")), expected)
            seen.append(test)
    assert set(EVERY_DAY) <= set(seen), seen
    print(f"settled as the command line: {', '.join(seen)}")


def many(spark, command, rows):
    """A limit for each firm and year, a pool over all, shares."""
    program = ROOT / "tests/python/aid.policy"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = applicants.make(command, program, "Firm", rows, folder, "cost")
        text = applicants.all_text(data)
        firms = pa.array([f"F{number % (rows // 5)}" for number in range(len(text))])  # five rows a firm
        text = text.set_column(text.column_names.index("uscc"), "uscc", firms)
        pa.csv.write_csv(text, data, pa.csv.WriteOptions(quoting_style="needed"))
        expected, rejected = applicants.by_command(command, program, "Firm", data, folder)
        for word in ("limit:uscc", "pool:fund"):
            assert any(word in reasons for reasons in expected["aid.reasons"].to_pylist() if reasons), f"nobody is reduced by {word}"
        fields = huice.compile(program).describe()["entities"][0]["fields"]
        pa.parquet.write_table(applicants.typed(text, fields), folder / "rows.parquet")
        given = spark.read.parquet(str(folder / "rows.parquet"))
        for partitions in (4, 40) if FULL else (4,):
            decided = huice.spark.evaluate(given.repartition(partitions), program, keep=["staff"]).toArrow()
            assert len(decided) == rows and decided["rejected"].null_count == rows - rejected, "a row for each row"
            applicants.same(applicants.wide(decided.drop_columns("staff")).sort_by("id"), expected.sort_by("id"))
            print(f"{rows:,} rows settled: limits, a pool and shares, from {partitions} partitions, as the command line")


def refusals(spark, refused):
    """What cannot be settled here says so: before tasks run where that is known."""
    rows = "id string, uscc string, applied string, staff int, cost string, rate string"
    df = spark.createDataFrame([("1", "A", "2024-01-01", 9, "100", "40%"), ("1", "A", "2024-01-01", 9, "100", "40%")], rows)
    program = ROOT / "tests/python/aid.policy"
    refused(huice.DataError, "row_id: no column line", lambda: huice.spark.evaluate(df, program, row_id=["line"]))
    refused(Exception, "two claims on aid", lambda: huice.spark.evaluate(df, program).collect())
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "two.policy").write_text("""
            entity Firm   { id : text key  uscc : text  cost : money  applied : date }
            entity Person { id : text key  uscc : text  cost : money  applied : date }
            measure a for Firm   { dated applied  pay cost }
            measure b for Person { dated applied  pay cost }
            limit 10元 of a, b per uscc per year""", encoding="utf-8")
        refused(huice.UsageError, "measures of several entities, among them b of Person",
                lambda: huice.spark.evaluate(df, Path(name) / "two.policy", entity="Firm", measures=["a"]))


def check(spark, command, rows, refused):
    as_text_tests_say(spark, command)
    many(spark, command, rows)
    refusals(spark, refused)
