#!/usr/bin/env python3
"""Whether scenarios notice every small change of the rules that they are for.

One number, operator or arm of a benefit or an eligibility rule is changed at a time (tests/acceptance/policy_mutations.py
says which changes there are), also in the parameters, lets, functions and tables that it reads, in limits and choices that
name it, and in its document's period where it has none of its own. Then the rule's scenarios run. A change that all of them
pass is a survivor. Survivors that change nothing are listed in policy_mutants/PROGRAM.txt, each with a proof:

    KEY<TAB>PROOF          # the key as this program prints it

A listed change that does not survive, or that there is no more, is an error: the list stays true.

    policy_mutants.py policies/ningbo/2024 … [--rule NAME …] [--file FILE] [--sample N [--seed S]] [--huice build/huice]

HUICE_TEST_SIZE=full: all changes, whatever --sample says.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from policy_items import Program
from policy_mutations import Mutation, applied, choices_of, dates, mutations, named

ROOT = Path(__file__).resolve().parent.parent.parent
FAULT = re.compile(r"^(.+?):(\d+):\d+: (?:error|错误): ", re.MULTILINE)
SUMMARY = re.compile(r"(\d+) passed, (\d+) failed")


class Cut:
    """A cut-down copy of a program on disk, in which one item at a time is another."""

    def __init__(self, program, names):
        self.program, self.names = program, names
        self.folder = tempfile.TemporaryDirectory(prefix="huice-mutants-")
        self.root = Path(self.folder.name)
        self.items = program.cut_down(names)
        program.copy_data(self.root)
        for file in self.items:
            self.write(file)
        target = program.path.relative_to(program.root)
        self.path = self.root / target

    def write(self, file, item=None, text=None):
        """Where in the file the scenarios stand, by lines from 1."""
        out, self.scenarios = "", set()
        for each in self.items[file]:
            written = text if each is item else each.written()
            begin = out.count("\n") + 1
            out += written + "\n"
            if each.kind == "scenario":
                self.scenarios |= set(range(begin, out.count("\n") + 1))
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(out, encoding="utf-8")
        return self.scenarios

    def test(self, changed=None, scenario_lines=()):
        """survived, killed, or refused: the text is no program, and that does not show in a scenario."""
        done = subprocess.run([self.program.huice, "test", "-q", "--lang", "en", str(self.path)], capture_output=True, encoding="utf-8", cwd=self.root)
        summary = SUMMARY.search(done.stdout)
        if done.returncode == 0:
            return "survived" if summary and int(summary[1]) > 0 else "untested", done
        if summary and int(summary[2]) > 0:
            return "killed", done
        places = [(Path(found[1]).resolve(), int(found[2])) for found in FAULT.finditer(done.stderr)]
        if not places:
            return "broken", done
        own = (self.root / changed).resolve() if changed else None
        in_rules = any(not self.in_scenario(path, line, own, scenario_lines) for path, line in places)
        return ("refused" if in_rules else "killed"), done

    def in_scenario(self, path, line, own, scenario_lines):
        if path == own:
            return line in scenario_lines
        items = self.items.get(str(path.relative_to(self.root.resolve())), [])
        at = 1
        for item in items:
            lines = item.written().count("\n") + 1
            if at <= line < at + lines:
                return item.kind == "scenario"
            at += lines
        return False


def document_changes(program, measure):
    """The first cited document's period, a day more or less at either end, where the measure has no period of its own."""
    texts = [token.text for token in measure.tokens]
    own = any(a == "in" and b == "force" or b == "有效期" for a, b in zip(texts, texts[1:]))
    cited = next((b for a, b in zip(texts, texts[1:]) if a in ("cites", "依据")), None)
    document = next((item for item in program.items if item.kind == "document" and item.name == (cited or "").strip("「」")), None)
    if own or document is None:
        return
    tokens = document.tokens
    for i, token in enumerate(tokens):
        if token.kind == "date":
            for other in dates(token.text):
                change = Mutation([(token.start, token.end, other)])
                change.key = f"{measure.name}: " + named(document, change)
                yield document, change


def changes_of(program, options):
    """{measures whose scenarios run: [(item, mutation)]}"""
    choices = choices_of(program.items)
    readers = defaultdict(set)
    for name, item in program.measures.items():
        for value in program.uses(item):
            readers[value].add(name)
    wanted = set(options.rule) or set(program.measures)
    if options.file:
        wanted = {name for name in wanted if Path(program.measures[name].file).name == Path(options.file).name}
    groups = defaultdict(list)
    for item in program.items:
        if item.kind == "measure" and item.name in wanted:
            names = {item.name}
            groups[frozenset(names)] += list(document_changes(program, item))
        elif item.kind in ("limit", "choose"):
            names = set(program.measures_in(item))
        elif item.name in readers and item.kind in ("let", "parameter", "function", "table"):
            names = readers[item.name]
        else:
            continue
        if names & wanted:
            groups[frozenset(names)] += [(item, mutation) for mutation in mutations(item, choices)]
    return groups


def run_group(program, names, changes):
    cut = Cut(program, set(names))
    state, done = cut.test()
    if state != "survived":
        why = "has no scenario" if state == "untested" else f"is not green as it stands:\n{done.stdout}{done.stderr}"
        return [("fault", None, f"{', '.join(sorted(names))} {why}")]
    results = []
    for item, mutation in changes:
        text = item.text[item.start:item.end]
        edits = [(a - item.start, b - item.start, new) for a, b, new in mutation.edits]
        lines = cut.write(item.file, item, applied(text, edits))
        state, done = cut.test(item.file, lines)
        results.append((state, (item, mutation), done.stderr if state == "broken" else ""))
        cut.write(item.file)
    return results


def read_list(path):
    listed = {}
    if path.exists():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            key, tab, proof = line.partition("\t")
            if not tab or not proof.strip():
                raise SystemExit(f"{path}:{number}: a line is KEY<TAB>PROOF")
            listed[key] = number
    return listed


def list_of(program):
    """policies/ningbo/2024 → policy_mutants/ningbo-2024.txt"""
    try:
        name = program.path.relative_to(ROOT / "policies")
    except ValueError:
        name = program.path.relative_to(program.root)
    return Path(__file__).resolve().parent / "policy_mutants" / ("-".join(name.with_suffix("").parts) + ".txt")


def draw(groups, count, seed):
    ordered = sorted(((names, change) for names, changes in groups.items() for change in changes), key=lambda one: one[1][1].key)
    drawn = defaultdict(list)
    for names, change in random.Random(seed).sample(ordered, min(count, len(ordered))):
        drawn[names].append(change)
    return drawn


def run_all(program, groups, options):
    """[(state, item, mutation)], and what is wrong with the program or with huice."""
    jobs = [(names, changes[at:at + 40]) for names, changes in groups.items() for at in range(0, len(changes), 40)]
    done, faults = [], set()
    with ThreadPoolExecutor(options.jobs) as pool:
        for results in pool.map(lambda job: run_group(program, *job), jobs):
            for state, change, note in results:
                if state == "fault":
                    faults.add(note)
                    continue
                done.append((state, *change))
                if options.show:
                    print(f"{state}: {change[1].key}")
                if state in ("broken", "untested"):
                    faults.add(f"{change[1].key}: huice ended badly: {note}")
    return done, faults


def run_program(path, options):
    """Whether every change is noticed or listed."""
    began = time.time()
    program = Program(os.path.abspath(options.huice), path)
    unknown = [name for name in options.rule if name not in program.measures]
    if unknown:
        raise SystemExit(f"no measure {', '.join(unknown)} in {path}")
    groups = changes_of(program, options)
    everything = {mutation.key for changes in groups.values() for _, mutation in changes}
    sample = None if os.environ.get("HUICE_TEST_SIZE") == "full" else options.sample
    whole = not (options.rule or options.file or sample)
    done, faults = run_all(program, draw(groups, sample, options.seed) if sample else groups, options)
    listed = read_list(list_of(program))
    alive = {mutation.key for state, _, mutation in done if state == "survived"}
    ran = {mutation.key for _, _, mutation in done}
    for state, item, mutation in done:
        if state == "survived" and mutation.key not in listed:
            print(f"{item.file}:{item.line(mutation.edits[0][0])}: no scenario notices {mutation.key}")
    for key, number in listed.items():
        if key in ran and key not in alive or not (options.rule or options.file) and key not in everything:
            faults.add(f"line {number} of the list: this is noticed, or there is no such change any more: {key}")
    print("".join(fault + "\n" for fault in sorted(faults)), end="")
    count = lambda wanted: sum(state == wanted for state, _, _ in done)
    unlisted = sum(state == "survived" and mutation.key not in listed for state, _, mutation in done)
    print(f"{path}: {len(done)} changes{'' if whole else f' of {len(everything)}'}: {count('killed')} noticed, {count('refused')} refused by the compiler, "
          f"{count('survived') - unlisted} equivalent, {unlisted} unnoticed ({time.time() - began:.0f} s)")
    return not unlisted and not faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("programs", nargs="+")
    parser.add_argument("--huice", default=str(ROOT / "build" / "huice"))
    parser.add_argument("--rule", action="append", default=[])
    parser.add_argument("--file")
    parser.add_argument("--sample", type=int, help="only so many changes of each program, drawn by --seed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--show", action="store_true", help="name every change and what came of it")
    options = parser.parse_args()
    good = [run_program(path, options) for path in options.programs]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
