#!/usr/bin/env python3
"""The Java package as people get it: Maven makes the JAR; programs outside are compiled and run against it and JNA alone
(examples/java), and with Apache Arrow, through whose batches applicants get the decisions of the command line.

    jar.py HUICE LIBRARY        20,000 applicants; HUICE_TEST_SIZE=full: 1,000,000

Exits with 77 (skipped) and one line where there is no JDK 17, no Maven, or no registry, unless CI=true, where that fails.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(ROOT / "bench")]
from contenders.environment import Unreachable, python_with  # noqa: E402

ARROW_OPENS = "--add-opens=java.base/java.nio=ALL-UNNAMED"  # Apache Arrow asks for it


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def packaged(library, folder):
    """The JAR, and the JARs that it and the tests need, by the beginnings of their names."""
    (folder / "library").mkdir()
    shutil.copy(library, folder / "library/libhuice.so")
    words = ["mvn", "-q", "-B", "-f", ROOT / "java/pom.xml", "package", "dependency:copy-dependencies", f"-Dhuice.library={folder / 'library'}",
             f"-Dhuice.target={folder / 'target'}"]
    for offline in (["-o"], []):  # what is there already is not asked for again
        done = subprocess.run([*map(str, words), *offline], capture_output=True, text=True)
        if done.returncode == 0:
            break
    else:
        if "could not be resolved" in done.stdout + done.stderr or "Could not transfer" in done.stdout + done.stderr:
            skip("Maven's registry cannot be reached")
        sys.exit(done.stdout + done.stderr)
    jar, = (folder / "target").glob("huice-*.jar")
    print(f"{jar.name}: {jar.stat().st_size:,} bytes")
    return jar, sorted((folder / "target/dependency").glob("*.jar"))


ROWS = """
import sys; sys.path.insert(0, sys.argv[1])
import applicants, json, pathlib, pyarrow as pa
fields = json.loads(sys.argv[2])
table = applicants.typed(applicants.all_text(pathlib.Path(sys.argv[3])), fields).unify_dictionaries()
with pa.ipc.new_file(sys.argv[4], table.schema) as file: file.write_table(table, max_chunksize=10_000)
"""
SAME = """
import sys; sys.path.insert(0, sys.argv[1])
import applicants, pathlib, pyarrow as pa
applicants.same(applicants.wide(pa.ipc.open_stream(pa.memory_map(sys.argv[2])).read_all().unify_dictionaries()), applicants.all_text(pathlib.Path(sys.argv[3])))
"""
FIELDS = {"id": "text", "district": "text", "trade": "choice", "insured": "boolean", "premium": "number", "scale": "boolean", "rd": "number",
          "rd_last": "number", "revenue": "number", "area": "number", "standard": "choice", "volume": "number", "sme": "boolean"}


def main():
    huice, library = sys.argv[1:3]
    rows = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 20_000
    if not shutil.which("javac") or not shutil.which("mvn"):
        skip("no JDK or no Maven is installed (Debian packages openjdk-17-jdk-headless and maven)")
    try:
        python = python_with(["pyarrow"])
    except Unreachable as error:
        skip(error)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        jar, others = packaged(library, folder)
        jna = next(path for path in others if path.name.startswith("jna-"))

        clean = folder / "clean"  # what a program with Huice needs, and nothing else
        clean.mkdir()
        for path in (jar, jna):
            shutil.copy(path, clean)
        run("javac", "-Xlint:all", "-Werror", "-cp", f"{clean}/*", "-d", clean, ROOT / "examples/java/Decide.java")
        printed = run("java", "-cp", f"{clean}/*:{clean}", "Decide", ROOT / "examples/grants.policy", cwd=clean)
        expected = (ROOT / "examples/java/expected.txt").read_text(encoding="utf-8")
        if printed != expected:
            sys.exit(f"examples/java prints\n{printed}instead of\n{expected}")

        program = ROOT / "bench/workload"
        data, table, decided, by_command = (folder / one for one in ("rows.csv", "rows.arrow", "decided.arrows", "decisions.csv"))
        run(huice, "sample", program, "--rows", rows, "--out", data)
        run(huice, "run", program, "--data", data, "--out", by_command, "-q")
        fields = json.dumps([{"name": field, "kind": kind, "unit": "", "whole": False} for field, kind in FIELDS.items()])
        run(python, "-c", ROWS, ROOT / "tests/python", fields, data, table)
        everything = ":".join(map(str, [jar, *others]))
        run("javac", "-cp", everything, "-d", folder, HERE / "Uses.java")
        print(run("java", ARROW_OPENS, "-cp", f"{everything}:{folder}", "Uses", ROOT / "examples/grants.policy", program, table, decided, cwd=folder), end="")
        run(python, "-c", SAME, ROOT / "tests/python", decided, by_command)
    print(f"{rows} applicants: Arrow batches from Java as the command line; the JAR with JNA alone; examples/java")


if __name__ == "__main__":
    main()
