"""Huice: the whole process, with its measures compiled; the first run fills the cache."""
import os

from process import timed

NAME = "Huice"


def parameters(job):
    path = job.program / "data" / "parameters.csv"
    return ["--parameters", path] if path.exists() else []


def command(job, out, *more):
    return [job.huice, "run", job.program, *(word for entity, path in job.inputs.items() for word in ("--data", f"{entity}={path}")),
            *parameters(job), "--out", out, "-q", "--progress", "never", *more]


def environment(job, simd=None):
    return dict(os.environ, HUICE_CACHE=str(job.folder / "cache"), **({"HUICE_SIMD": simd} if simd else {}))


def run(job, threads, out=None, engine="jit", simd=None):
    return timed(command(job, out or job.fresh(NAME), "--threads", threads, "--engine", engine), environment(job, simd))


def to_nowhere(job, threads):
    return run(job, threads, "/dev/null")
