#!/usr/bin/env python3
"""The programs that bench/ measures: machine code writes the reference's bytes, with every kind of vector instructions and any number of threads.

    tests/acceptance/bulk_jobs.py HUICE        HUICE_TEST_SIZE=full: a hundred thousand rows of each

The rows are sampled: every status and threshold. bench/ holds the same against DuckDB.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FULL = os.environ.get("HUICE_TEST_SIZE") == "full"
ROWS = 100_000 if FULL else 5_000
JOBS = (  # a program, and the entity that is sampled with all that refers to it
    (ROOT / "bench" / "workload", "Applicant"), (ROOT / "bench" / "one_measure", "Contract"), (ROOT / "bench" / "households", "Household"),
    (ROOT / "bench" / "settlement", "Purchase"), (ROOT / "policies" / "ningbo" / "2024", "Enterprise"),
)
WAYS = [(simd, threads) for simd in ("avx512", "avx2", "portable") for threads in (1, 2, 8)]


def done(command, **environment):
    ended = subprocess.run([str(word) for word in command], capture_output=True, check=False, env=dict(os.environ, **environment))
    if ended.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{ended.stderr.decode()}")


def main():
    huice = sys.argv[1]
    faults, runs = [], 0
    with tempfile.TemporaryDirectory(prefix="huice-bulk-jobs-") as name:
        for program, entity in JOBS:
            folder = Path(name) / program.parent.name / program.name
            data = folder / "data"
            data.mkdir(parents=True)
            parameters = program / "data" / "parameters.csv"
            given = ["--parameters", parameters] if parameters.exists() else []
            several = entity == "Household"
            done([huice, "sample", program, "--entity", entity, "--rows", ROWS, "--out", data if several else data / f"{entity}.csv", "-q", *given])

            def decide(out, *options, **environment):
                files = [word for path in sorted(data.iterdir()) for word in ("--data", f"{path.stem}={path}")]
                done([huice, "run", program, *files, *given, "--out", folder / out, "-q", *options], HUICE_CACHE=str(folder / "cache"), **environment)
                return (folder / out).read_bytes()

            expected = decide("expected.csv", "--engine", "reference", "--threads", "1")
            if expected.count(b"\n") < ROWS // 2 or any(word not in expected for word in (b"eligible", b"ineligible", b"undetermined")):
                faults.append(f"{program.name}: the sample decides nothing worth comparing")
            for simd, threads in WAYS:
                runs += 1
                if decide("out.csv", "--engine", "jit", "--threads", str(threads), HUICE_SIMD=simd) != expected:
                    faults.append(f"{program.name}: HUICE_SIMD={simd}, {threads} threads: another result")
            for threads in (1, 2, 8):  # the reference first; machine code when it is worth compiling, and at once when it is in the cache
                shutil.rmtree(folder / "cache")
                for _ in range(2):
                    runs += 1
                    if decide("out.csv", "--threads", str(threads), "--engine", "auto") != expected:
                        faults.append(f"{program.name}: --engine auto, {threads} threads: another result")
    for fault in faults:
        print(fault)
    print(f"{runs} runs over {ROWS} rows, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
