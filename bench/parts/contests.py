"""Each job end to end, CSV to CSV: Huice against DuckDB, C++ by hand where there is one, and against counting lines.

Whole outputs are compared first; who writes something else is not timed, and the benchmark fails. Then all take turns.
"""
import subprocess
import sys

from contenders import by_duckdb, by_hand, by_huice
from jobs import jobs
from process import in_turns, median, same_bytes, timed
from words import number, seconds

OTHER_WAYS = (("avx512", 1), ("avx2", 8), ("portable", 2))  # vector instructions, as far as there are any, and threads
TO_NOWHERE, WC = "Huice to /dev/null", "wc -l"


def contenders(job):
    """name → function of (job, threads)."""
    found = {by_huice.NAME: by_huice.run, by_duckdb.NAME: by_duckdb.run}
    if by_duckdb.sorts(job):
        found[by_duckdb.UNORDERED] = by_duckdb.run_unordered
    if (job.here / "by_hand.cpp").exists():
        found[by_hand.NAME] = by_hand.run
    return found


def wc(job):
    return timed(["wc", "-l", *job.inputs.values()])


def check(job, found):
    """Ends the benchmark where the answers differ, also between Huice's own ways."""
    for name, run in found.items():
        run(job, 2)
        expected, output = job.output(by_huice.NAME), job.output(name)
        if name == by_duckdb.UNORDERED:
            expected, output = in_one_order(job, expected), in_one_order(job, output)
        if not same_bytes(expected, output):
            sys.exit(f"{job.name}: {name} decides otherwise than Huice; nothing is timed")
    for simd, threads in OTHER_WAYS:
        by_huice.run(job, threads, job.fresh("another way"), simd=simd)
        if not same_bytes(job.output(by_huice.NAME), job.output("another way")):
            sys.exit(f"{job.name}: HUICE_SIMD={simd} with {threads} threads decides otherwise; nothing is timed")


def in_one_order(job, path):
    ordered = job.folder / f"sorted {path.name}"
    subprocess.run(["sort", "-S", "1G", "-T", job.folder, "-o", ordered, path], env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"}, check=True)
    return ordered


def measure_one(job, settings):
    job.ready(settings)
    found = contenders(job)
    check(job, found)
    data = {"title": job.title, "rows": job.rows, "bytes_in": job.bytes_in(), "bytes_out": job.output(by_huice.NAME).stat().st_size, "threads": {}}
    for threads in settings.threads:
        taking_turns = {name: lambda run=run: run(job, threads) for name, run in found.items()}
        taking_turns[TO_NOWHERE] = lambda: by_huice.to_nowhere(job, threads)
        taking_turns[WC] = lambda: wc(job)
        data["threads"][str(threads)] = in_turns(settings.runs, taking_turns)
    job.done()
    return data


def measure(settings, only=None):
    return {name: measure_one(job, settings) for name, job in jobs().items() if not only or name == only}


def ratio(runs, other=by_duckdb.NAME):
    """How many times as fast as another Huice is."""
    return median(runs[other]) / median(runs[by_huice.NAME])


def table(data):
    lines = ["| end to end | rows, MB in → out | threads | Huice, s | MiB | DuckDB, s | MiB | ratio | by hand, s | ratio | `/dev/null` of `wc -l` |", "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    for each in data.values():
        size = f"{number(each['rows'])}, {each['bytes_in'] / 1e6:,.0f} → {each['bytes_out'] / 1e6:,.0f}"
        for threads, runs in each["threads"].items():
            huice, duckdb, hand = runs[by_huice.NAME], runs[by_duckdb.NAME], runs.get(by_hand.NAME)
            by_hand_cells = f"{seconds(hand)} | {ratio(runs, by_hand.NAME):.2f}" if hand else " | "
            lines.append(f"| {each['title']} | {size} | {threads} | {seconds(huice)} | {huice['mib']:.0f} | {seconds(duckdb)} | {duckdb['mib']:,.0f} | **{ratio(runs):.1f}** | "
                         f"{by_hand_cells} | {median(runs[WC]) / median(runs[TO_NOWHERE]):.2f} |")
            if by_duckdb.UNORDERED in runs:
                other = runs[by_duckdb.UNORDERED]
                lines.append(f"| | | {threads} | | | {seconds(other)} in any order | {other['mib']:,.0f} | {ratio(runs, by_duckdb.UNORDERED):.1f} | | | |")
    return lines
