#!/usr/bin/env python3
"""libhuice.so shows the functions of huice.h and nothing else, and needs no LLVM. The code generator inside it shows one function; what
that needs of LLVM carries LLVM's version, so that another LLVM in the same process cannot be taken for it.

    symbols.py LIBHUICE GENERATOR
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
    library, generator = sys.argv[1:3]
    declared = set(re.findall(r"HUICE_API\s[^;]*?\b(huice_\w+)\(", (ROOT / "api/huice.h").read_text(encoding="utf-8")))
    shown = {name.split("@")[0] for name in symbols(library, "--defined-only")} - {"HUICE_0"}
    if len(declared) < 20:
        sys.exit(f"huice.h declares only {len(declared)} functions: this test no longer reads it")
    if shown != declared:
        sys.exit(f"shown but not declared: {sorted(shown - declared)}; declared but not shown: {sorted(declared - shown)}")
    needed = [name for name in (library, generator) if "libLLVM" in subprocess.run(["readelf", "-d", name], check=True, capture_output=True, text=True).stdout]
    if needed != [generator]:
        sys.exit(f"libLLVM is loaded with {needed}, not with the code generator alone")
    shown_by_generator = symbols(generator, "--defined-only")
    if shown_by_generator != ["huice_generator"]:
        sys.exit(f"the code generator shows {shown_by_generator[:5]}")
    llvm = [name for name in symbols(generator, "--undefined-only") if re.match(r"_Z\w*4llvm|LLVM", name)]
    unversioned = [name for name in llvm if "@LLVM_" not in name]
    if not llvm or unversioned:
        sys.exit(f"{len(llvm)} symbols of LLVM, without a version: {unversioned[:5]}")
    print(f"{len(shown)} functions; {len(llvm)} symbols of LLVM, all with its version")


if __name__ == "__main__":
    main()
