"""Whole processes on little data, where starting and compiling is all there is: one row an entity, with nothing compiled yet and with
everything in the cache; a check of the program alone; and a hundred thousand rows."""
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
    command = by_huice.command(job, out if len(job.inputs) > 1 else out / "out.csv")

    def cold():
        shutil.rmtree(job.folder / "cache", ignore_errors=True)
        return timed(command, by_huice.environment(job))

    def cached():
        return timed(command, by_huice.environment(job))

    def check():
        return timed([settings.huice, "check", "-q", job.program])

    return {name: as_data([run() for _ in range(RUNS)]) for name, run in (("check", check), ("cold", cold), ("cached", cached))}


def measure(settings):
    every = jobs()
    data = {"workload": start(settings, every["workload"]), "ningbo": start(settings, every["ningbo"])}
    job = every["workload"].ready(settings, 100_000)
    by_huice.run(job, max(settings.threads))
    data["hundred_thousand"] = as_data([by_huice.run(job, max(settings.threads)) for _ in range(RUNS)])
    job.done()
    return data


def table(data):
    lines = ["| whole process, s | check | nothing compiled yet | in the cache | peak MiB, cached |", "|---|--:|--:|--:|--:|"]
    for title, name in (("four measures, one row", "workload"), ("all of Ningbo, one row of each entity", "ningbo")):
        each = data[name]
        lines.append(f"| {title} | {seconds(each['check'])} | {seconds(each['cold'])} | {seconds(each['cached'])} | {each['cached']['mib']:.0f} |")
    lines.append(f"| four measures, 100,000 rows | | | {seconds(data['hundred_thousand'])} | {data['hundred_thousand']['mib']:.0f} |")
    return lines
