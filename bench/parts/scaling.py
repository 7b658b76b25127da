"""Huice alone, to /dev/null: from ten thousand rows to a hundred million (these made on the fly, through a pipe), and from one measure to 130.

The measures are the four of bench/workload again and again, with other limits; all read the same columns.
"""
import re
import subprocess
import sys

from contenders import by_huice
from jobs import jobs
from process import BENCH, as_data, in_turns, median, timed
from words import number, seconds

MEASURES = (1, 4, 5, 8, 16, 32, 64, 130)
FULL = (10_000, 100_000, 1_000_000, 10_000_000)
PIPED = (1_000_000, 100_000_000)
BODY = 1_000_000  # rows that a pipe repeats


def rows(settings, job):
    """By rows, from files; what is not there yet is the beginning of the largest."""
    largest = settings.rows(FULL[-1])
    data = {}
    for count in [each for each in FULL if each < largest] + [largest]:
        path = job.folder / "beginning.csv"
        with path.open("wb") as out:
            subprocess.run(["head", "-n", str(count + 1), job.inputs["Applicant"]], stdout=out, check=True)
        data[str(count)] = {"mb": round(path.stat().st_size / 1e6, 1), **runs_of(settings, job, "--data", path)}
        path.unlink()
    return data


def runs_of(settings, job, *words, program=None, stdin=None):
    command = [job.huice, "run", program or job.program, *words, "--out", "/dev/null", "--threads", max(settings.threads), "-q", "--progress", "never"]
    if stdin is None:
        timed(command, by_huice.environment(job))  # fills the cache
    return as_data([timed(command, by_huice.environment(job), stdin() if stdin else None) for _ in range(1 if stdin else settings.runs)])


def piped(settings, job):
    """Through a pipe, rows repeated: no such file exists."""
    body = job.folder / "body.csv"
    with body.open("wb") as out:
        subprocess.run(["head", "-n", str(settings.rows(BODY) + 1), job.inputs["Applicant"]], stdout=out, check=True)
    data = {}
    for count in PIPED:
        repeats = settings.rows(count) // settings.rows(BODY)
        writer = subprocess.Popen([sys.executable, BENCH / "repeat.py", body, str(repeats)], stdout=subprocess.PIPE)
        data[str(repeats * settings.rows(BODY))] = runs_of(settings, job, "--data", "-", stdin=lambda: writer.stdout)
        writer.stdout.close()
        if writer.wait() != 0:
            sys.exit("the pipe broke")
    body.unlink()
    return data


def programs(job):
    """The workload's program with n measures, by n."""
    text = (job.program / "applicants.policy").read_text(encoding="utf-8")
    entity = text[: text.index("measure ")]
    templates = re.findall(r"^measure .*?^}\n", text, re.S | re.M)
    for count in MEASURES:
        folder = job.folder / f"{count} measures"
        folder.mkdir()
        measures = []
        for i in range(count):
            measure = re.sub(r"^measure (\w+)", rf"measure \1_{i}", templates[i % len(templates)])
            measures.append(re.sub(r"at most (\d+)万元", lambda most, i=i: f"at most {int(most[1]) + i // len(templates)}万元", measure))
        (folder / "many.policy").write_text(entity + "\n".join(measures), encoding="utf-8")
        yield count, folder


def measures(settings, job):
    path = job.folder / "beginning.csv"
    with path.open("wb") as out:
        subprocess.run(["head", "-n", str(settings.rows(1_000_000) + 1), job.inputs["Applicant"]], stdout=out, check=True)
    commands = {count: [job.huice, "run", folder, "--data", path, "--out", "/dev/null", "--threads", max(settings.threads), "-q", "--progress", "never"] for count, folder in programs(job)}
    for command in commands.values():
        timed(command, by_huice.environment(job))
    # What one measure more costs is a small difference: more runs than elsewhere.
    taken = in_turns(5 * settings.runs, {str(count): lambda command=command: timed(command, by_huice.environment(job)) for count, command in commands.items()})
    path.unlink()
    return {"rows": settings.rows(1_000_000), "measures": taken}


def measure(settings):
    job = jobs()["workload"].ready(settings)
    data = {"threads": max(settings.threads), "rows": rows(settings, job), "piped": piped(settings, job), "by_measures": measures(settings, job)}
    job.done()
    return data


def one_more(data):
    """What one measure more costs, as a share of the run with four: a twelfth of what twelve more do. Of four more the difference is too
    small for a machine that others use, too; and a measure costs no less among sixteen."""
    taken = data["by_measures"]["measures"]
    return (median(taken["16"]) - median(taken["4"])) / 12 / median(taken["4"])


def table(data):
    lines = ["| rows, four measures, to `/dev/null` | seconds | million rows/s | peak MiB |", "|--:|--:|--:|--:|"]
    for words, taken in ((" from a file", data["rows"]), (" through a pipe", data["piped"])):
        lines += [f"| {number(int(count))}{words} | {seconds(each)} | {int(count) / median(each) / 1e6:.2f} | {each['mib']:.0f} |" for count, each in taken.items()]
    by = data["by_measures"]
    lines += ["", f"| measures, {number(by['rows'])} rows, to `/dev/null` | seconds | million decisions/s | peak MiB |", "|--:|--:|--:|--:|"]
    lines += [f"| {count} | {seconds(each)} | {int(count) * by['rows'] / median(each) / 1e6:.1f} | {each['mib']:.0f} |" for count, each in by["measures"].items()]
    return lines
