#!/usr/bin/env python3
"""A ledger that is killed while it is written is either before or after the run, and the same command finishes the job.

    ledger_kills.py HUICE [KILLS]

Imports many payments into a ledger that has some, with SIGKILL at moments spread over the time that it takes, every other one
while SQLite's log grows or is taken over. After each kill the file is sound, holds the earlier run and all of the new one or none of it, is readable only to its owner, and the same command
brings the same payments. HUICE_TEST_SIZE=full: 200 kills, more payments.
"""
import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

POLICY = """entity Firm { uscc : text key  applied : date  sales : money }
measure premium for Firm { dated applied  pay 1% of sales }
"""


def payments(path, rows, seed):
    pick = random.Random(seed)
    with open(path, "w", encoding="utf-8") as file:
        file.write("measure,uscc,date,amount\n")
        for row in range(rows):
            file.write(f"premium,{pick.randrange(10**12):012}{seed},2024-{row % 12 + 1:02}-01,{pick.randrange(10**7) / 100:.2f}\n")


def huice(program, folder, *words):
    return subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8"), check=False)


def content(path):
    """(runs, entries): everything that the ledger holds, but for the times; sqlite3 takes over what a killed process left."""
    with sqlite3.connect(path) as ledger:
        sound = ledger.execute("PRAGMA integrity_check").fetchall()
        assert sound == [("ok",)], sound
        runs = ledger.execute("SELECT number, id, kind, entries, paid FROM runs ORDER BY number").fetchall()
        entries = ledger.execute("SELECT * FROM entries ORDER BY measure, key, date, run").fetchall()
    ledger.close()
    return runs, entries


def main():
    program = str(Path(sys.argv[1]).resolve())
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    kills = int(sys.argv[2]) if len(sys.argv) > 2 else 200 if full else 25
    rows = 80000 if full else 40000
    with tempfile.TemporaryDirectory(prefix="huice-kills-") as name:
        folder = Path(name)
        (folder / "p.policy").write_text(POLICY, encoding="utf-8")
        payments(folder / "first.csv", 2000, 1)
        payments(folder / "second.csv", rows, 2)
        done = huice(program, folder, "ledger", "import", "base.db", "p.policy", "--data", "first.csv", "--run-id", "first")
        assert done.returncode == 0, done.stderr
        before = content(folder / "base.db")
        command = [program, "ledger", "import", "ledger.db", "p.policy", "--data", "second.csv", "--run-id", "second"]
        shutil.copy(folder / "base.db", folder / "ledger.db")
        begin = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
        log, logged = folder / "ledger.db-wal", 0.0
        while process.poll() is None:
            if logged == 0 and log.exists() and log.stat().st_size > 0:
                logged = time.monotonic()
            time.sleep(0.0005)
        takes, commit = time.monotonic() - begin, time.monotonic() - logged
        assert process.returncode == 0 and logged > 0
        after = content(folder / "ledger.db")
        assert len(after[0]) == 2 and len(after[1]) == 2000 + rows, (after[0], len(after[1]))

        pick = random.Random(3)
        seen = {"before": 0, "writing": 0, "after": 0, "finished": 0}
        for kill in range(kills):
            for path in folder.glob("ledger.db*"):
                path.unlink()
            shutil.copy(folder / "base.db", folder / "ledger.db")
            process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if kill % 2 == 0:
                end = time.monotonic() + takes * (kill + 0.5) / kills
            else:  # from the log's first bytes until some time after its last
                while process.poll() is None and not (log.exists() and log.stat().st_size > 0):
                    time.sleep(0.0001)
                end = time.monotonic() + commit * pick.random()
            while time.monotonic() < end and process.poll() is None:
                time.sleep(0.0002)
            process.send_signal(signal.SIGKILL)
            finished = process.wait() == 0
            writing = log.exists() and log.stat().st_size > 0
            for path in folder.glob("ledger.db*"):
                assert stat.S_IMODE(path.stat().st_mode) & 0o177 == 0, path
            shown = huice(program, folder, "ledger", "list", "ledger.db", "--format", "csv")
            assert shown.returncode == 0, shown.stderr
            found = content(folder / "ledger.db")
            assert found in (before, after), f"kill {kill}: neither before nor after: {found[0]}, {len(found[1])} entries"
            assert len(shown.stdout.splitlines()) == 1 + len(found[0]), shown.stdout
            assert not finished or found == after
            seen["finished" if finished else "after" if found == after else "writing" if writing else "before"] += 1
            again = huice(program, folder, *command[1:])
            assert again.returncode == 0, again.stderr
            assert content(folder / "ledger.db") == after
        assert seen["writing"] > 0 and seen["after"] > 0, f"no kill came while the ledger was written, or after it: {seen}"
        print(f"{kills} kills over {takes:.2f} s, of which {commit:.2f} s are the commit: {seen}")


if __name__ == "__main__":
    main()
