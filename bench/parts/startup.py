"""Whole processes on little data, where starting and compiling is all there is: one row an entity, with nothing compiled yet and with
everything in the cache; a check of the program alone; and a hundred thousand rows. One row is decided by the reference unless machine
code is asked for, so it is measured both ways."""
import shutil
import subprocess
from dataclasses import replace

from contenders import by_huice
from jobs import jobs
from process import as_data, timed
from words import seconds

RUNS = 10


def sampled(settings, job):
    """The job with one made-up row for each of its program's entities."""
    folder = settings.folder / f"one row of {job.name}"
    folder.mkdir()
    command = [settings.huice, "sample", job.program, "--rows", "1", "--out", folder if job.shipped else folder / "Applicant.csv", "-q", *by_huice.parameters(job)]
    subprocess.run([str(word) for word in command], check=True)
    return replace(job, huice=settings.huice, folder=folder, inputs={path.stem: path for path in sorted(folder.iterdir())})


def start(settings, job):
    job = sampled(settings, job)
    out = job.folder / "out"
    out.mkdir()

    def run(engine):
        return timed(by_huice.command(job, out if len(job.inputs) > 1 else out / "out.csv", "--engine", engine), by_huice.environment(job))

    def cold(engine):
        shutil.rmtree(job.folder / "cache", ignore_errors=True)
        return run(engine)

    data = {"check": as_data([timed([settings.huice, "check", "-q", job.program]) for _ in range(RUNS)])}
    for engine in ("jit", "auto"):
        data[engine] = {"cold": as_data([cold(engine) for _ in range(RUNS)]), "cached": as_data([run(engine) for _ in range(RUNS)])}
    return data


def measure(settings):
    every = jobs()
    data = {"workload": start(settings, every["workload"]), "ningbo": start(settings, every["ningbo"])}
    job = every["workload"].ready(settings, 100_000)
    by_huice.run(job, max(settings.threads))
    data["hundred_thousand"] = as_data([by_huice.run(job, max(settings.threads)) for _ in range(RUNS)])
    job.done()
    return data


def table(data):
    lines = ["| whole process, s | nothing in the cache | everything in the cache | peak MiB, cached |", "|---|--:|--:|--:|"]
    for title, name in (("four measures, one row", "workload"), ("all of Ningbo, one row of each entity", "ningbo")):
        lines.append(f"| {title}: `check` | | {seconds(data[name]['check'])} | {data[name]['check']['mib']:.0f} |")
        for engine, words in (("auto", "run"), ("jit", "run by machine code")):
            each = data[name][engine]
            lines.append(f"| {title}: {words} | {seconds(each['cold'])} | {seconds(each['cached'])} | {each['cached']['mib']:.0f} |")
    lines.append(f"| four measures, 100,000 rows: run | | {seconds(data['hundred_thousand'])} | {data['hundred_thousand']['mib']:.0f} |")
    return lines
