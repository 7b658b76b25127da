#!/usr/bin/env python3
"""Runs every example of README.md and docs/: what they show is what the program prints.

A fenced block ```console holds `$ command` lines and what each prints (standard output and error together). `huice` and
`build/huice` mean the program that is tested. A block ```huice file=NAME is written to NAME in the page's folder first;
```csv file=NAME likewise. Commands of one page run in order in one copy of the repository's policies/. `…` alone on a
line stands for any lines, within a line for any text. ```huice without a file name must check as a program of its own, and its scenarios must pass,
unless it says `part`.

    tests/docs.py [--huice build/huice] [--update] [PAGE.md ...]
"""
import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w+)?(.*)$")


def blocks(lines):
    """(language, words, first line index, last line index) of the text inside each fence."""
    start = None
    for index, line in enumerate(lines):
        found = FENCE.match(line)
        if not found:
            continue
        if start is None:
            start = (found.group(1) or "", found.group(2).split(), index + 1)
        else:
            yield start + (index,)
            start = None


def same(expected, actual):
    """Whether the lines agree; `…` stands for any number of lines, or for any part of one."""
    pattern = []
    for line in expected:
        pattern.append("(?:.*\n)*?" if line == "…" else ".*".join(re.escape(part) for part in line.split("…")) + "\n")
    return re.fullmatch("".join(pattern), "".join(line + "\n" for line in actual)) is not None


def run(command, folder, huice):
    tools = folder / ".bin"
    tools.mkdir(exist_ok=True)
    for name in ("huice",):
        if not (tools / name).exists():
            (tools / name).symlink_to(huice)
    environment = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}", HUICE_CACHE=str(folder / ".cache"), LC_ALL="C.UTF-8", NO_COLOR="1")
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300)
    return done.stdout.decode("utf-8", "backslashreplace").splitlines()


def examples(lines):
    """Splits a console block into (command, its expected lines)."""
    result = []
    for line in lines:
        if line.startswith("$ "):
            result.append((line[2:], []))
        elif result:
            result[-1][1].append(line)
    return result


def run_page(page, huice, update):
    lines = page.read_text(encoding="utf-8").split("\n")
    ran, failures, replacements = 0, [], []
    with tempfile.TemporaryDirectory(prefix="huice-docs-") as name:
        folder = Path(name)
        (folder / "policies").symlink_to(ROOT / "policies")
        (folder / "build").mkdir()
        (folder / "build" / "huice").symlink_to(huice)
        for language, words, first, last in blocks(lines):
            options = dict(word.split("=", 1) for word in words if "=" in word)
            text = "\n".join(lines[first:last]) + "\n"
            if "file" in options:
                target = folder / options["file"]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text, encoding="utf-8")
            elif language == "huice" and "part" not in words:
                (folder / "snippet.policy").write_text(text, encoding="utf-8")
                got = run("huice check -q snippet.policy", folder, huice)
                ran += 1
                if got:
                    failures.append(f"{page.name}:{first}: this program does not check\n  " + "\n  ".join(got))
                elif re.search(r"^(scenario|算例)", text, re.MULTILINE):
                    got = run("huice test snippet.policy > tested 2>&1 || cat tested", folder, huice)
                    ran += 1
                    if got:
                        failures.append(f"{page.name}:{first}: its scenarios do not pass\n  " + "\n  ".join(got))
            elif language == "console":
                shown = []
                for command, expected in examples(lines[first:last]):
                    got = run(command, folder, huice)
                    ran += 1
                    shown.append("$ " + command)
                    if same(expected, got):
                        shown += expected
                    else:
                        shown += got
                        failures.append(f"{page.name}:{first}: $ {command}\n" + "\n".join("  " + line for line in difflib.unified_diff(expected, got, "shown", "printed", lineterm="", n=2)))
                replacements.append((first, last, shown))
    if failures and update:
        for first, last, shown in reversed(replacements):
            lines[first:last] = shown
        page.write_text("\n".join(lines), encoding="utf-8")
        print(f"updated {page.relative_to(ROOT)}")
        failures = [failure for failure in failures if "does not check" in failure or "do not pass" in failure]
    return ran, failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("pages", nargs="*")
    options = parser.parse_args()
    pages = [Path(page).resolve() for page in options.pages] or [ROOT / "README.md"] + sorted((ROOT / "docs").rglob("*.md"))
    total, failed = 0, 0
    for page in pages:
        if not page.exists():
            continue
        ran, failures = run_page(page, str(Path(options.huice).resolve()), options.update)
        total += ran
        failed += len(failures)
        print("\n".join(failures), end="\n" if failures else "")
    print(f"{total - failed} passed, {failed} failed")
    return 1 if failed or total == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
