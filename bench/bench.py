#!/usr/bin/env python3
"""Measures Huice, after its answers were compared with others' byte for byte.

    bench/bench.py [PART …] [--scale F] [--runs N] [--threads 1,2] [--huice build/huice]
    bench/bench.py --all                 everything at full size; rewrites bench/results, the chart and the pages that quote them
    bench/bench.py PART … --update       these parts once more at full size, into the same results: of the same machine and commit only

Parts: contests (or one of them: workload, one_measure, ningbo, households, settlement), kernels, stages, scaling, startup,
odd, sample, limits, embedded. Everyone takes turns; tables have medians, and least to most. Without --all the results go to build/bench/measured.json.
"""
import argparse
import datetime
import json
import sys
import tempfile
import time
from pathlib import Path

import machine
import pages
from contenders.environment import Unreachable
from jobs import Settings, jobs
from parts import contests, embedded, kernels, limits, odd, stages, sample, scaling, startup
from process import BUILT, ROOT

PARTS = {"limits": limits, "contests": contests, "kernels": kernels, "stages": stages, "scaling": scaling, "startup": startup, "odd": odd, "sample": sample,
         "embedded": embedded}


def chosen(words, parser):
    """(part, job or None) of the command line's words."""
    unknown = [word for word in words if word not in PARTS and word not in jobs()]
    if unknown:
        parser.error(f"no such part: {', '.join(unknown)}")
    return [(word, None) if word in PARTS else ("contests", word) for word in words or PARTS]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--scale", type=float, default=None, help="of the full number of rows; 0.1 unless --all")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--update", action="store_true")
    options = parser.parse_args()
    if options.all and options.parts:
        parser.error("--all measures every part")
    scale = options.scale or (1.0 if options.all or options.update else 0.1)
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="data-", dir=BUILT) as folder:
        settings = Settings(Path(options.huice).resolve(), Path(folder), scale, options.runs, tuple(map(int, options.threads.split(","))))
        try:
            results = measure(settings, chosen(options.parts, parser))
        except Unreachable as reason:
            print(f"skipped: {reason}")
            sys.exit(1 if options.all else 0)
    if options.update:
        pages.update(results)
    elif options.all:
        pages.write(results)
    else:
        save(BUILT / "measured.json", results)


def measure(settings, parts):
    results = {"format": 1, "date": datetime.date.today().isoformat(), "scale": settings.scale, "runs": settings.runs, "machine": machine.describe(settings.huice), "parts": {}}
    print(f"{machine.sentence(results['machine'])}\nmedians of {settings.runs} runs, everyone in turn (least–most)", flush=True)
    for name, job in parts:
        part, begin = PARTS[name], time.monotonic()
        data = part.measure(settings, job) if job else part.measure(settings)
        results["parts"].setdefault(name, {}).update(data)
        print("\n".join(["", *part.table(data), f"({job or name}: {time.monotonic() - begin:.0f} s in all)"]), flush=True)
    return results


def save(path, results):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
