#!/usr/bin/env python3
"""Times `huice run` on sampled applicants, after its two engines gave byte-identical answers.

    bench/bench.py [--rows N] [--runs N] [--huice build/huice]

For each city: rows and decisions per second of machine code (warm cache) and of the reference evaluator, their ratio, and
peak memory; then the cold start. Medians over --runs; one process at a time. Contenders from outside come with the
issue on speed.
"""
import argparse
import filecmp
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CITIES = {
    "ningbo/2024": ["Enterprise", "ServiceContract", "Base"],
    "nanjing/2024": ["企业", "跨境电商载体", "试点单位"],
}


def timed(command, environment=None):
    """(seconds, peak MiB) of one process; its failure ends the benchmark."""
    begin = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - begin
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{output.decode(errors='replace')}")
    return seconds, usage.ru_maxrss / 1024


def parameters_of(program):
    """What the policy leaves open, as made up for its shipped applicants."""
    path = Path(program) / "data" / "parameters.csv"
    return ["--parameters", str(path)] if path.exists() else []


def median(values):
    return statistics.median(values)


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    return f"{os.cpu_count()} cores, {model}, {platform.system()} {platform.release()}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    huice = str(Path(options.huice).resolve())
    print(f"machine: {machine()}; {options.rows} rows an entity; medians of {options.runs} runs")
    print(f"{'city':14}{'entity':16}{'measures':>9}{'MB in':>8}{'jit s':>8}{'rows/s':>12}{'MB/s':>7}{'reference s':>12}{'decisions/s':>13}{'ratio':>7}{'peak MiB':>9}")
    with tempfile.TemporaryDirectory(prefix="huice-bench-") as name:
        folder = Path(name)
        environment = dict(os.environ, HUICE_CACHE=str(folder / "cache"))
        for city, entities in CITIES.items():
            program = str(ROOT / "policies" / city)
            for entity in entities:
                data, jit, reference = folder / "data.csv", folder / "jit.csv", folder / "reference.csv"
                timed([huice, "sample", program, "--entity", entity, "--rows", str(options.rows), "--out", str(data), *parameters_of(program)])

                def command(engine, out):
                    return [huice, "run", program, "--data", f"{entity}={data}", "--out", str(out), "--engine", engine, "-q", "--progress", "never",
                            *parameters_of(program)]

                timed(command("jit", jit), environment)
                slow = [timed(command("reference", reference), environment)[0]]
                if not filecmp.cmp(jit, reference, shallow=False):
                    sys.exit(f"{city} {entity}: the engines' answers differ; nothing is timed")
                fast = [timed(command("jit", jit), environment) for _ in range(options.runs)]
                seconds, peak = median([f[0] for f in fast]), max(f[1] for f in fast)
                measures = sum(column.endswith(".status") for column in jit.open(encoding="utf-8").readline().strip().split(","))
                megabytes = data.stat().st_size / 1e6
                print(f"{city:14}{entity:16}{measures:9}{megabytes:8.0f}{seconds:8.2f}{options.rows / seconds:12,.0f}{megabytes / seconds:7.0f}"
                      f"{median(slow):12.2f}{options.rows * measures / median(slow):13,.0f}{median(slow) / seconds:7.1f}{peak:9.0f}", flush=True)
        print("\ncold start, one-row file, median of 20 (seconds): check of the folder, first decision with an empty cache, with a warm one")
        for city, entities in CITIES.items():
            program, data = str(ROOT / "policies" / city), folder / "one.csv"
            timed([huice, "sample", program, "--entity", entities[0], "--rows", "1", "--out", str(data), *parameters_of(program)])
            run = [huice, "run", program, "--data", f"{entities[0]}={data}", "--out", str(folder / "one-out.csv"), "--engine", "jit", "-q", *parameters_of(program)]

            def cold():
                shutil.rmtree(folder / "cache", ignore_errors=True)
                return timed(run, environment)[0]

            check = median([timed([huice, "check", "-q", program])[0] for _ in range(20)])
            first = median([cold() for _ in range(20)])
            warm = median([timed(run, environment)[0] for _ in range(20)])
            print(f"{city:14} check {check:.3f}  cold {first:.3f}  warm {warm:.3f}")


if __name__ == "__main__":
    main()
