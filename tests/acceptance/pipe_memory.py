#!/usr/bin/env python3
"""However many rows come through a pipe, the memory is the same.

    tests/acceptance/pipe_memory.py HUICE        HUICE_TEST_SIZE=full: a hundred million rows beside one million, not 2 beside 0.1

The rows are made on the fly by bench/repeat.py: no such file exists.
"""
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent.parent / "bench" / "workload"
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
BODY, FEW, MANY = (100_000, 10, 1000) if FULL else (20_000, 5, 100)
SPARE = 16  # MiB that two runs may differ by, since threads take memory as they come to need it


def run(huice, body, times):
    """Peak MiB, and how many rows were decided."""
    writer = subprocess.Popen([sys.executable, PROGRAM.parent / "repeat.py", body, str(times)], stdout=subprocess.PIPE)
    child = subprocess.Popen([huice, "run", PROGRAM, "--data", "-", "--out", "/dev/null", "--manifest", body.parent / "manifest.json", "--summary", "json"],
                             stdin=writer.stdout, stdout=subprocess.PIPE)
    writer.stdout.close()
    said = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0 or writer.wait() != 0:
        sys.exit(f"{times} times {BODY} rows: failed")
    decided = next(line.split(":")[1].strip(" ,") for line in said.splitlines() if '"decided"' in line)
    return usage.ru_maxrss / 1024, int(decided)


def main():
    huice = sys.argv[1]
    faults = []
    with tempfile.TemporaryDirectory(prefix="huice-pipe-") as name:
        body = Path(name) / "body.csv"
        # by a process of its own: what this one ever took would count as memory of those that it starts
        make = f"from pathlib import Path; from odd_files import clean_file; clean_file(Path({str(body)!r}), {BODY})"
        subprocess.run([sys.executable, "-c", make], cwd=HERE, check=True)
        peaks = {}
        for times in (FEW, MANY):
            peaks[times], decided = run(huice, body, times)
            if decided != times * BODY:
                faults.append(f"{decided} of {times * BODY} rows were decided")
        if peaks[FEW] < 1.1 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:
            faults.append("this test itself takes so much memory that it cannot tell")
        if peaks[MANY] > peaks[FEW] + SPARE:
            faults.append(f"{FEW * BODY} rows take {peaks[FEW]:.0f} MiB, {MANY * BODY} rows {peaks[MANY]:.0f} MiB")
    for fault in faults:
        print(fault)
    print(f"{MANY * BODY} rows in {peaks[MANY]:.0f} MiB, {FEW * BODY} in {peaks[FEW]:.0f}, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
