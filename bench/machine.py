"""The machine that numbers come from, and what its memory can do."""
import os
import platform
import statistics
import subprocess
import time
from pathlib import Path

from contenders import by_duckdb
from process import ROOT, built


def first_line(command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()


def system():
    for line in Path("/etc/os-release").read_text(encoding="utf-8").splitlines():
        if line.startswith("PRETTY_NAME="):
            return line.split("=", 1)[1].strip('"')
    return platform.system()


def processor():
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return " ".join(line.split(":")[1].split())
    return platform.machine()


def simd():
    flags = next((line for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if line.startswith("flags")), "").split()
    return "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "neither AVX2 nor AVX-512"


def others_running():
    """Processes that want a core beside this one: the median over two seconds."""
    counts = []
    for _ in range(20):
        counts.append(int(Path("/proc/loadavg").read_text(encoding="ascii").split()[3].split("/")[0]) - 1)
        time.sleep(0.1)
    return statistics.median_low(counts)


def describe(huice):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": processor(), "cores": os.cpu_count(), "simd": simd(), "memory_gib": round(memory), "kernel": platform.release(), "system": system(), "others_running": others_running(),
        "versions": {"huice": first_line([huice, "--version"]), "commit": first_line(["git", "-C", ROOT, "rev-parse", "--short=10", "HEAD"]),
                     "duckdb": by_duckdb.version(), "gcc": first_line(["g++", "-dumpfullversion"]), "python": platform.python_version()},
    }


def sentence(machine):
    versions = machine["versions"]
    return (f"{machine['processor']}, {machine['cores']} cores with {machine['simd']}, {machine['memory_gib']} GiB of memory, {machine['system']}, Linux {machine['kernel']}; "
            f"DuckDB {versions['duckdb']}, g++ {versions['gcc']}, Python {versions['python']}; {versions['huice']} at commit {versions['commit']}")


def limits(threads):
    """GB/s of memory traffic."""
    lines = subprocess.run([built("limits.cpp"), str(threads)], capture_output=True, text=True, check=True).stdout.splitlines()
    return {name: float(value) for name, value in (line.split() for line in lines)}
