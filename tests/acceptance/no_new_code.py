#!/usr/bin/env python3
"""Where the system refuses executable memory the reference decides: the same decisions, a warning, and a note in the manifest. So it
does where LLVM cannot be loaded; there is no need of LLVM where the code is in the cache.

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
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, env={**os.environ, **environment})


def main():
    huice, no_new_code, by_arrow = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data, usual, hardened = folder / "rows.csv", folder / "usual.csv", folder / "hardened.csv"
        run(huice, "sample", PROGRAM, "--rows", 2000, "--out", data)
        assert "warning" not in run(huice, "run", PROGRAM, "--data", data, "--out", usual).stderr
        done = run(no_new_code, huice, "run", PROGRAM, "--data", data, "--out", hardened, "--lang", "en")
        assert "machine code cannot be had here" in done.stderr and "rd_increment" in done.stderr, done.stderr
        assert hardened.read_bytes() == usual.read_bytes(), "other decisions"
        noted = json.loads((folder / "hardened.manifest.json").read_text())["run"].get("decided_by_reference")
        assert noted == ["base_grant", "premium_support", "rd_increment", "treatment"], noted
        assert "decided_by_reference" not in json.loads((folder / "usual.manifest.json").read_text())["run"]
        rows = usual.read_text().split("\n", 1)[1]
        assert run(no_new_code, by_arrow, PROGRAM, data, 2).stdout == rows, "libhuice: other decisions"

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
        print("2000 applicants without executable memory, and without LLVM: the same decisions, with a warning")


if __name__ == "__main__":
    main()
