#!/usr/bin/env python3
"""Runs text tests: a .test file holds input files, commands and what they must print.

    free comment lines
    === file exporters.csv            content of an input file, up to the next === line
    === file old.csv gb18030          the same, written in another encoding
    === hex raw.csv                   bytes in hexadecimal (blanks and line ends are ignored)
    === mode 755 folder               who has access to a file or folder
    === xlsx book.xlsx Sheet1         a workbook of one sheet: lines of cells between commas, texts, or {number 0.3 percent}, {formula A1*2}, …;
                                      ranges behind the sheet's name are merged: A2:A3
    === repeat big.policy 100000 ( 1 x 100000 )    the section's lines, then each text N times (\\n: a line end, \\s: a blank)
    === run check exporters.policy    a command line for huice, run in a folder of its own
    --- exit 1                        missing: 0
    --- stdout                        missing: nothing is printed
    --- stderr                        missing: nothing is printed
    === cat out.csv                   content of a file that a command made, as UTF-8
    === absent out.csv                the file must not exist

`$POLICIES` in a command stands for the repository's policies/ folder. `<any>` in an expected line matches any text.

    tests/golden.py --huice build/huice [--update] [FILE.test | FOLDER]...

--update rewrites what is expected; read the difference before you commit it. Exit status: 0 all passed, 1 some failed.
"""
import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import workbook_maker

ROOT = Path(__file__).resolve().parent.parent


class Section:
    """One `===` block: its words, and its text or, for a command, the `---` parts in it."""

    def __init__(self, head):
        self.head = head
        self.words = head.split()
        self.lines = []


def read_case(path):
    preamble, sections = [], []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("=== "):
            sections.append(Section(line[4:]))
        elif sections:
            sections[-1].lines.append(line)
        else:
            preamble.append(line)
    if sections and sections[-1].lines and sections[-1].lines[-1] == "":
        sections[-1].lines.pop()  # the file's last line end
    return preamble, sections


def input_bytes(section):
    kind = section.words[0]
    if kind == "xlsx":
        sheet = workbook_maker.sheet_xml(workbook_maker.typed(section.lines), merged=section.words[3:])
        return workbook_maker.written(workbook_maker.parts({section.words[2]: sheet}))
    if kind == "hex":
        return bytes.fromhex("".join("".join(section.lines).split()))
    if kind == "repeat":
        before = "".join(line + "\n" for line in section.lines)
        pairs = zip(section.words[2::2], section.words[3::2])
        return (before + "".join(text.replace("\\n", "\n").replace("\\s", " ") * int(count) for count, text in pairs)).encode()
    text = "\n".join(section.lines)
    if text and not text.endswith("\n"):
        text += "\n"
    return text.encode(section.words[2] if len(section.words) > 2 else "utf-8")


def parts_of(section):
    """{'exit': 1, 'stdout': [...], 'stderr': [...]} of a command's section."""
    parts = {"exit": 0, "stdout": [], "stderr": []}
    target = None
    for line in section.lines:
        if line.startswith("--- exit "):
            parts["exit"] = int(line[9:])
            target = None
        elif line in ("--- stdout", "--- stderr"):
            target = parts[line[4:]]
        elif target is not None:
            target.append(line)
    return parts


def matches(expected, actual):
    if len(expected) != len(actual):
        return False
    for want, got in zip(expected, actual):
        if want != got:
            pattern = ".*".join(re.escape(piece) for piece in want.split("<any>"))
            if "<any>" not in want or not re.fullmatch(pattern, got):
                return False
    return True


def merge(expected, actual):
    """The actual lines, keeping expected ones whose <any> still matches."""
    if matches(expected, actual):
        return expected
    keep = [line for line in expected if "<any>" in line]
    result = []
    for line in actual:
        for pattern in keep:
            if matches([pattern], [line]):
                line = pattern
                break
        result.append(line)
    return result


def run_command(huice, section, folder):
    text = section.head[len("run "):].replace("$POLICIES", str(ROOT / "policies"))
    environment = dict(os.environ, HUICE_CACHE=str(folder / ".cache"), LC_ALL="C.UTF-8", NO_COLOR="1")
    environment.pop("HUICE_LANG", None)
    stdin = None
    words = shlex.split(text)
    if "<" in words:
        at = words.index("<")
        stdin = (folder / words[at + 1]).read_bytes()
        del words[at:at + 2]
    done = subprocess.run([huice] + words, cwd=folder, env=environment, input=stdin or b"", capture_output=True, timeout=300)

    def lines(data):
        text = data.decode("utf-8", "backslashreplace").replace(str(ROOT / "policies"), "$POLICIES")
        return text.removesuffix("\n").split("\n") if text else []

    return {"exit": done.returncode, "stdout": lines(done.stdout), "stderr": lines(done.stderr)}


def run_case(huice, path, update):
    """The list of differences as text; empty when the case passes (or was updated)."""
    preamble, sections = read_case(path)
    failures = []
    with tempfile.TemporaryDirectory(prefix="huice-test-") as name:
        folder = Path(name)
        for section in sections:
            kind = section.words[0]
            if kind in ("file", "hex", "repeat", "xlsx"):
                target = folder / section.words[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(input_bytes(section))
            elif kind == "run":
                want, got = parts_of(section), run_command(huice, section, folder)
                failures += differences(section.head, want, got)
                section.lines = [] if got["exit"] == 0 else [f"--- exit {got['exit']}"]
                for stream in ("stdout", "stderr"):
                    if got[stream]:
                        section.lines += [f"--- {stream}"] + merge(want[stream], got[stream])
            elif kind == "mode":
                (folder / section.words[2]).chmod(int(section.words[1], 8))
            elif kind == "cat":
                file = folder / section.words[1]
                got = file.read_bytes().decode("utf-8", "backslashreplace") if file.exists() else "<no such file>"
                got = got.removesuffix("\n").split("\n")
                if not matches(section.lines, got):
                    failures += difference_lines(section.head, section.lines, got)
                section.lines = merge(section.lines, got)
            elif kind == "absent":
                if (folder / section.words[1]).exists():
                    failures.append(f"{section.head}: the file exists")
            else:
                failures.append(f"unknown section: {section.head}")
    if failures and update:
        text = "\n".join(preamble)
        for section in sections:
            text += ("" if text == "" or text.endswith("\n") else "\n") + f"=== {section.head}\n"
            text += "".join(line + "\n" for line in section.lines)
        path.write_text(text, encoding="utf-8")
        print(f"updated {path.relative_to(ROOT)}")
        return []
    return failures


def difference_lines(head, want, got):
    return [f"{head}:"] + ["  " + line for line in difflib.unified_diff(want, got, "expected", "got", lineterm="", n=2)]


def differences(head, want, got):
    result = []
    if want["exit"] != got["exit"]:
        result.append(f"{head}: exit {got['exit']}, expected {want['exit']}")
    for stream in ("stdout", "stderr"):
        if not matches(want[stream], got[stream]):
            result += difference_lines(f"{head} ({stream})", want[stream], got[stream])
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--quiet", action="store_true", help="print failing names only, stop at the first failure")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("paths", nargs="*", default=[str(ROOT / "tests")])
    options = parser.parse_args()
    huice = str(Path(options.huice).resolve())
    cases = []
    for name in options.paths:
        path = Path(name).resolve()
        cases += sorted(path.rglob("*.test")) if path.is_dir() else [path]
    failed = 0
    with ThreadPoolExecutor(options.jobs) as pool:
        for path, failures in zip(cases, pool.map(lambda case: run_case(huice, case, options.update), cases)):
            if failures:
                failed += 1
                print(f"FAILED {path.relative_to(ROOT)}")
                if options.quiet:
                    pool.shutdown(cancel_futures=True)
                    break
                print("\n".join("  " + line for line in failures))
    print(f"{len(cases) - failed} passed, {failed} failed")
    return 1 if failed or not cases else 0


if __name__ == "__main__":
    sys.exit(main())
