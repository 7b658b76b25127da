"""A local Spark with several workers: the same applicants in 4 and in 40 partitions get the decisions of the command line.

    decide.py HUICE ROWS MASTER        with huice, pyspark and pyarrow importable
"""
import sys
import tempfile
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
from pyspark.sql import SparkSession

import huice
import huice.spark

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests/python"))
import applicants  # noqa: E402
import settled  # noqa: E402

PROGRAM = ROOT / "bench/workload"


def refused(kind, words, call):
    try:
        call()
    except kind as error:
        assert words in str(error), error
    else:
        raise AssertionError(f"not refused: {words}")


def machine_code_is_shipped():
    """What workers unpack is enough: they add nothing to it."""
    rows = pa.table({"uscc": ["A"], "applied": ["2024-05-01"], "trade": ["goods"], "premium": ["1"]})
    with tempfile.TemporaryDirectory() as name:
        program = huice.compile(ROOT / "examples/grants.policy", cache=name)
        program.run(rows.schema.empty_table())
        packed = huice.spark._packed(ROOT / "examples/grants.policy", Path(name))
    here = huice.spark._unpacked(packed, {})
    folder = Path(next(iter(huice.spark._programs.values()))[1].name) / "cache"
    shipped = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    assert shipped, "machine code is packed"
    here.run(rows)
    assert shipped == {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}, "nothing was compiled again"


def main():
    command, rows = sys.argv[1], int(sys.argv[2])
    machine_code_is_shipped()
    spark = SparkSession.builder.master(sys.argv[3]).config("spark.executor.memory", "1g").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "8").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = applicants.make(command, PROGRAM, "Applicant", rows, folder, "premium")
        expected, rejected = applicants.by_command(command, PROGRAM, "Applicant", data, folder)
        fields = huice.compile(PROGRAM).describe()["entities"][0]["fields"]
        pyarrow.parquet.write_table(applicants.typed(applicants.all_text(data), fields), folder / "rows.parquet")
        given = spark.read.parquet(str(folder / "rows.parquet"))
        for partitions in (4, 40):
            begin = time.perf_counter()
            out = folder / f"decided{partitions}"
            huice.spark.evaluate(given.repartition(partitions), PROGRAM, keep=["district"]).write.parquet(str(out))
            took = time.perf_counter() - begin
            decided = pyarrow.parquet.read_table(out)
            assert len(decided) == rows and decided["rejected"].null_count == rows - rejected, "a row for each row"
            assert len(list(out.glob("part-*"))) == partitions, "one file for each task"
            applicants.same(applicants.wide(decided.drop_columns("district")).sort_by("id"), expected.sort_by("id"))
            print(f"{rows:,} rows, {rejected} rejected: Spark with {partitions} partitions as the command line ({took:.1f} s)")
        refused(huice.DataError, "no column for premium", lambda: huice.spark.evaluate(given.drop("premium"), PROGRAM))
        refused(huice.DataError, "DECIMAL(18, 2)", lambda: huice.spark.evaluate(given.withColumn("premium", given.premium.cast("double")), PROGRAM))
    settled.check(spark, command, rows, refused)
    spark.stop()


if __name__ == "__main__":
    main()
