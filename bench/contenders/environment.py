"""Contenders that Debian does not package run in a virtual environment below build/, made when it is first needed.

Where the package registry cannot be reached, `python_with` raises Unreachable: the contender is left out with one line, and
the benchmark fails only where CI=true.
"""
import os
import subprocess
import sys

from process import ROOT

ENVIRONMENT = ROOT / "build" / "venv"


class Unreachable(Exception):
    pass


def python_with(modules, packages=None):
    """The environment's interpreter, with these modules; `packages` are what the registry calls them."""
    python = ENVIRONMENT / "bin" / "python"
    steps = [[sys.executable, "-m", "venv", str(ENVIRONMENT)]] if not python.exists() else []
    if steps or subprocess.run([str(python), "-c", f"import {', '.join(modules)}"], capture_output=True, check=False).returncode != 0:
        steps.append([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *(packages or modules)])
    for step in steps:
        ended = subprocess.run(step, capture_output=True, text=True, check=False)
        if ended.returncode != 0:
            reason = " ".join((ended.stderr or ended.stdout).strip().splitlines()[-1:])
            if os.environ.get("CI") == "true":
                sys.exit(f"{', '.join(packages or modules)} cannot be installed: {reason}")
            raise Unreachable(f"{', '.join(packages or modules)} cannot be installed ({reason})")
    return str(python)


def version_of(package):
    return subprocess.run([str(ENVIRONMENT / "bin" / "python"), "-c", f"from importlib.metadata import version; print(version('{package}'))"],
                          capture_output=True, text=True, check=True).stdout.strip()
