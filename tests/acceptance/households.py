#!/usr/bin/env python3
"""Aggregates over persons in random order equal a plain computation, by both engines.

    households.py HUICE [PERSONS]

By default 20,000 persons in 7,000 households; HUICE_TEST_SIZE=full: 2,000,000 in 700,000, and the machine-code run must stay
below 200 MB plus 64 bytes a household. With a --memory far below need the bytes are the same, and a full run must stay below
what one with two rows takes, plus --memory and a few MB.
"""
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLICY = """huice 1
type District = one of { a "甲区", b "乙区", c "丙区" }
entity Household "家庭" { hid : text key  district : District  savings : money }
entity Person "人员" { pid : text key  household : Household  income : money may be negative  age : integer  disabled : bool }
let income_sum of Household = sum(Person.income)
let adults of Household = count(Person where age >= 18)
measure low_income for Household {
  require income: income_sum <= 10万元
  require adult: adults >= 1
  pay 1000元 * count(Person where disabled) + 1% of savings
}
measure youngest for Household { require young: min(Person.age) <= 6 or all(Person.disabled)  pay max(Person.income where age >= 18) at least 0元 at most 5000元 }
measure old for Person { require place: household.district = a  require age: age >= 60  pay 1% of household.savings }
"""


def fen(amount):
    sign = "-" if amount < 0 else ""
    return f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"


def half_up(numerator, denominator):
    """Of a number that is not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def run(command):
    """Runs it and gives the most memory it held, in bytes (VmHWM: what this process held before the fork does not count)."""
    most = 0
    process = subprocess.Popen(command)
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        except OSError:
            break
        for line in status.splitlines():
            if line.startswith("VmHWM:") and not status.startswith("Name:\tpython"):
                most = max(most, int(line.split()[1]) * 1024)
        time.sleep(0.001)  # a run of two rows takes some 10 ms
    if process.wait() != 0:
        raise SystemExit(f"huice ended with {process.returncode}")
    return most


def make(folder, persons, rng, repeats):
    """`repeats`: some persons stand twice."""
    count = persons * 7 // 20
    households = [(rng.choice("abc"), rng.randrange(0, 10_000_000)) for _ in range(count)]
    people = []
    for _ in range(persons):
        home = rng.randrange(count * 9 // 10) if rng.random() < 0.99 else None
        income = None if rng.random() < 0.002 else rng.randrange(-100_000, 6_000_000)
        age = None if rng.random() < 0.002 else rng.randrange(0, 90)
        disabled = None if rng.random() < 0.01 else rng.random() < 0.2
        wrong = rng.choices(["", "income", "age", "key", "quote", "home"], [9_950, 20, 10, 10, 5, 5])[0]  # what cannot be read of it
        people.append((home, income, age, disabled, wrong))
    with (folder / "h.csv").open("w", encoding="utf-8") as file:
        file.write("hid,district,savings\n")
        file.writelines(f"H{i},{district},{fen(savings)}\n" for i, (district, savings) in enumerate(households))
    with (folder / "p.csv").open("w", encoding="utf-8") as file:
        file.write("pid,household,income,age,disabled\n")
        for i, (home, income, age, disabled, wrong) in enumerate(people):
            cells = [f"P{i}", "" if home is None else f"H{home}", "" if income is None else fen(income), "" if age is None else str(age),
                     "" if disabled is None else "true" if disabled else "false"]
            bad = {"income": (2, "6o000"), "age": (3, "4.5"), "key": (0, ""), "quote": (2, '"60"000'), "home": (1, "3.2E+17")}
            if wrong:
                cells[bad[wrong][0]] = bad[wrong][1]
            file.write(",".join(cells) + "\n")
            if repeats and i % 1000 == 7 and not wrong:
                file.write(f"P{i},H1,1,1,true\n")
    return households, people


def conjunction(values):
    return False if False in values else None if None in values else True


def disjunction(values):
    return True if True in values else None if None in values else False


def low_income(savings, members, lost):
    """Status, amount and reasons. `lost`: rows of members that cannot be read."""
    incomes, ages = [m[0] for m in members], [m[1] for m in members]
    total = sum(incomes) if members and None not in incomes and not lost else None
    adults = sum(age >= 18 for age in ages) if None not in ages and not lost else None
    failed = (["income"] if total is not None and total > 10_000_000 else []) + (["adult"] if adults == 0 else [])
    if failed:
        return "ineligible", "", ";".join(failed)
    missing = (["Person"] if lost or not members else []) + (["Person.income"] if None in incomes else []) + (["Person.age"] if None in ages else [])
    disabled = [m[2] for m in members]
    missing += ["Person.disabled"] if None in disabled else []
    if missing:
        return "undetermined", "", missing
    return "eligible", fen(half_up(100_000 * sum(disabled) * 100 + savings, 100)), ""


def youngest(members, lost):
    ages, disabled = [m[1] for m in members], [m[2] for m in members]
    least = min(ages) <= 6 if members and None not in ages and not lost else None
    every = conjunction(disabled + [None] * lost) if members else None
    holds = disjunction([least, every])
    if holds is False:
        return "ineligible", "", "young"
    missing = set()
    if holds is None:
        if least is None:
            missing |= {"Person.age"} if None in ages else set()
        if every is None:
            missing |= {"Person.disabled"} if None in disabled else set()
        missing |= set() if members else {"Person"}
    top = [m[0] for m in members if m[1] is not None and m[1] >= 18]
    if lost or not members:
        missing.add("Person")
    if members:
        missing |= {"Person.age"} if None in ages else set()
        missing |= {"Person.income"} if None in top else set()
        if not top and None not in ages:
            missing.add("Person")
    if missing:
        return "undetermined", "", list(missing)
    return "eligible", fen(min(max(max(top), 0), 500_000)), ""


def old(person, households):
    home, _, age, _, _ = person
    district, savings = households[home] if home is not None else (None, None)
    failed = (["place"] if district is not None and district != "a" else []) + (["age"] if age is not None and age < 60 else [])
    if failed:
        return "ineligible", "", ";".join(failed)
    missing = (["household"] if home is None else []) + (["age"] if age is None else [])
    if missing:
        return "undetermined", "", missing
    return "eligible", fen(half_up(savings, 100)), ""


def same(expected, cells):
    status, amount, reasons = expected
    found = cells[2].split(";") if cells[2] else []
    wanted = sorted(reasons) if isinstance(reasons, list) else ([r for r in reasons.split(";") if r])
    return [status, amount] == cells[:2] and wanted == (sorted(found) if isinstance(reasons, list) else found)


def spilled(huice, folder, full, passed, failed):
    """The run in folder/jit once more with little memory."""
    def again(out, memory, folder):
        return run([huice, "run", str(folder / "a.policy"), "--data", f"Household={folder / 'h.csv'}", "--data", f"Person={folder / 'p.csv'}",
                    "--out", str(out), "--memory", memory, "-q", *([] if full else ["--check-keys"])])

    memory = 16_000_000 if full else 100_000
    begun = time.time()
    used = again(folder / "spilled", str(memory), folder)
    took = time.time() - begun
    same_bytes = all((folder / "jit" / name).read_bytes() == (folder / "spilled" / name).read_bytes()
                     for name in ("Household.csv", "Household.rejects.csv", "Person.csv", "Person.rejects.csv"))
    few = folder / "few"
    few.mkdir()
    for name in ("a.policy", "h.csv", "p.csv"):
        with (folder / name).open(encoding="utf-8") as file:
            (few / name).write_text(file.read() if name == "a.policy" else "".join(file.readline() for _ in range(3)), encoding="utf-8")
    (few / "p.csv").write_text("pid,household,income,age,disabled\nP1,H0,1,20,true\n", encoding="utf-8")
    most = again(few / "out", str(memory), few) + memory + 8_000_000
    print(f"with --memory {memory // 1000}KB: at most {used / 1e6:.0f} MB of memory (allowed {most / 1e6:.0f} MB), {took:.1f} s, {'the same' if same_bytes else 'OTHER'} bytes")
    good = same_bytes and (not full or used <= most)
    return passed + good, failed + (not good)


def main():
    huice = str(Path(sys.argv[1]).resolve())
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    persons = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000 if full else 20_000
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="huice-households-") as name:
        folder = Path(name)
        (folder / "a.policy").write_text(POLICY, encoding="utf-8")
        households, people = make(folder, persons, random.Random(20240531), not full)
        members, lost = [[] for _ in households], [0] * len(households)
        for home, income, age, disabled, wrong in people:
            if home is not None and not wrong:
                members[home].append((income, age, disabled))
            elif home is not None and wrong != "home":
                lost[home] += 1
        readable = [person for person in people if not person[4]]
        for engine in ("jit", "reference"):
            if engine == "reference" and full:
                continue  # it takes an hour; the small size compares it
            out = folder / engine
            used = run([huice, "run", str(folder / "a.policy"), "--data", f"Household={folder / 'h.csv'}", "--data", f"Person={folder / 'p.csv'}",
                            "--out", str(out), "--engine", engine, "-q", *([] if full else ["--check-keys"])])
            wrong = []
            rows = (out / "Household.csv").read_text(encoding="utf-8").splitlines()[1:]
            for i, row in enumerate(rows):
                cells = row.split(",")
                for expected, found in ((low_income(households[i][1], members[i], lost[i]), cells[1:4]), (youngest(members[i], lost[i]), cells[4:7])):
                    if cells[0] != f"H{i}" or not same(expected, found):
                        wrong.append((row, expected))
            some = (out / "Person.csv").read_text(encoding="utf-8").splitlines()[1:]
            for i, row in enumerate(some):
                expected = old(readable[i], households)
                if not same(expected, row.split(",")[1:4]):
                    wrong.append((row, expected))
            if wrong or len(rows) != len(households) or len(some) != len(readable):
                failed += 1
                print(f"{engine}: {len(wrong)} decisions differ, {len(rows)} households, {len(some)} persons; first: {wrong[:2]}")
            else:
                passed += 1
            if engine == "jit":
                most = 200_000_000 + 64 * len(households)
                print(f"{len(people)} persons in {len(households)} households: at most {used / 1e6:.0f} MB of memory (allowed {most / 1e6:.0f} MB)")
                if full and used > most:
                    failed += 1
                passed, failed = spilled(huice, folder, full, passed, failed)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
