#!/usr/bin/env python3
"""The same applicants get the same decisions, to the byte, from the command line, from C with Arrow batches, and from the
library that `huice build` makes, in a C program that is linked with libc alone.

    embedding.py HUICE BY_ARROW        20,000 applicants; HUICE_TEST_SIZE=full: 1,000,000
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "bench/workload"


def output(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True).stdout


def main():
    huice, by_arrow = sys.argv[1:3]
    rows = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 20_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, built, ahead = folder / "rows.csv", folder / "built", folder / "ahead"
        output(huice, "sample", PROGRAM, "--rows", rows, "--out", data)
        output(huice, "run", PROGRAM, "--data", data, "--out", folder / "cli.csv", "-q")
        expected = (folder / "cli.csv").read_bytes().split(b"\n", 1)[1]
        assert expected.count(b"\n") == rows, "every row is decided"
        for threads in (1, 3):
            assert output(by_arrow, PROGRAM, data, threads) == expected, f"by Arrow batches on {threads} threads: other decisions"

        print(output(huice, "build", PROGRAM, "-o", built).decode(), end="")
        for library in ("libpolicy.a", "libpolicy.so"):
            output(os.environ.get("CC", "cc"), "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-I", built, "-I", ROOT / "tests/capi",
                   ROOT / "tests/capi/ahead.c", built / library, f"-Wl,-rpath,{built}", "-o", ahead)
            needed = [line.split()[0] for line in output("ldd", ahead).decode().splitlines()]
            foreign = [one for one in needed if not one.startswith(("linux-vdso", "libc.so", "/lib", "libpolicy.so"))]
            assert not foreign, f"{library} needs {foreign}"
            assert output(ahead, data) == expected, f"{library}: other decisions"
    print(f"{rows} applicants: the command line, Arrow batches and ahead-of-time libraries agree")


if __name__ == "__main__":
    main()
