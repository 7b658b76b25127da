"""DuckDB: a folder's duckdb.sql with exact decimals. Only the statement counts, not the start of Python and of the library.

Written in the order of the input (`order by n`, where a statement does not keep it), and without that where it costs something.
"""
import json
import subprocess
from string import Template

from contenders.environment import python_with, version_of
from process import timed

NAME = "DuckDB"
UNORDERED = "DuckDB, any order"

STATEMENT = """
import duckdb, sys, time
threads, folder, keep_order, statement = sys.argv[1:]
connection = duckdb.connect(config={"threads": threads, "temp_directory": folder, "preserve_insertion_order": keep_order})
connection.execute("set enable_progress_bar = false")
begin = time.perf_counter()
connection.execute(statement)
print(time.perf_counter() - begin)
"""


def execute(statement, folder, threads, keep_order=True):
    return timed([python_with(["duckdb"]), "-c", STATEMENT, threads, folder / "temporary", str(keep_order).lower(), statement], says_seconds=True)


def text(path, **values):
    """The SQL of a file, with its $names filled in."""
    return Template(path.read_text(encoding="utf-8")).substitute(values)


def sorts(job):
    return "$order" in (job.here / "duckdb.sql").read_text(encoding="utf-8")


def run(job, threads):
    return execute(text(job.here / "duckdb.sql", folder=job.folder, output=job.fresh(NAME), order="order by n"), job.folder, threads)


def run_unordered(job, threads):
    return execute(text(job.here / "duckdb.sql", folder=job.folder, output=job.fresh(UNORDERED), order=""), job.folder, threads, keep_order=False)


def version():
    python_with(["duckdb"])
    return version_of("duckdb")


IN_MEMORY = """
import duckdb, json, sys, time
runs, threads, load, statement = sys.argv[1:]
connection = duckdb.connect()
connection.execute("set enable_progress_bar = false")
connection.execute(load)
connection.execute(f"set threads = {threads}")
seconds = []
for _ in range(int(runs)):
    begin = time.perf_counter()
    answer = connection.execute(statement).fetchone()
    seconds.append(time.perf_counter() - begin)
print(json.dumps({"seconds": seconds, "answer": [int(value) for value in answer]}))
"""


def in_memory(job, threads, runs):
    """Seconds of expressions.sql over a table in memory, and its answer."""
    done = subprocess.run([python_with(["duckdb"]), "-c", IN_MEMORY, str(runs), str(threads), text(job.here / "load.sql", folder=job.folder), text(job.here / "expressions.sql")],
                          capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    return said["seconds"], said["answer"]
