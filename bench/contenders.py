"""Contenders that Debian does not package run in a virtual environment below build/, made when it is first needed.

Where the package registry cannot be reached, `python_with` ends the benchmark with one line: a failure only where CI=true.
"""
import os
import subprocess
import sys
from pathlib import Path

ENVIRONMENT = Path(__file__).resolve().parent.parent / "build" / "venv"


def python_with(*packages):
    """The environment's interpreter, with these packages."""
    python = ENVIRONMENT / "bin" / "python"
    steps = [[sys.executable, "-m", "venv", str(ENVIRONMENT)]] if not python.exists() else []
    if subprocess.run([str(python), "-c", f"import {', '.join(packages)}"], capture_output=True, check=False).returncode if python.exists() else True:
        steps.append([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
    for step in steps:
        ended = subprocess.run(step, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            reason = (ended.stderr or ended.stdout).strip().splitlines()[-1:]
            print(f"skipped: {', '.join(packages)} cannot be installed ({' '.join(reason)})")
            sys.exit(1 if os.environ.get("CI") == "true" else 0)
    return str(python)
