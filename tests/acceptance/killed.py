#!/usr/bin/env python3
"""A run with a ledger that is killed, refused, out of space or raced by another pays whole or not at all, and repeating it ends it.

    killed.py HUICE SWITCHABLE [KILLS]

SIGKILL at moments spread over a run (12; HUICE_TEST_SIZE=full: 200 over at least 2 s), a quarter more from the first bytes that
the ledger gets until the end, and once at each failpoint of SWITCHABLE, the program that heeds HUICE_FAILPOINT. After each: the
ledger is as before or as after the run; each file is the earlier run's, absent, or byte for byte what a run makes that nobody
kills; a manifest stands only beside the files of its own run; the same command ends the job with the same bytes and leaves
nothing beside them.
"""
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from killed_races import races
from killed_refused import refused
from killed_runs import FILES, LEFT_ASIDE, MANIFEST, POLICY, Place, command, firms

ROOT = Path(__file__).resolve().parents[2]
BEFORE_COMMIT = ["ledger:before_begin", "ledger:after_begin", "ledger:before_commit"]
KINDS = ["rejects", "referred", "decisions", "manifest"]
FAILPOINTS = [*BEFORE_COMMIT, "ledger:after_commit", *(f"rename:{when}:{kind}" for kind in KINDS for when in ("before", "after"))]


class Killed:
    """One run over a ledger that has another, and what there is before and after it."""

    def __init__(self, huice, folder, rows):
        self.rows, pick = rows, random.Random(rows)
        self.base = Place(huice, folder / "base")
        self.base.write("p.policy", POLICY.format(total=rows * 5000))
        first = list(firms(pick, rows // 20, rows // 4))
        changed = [dict(row, sales=row["sales"] if pick.random() < 0.5 else "1.00") for row in first[::2]]
        second = [*changed, *firms(pick, rows, rows // 4, spoilt=True)]
        pick.shuffle(second)
        for name, data in (("first", first), ("second", second), ("third", firms(pick, rows // 20, rows // 4))):
            self.base.write_rows(f"{name}.csv", data)
        self.base.must(*command("first"))
        self.before = self.base.books(), self.base.files()
        place = self.base.copy(folder / "after")
        place.must(*command("second"))
        self.names = place.names()
        self.after = place.books(), place.files()
        self.recorded = place.books("second")
        # Each file tells whose it is.
        assert all(self.before[1][name] and self.after[1][name] and self.before[1][name] != self.after[1][name] for name in FILES)

    def start(self, outputs):
        return {name: self.before[1][name] if outputs else None for name in FILES}

    def check(self, place, outputs, books=None):
        """(paid, how many files are the run's)."""
        books, before, after = books or (self.before[0], self.after[0]), self.start(outputs), self.after[1]
        found, files = place.books(), place.files()
        assert found in books, f"the ledger is neither as before nor as after: {found and found[1:]}"
        new = [name for name in FILES if files[name] == after[name]]
        for name in FILES:
            assert name in new or files[name] in (before[name], None), f"{name} is not whole"
            assert name in new or name == MANIFEST or files[name] == before[name], f"{name} of the earlier run is gone"
        paid = found == books[1]
        assert paid or not new, f"{new} without a payment"
        assert MANIFEST not in new or len(new) == len(FILES), f"a manifest, but only {new}"
        assert not new or MANIFEST in new or files[MANIFEST] is None, f"the earlier manifest beside {new}"
        stray = {name for name in place.names() - self.names - {"ledger-wal", "ledger-shm"} if not LEFT_ASIDE.fullmatch(name)}
        assert not stray, stray
        return paid, len(new)

    def finish(self, place, paid_only=False):
        place.must(*command("second"))
        assert place.files() == self.after[1], "repeated, other files"
        assert place.books("second") == self.recorded if paid_only else place.books() == self.after[0], "repeated, other payments"
        assert place.names() - {"out-third.csv", "out-third.referred.csv", "out-third.rejects.csv", "out-third.manifest.json"} == self.names, place.names() - self.names

    def takes(self, folder):
        place = self.base.copy(folder)
        begin = time.monotonic()
        process, log, logged = place.start(*command("second")), place.folder / "ledger-wal", None
        while process.poll() is None:
            if logged is None and log.exists() and log.stat().st_size > 0:
                logged = time.monotonic()
            time.sleep(0.0005)
        place.end(process)
        return time.monotonic() - begin, time.monotonic() - logged

    def kill(self, folder, moment, from_log, outputs):
        place = self.base.copy(folder, outputs)
        process, log = place.start(*command("second")), place.folder / "ledger-wal"
        begin = time.monotonic()
        if from_log:
            while process.poll() is None and not (log.exists() and log.stat().st_size > 0):
                time.sleep(0.0002)
            begin = time.monotonic()
        while time.monotonic() < begin + moment and process.poll() is None:
            time.sleep(0.0005)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        paid, new = self.check(place, outputs)
        assert process.returncode == -signal.SIGKILL or (process.returncode == 0 and new == len(FILES)), process.returncode
        self.finish(place)
        shutil.rmtree(folder)
        if process.returncode == 0:  # too late: the machine was busier when the run was measured
            return self.kill(folder, moment * 0.7, from_log, outputs)
        return f"{new} files" if new else "paid" if paid else "before"


def spread_kills(killed, folder, kills):
    workers = os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as pool:  # measured as they will run
        measured = list(pool.map(lambda i: killed.takes(folder / f"takes{i}"), range(workers)))
        takes, writes = min(each[0] for each in measured), max(each[1] for each in measured)
        pick = random.Random(3)
        moments = [(takes * (i + 0.5) / kills, False) for i in range(kills)] + [(writes * pick.random(), True) for i in range(kills // 4)]
        seen = list(pool.map(lambda i: killed.kill(folder / f"kill{i % (4 * workers)}-{i}", *moments[i], i % 2 == 0), range(len(moments))))
    counts = {state: seen.count(state) for state in sorted(set(seen))}
    assert counts.get("before"), counts
    return takes, writes, counts


def failpoints(killed, switchable, folder, full):
    """At each place, over files of an earlier run (full size: also over none); behind the commit another run comes in between."""
    said = set()
    for source in (ROOT / "runtime").rglob("*.cpp"):
        said |= set(re.findall(r'failpoint\("([^"]+)"', source.read_text(encoding="utf-8")))
    assert all(any(place.startswith(start) for place in FAILPOINTS) for start in said), f"a failpoint that nobody tries: {said}"

    def one(i, point, outputs):
        place = killed.base.copy(folder / f"{i}{outputs}", outputs)
        place.must(*command("second"), program=switchable, env={"HUICE_FAILPOINT": point}, wanted=-signal.SIGKILL)
        wanted = (point not in BEFORE_COMMIT, max(0, i - 3) // 2)
        found = killed.check(place, outputs)
        assert found == wanted, f"{point}: (paid, files) {found}, not {wanted}"
        between = found[0] and outputs
        if between:
            place.must(*command("third", "out-third.csv"))
        killed.finish(place, between)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(one, i, point, outputs) for i, point in enumerate(FAILPOINTS) for outputs in ([True, False] if full else [True])]:
            done.result()


def first_ledger(killed, switchable, folder):
    """No ledger yet: there is none, or an empty one, or the run in it."""
    def fresh(name):
        place = killed.base.copy(folder / name, False)
        (place.folder / "ledger").unlink()
        return place

    whole = fresh("whole")
    whole.must(*command("second"))
    for point in (*BEFORE_COMMIT, "ledger:after_commit"):
        place = fresh(point.replace(":", "-"))
        place.must(*command("second"), program=switchable, env={"HUICE_FAILPOINT": point}, wanted=-signal.SIGKILL)
        assert place.books() == (None if point in BEFORE_COMMIT else whole.books()), point
        assert not any(place.files().values()), point
        place.must(*command("second"))
        assert (place.books(), place.files()) == (whole.books(), whole.files()), point


def two_entities(huice, switchable, folder):
    """Each entity's files come one after the other: all rejects, all decisions, then the one manifest."""
    base = Place(huice, folder / "base")
    base.write("p.policy", "entity A { id : text key  day : date  x : money }\nentity B { id : text key  day : date  x : money }\n"
               "measure a for A { dated day  pay x  paid from p }\nmeasure b for B { dated day  pay x  paid from p }\npool p { total 150元  when exhausted partial }\n")
    for name in "AB":
        base.write_rows(f"{name}.csv", [{"id": f"{name}{i}", "day": "2024-01-01", "x": "30" if i else "?"} for i in range(5)])
    run = ["run", "p.policy", "--data", "A=A.csv", "B=B.csv", "--ledger", "ledger", "--run-id", "r", "--out", "out", "-q"]
    files = ["out/A.rejects.csv", "out/B.rejects.csv", "out/A.csv", "out/B.csv", "out/manifest.json"]
    after = base.copy(folder / "after")
    after.must(*run)
    assert all(after.files(files).values())
    points = [f"rename:{when}:{kind}@{time}" for kind, times in (("rejects", 2), ("decisions", 2), ("manifest", 1)) for time in range(1, times + 1) for when in ("before", "after")]
    for i, point in enumerate(points):
        place = base.copy(folder / str(i))
        place.must(*run, program=switchable, env={"HUICE_FAILPOINT": point}, wanted=-signal.SIGKILL)
        there = [name for name, text in place.files(files).items() if text is not None]
        assert there == files[: (i + 1) // 2], f"{point}: {there}"
        assert place.books() == after.books()
        place.must(*run)
        assert (place.files(files), place.books()) == (after.files(files), after.books()), point
        assert sorted(os.listdir(place.folder / "out")) == sorted(os.listdir(after.folder / "out"))


def main():
    huice, switchable = (str(Path(word).resolve()) for word in sys.argv[1:3])
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200 if full else 12
    with tempfile.TemporaryDirectory(prefix="huice-killed-") as name:
        folder, rows = Path(name), 4000
        killed = Killed(huice, folder / "kills", rows)
        if full:
            while killed.takes(folder / "kills" / "try")[0] < 2.2:
                rows *= 2
                killed = Killed(huice, folder / f"kills{rows}", rows)
        takes, writes, counts = spread_kills(killed, folder / "spread", kills)
        assert not full or takes >= 2, takes
        print(f"{sum(counts.values())} kills over {takes:.2f} s ({rows} rows), {writes:.2f} s of which the ledger is written: {counts}")
        small = Killed(huice, folder / "small", 400)
        failpoints(small, switchable, folder / "points", full)
        first_ledger(small, switchable, folder / "none")
        two_entities(huice, switchable, folder / "two")
        print(f"{len(FAILPOINTS)} failpoints")
        print(refused(small, folder / "refused", full))
        print(races(huice, folder / "races", 100 if full else 4))


if __name__ == "__main__":
    main()
