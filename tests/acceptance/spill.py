#!/usr/bin/env python3
"""Runs whose tables go to disk write the same bytes as runs in memory.

    spill.py HUICE [ROWS]

Random rows with dangling references, repeated keys, cells that cannot be read and errors in members; fields through chains
of references, aggregates over aggregates, lists of every kind of aggregate. `--memory` from one byte to what is enough, both
engines; every file is compared whole, the manifest but for its `run` section. No folder or no room for temporary files: exit 3. HUICE_TEST_SIZE=full: more rows.
"""
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

POLICY = """huice 1
type Area = one of { a "甲区", b "乙区" }
type Tag = one of { x, y, z }
entity City "城市" { cid "城市编号" : text key  name "名称" : text  rate : percent as ratio  founded : date  open_from : datetime }
entity Household "家庭" { hid "户号" : text key  city "城市" : City  area "区" : Area  savings : money  tags : set of Tag  note : text }
entity Person "人员" { pid "人号" : text key  household "户" : Household  born_in : City  boss : Person  income : money may be negative
  share : money  age : integer  disabled : bool  since : date }
entity Car { plate : text key  owner : Person  price : money }
table rank(age: integer) -> percent unique {
  | age   | rank |
  | <= 30 | 10%  |
  | > 50  | 20%  |
}
let income_sum of Household = sum(Person.income via household)
let car_value of Person = sum(Car.price)
measure household for Household {
  require income: income_sum <= 10万元
  require adult: count(Person via household where age >= 18) >= 1
  require all_young: all(Person.age via household < 80)
  require any: any(Person.disabled via household) or savings > 1000元
  require mean: average(Person.income via household where age > 3) <= 5万元
  require area: area = a
  require place: city.rate <= 50% and city.founded < 2000-01-01 and city.name not in { "c3" }
  pay max(Person.income via household) at least 0元 at most 5000元
}
measure least for Household { require old: min(Person.since via household) < 2010-06-01  pay 1% of savings }
measure failing for Household { pay sum(Person.income via household where income / share > 1 or rank(age) > 15%) at least 0元 }
measure cars for Household { pay sum(Person.car_value via household) }
measure cities for City { pay sum(Household.savings via city where area = b) }
measure person for Person {
  require area: household.area = a and household.tags = {x, y}
  require chain: household.city.rate < 70% or household.city.name = "c1"
  require home: born_in.founded = household.city.founded
  require boss: boss.age > age
  require cars: car_value > 1000元
  pay household.savings + boss.income at least 0元
}
measure car for Car { require far: owner.household.city.founded < 1990-01-01  pay price }
"""


def some(rng, value, share=0.03):
    return "" if rng.random() < share else value


def money(rng, most, least=0):
    return f"{rng.randrange(least * 100, most * 100) / 100:.2f}"


def date(rng):
    return f"{rng.randrange(1980, 2020)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def keys(rng, letter, count, repeats):
    """Some stand twice, one very often."""
    names = [f"{letter}{i}" for i in range(count)]
    return [rng.choice(names) if rng.random() < repeats else f"{letter}1" if rng.random() < repeats else name for name in names]


def make(folder, rng, rows):
    def write(name, header, lines):
        (folder / name).write_text("".join(line + "\n" for line in [header, *lines]), encoding="utf-8")

    repeats = rng.choice([0.01, 0.3])
    cities, households, cars = max(3, rows // 50), max(3, rows * 7 // 20), rows // 2

    def ref(letter, count):
        return some(rng, f"{letter}{rng.randrange(count + (count // 10 if rng.random() < 0.1 else 0))}" if rng.random() < 0.9 else f"{letter}1")

    write("City.csv", "cid,name,rate,founded,open_from",
          [f"{key},{some(rng, 'c' + str(rng.randrange(5)))},{rng.choice(['0.3', '0.65', '0.9', 'x'] if rng.random() < 0.05 else ['0.3', '0.65'])},"
           f"{some(rng, date(rng))},{date(rng)} 09:00:00" for key in keys(rng, "C", cities, repeats)])
    write("Household.csv", "note,hid,city,area,savings,tags",
          [f"\"n,{i}\",{key},{ref('C', cities)},{some(rng, rng.choice(['a', 'b', '乙区']))},{some(rng, money(rng, 9000))},{some(rng, rng.choice(['x', 'x;y', '{}']))}"
           for i, key in enumerate(keys(rng, "H", households, repeats))])
    write("Person.csv", "pid,household,born_in,boss,income,share,age,disabled,since",
          [f"{key},{ref('H', households)},{ref('C', cities)},{ref('P', rows)},{some(rng, money(rng, 60000, -1000))},{some(rng, rng.choice(['0', '5']))},"
           f"{rng.randrange(0, 90) if rng.random() > 0.01 else '?'},{some(rng, rng.choice(['true', 'false']))},{some(rng, date(rng))}"
           for key in keys(rng, "P", rows, repeats)])
    write("Car.csv", "plate,owner,price", [f"{key},{ref('P', rows)},{some(rng, money(rng, 90000))}" for key in keys(rng, "K", cars, repeats)])


ENTITIES = ["City", "Household", "Person", "Car"]


def outputs(folder):
    found = {}
    for path in sorted(folder.iterdir()):
        if path.name.endswith("manifest.json"):
            manifest = json.loads(path.read_text(encoding="utf-8"))
            del manifest["run"]
            found[path.name] = json.dumps(manifest, sort_keys=True).replace(str(folder), "OUT")
        else:
            found[path.name] = path.read_bytes()
    return found


def main():
    huice = str(Path(sys.argv[1]).resolve())
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    most_rows = int(sys.argv[2]) if len(sys.argv) > 2 else 60_000 if full else 8_000
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="huice-spill-") as name:
        folder = Path(name)
        (folder / "a.policy").write_text(POLICY, encoding="utf-8")
        for seed, rows in enumerate([7, most_rows // 10, most_rows]):
            rng = random.Random(seed)
            make(folder, rng, rows)

            def run(engine, memory, measures, out, stream=None):
                data = [word for entity in ENTITIES for word in ("--data", f"{entity}={'-' if entity == stream else folder / entity}.csv".replace("-.csv", "-"))]
                with (folder / f"{stream or 'Car'}.csv").open("rb") as file:
                    cat = subprocess.Popen(["cat"], stdin=file, stdout=subprocess.PIPE)  # a pipe, not a file
                ended = subprocess.run([huice, "run", str(folder / "a.policy"), *data, "--out", str(out), "--engine", engine, "-q", *measures,
                                        *(["--memory", memory] if memory else [])], stdin=cat.stdout, capture_output=True, text=True, check=False)
                cat.stdout.close()
                cat.wait()
                if ended.returncode != 0:
                    raise SystemExit(f"huice ended with {ended.returncode}: {ended.stderr}")
                return outputs(out)

            # Standard input is read once, whatever is on disk: of those who refer, and of those that others refer to.
            for stream, measures in (("Car", ["--measures", "car"]), ("City", ["--measures", "car"])):
                found = []
                for memory in ("", "1", "40KB"):
                    out = folder / f"stream-{seed}-{stream}-{memory}"
                    out.mkdir()
                    found.append(run("jit", memory, measures, out, stream))
                good = found[0] == found[1] == found[2]
                passed, failed = passed + good, failed + (not good)
                if not good:
                    print(f"{rows} rows, {stream} from standard input: other bytes")

            # Of one entity alone: the others write only what they reject.
            for measures in ([], ["--measures", "car"], ["--measures", "household,failing"]):
                if measures:
                    ENTITIES[:] = ["City", "Household", "Person", "Car"] if "car" in measures else ["Household", "Person", "City"]
                one = folder / f"out-{seed}-{len(measures)}-{'car' in measures}"
                one.mkdir()
                wanted = run("jit", "", measures, one)
                for engine in ("jit", "reference"):
                    if engine == "reference" and rows > 5_000:
                        continue
                    for memory in ("1", "9KB", "40KB", "300KiB", "2MB"):
                        out = one.with_name(f"{one.name}-{engine}-{memory}")
                        out.mkdir()
                        found = run(engine, memory, measures, out)
                        different = [file for file in wanted if found.get(file) != wanted[file]]
                        if different or set(found) != set(wanted):
                            failed += 1
                            print(f"{rows} rows, {engine}, --memory {memory} {measures}: other bytes in {different or sorted(set(found) ^ set(wanted))}")
                        else:
                            passed += 1
            ENTITIES[:] = ["City", "Household", "Person", "Car"]
        for what, environment, limit, words in (("no folder", {"TMPDIR": str(folder / "none")}, None, "none"),
                                                ("no room", {"TMPDIR": str(folder)}, 2_000, "temporary files")):
            def before():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                if limit:
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

            (folder / what).mkdir()
            ended = subprocess.run([huice, "run", str(folder / "a.policy"), "--data", f"Household={folder / 'Household.csv'}", "--data", f"City={folder / 'City.csv'}",
                                    "--measures", "cities", "--out", str(folder / what / "out.csv"), "--memory", "1", "--lang", "en"],
                                   env=dict(os.environ, **environment), preexec_fn=before, capture_output=True, text=True, check=False)
            left = list((folder / what).iterdir())
            good = ended.returncode == 3 and words in ended.stderr and "--memory" in ended.stderr and not left
            passed, failed = passed + good, failed + (not good)
            if not good:
                print(f"{what}: exit {ended.returncode}, {left}, {ended.stderr}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
