"""For killed.py: two runs at once on one ledger."""
import random
import sqlite3
import time
from fractions import Fraction

from killed_runs import Place

POLICY = """entity Claim { id : text key  day : date  x : money }
measure m for Claim { dated day  pay x  paid from p }
pool p { total 1000元  when exhausted partial }
"""


def run(name):
    return ["run", "p.policy", "--data", f"{name}.csv", "--ledger", "ledger", "--run-id", name, "--out", f"out-{name}.csv", "-q"]


def paid(place):
    entries, runs, _ = place.books()
    return sum(Fraction(entry["amount"]) for entry in entries), [each[0] for each in runs]


def races(huice, folder, rounds):
    """Each asks for more than half of the pool: together they get all of it and no fen more; so does one run started twice."""
    pick, first = random.Random(7), {"a": 0, "b": 0}
    for number in range(rounds):
        place = Place(huice, folder / str(number))
        place.write("p.policy", POLICY)
        for name in "ab":
            place.write_rows(f"{name}.csv", [{"id": f"{name}{i}", "day": "2024-01-01", "x": f"{pick.randrange(250, 300) / 100:.2f}"} for i in range(300)])
        holder = None
        if number % 3:  # both come to the ledger while a third holds it, and go on at one moment
            place.write_rows("none.csv", [{"id": "none", "day": "2024-01-01", "x": "0"}])
            place.must(*run("none"))
            holder = sqlite3.connect(place.folder / "ledger", isolation_level=None)
            holder.execute("BEGIN IMMEDIATE")
        started = [place.start(*run(name)) for name in ("ab" if number % 2 else "ba")]
        if holder:
            time.sleep(0.5)
            assert [process.poll() for process in started] == [None, None], "a run did not wait for the ledger"
            holder.execute("ROLLBACK")
            holder.close()
        for process in started:
            place.end(process)
        spent, runs = paid(place)
        assert spent == 1000, f"round {number}: {float(spent)} of 1000"
        first[[name for name in runs if name != "none"][0]] += 1
        written = sum(Fraction(line.split(",")[3]) for name in "ab" for line in (place.folder / f"out-{name}.csv").read_text(encoding="utf-8").splitlines()[1:])
        assert written == 1000, f"round {number}: the files say {float(written)}"
        twice = [place.start(*run(name)) for name in ("a", "a", "b")]
        before = place.books(), place.files(["out-a.csv", "out-b.csv"])
        for process in twice:
            place.end(process)
        assert (place.books(), place.files(["out-a.csv", "out-b.csv"])) == before, f"round {number}: repeated at once, not the same"
    return f"{rounds} races for one pool, first came {first}"
