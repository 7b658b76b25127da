#!/usr/bin/env python3
"""The pages that quote measured numbers: README.md and docs/performance.md, between `<!-- measured: NAME -->` and `<!-- end -->`,
and the chart. Everything there is made of bench/results/measured.json, which only `./dev bench --all` writes.

    bench/pages.py            makes them again from that file
    bench/pages.py --check    says what differs, and fails; a test
"""
import json
import re
import sys

import chart
import machine
import targets
from contenders import by_duckdb, by_huice
from parts import contests, kernels, limits, odd, sample, scaling, stages, startup
from process import ROOT, median
from words import number, short

RESULTS = ROOT / "bench" / "results" / "measured.json"
PAGES = (ROOT / "README.md", ROOT / "docs" / "performance.md")
CHART = ROOT / "docs" / "performance.svg"
BLOCK = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.S)
TABLES = {"contests": contests, "kernels": kernels, "stages": stages, "scaling": scaling, "startup": startup, "odd": odd, "sample": sample, "limits": limits}


def rehearsal(results):
    """What is to be said where the numbers are not the real ones."""
    if results["scale"] != 1:
        return f"A rehearsal at {results['scale']:g} of the full number of rows; others were at work on the machine."
    others = results["machine"].get("others_running", 0)
    return f"Others were at work on the machine: {others} processes." if others else ""


def one_number(results):
    """README's."""
    job = results["parts"]["contests"]["workload"]
    threads = max(job["threads"], key=int)
    runs = job["threads"][threads]
    huice, duckdb = runs[by_huice.NAME], runs[by_duckdb.NAME]
    return [f"**One number**: {number(job['rows'])} applicants under four measures, {job['bytes_in'] / 1e9:.1f} GB of CSV in, {job['bytes_out'] / 1e9:.1f} GB of decisions with reasons out:",
            f"{short(median(huice))} s on {threads} cores of an {results['machine']['processor']} machine, in {huice['mib']:.0f} MiB. DuckDB {results['machine']['versions']['duckdb']} needs {short(median(duckdb))} s for the same bytes with exact decimals",
            f"(`./dev bench`: medians of {results['runs']} runs in turn, answers compared first; [more](docs/performance.md)).",
            *([rehearsal(results)] if rehearsal(results) else [])]


def block(results, name):
    if name == "one_number":
        return one_number(results)
    if name == "machine":
        said = f" **{rehearsal(results)}**" if rehearsal(results) else ""
        return [f"Measured on {results['date']}: {machine.sentence(results['machine'])}. Medians of {results['runs']} runs, everyone in turn; in brackets least–most.{said}"]
    if name == "targets":
        return targets.table(results["parts"])
    return TABLES[name].table(results["parts"][name])


def made(results):
    """path → what it should hold."""
    pages = {}
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        pages[path] = BLOCK.sub(lambda found: found[1] + "\n".join(block(results, found[2])) + "\n" + found[3], text)
    pages[CHART] = chart.draw(results)
    return pages


def write(results):
    """Keeps the results and makes the pages of them."""
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for path, text in made(results).items():
        path.write_text(text, encoding="utf-8")


def update(results):
    """Parts that were measured once more replace those of the kept results."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))
    others = max(each["machine"].pop("others_running", 0) for each in (kept, results))
    for what in ("machine", "scale", "runs"):
        if kept[what] != results[what]:
            sys.exit(f"the kept results have another {what}: measure everything with --all")
    kept["machine"]["others_running"] = others
    for part, data in results["parts"].items():
        kept["parts"][part].update(data)
    write(kept)


def main():
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    if sys.argv[1:] != ["--check"]:
        return write(results)
    wrong = [path.relative_to(ROOT) for path, text in made(results).items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in wrong:
        print(f"{path} says other numbers than bench/results/measured.json; bench/pages.py makes it again")
    print(f"{len(PAGES) + 1 - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
