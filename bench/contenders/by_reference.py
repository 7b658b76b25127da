"""Huice's reference evaluator, which is written to be obviously right: on a sample."""
from contenders import by_huice

NAME = "Huice's reference"


def run(job, threads):
    return by_huice.run(job, threads, job.fresh(NAME), engine="reference")
