#!/usr/bin/env python3
"""The Python package as people get it: the wheel is built and installed into a clean environment, and used there; then with
pyarrow, pandas, polars and DuckDB; then examples/python.

    wheel.py HUICE LIBRARY        50,000 applicants, and peak memory with 1,000,000; HUICE_TEST_SIZE=full: 1,000,000 and 10,000,000

Exits with 77 (skipped) and one line where the package registry cannot be reached, unless CI=true, where that fails.
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "bench"))
from contenders.environment import Unreachable, python_with  # noqa: E402


def run(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def installed(python, library, folder):
    """A clean environment with the wheel: its interpreter, and where its packages are."""
    run(python, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT / "python", env={**os.environ, "HUICE_LIBRARY": library})
    wheel, = folder.glob("huice-*.whl")
    clean = folder / "clean"
    run(python, "-m", "venv", "--without-pip", clean)
    run(python, "-m", "pip", "--python", clean / "bin/python", "install", "-q", "--no-deps", "--no-index", wheel)
    print(f"{wheel.name}: {wheel.stat().st_size:,} bytes")
    return clean / "bin/python", next(clean.glob("lib/python*/site-packages"))


def main():
    huice, library = sys.argv[1:3]
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    try:
        python = python_with(["pyarrow", "pandas", "polars", "duckdb", "hatchling"])
    except Unreachable as error:
        print(f"skipped: {error}")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        clean, packages = installed(python, library, folder)
        with_wheel = {**os.environ, "PYTHONPATH": str(packages)}
        print(run(clean, HERE / "alone.py", ROOT / "examples/grants.policy", cwd=folder, env={"LC_ALL": "C.UTF-8"}), end="")
        print(run(python, HERE / "identical.py", huice, 1_000_000 if full else 50_000, env=with_wheel), end="")
        run(python, HERE / "uses.py", huice, env=with_wheel)
        print(run(python, HERE / "memory.py", huice, 10_000_000 if full else 1_000_000, env=with_wheel), end="")
        printed = run(python, ROOT / "examples/python/decide.py", ROOT / "examples/grants.policy", env=with_wheel)
        expected = (ROOT / "examples/python/expected.txt").read_text(encoding="utf-8")
        if printed != expected:
            sys.exit(f"examples/python prints\n{printed}instead of\n{expected}")
    print("the wheel alone, with pyarrow, pandas, polars and DuckDB, and examples/python")


if __name__ == "__main__":
    main()
