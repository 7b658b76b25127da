"""Rules only, in memory: Huice's machine code over batches, DuckDB's expressions over a table, as shares of the memory's triad.

Counts by status and sums of amounts are compared first. Huice's bytes are those of the columns that rules read, each row once.
"""
import os
import statistics
import subprocess
import sys

import machine
from contenders import by_duckdb, by_huice
from jobs import jobs
from process import ROOT
from words import number


def huice(settings, job):
    subprocess.run(["cmake", "--build", ROOT / "build" / "release", "--target", "huice-bench-kernels"], check=True, stdout=subprocess.DEVNULL)
    program = settings.huice.resolve().parent / "huice-bench-kernels"
    entity = job.entities[0]
    words = [program, job.program, entity, job.inputs[entity], settings.folder / "cache", str(3 * settings.runs), *map(str, settings.threads)]
    huge = dict(os.environ, GLIBC_TUNABLES="glibc.malloc.hugetlb=1")  # columns of a gigabyte stand in huge pages, where the kernel has them to give
    lines = [line.split() for line in subprocess.run([str(word) for word in words], env=huge, capture_output=True, text=True, check=True).stdout.splitlines()]
    facts = {line[0]: int(line[1]) for line in lines if line[0] in ("rows", "batches", "bits")}
    answer = [int(value) for line in lines if line[0] == "measure" for value in line[2:]]
    return facts, answer, {line[1]: [float(value) for value in line[2:]] for line in lines if line[0] == "threads"}


def measure(settings):
    job = jobs()["workload"].ready(settings)
    facts, answer, seconds = huice(settings, job)
    data = {"rows": facts["rows"], "bytes_a_row": facts["bits"] / 8, "threads": {}}
    for threads in settings.threads:
        before = machine.limits(threads)["triad"]
        took, theirs = by_duckdb.in_memory(job, threads, settings.runs)
        if theirs[: len(answer)] != answer:
            sys.exit(f"in memory: DuckDB decides otherwise than Huice; nothing is timed\n{answer}\n{theirs}")
        data["threads"][str(threads)] = {by_huice.NAME: rounded(seconds[str(threads)]), by_duckdb.NAME: rounded(took), "triad": max(before, machine.limits(threads)["triad"])}
    job.done()
    return data


def rounded(seconds):
    return {"seconds": [float(f"{value:.5g}") for value in seconds]}


def rates(data, threads):
    """Million rows a second of Huice and DuckDB, and Huice's share of the triad."""
    each = data["threads"][threads]
    huice, duckdb = (data["rows"] / statistics.median(each[name]["seconds"]) / 1e6 for name in (by_huice.NAME, by_duckdb.NAME))
    return huice, duckdb, huice * 1e6 * data["bytes_a_row"] / 1e9 / each["triad"]


def table(data):
    lines = [f"| rules only, {number(data['rows'])} rows in memory | Huice, million rows/s | DuckDB, million rows/s | ratio | share of the triad |", "|---|--:|--:|--:|--:|"]
    for threads in data["threads"]:
        huice_rate, duckdb_rate, share = rates(data, threads)
        lines.append(f"| {threads} thread{'s' if threads != '1' else ''} | {huice_rate:.0f} | {duckdb_rate:.1f} | **{huice_rate / duckdb_rate:.1f}** | {share:.2f} |")
    return lines
