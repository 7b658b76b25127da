"""Files as they should not be: how fast they are read per byte, in turns with a clean file of about the same size.

Every row is decided or rejected with its place: the number of rejects is checked before anything is timed.
"""
import random
import sys
from dataclasses import replace

from contenders import by_huice
from jobs import jobs
from process import in_turns, median
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
    clean_job = jobs()["workload"].ready(settings, settings.rows(1_000_000))
    clean = Clean(clean_job.inputs["Applicant"])
    folder = settings.folder / "odd files"
    folder.mkdir()
    job = replace(clean_job, folder=folder, inputs={"Applicant": folder / "odd.csv"})
    threads = max(settings.threads)
    data = {"threads": threads, "clean": len(clean.bytes), "files": {}}
    for name, make in dresses(clean, settings.scale):
        content, rejects = make()
        job.inputs["Applicant"].write_bytes(content)
        by_huice.run(job, threads)
        rejected = (folder / f"by {by_huice.NAME}.rejects.csv").read_bytes().count(b"\n") - 1
        if rejected != rejects:
            sys.exit(f"odd files: {name}: {rejected} rows rejected instead of {rejects}")
        taken = in_turns(settings.runs, {"clean": lambda: by_huice.run(clean_job, threads), "odd": lambda: by_huice.run(job, threads)})
        data["files"][name] = {"bytes": len(content), "rejects": rejects, **taken["odd"], "clean": taken["clean"]["seconds"]}
    job.done()
    clean_job.done()
    return data


def speeds(data, name):
    """MB/s of a file, and as a share of the clean file's in the same turns."""
    each = data["files"][name]
    speed = each["bytes"] / median(each)
    return speed / 1e6, speed / (data["clean"] / median({"seconds": each["clean"]}))


def table(data):
    lines = [f"| file, {data['threads']} threads | MB | rejects | seconds | MB/s | of the clean file's | peak MiB |", "|---|--:|--:|--:|--:|--:|--:|"]
    for name, each in data["files"].items():
        speed, share = speeds(data, name)
        lines.append(f"| {name} | {each['bytes'] / 1e6:.0f} | {number(each['rejects'])} | {seconds(each)} | {speed:.0f} | {share:.2f} | {each['mib']:.0f} |")
    return lines
