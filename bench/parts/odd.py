"""Files as they should not be: how fast they are read per byte, beside the clean file of about the same size.

Every row is decided or rejected with its place: the number of rejects is checked before anything is timed.
"""
import random
import sys

from contenders import by_huice
from jobs import jobs
from process import median
from words import number, seconds

LINE = 100_000_000  # bytes
BAD = ("abc", "1.234567", "-1", "约5000")
NUMBERS = (4, 6, 7, 8, 9, 11)  # columns


class Clean:
    def __init__(self, path):
        self.bytes = path.read_bytes()
        header, *self.rows = self.bytes.split(b"\n")
        self.header, self.rows = header, self.rows[:-1]

    def lines(self, rows):
        return b"\n".join([self.header, *rows]) + b"\n"

    def with_cell(self, column, cell):
        """As many rows as make the same size, with this cell instead of their own."""
        count = max(1000, len(self.bytes) // (len(cell) + 100))
        return self.lines(b",".join([*cells[:column], cell, *cells[column + 1:]]) for cells in (row.split(b",") for row in self.rows[:count]))


def quoted(row):
    return b",".join(b'"' + cell + b'"' for cell in row.split(b","))


def bad(clean):
    chance = random.Random(6)
    rows = list(clean.rows)
    for at in range(0, len(rows), 100):
        cells = rows[at].split(b",")
        cells[chance.choice(NUMBERS)] = chance.choice(BAD).encode()
        rows[at] = b",".join(cells)
    return clean.lines(rows)


def long_line(clean, line):
    return clean.lines([*clean.rows[:1000], line, *clean.rows[1000:2000]])


def dresses(clean, scale):
    """name → (bytes, rejects)."""
    length = int(LINE * scale)
    yield "clean", lambda: (clean.bytes, 0)
    yield "1% of the rows with a bad cell", lambda: (bad(clean), (len(clean.rows) + 99) // 100)
    yield "every cell quoted", lambda: (b"".join(quoted(row) + b"\n" for row in [clean.header, *clean.rows]), 0)
    yield "a cell of 4 KB in every row", lambda: (clean.with_cell(1, "区".encode() * 1365), 0)
    yield "the same, quoted, with quotes and line breaks", lambda: (clean.with_cell(1, b'"' + b'a, "" b\n' * 512 + b'"'), 0)
    yield f"one line of {length // 1_000_000} MB", lambda: (long_line(clean, b"a" * length), 1)
    yield f"one line of {length // 1_000_000} MB, a quote that is never closed", lambda: (long_line(clean, b'"' + b"a" * length), 1)
    yield "1% of the rows with a quote that is never closed", lambda: (clean.lines(b'"' + row if at % 100 == 0 else row for at, row in enumerate(clean.rows)), (len(clean.rows) + 99) // 100)
    yield "CRLF", lambda: (clean.bytes.replace(b"\n", b"\r\n"), 0)
    yield "GB18030", lambda: (clean.bytes.decode().encode("gb18030"), 0)
    yield "white space around every cell", lambda: (clean.lines(b" , ".join(row.split(b",")) for row in clean.rows), 0)


def measure(settings):
    job = jobs()["workload"].ready(settings, settings.rows(1_000_000))
    clean = Clean(job.inputs["Applicant"])
    data = {"threads": max(settings.threads), "files": {}}
    for name, make in dresses(clean, settings.scale):
        content, rejects = make()
        job.inputs["Applicant"].write_bytes(content)
        by_huice.run(job, max(settings.threads))
        rejected = (job.folder / f"by {by_huice.NAME}.rejects.csv").read_bytes().count(b"\n") - 1
        if rejected != rejects:
            sys.exit(f"odd files: {name}: {rejected} rows rejected instead of {rejects}")
        runs = [by_huice.run(job, max(settings.threads)) for _ in range(settings.runs)]
        data["files"][name] = {"bytes": len(content), "rejects": rejects, "seconds": [round(run.seconds, 4) for run in runs], "mib": round(max(run.mib for run in runs), 1)}
    job.done()
    return data


def speeds(data):
    """MB/s by file."""
    return {name: each["bytes"] / 1e6 / median(each) for name, each in data["files"].items()}


def table(data):
    found = speeds(data)
    lines = [f"| file, {data['threads']} threads | MB | rejects | seconds | MB/s | of the clean file's | peak MiB |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, each in data["files"].items():
        lines.append(f"| {name} | {each['bytes'] / 1e6:.0f} | {number(each['rejects'])} | {seconds(each)} | {found[name]:.0f} | {found[name] / found['clean']:.2f} | {each['mib']:.0f} |")
    return lines
