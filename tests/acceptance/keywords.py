#!/usr/bin/env python3
"""fmt over every policy and every program of the tests and docs: idempotent, comments kept, and en → zh → en the same file.

    tests/acceptance/keywords.py build/huice

Each program stands in a folder of its own. What the compiler has to say about it must not depend on the spelling: the same
diagnostics at the same lines. Exit status 1 names the programs that differ.
"""
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import golden  # noqa: E402


def programs():
    """(name, bytes) of every program there is."""
    for path in sorted((ROOT / "policies").rglob("*.policy")):
        yield str(path.relative_to(ROOT)), path.read_bytes()
    for path in sorted((ROOT / "tests").rglob("*.test")):
        for section in golden.read_case(path)[1]:
            if section.words[0] == "file" and len(section.words) == 2 and section.words[1].endswith(".policy"):
                yield f"{path.relative_to(ROOT)}/{section.words[1]}", golden.input_bytes(section)
    for path in [ROOT / "README.md"] + sorted((ROOT / "docs").rglob("*.md")):
        for number, text in enumerate(re.findall(r"```huice\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)):
            yield f"{path.relative_to(ROOT)}/{number}.policy", text.encode()


def fmt(huice, folder, *words):
    done = subprocess.run([huice, "-q", "fmt", *words, str(folder)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"fmt {' '.join(words)}: exit {done.returncode}\n{done.stderr}")
    return {path: path.read_bytes() for path in sorted(folder.rglob("*.policy"))}


def diagnostics(huice, folder):
    done = subprocess.run([huice, "check", "--format", "json", "--lang", "en", str(folder)], capture_output=True, text=True)
    all_of_them = [one for program in json.loads(done.stdout) for one in program]
    return sorted((one.get("file", ""), one.get("line", 0), one["code"]) for one in all_of_them)


def comments(data):
    """Comments as written; strings are skipped."""
    text = data.decode("utf-8", "replace")
    found = re.findall(r'"[^"\n]*"|“[^”\n]*”|＂[^＂\n]*＂|「[^」\n]*」|(//[^\r\n]*|/\*.*?\*/)', text, re.DOTALL)
    return [one.rstrip() for one in found if one]


def differing(one, other):
    return [path for path in one if one[path] != other[path]]


def main():
    huice = str(Path(sys.argv[1]).resolve())
    failed = 0
    with tempfile.TemporaryDirectory(prefix="huice-keywords-") as name:
        root, names = Path(name), {}
        for number, (program, data) in enumerate(programs()):
            path = root / f"{number:04}" / "p.policy"
            path.parent.mkdir()
            path.write_bytes(data)
            names[path] = program
        before = {path: path.read_bytes() for path in names}

        def report(what, paths):
            nonlocal failed
            for path in paths:
                failed += 1
                print(f"{what}: {names[path]}")

        once = fmt(huice, root)
        report("fmt is not idempotent", differing(once, fmt(huice, root)))
        report("fmt changes comments", [path for path in once if comments(before[path]) != comments(once[path])])
        plain = diagnostics(huice, root)
        for first, second in (("en", "zh"), ("zh", "en")):
            there = fmt(huice, root, "--keywords", first)
            report(f"--keywords {first} is not idempotent", differing(there, fmt(huice, root, "--keywords", first)))
            report(f"--keywords {first} changes comments", [path for path in there if comments(before[path]) != comments(there[path])])
            said = diagnostics(huice, root)
            if said != plain:
                failed += 1
                print(f"--keywords {first} changes what is checked:")
                for one in sorted(set(said) ^ set(plain)):
                    print("  ", names.get(Path(one[0]), one[0]), *one[1:], "only before" if one in plain else "only after")
            fmt(huice, root, "--keywords", second)
            report(f"{first} → {second} → {first} is another file", differing(there, fmt(huice, root, "--keywords", first)))
    print(f"{len(names)} programs, {failed} failed")
    return 1 if failed or not names else 0


if __name__ == "__main__":
    sys.exit(main())
