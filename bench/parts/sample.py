"""Others that offices use, once and on a sample: the four measures over a million rows, the slow ones over a tenth; CSV to CSV, one thread.

Who decides otherwise than Huice is not timed; how many rows differ is said instead.
"""
from itertools import zip_longest

from contenders import by_duckdb, by_huice, by_reference, by_sqlite
from contenders.by_script import OPENFISCA, PANDAS, ZEN
from jobs import jobs
from process import as_data, median, same_bytes
from words import number, seconds

OTHERS = {1_000_000: (by_huice, by_duckdb, PANDAS, by_sqlite, OPENFISCA), 100_000: (by_reference, ZEN)}


def measure(settings):
    data = {}
    for full, others in OTHERS.items():
        job = jobs()["workload"].ready(settings, settings.rows(full))
        by_huice.run(job, 1)
        for other in others:
            data[other.NAME] = {"rows": job.rows, **measure_one(settings, job, other)}
        job.done()
    return data


def measure_one(settings, job, other):
    run = other.run(job, 1)
    said = {"version": other.version()} if hasattr(other, "version") else {}
    if not same_bytes(job.output(by_huice.NAME), job.output(other.NAME)):
        return {**said, **differences(job.output(by_huice.NAME), job.output(other.NAME))}
    return {**said, **as_data([run] if run.seconds > 5 else [other.run(job, 1) for _ in range(settings.runs)])}


def differences(expected, given):
    """How many rows have another status, and how many another amount or reason only."""
    statuses = others = 0
    with expected.open(encoding="utf-8") as one, given.open(encoding="utf-8") as other:
        for line, against in zip_longest(one, other, fillvalue=""):
            if line != against:
                if line.split(",")[1::3] != against.split(",")[1::3]:
                    statuses += 1
                else:
                    others += 1
    return {"other_status": statuses, "other_amount": others}


def rate(each):
    return each["rows"] / median(each)


def table(data):
    lines = ["| one thread | rows | seconds | rows/s | Huice is faster by |", "|---|--:|--:|--:|--:|"]
    for name, each in data.items():
        title = f"{name} {each['version']}" if "version" in each else name
        if "seconds" in each:
            lines.append(f"| {title} | {number(each['rows'])} | {seconds(each)} | {rate(each):,.0f} | {rate(data[by_huice.NAME]) / rate(each):.1f} |")
        else:
            lines.append(f"| {title} | {number(each['rows'])} | not timed: {number(each['other_status'])} rows have another status, {number(each['other_amount'])} more another amount | | |")
    return lines
