"""Where the time of one thread goes, by sampling with perf: the four measures, CSV to CSV. Stages are told by the names of functions."""
import re
import shutil
import subprocess

from contenders import by_huice
from jobs import jobs
from process import timed
from words import number

STAGES = (  # the first that matches "program function"
    ("starting: libraries, the program's text, its compiled object", r"libLLVM|libantlr|ld-linux|libicu|huice::(syntax|rules|ir|machine|program|text|diagnostics|reference)::"),
    ("reading the file (kernel)", r"\[k\] .*(copy_to_iter|copy_to_user|filemap_get|filemap_read|read_iter|vfs_read|readahead|rep_movs)"),
    ("writing the file (kernel)", r"\[k\] .*(from_iter|ext4|xfs|btrfs|write|folio|buffer|dirty|block)"),
    ("the kernel's other work: memory, scheduling", r"\[k\]"),
    ("checking UTF-8", r"simdjson|validate_utf8|huice::unicode::"),
    ("digest of the input and output", r"xxhash|XXH"),
    ("typed columns out of cells", r"huice::batch::(\(anonymous namespace\)::)?(plain_|number|moment|word|set_|EightNumbers|boolean|choice|read_)"),
    ("rows and cells out of text", r"huice::batch::"),
    ("rules: machine code", r"\[JIT\]|jitted|\[unknown\]"),
    ("formatting decisions", r"huice::decisions::|huice::TextBuffer"),
    ("handing batches on, counting", r"huice::engine::"),
    ("copying and clearing memory", r"mem(move|cpy|set)"),
    ("the rest", r""),
)


def measure(settings):
    if shutil.which("perf") is None:
        return {"stages": {}}
    job = jobs()["workload"].ready(settings, settings.rows(5_000_000))
    by_huice.run(job, 1)  # fills the cache
    seconds = by_huice.run(job, 1).seconds
    record = job.folder / "perf.data"
    timed(["perf", "record", "-q", "-F", "999", "-o", record, "--", *by_huice.command(job, job.fresh(by_huice.NAME), "--threads", 1)], by_huice.environment(job))
    report = subprocess.run(["perf", "report", "-i", record, "--no-children", "--stdio", "-F", "overhead,dso,sym", "-t", ";"], capture_output=True, text=True, check=True).stdout
    stages = {name: 0.0 for name, _ in STAGES}
    for line in report.splitlines():
        cells = [cell.strip() for cell in line.split(";", 2)]
        if len(cells) == 3 and cells[0].endswith("%"):
            stages[next(name for name, pattern in STAGES if re.search(pattern, f"{cells[1]} {cells[2]}"))] += float(cells[0][:-1])
    job.done()
    record.unlink()
    return {"rows": job.rows, "seconds": round(seconds, 3), "stages": {name: round(share, 1) for name, share in stages.items()}}


def table(data):
    if not data["stages"]:
        return ["perf is not installed: where the time goes was not measured."]
    lines = [f"| {number(data['rows'])} rows, one thread, {data['seconds']:.2f} s | share | ns a row |", "|---|--:|--:|"]
    lines += [f"| {name} | {share:.1f}% | {share / 100 * data['seconds'] / data['rows'] * 1e9:.1f} |" for name, share in sorted(data["stages"].items(), key=lambda each: -each[1])]
    return lines
