#!/usr/bin/env python3
"""Every scenario in both engines: those of the policies must pass with machine code, and each `run test` of the text tests
must print with machine code what it prints with the reference, but for the engine's name.

    tests/acceptance/scenarios_both_engines.py HUICE
"""
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import golden  # noqa: E402

NAMES = (" (engine: jit)", "（引擎：jit）")


def run(huice, words, folder):
    done = subprocess.run([huice, *words], cwd=folder, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1"))
    return done.returncode, done.stdout, done.stderr


def test_policies(huice, faults):
    folders = {path.parent for path in (ROOT / "policies").rglob("*.policy")}
    programs = sorted(folder for folder in folders if not folders & set(folder.parents))  # `huice test` descends
    for program in programs:
        before = time.monotonic()
        code, out, err = run(huice, ["test", str(program), "--engine", "jit", "-q"], ROOT)
        print(f"{program.relative_to(ROOT)}: {out.splitlines()[-1] if out else err}, {time.monotonic() - before:.1f} s")
        if code != 0:
            faults.append(out + err)
    return len(programs)


def test_text_tests(huice, faults):
    count = 0
    for path in sorted((ROOT / "tests").rglob("*.test")):
        _, sections = golden.read_case(path)
        if not any(section.words[:2] == ["run", "test"] for section in sections):
            continue
        with tempfile.TemporaryDirectory(prefix="huice-engines-") as name:
            folder = Path(name)
            for section in sections:
                if section.words[0] in ("file", "hex", "repeat"):
                    target = folder / section.words[1]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(golden.input_bytes(section))
                if section.words[:2] != ["run", "test"] or "--engine" in section.words:
                    continue
                words = [word.replace("$POLICIES", str(ROOT / "policies")) for word in section.words[1:]]
                expected, got = run(huice, words, folder), run(huice, [*words, "--engine", "jit"], folder)
                out = got[1]
                for engine in NAMES:
                    out = out.replace(engine, "")
                if (got[0], out, got[2]) != expected:
                    faults.append(f"{path.relative_to(ROOT)}: {' '.join(words)}\nreference:\n{expected[1]}{expected[2]}jit:\n{got[1]}{got[2]}")
                count += 1
    return count


def main():
    huice = Path(sys.argv[1]).resolve()
    faults = []
    with tempfile.TemporaryDirectory(prefix="huice-engines-cache-") as cache:
        os.environ["HUICE_CACHE"] = cache
        count = test_policies(huice, faults) + test_text_tests(huice, faults)
    print("\n".join(faults), end="\n" if faults else "")
    print(f"{count - len(faults)} passed, {len(faults)} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
