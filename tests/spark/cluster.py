#!/usr/bin/env python3
"""huice.spark on a Spark that runs here, with several workers; then examples/spark.

    cluster.py HUICE LIBRARY        20,000 applicants, tasks in one process of Java; HUICE_TEST_SIZE=full: 1,000,000, executors of their own

Exits with 77 (skipped) and one line where there is no Java or the package registry cannot be reached, unless CI=true, where that fails.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))
from contenders.environment import Unreachable, python_with  # noqa: E402


def main():
    huice, library = sys.argv[1:3]
    rows, master = (1_000_000, "local-cluster[2,2,1024]") if os.environ.get("HUICE_TEST_SIZE") == "full" else (20_000, "local[4]")
    try:
        if not shutil.which("java"):
            raise Unreachable("no Java is installed (Debian package openjdk-17-jre-headless)")
        python = python_with(["pyspark", "pyarrow", "pandas"], ["pyspark==4.3.0", "pyarrow", "pandas"])  # a Spark for Java 17
    except Unreachable as error:
        print(f"skipped: {error}")
        sys.exit(1 if os.environ.get("CI") == "true" else 77)
    environment = {**os.environ, "HUICE_LIBRARY": library, "PYTHONPATH": str(ROOT / "python"), "PYSPARK_PYTHON": python, "SPARK_LOCAL_IP": "127.0.0.1",
                   "LC_ALL": "C.UTF-8"}

    def run(*words):
        done = subprocess.run([python, *map(str, words)], env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr[-8000:]}")
        return done.stdout

    print(run(ROOT / "tests/spark/decide.py", huice, rows, master), end="")
    printed = run(ROOT / "examples/spark/decide.py", ROOT / "examples/grants.policy")
    expected = (ROOT / "examples/spark/expected.txt").read_text(encoding="utf-8")
    if printed != expected:
        sys.exit(f"examples/spark prints\n{printed}instead of\n{expected}")


if __name__ == "__main__":
    main()
