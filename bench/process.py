"""Processes that are measured, and the benchmark's own C++ programs."""
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = ROOT / "bench"
BUILT = ROOT / "build" / "bench"


@dataclass
class Run:
    seconds: float
    mib: float  # peak memory


def built(source, *options):
    """The program made of a C++ file below bench/, for this machine; made again when the file is newer."""
    source = BENCH / source
    program = BUILT / source.relative_to(BENCH).with_suffix("")
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["g++", "-std=c++20", "-O3", "-march=native", "-Wall", "-Wextra", "-pthread", "-o", program, source, *options], check=True)
    return program


def timed(command, environment=None, stdin=None, says_seconds=False):
    """One process from its start to its end; if it fails, so does the benchmark. `says_seconds`: it prints what counts."""
    launch = built("launch.cpp")
    command = [str(word) for word in command]
    with tempfile.NamedTemporaryFile() as report:
        done = subprocess.run([launch, report.name, *command], env=environment, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)}\n{done.stdout.decode(errors='replace')}")
        seconds, kib = report.read().split()
    return Run(float(done.stdout if says_seconds else seconds), float(kib) / 1024)


def in_turns(runs, contenders):
    """Calls every contender `runs` times, one after the other in each round, so that what disturbs one disturbs all.
    contenders: name → function that gives a Run; the result: name → its data."""
    results = {name: [] for name in contenders}
    for _ in range(runs):
        for name, contender in contenders.items():
            results[name].append(contender())
    return {name: as_data(each) for name, each in results.items()}


def as_data(runs):
    """What is kept of the runs of one contender."""
    return {"seconds": [round(run.seconds, 4) for run in runs], "mib": round(max(run.mib for run in runs), 1)}


def median(data):
    return statistics.median(data["seconds"])


def same_bytes(one, other):
    return subprocess.run(["cmp", "-s", str(one), str(other)], check=False).returncode == 0
