#!/usr/bin/env python3
"""Where the system does not execute memory that was written, machine code comes from files: the same decisions, a warning, and a note in the
manifest. Where it does not execute those files either the reference decides, and so it does where LLVM cannot be loaded; there is no
need of LLVM where the code is in the cache.

    no_new_code.py HUICE NO_NEW_CODE BY_ARROW
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "bench/workload"


def run(*words, **environment):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, env={**os.environ, "HUICE_ENGINE": "jit", **environment})


def noted(folder, name):
    """What the manifest says of machine code, and of the reference."""
    run = json.loads((folder / f"{name}.manifest.json").read_text())["run"]
    return run.get("machine_code"), run.get("decided_by_reference")


def refusals(no_new_code):
    """The ways in which this system can be made to refuse."""
    for way in ("seccomp", "mdwe"):
        if subprocess.run([no_new_code, way, "true"], capture_output=True).returncode != 77:
            yield way
        else:
            print(f"{way}: not tried, this kernel is older than 6.3")


def through_files(huice, no_new_code, by_arrow, folder, data, usual):
    rows = usual.read_text().split("\n", 1)[1]
    for way in refusals(no_new_code):
        out = folder / f"{way}.csv"
        for more in ([], ["--cache", "off"]):
            done = run(no_new_code, way, huice, "run", PROGRAM, "--data", data, "--out", out, "--lang", "en", *more, HUICE_CACHE=str(folder / way))
            assert "machine code was mapped from files" in done.stderr and "reference" not in done.stderr, done.stderr
            assert out.read_bytes() == usual.read_bytes(), "other decisions"
            assert noted(folder, way) == ("mapped from files", None), noted(folder, way)
        assert not list((folder / way).glob(".code*")), "files are left"
        assert run(no_new_code, way, by_arrow, PROGRAM, data, 2).stdout == rows, "libhuice: other decisions"


def by_reference(huice, no_new_code, by_arrow, folder, data, usual):
    """No folder takes files, or lets them be executed."""
    out = folder / "hardened.csv"

    def decided(*words, **environment):
        done = run(*words, no_new_code, "seccomp", huice, "run", PROGRAM, "--data", data, "--out", out, "--lang", "en", **environment)
        assert "machine code cannot be had here" in done.stderr and "rd_increment" in done.stderr, done.stderr
        assert out.read_bytes() == usual.read_bytes(), "other decisions"
        assert noted(folder, "hardened") == (None, ["base_grant", "premium_support", "rd_increment", "treatment"]), noted(folder, "hardened")

    decided(TMPDIR="/nowhere", HUICE_CACHE="/dev/null/cache")
    rows = usual.read_text().split("\n", 1)[1]
    assert run(no_new_code, "seccomp", by_arrow, PROGRAM, data, 2, TMPDIR="/nowhere").stdout == rows, "libhuice: other decisions"
    mounted = folder / "noexec"
    mounted.mkdir()
    mount = ["unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o noexec none "$0" && exec "$@"', mounted]
    if subprocess.run([*mount, "true"], capture_output=True).returncode == 0:
        decided(*mount, TMPDIR=str(mounted), HUICE_CACHE=str(mounted / "cache"))
    else:
        print("noexec: not tried, nothing may be mounted here")


def main():
    huice, no_new_code, by_arrow = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, usual = folder / "rows.csv", folder / "usual.csv"
        run(huice, "sample", PROGRAM, "--rows", 2000, "--out", data)
        assert "warning" not in run(huice, "run", PROGRAM, "--data", data, "--out", usual).stderr
        assert noted(folder, "usual") == (None, None)
        through_files(huice, no_new_code, by_arrow, folder, data, usual)
        by_reference(huice, no_new_code, by_arrow, folder, data, usual)

        (folder / "libraries").mkdir()
        (folder / "libraries/libLLVM.so.19.1").write_text("no library")
        out, without = folder / "without.csv", {"LD_LIBRARY_PATH": str(folder / "libraries")}
        command = [huice, "run", PROGRAM, "--data", data, "--out", out, "--lang", "en"]
        assert "machine code cannot be had here" in run(*command, HUICE_CACHE=str(folder / "cache"), **without).stderr
        assert out.read_bytes() == usual.read_bytes(), "other decisions without LLVM"
        run(*command, HUICE_CACHE=str(folder / "cache"))
        assert "warning" not in run(*command, HUICE_CACHE=str(folder / "cache"), **without).stderr, "LLVM was needed for what is in the cache"
        assert out.read_bytes() == usual.read_bytes(), "other decisions from the cache"
        failed = subprocess.run([huice, "dump", PROGRAM, "--stage", "asm", "--lang", "en"], capture_output=True, text=True, env={**os.environ, **without})
        assert failed.returncode == 3 and "the code generator cannot be loaded: " in failed.stderr, failed.stderr
        print("2000 applicants without memory that becomes executable, by files and by the reference, and without LLVM: the same decisions, with a warning")


if __name__ == "__main__":
    main()
