#!/usr/bin/env python3
"""Switches off each diagnostic, status and reject code in turn: the text tests must fail every time.

    tests/switch/disable_each.py [--huice build/release/huice-switchable] [CODE ...]

Needs a green suite to begin with. Exit status 1 names the codes that no test missed.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
REGISTRIES = {
    "diagnostic": (ROOT / "compiler/diagnostics/kinds.def", r"^HUICE_DIAGNOSTIC\((\w+)"),
    "reject": (ROOT / "runtime/decisions/reject_codes.def", r"^HUICE_REJECT\((\w+)"),
}
STATUSES = ["eligible", "ineligible", "error", "undetermined", "referred", "not_in_force"]


def codes():
    for file, pattern in REGISTRIES.values():
        yield from re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)
    yield from STATUSES


def cases_by_mention(code, cases):
    """The cases that speak of the code first: they are the likeliest to fail, so the loop ends soon."""
    return sorted(cases, key=lambda case: code not in case.read_text(encoding="utf-8"))


def passes(huice, cases, code):
    environment = dict(os.environ)
    if code:
        environment["HUICE_DISABLE"] = code
    command = [sys.executable, str(ROOT / "tests/golden.py"), "--quiet", "--huice", huice] + [str(case) for case in cases]
    return subprocess.run(command, env=environment, capture_output=True).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build/release/huice-switchable"))
    parser.add_argument("codes", nargs="*")
    options = parser.parse_args()
    cases = sorted((ROOT / "tests").rglob("*.test"))
    if not passes(options.huice, cases, None):
        print("the text tests must pass before anything is switched off")
        return 1
    wanted = options.codes or list(codes())
    unnoticed = []
    for code in wanted:
        ordered = cases_by_mention(code, cases)
        speaking = [case for case in ordered if code in case.read_text(encoding="utf-8")]
        noticed = bool(speaking) and not passes(options.huice, speaking, code)
        if not noticed:
            noticed = not passes(options.huice, ordered, code)
        if not noticed:
            unnoticed.append(code)
            print(f"nobody noticed that {code} was switched off", flush=True)
    print(f"{len(wanted) - len(unnoticed)} passed, {len(unnoticed)} failed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
