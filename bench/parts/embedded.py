"""Rows in memory through the library: C and Python on the same columns, in one call, results read out. What either process says is the
time of the call alone; their decisions on the rows once are compared first, byte for byte."""
import os
import subprocess
import sys

from contenders.environment import Unreachable, python_with
from jobs import jobs
from process import BENCH, ROOT, in_turns, median, timed
from words import number, seconds

ROWS, PART = 10_000_000, 500_000  # the same columns many times over


def measure(settings):
    by_arrow = settings.huice.parent / "tests/capi/by_arrow"
    if not by_arrow.exists():
        raise Unreachable(f"{by_arrow} is not built")
    python = python_with(["pyarrow"])
    job = jobs()["workload"].ready(settings, settings.rows(PART))
    times = ROWS // PART
    environment = {**os.environ, "HUICE_LIBRARY": str(settings.huice.parent / "libhuice.so"), "PYTHONPATH": str(ROOT / "python")}
    data = {"rows": job.rows * times, "threads": {}}
    for threads in settings.threads:
        words = [job.program, job.inputs["Applicant"], threads]
        commands = {"C": [by_arrow, *words], "Python": [python, BENCH / "contenders/embedded.py", *words]}
        c, other = (subprocess.run([str(word) for word in command], env=environment, capture_output=True, check=True).stdout for command in commands.values())
        if c != other:
            sys.exit("embedded: Python decides otherwise than C; nothing is timed")
        data["threads"][str(threads)] = in_turns(settings.runs, {
            name: lambda command=command: timed([*command, times], environment, says_seconds=True) for name, command in commands.items()})
    job.done()
    return data


def table(data):
    lines = ["| rows in memory | threads | C, s | Python, s | of the speed of C |", "|---|--:|--:|--:|--:|"]
    for threads, runs in data["threads"].items():
        lines.append(f"| {number(data['rows'])} | {threads} | {seconds(runs['C'])} | {seconds(runs['Python'])} | {median(runs['C']) / median(runs['Python']):.2f} |")
    return lines
