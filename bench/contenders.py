"""Contenders that Debian does not package run in a virtual environment below build/, made when it is first needed.

Where the package registry cannot be reached, `python_with` ends the benchmark with one line: a failure only where CI=true.
"""
import os
import subprocess
import sys
from pathlib import Path
from string import Template

ENVIRONMENT = Path(__file__).resolve().parent.parent / "build" / "venv"


def python_with(*packages):
    """The environment's interpreter, with these packages."""
    python = ENVIRONMENT / "bin" / "python"
    steps = [[sys.executable, "-m", "venv", str(ENVIRONMENT)]] if not python.exists() else []
    if subprocess.run([str(python), "-c", f"import {', '.join(packages)}"], capture_output=True, check=False).returncode if python.exists() else True:
        steps.append([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
    for step in steps:
        ended = subprocess.run(step, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            reason = (ended.stderr or ended.stdout).strip().splitlines()[-1:]
            print(f"skipped: {', '.join(packages)} cannot be installed ({' '.join(reason)})")
            sys.exit(1 if os.environ.get("CI") == "true" else 0)
    return str(python)


DUCKDB = """
import duckdb, sys, time
threads, folder, keep_order, statement = sys.argv[1:]
connection = duckdb.connect(config={"threads": threads, "temp_directory": folder, "preserve_insertion_order": keep_order})
connection.execute("set enable_progress_bar = false")
begin = time.perf_counter()
connection.execute(statement)
print(time.perf_counter() - begin)
"""


def statement(path, **values):
    """The SQL of a file, with its $names filled in."""
    return Template(Path(path).read_text(encoding="utf-8")).substitute(values)


class DuckDB:
    def __init__(self, folder):
        self.folder, self.python = folder, python_with("duckdb")
        self.version = subprocess.run([self.python, "-c", "import duckdb; print(duckdb.__version__)"], capture_output=True, text=True, check=True).stdout.strip()

    def run(self, threads, text, keep_order=True):
        """Seconds of the statement alone, and the process's peak memory in MiB."""
        command = [self.python, "-c", DUCKDB, str(threads), str(self.folder / "temporary"), str(keep_order).lower(), text]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        output = child.stdout.read().decode(errors="replace")
        _, status, usage = os.wait4(child.pid, 0)
        if os.waitstatus_to_exitcode(status) != 0:
            sys.exit(output)
        return float(output), usage.ru_maxrss / 1024
