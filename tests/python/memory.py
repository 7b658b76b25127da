"""Many rows in memory: how fast they are decided, and what the process takes beside its input and output.

    memory.py HUICE ROWS        with huice and pyarrow importable; fails where it takes 64 MiB or more
"""
import sys
import tempfile
import time
from pathlib import Path

import applicants
import pyarrow as pa

import huice

ROOT = Path(__file__).resolve().parent.parent.parent
MIB = 1 << 20


def status(name):
    """In MiB: VmRSS, what is used now; VmHWM, the most since `forget`."""
    with open("/proc/self/status", encoding="utf-8") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith(name + ":"))


def forget():
    with open("/proc/self/clear_refs", "w", encoding="utf-8") as file:
        file.write("5")


def main():
    command, rows = sys.argv[1], int(sys.argv[2])
    pa.set_memory_pool(pa.system_memory_pool())
    program = huice.compile(ROOT / "bench/workload")
    with tempfile.TemporaryDirectory() as name:
        data = applicants.make(command, ROOT / "bench/workload", "Applicant", min(rows, 500_000), Path(name))
        part = applicants.typed(applicants.all_text(data), program.describe()["entities"][0]["fields"]).combine_chunks()
    table = pa.concat_tables([part] * -(-rows // len(part))).slice(0, rows)  # the same buffers many times over: that costs no memory
    program.run(part.slice(0, 1000))
    pa.default_memory_pool().release_unused()
    forget()
    before, begin = status("VmRSS"), time.perf_counter()
    decisions = program.run(table)
    took = time.perf_counter() - begin
    decided = decisions.table
    beside = status("VmHWM") - before - decided.nbytes / MIB
    print(f"{rows:,} rows in {took:.2f} s, {rows / took / 1e6:.2f} million a second; beside input and output ({decided.nbytes / MIB:,.0f} MiB): {beside:,.0f} MiB")
    if beside >= 64:
        sys.exit("more than 64 MiB beside input and output")


if __name__ == "__main__":
    main()
