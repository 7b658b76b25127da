"""Jobs: a program, its data, and the folder below bench/ that says what others run instead."""
import os
from dataclasses import dataclass, field
from pathlib import Path

from contenders import by_duckdb
from process import BENCH, ROOT


@dataclass
class Settings:
    huice: Path
    folder: Path     # for data and outputs; emptied at the end
    scale: float     # of the rows of full size
    runs: int
    threads: tuple

    def rows(self, full):
        return max(1000, int(full * self.scale))


@dataclass
class Job:
    name: str
    title: str
    entities: tuple
    full: int                # rows of the first entity, at full size
    shipped: str = ""        # the program, where it is not the job's own folder
    folder: Path = None      # these are filled in by `ready`
    huice: Path = None
    inputs: dict = field(default_factory=dict)
    rows: int = 0

    @property
    def here(self):
        return BENCH / self.name

    @property
    def program(self):
        return ROOT / self.shipped if self.shipped else self.here

    def ready(self, settings, rows=None):
        """Makes the data."""
        self.folder, self.huice, self.rows = settings.folder / self.name, settings.huice, rows or settings.rows(self.full)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.inputs = {entity: self.folder / f"{entity}.csv" for entity in self.entities}
        by_duckdb.execute(by_duckdb.text(self.here / "data.sql", rows=self.rows, folder=self.folder), self.folder, os.cpu_count())
        return self

    def fresh(self, contender):
        """Where a contender writes: never over an old file, which would cost it time."""
        path = self.output(contender)
        path.unlink(missing_ok=True)
        return path

    def output(self, contender):
        return self.folder / f"by {contender}.csv"

    def bytes_in(self):
        return sum(path.stat().st_size for path in self.inputs.values())

    def done(self):
        for path in self.folder.glob("*.csv"):
            path.unlink()


def jobs():
    return {job.name: job for job in (
        Job("workload", "four measures", ("Applicant",), 10_000_000),
        Job("one_measure", "one measure", ("Contract",), 5_000_000),
        Job("ningbo", "all of Ningbo for enterprises", ("Enterprise",), 1_000_000, "policies/ningbo/2024"),
        Job("households", "households and persons", ("Household", "Person"), 1_000_000),
        Job("settlement", "yearly limits", ("Purchase",), 2_000_000),
    )}
