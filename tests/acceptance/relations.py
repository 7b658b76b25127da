#!/usr/bin/env python3
"""What rows take from other rows is the same for every number of threads, either engine, and with next to no memory.

    relations.py HUICE

A chance-made town: households that stand in the file twice, persons who refer to none, rows that cannot be read, members that
miss something or whose terms divide by zero, sums beyond 64 bits, persons who refer to persons, in order of their households and
in none. Decisions and rejects are compared byte for byte. By default 15,000 persons; HUICE_TEST_SIZE=full: 1,000,000.
"""
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

POLICY = """huice 1
entity Household { hid : text key  district : one of { a, b }  opened : date  rent : money }
entity Person { pid : text key  household : Household  guardian : Person  income : money may be negative  share : decimal(2)  size : decimal(9) may be negative  age : integer  born : date  disabled : bool }
measure sums for Household {
  require some: sum(Person.income where age >= 18) <= 200000元
  require vast: sum(Person.size) > 0
  pay count(Person where age < 18) * 100元 + 1% of rent
}
measure parts for Household {
  require quotient: sum(Person.income where income / share > 1元) <= 100000元
  require later:    min(Person.born) >= 1960-01-01 and max(Person.age) <= 80
  pay average(Person.age) * 10元
}
measure truths for Household {
  require every: all(Person.age >= 1)
  require any:   any(Person.disabled)
  pay 10元
}
measure alone for Person {
  require place:    household.district = a
  require guardian: guardian.age >= 18
  pay household.rent at most 100元
}
"""
WRONG = {3: "1,5元,", 4: "x", 6: "many", 7: "1999-13-01"}


def town(chance, persons, ordered):
    homes = persons * 7 // 20
    households = ["hid,district,opened,rent"]
    for n in range(homes):
        households.append(f"H{n},{chance.choice('ab')},20{chance.randrange(10, 25)}-01-01,{chance.randrange(90_000) / 100:.2f}")
        if chance.random() < 0.004:
            households.append(f"H{chance.randrange(n + 1)},a,,1.00")  # once more
        if chance.random() < 0.002:
            households.append(f"H{homes + n},c,,1.00")                # cannot be read: whoever refers to it refers to none
    people = []
    for n in range(persons):
        home = chance.randrange(homes + (homes // 50 if chance.random() < 0.2 else 0))
        cells = [f"P{n}", f"H{home}", f"P{chance.randrange(persons)}", f"{chance.randrange(-100_000, 9_000_000) / 100:.2f}", f"{chance.choice([0, 0.5, 1, 1, 2])}",
                 f"{chance.choice([-1, 1, 1]) * chance.choice([1, 10 ** 15 - 2, 3 * 10 ** 9]) + chance.randrange(10) / 10:.1f}",
                 str(chance.randrange(90)), f"{chance.randrange(1930, 2024)}-0{chance.randrange(1, 10)}-11", chance.choice(["true", "false", "false"])]
        for column in range(1, 9):
            if chance.random() < 0.003:
                cells[column] = ""
        if chance.random() < 0.005:
            column = chance.choice(list(WRONG))
            cells[column] = WRONG[column]
        people.append((home, ",".join(cells)))
        if chance.random() < 0.001:
            people.append((home, f"P{chance.randrange(n + 1)},H1,,1,1,1,1,,true"))
    if ordered:
        people.sort(key=lambda person: person[0])
    return "\n".join(households) + "\n", "\n".join(["pid,household,guardian,income,share,size,age,born,disabled"] + [text for _, text in people]) + "\n"


def decide(huice, folder, *options):
    """Decisions and rejects of both entities."""
    out = folder / "out"
    done = subprocess.run([huice, "run", folder / "a.policy", "--data", f"Household={folder / 'h.csv'}", "--data", f"Person={folder / 'p.csv'}", "--out", out, "-q", *options],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{options}: {done.stderr}")
    return {file.name: file.read_bytes() for file in sorted(out.glob("*.csv"))}


def main():
    huice = sys.argv[1]
    persons = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 15_000
    faults, runs = [], 0
    with tempfile.TemporaryDirectory(prefix="huice-relations-") as name:
        folder = Path(name)
        (folder / "a.policy").write_text(POLICY, encoding="utf-8")
        for ordered in (False, True):
            households, people = town(random.Random(11), persons, ordered)
            (folder / "h.csv").write_text(households, encoding="utf-8")
            (folder / "p.csv").write_text(people, encoding="utf-8")
            expected = decide(huice, folder, "--engine", "reference", "--threads", "1")
            for file, codes in (("Household.rejects.csv", (b"duplicate_key", b"unknown_choice")), ("Person.rejects.csv", (b"duplicate_key", b"dangling_reference", b"bad_number"))):
                faults += [f"{file}: no {code.decode()}" for code in codes if expected[file].count(code) < 5]
            faults += [f"no row with {word.decode()}" for word in (b"division_by_zero@", b"Person.size", b",eligible,", b",ineligible,") if word not in expected["Household.csv"]]
            for options in [("--engine", engine, "--threads", str(threads)) for engine in ("jit", "reference") for threads in (1, 2, 3, 8)] + [
                    ("--engine", "jit", "--threads", threads, "--memory", memory) for threads in ("1", "4") for memory in ("1", "400000")]:
                runs += 1
                found = decide(huice, folder, *options)
                faults += [f"{' '.join(options)}, ordered: {ordered}: {file} differs" for file in expected if found.get(file) != expected[file]]
    for fault in faults:
        print(fault)
    print(f"{runs} runs over {persons} persons, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
