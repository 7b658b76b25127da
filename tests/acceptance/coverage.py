#!/usr/bin/env python3
"""Every clause of every document in policies/ is accounted for, and the page to sign is whole.

With the documents' texts (HUICE_SOURCES=FOLDER, or `sources` in policies/huice.toml) fragments and figures are checked too;
the texts are no part of the repository, and without them one line says that this was left out.

    coverage.py build/huice
"""
import json
import os
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
POLICIES = ROOT / "policies"
EMPTY = {"meta", "br", "hr", "img", "link", "input"}


def huice(program, *words):
    return subprocess.run([program, "coverage", *words], capture_output=True, encoding="utf-8", cwd=ROOT)


class Page(HTMLParser):
    """Tags that close in order, ids, and nothing from elsewhere."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids, self.links, self.text = [], [], [], [], []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag not in EMPTY:
            self.open.append(tag)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes["href"]] if "href" in attributes else []
        if tag in ("script", "link", "img", "iframe") or "src" in attributes:
            self.faults.append(f"<{tag}> brings something from elsewhere")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes nothing")

    def handle_data(self, data):
        self.text.append(data)


def check_page(text, report):
    page = Page()
    page.feed(text)
    faults = page.faults + [f"<{tag}> stays open" for tag in page.open]
    faults += [f"link {link} leads nowhere" for link in page.links if link[1:] not in page.ids]
    if len(page.ids) != len(set(page.ids)):
        faults.append("an id stands twice")
    shown = "".join(page.text)
    clauses = sum(len(document["clauses"]) for program in report["programs"] for document in program["documents"])
    if len(page.ids) != clauses:
        faults.append(f"{len(page.ids)} clauses on the page, {clauses} in the report")
    faults += [f"{rule['name']} is not on the page" for program in report["programs"] for rule in program["rules"] if rule["name"] not in shown]
    return faults


def small_program():
    """A folder with a program and its text: signs that need escaping, and a scenario that fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "t.txt").write_text("1.甲<乙&丙 5%\n2.“丁”3家\n", encoding="utf-8")
        (folder / "p.policy").write_text(
            'document d "<b>&" { source "t.txt" clauses 1 to 2 }\nentity A { x : money }\n// a < b\nmeasure m "\'<i>\'" for A { cites d clause 1 "乙&丙 5%" pay 5% of x }\n'
            'scenario "<u>" for m { given x = 1元 expect eligible, pays 1元 }\n', encoding="utf-8")
        yield name


def wrong_lines(text):
    """What the report complains of."""
    signs = ("unaccounted for", "figure outside", "not in the clause", "explains nothing", "as qualitative", "clauses.txt", "huice:")
    return [line for line in text.splitlines() if any(sign in line for sign in signs)]


def main():
    program = os.path.abspath(sys.argv[1])
    faults = []
    sources = os.environ.get("HUICE_SOURCES", "")
    more = ["--sources", sources] if sources else []
    text = huice(program, str(POLICIES), "--lang", "en", *more)
    if text.returncode != 0:
        faults += wrong_lines(text.stdout + text.stderr) or ["exit status " + str(text.returncode)]
    report = json.loads(huice(program, str(POLICIES), "--format", "json", *more).stdout)
    failed = [scenario["place"] for each in report["programs"] for rule in each["rules"] for scenario in rule["scenarios"] if not scenario["passed"]]
    faults += [f"{place}: the scenario fails" for place in failed]
    faults += check_page(huice(program, str(POLICIES), "--format", "html", "--lang", "zh", *more).stdout, report)
    for folder in small_program():
        page = huice(program, folder, "--format", "html", "--lang", "en", "--sources", folder)
        small = json.loads(huice(program, folder, "--format", "json", "--sources", folder).stdout)
        faults += check_page(page.stdout, small)
        for wanted in ("甲&lt;<mark>乙&amp;丙 5%</mark>", "<p class=reading>a &lt; b</p>", "1 of 1 scenarios fail", "<u class=out>3家</u>", "unaccounted for"):
            if wanted not in page.stdout:
                faults.append(f"the page lacks {wanted}")
    print("\n".join(faults), end="\n" if faults else "")
    if not sources:
        print("fragments and figures were not held against the texts: HUICE_SOURCES does not say where these are")
    print(text.stdout.splitlines()[-1] if text.stdout else "", f"{len(faults)} faults", sep="; ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
