"""SQLite's own shell: a folder's sqlite.sql, whole process, in memory."""
import subprocess

from contenders.by_duckdb import text
from process import timed

NAME = "SQLite"


def run(job, _):
    script = job.folder / "sqlite.sql"
    script.write_text(text(job.here / "sqlite.sql", folder=job.folder, output=job.fresh(NAME)), encoding="utf-8")
    return timed(["sqlite3", ":memory:", f".read '{script}'"])


def version():
    return subprocess.run(["sqlite3", "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
