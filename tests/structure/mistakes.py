#!/usr/bin/env python3
"""Each mistake of tests/mistakes makes exactly one diagnostic in either language, and one that says what to do.

The goldens hold the words; this holds their number. Exit status 1 names the files that break the rule.
"""
import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "mistakes"


def main():
    faults = []
    files = sorted(FOLDER.glob("*.test"))
    for path in files:
        text = path.read_text(encoding="utf-8")
        for language, part in zip(("en", "zh"), re.split(r"^=== run .*$", text, flags=re.MULTILINE)[1:]):
            said = re.findall(r"^p\.policy:\d+:\d+: \S+: .* \[(\w+)\]$", part, re.MULTILINE)
            if len(said) != 1:
                faults.append(f"{path.name} ({language}): {len(said)} diagnostics")
    print(f"{len(files)} files, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults or len(files) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
