#!/usr/bin/env python3
"""libhuice.so shows the functions of huice.h and nothing else; what it needs of LLVM carries LLVM's version, so that another
LLVM in the same process cannot be taken for it.

    symbols.py LIBHUICE
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def symbols(library, which):
    lines = subprocess.run(["nm", "-D", "--with-symbol-versions", which, library], check=True, capture_output=True, text=True).stdout.splitlines()
    return [line.split()[-1] for line in lines if not line.split()[-2].islower() or line.split()[-2] in "uvw"]  # "t": not shown


def main():
    library = sys.argv[1]
    declared = set(re.findall(r"HUICE_API\s[^;]*?\b(huice_\w+)\(", (ROOT / "api/huice.h").read_text(encoding="utf-8")))
    shown = {name.split("@")[0] for name in symbols(library, "--defined-only")} - {"HUICE_0"}
    if len(declared) < 20:
        sys.exit(f"huice.h declares only {len(declared)} functions: this test no longer reads it")
    if shown != declared:
        sys.exit(f"shown but not declared: {sorted(shown - declared)}; declared but not shown: {sorted(declared - shown)}")
    llvm = [name for name in symbols(library, "--undefined-only") if re.match(r"_Z\w*4llvm|LLVM", name)]
    unversioned = [name for name in llvm if "@LLVM_" not in name]
    if not llvm or unversioned:
        sys.exit(f"{len(llvm)} symbols of LLVM, without a version: {unversioned[:5]}")
    print(f"{len(shown)} functions; {len(llvm)} symbols of LLVM, all with its version")


if __name__ == "__main__":
    main()
