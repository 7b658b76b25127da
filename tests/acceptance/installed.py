#!/usr/bin/env python3
"""The installed package from outside: `cmake --install` into an empty folder that is then moved; examples/c built with what
pkg-config says, examples/cpp with find_package(huice); what they print.

    installed.py BUILD
"""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"


def output(*words, **more):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, words))}\n{done.stdout}{done.stderr}")
    return done.stdout


def same(name, got):
    expected = (EXAMPLES / name / "expected.txt").read_text(encoding="utf-8")
    if got != expected:
        sys.exit(f"examples/{name} prints\n{got}instead of\n{expected}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output("cmake", "--install", sys.argv[1], "--component", "embedding", "--strip", "--prefix", folder / "first")
        (folder / "first").rename(folder / "usr")
        prefix = folder / "usr"
        files = sorted(str(path.relative_to(prefix)) for path in prefix.rglob("*") if not path.is_dir())
        library = next(path for path in prefix.rglob("libhuice.so") if path.is_symlink())
        wanted = ["huice.h", "huice.hpp", "huiceConfig.cmake", "huiceConfigVersion.cmake", "huiceTargets.cmake", "huice.pc", "libhuice.so"]
        lacking = [one for one in wanted if not any(path.endswith("/" + one) for path in files)]
        assert not lacking, f"{lacking} is not installed: {files}"

        environment = {**os.environ, "PKG_CONFIG_PATH": str(library.parent / "pkgconfig"), "LD_LIBRARY_PATH": str(library.parent)}
        flags = output("pkg-config", "--cflags", "--libs", "huice", env=environment).split()
        output(os.environ.get("CC", "cc"), "-std=c11", "-Wall", "-Wextra", "-Werror", EXAMPLES / "c/decide.c", *flags, "-o", folder / "decide")
        same("c", output(folder / "decide", EXAMPLES / "grants.policy", env=environment))

        output("cmake", "-S", EXAMPLES / "cpp", "-B", folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
        output("cmake", "--build", folder / "build")
        same("cpp", output(folder / "build/decide", EXAMPLES / "grants.policy"))
        print(f"{library.resolve().name}: {library.resolve().stat().st_size:,} bytes; examples/c and examples/cpp print what they should")


if __name__ == "__main__":
    main()
