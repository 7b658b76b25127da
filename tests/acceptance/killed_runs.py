"""For killed.py: folders in which Huice runs with a ledger, their data, and what there is to compare."""
import contextlib
import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess

POLICY = """entity Firm {{
  uscc    : text key
  group   : text
  applied : date
  filed   : datetime
  sales   : money
  rate    : percent in % decided by "the bureau"
}}
measure credit for Firm {{
  dated applied
  pay   3% of sales
  limit 5万元 per group per year
  share city 60%, county rest
  paid  from fund
}}
measure extra for Firm {{
  dated   applied
  require large: sales >= 90万元
  pay     rate of sales at most 5万元
}}
pool fund {{ total {total}元  order by filed  when exhausted partial }}
"""
ENV = dict(os.environ, LC_ALL="C.UTF-8")
MANIFEST = "out.manifest.json"
FILES = ["out.rejects.csv", "out.referred.csv", "out.csv", MANIFEST]  # in the order of their renames
LEFT_ASIDE = re.compile(r"\..+\.huice-\d+(-\d+)?")


def firms(pick, rows, groups, spoilt=False):
    """`spoilt`: some that cannot be read and some that lack what the pool goes by."""
    for row in range(rows):
        sales = "a lot" if spoilt and pick.random() < 0.01 else f"{pick.randrange(10**8) / 100:.2f}"
        filed = "" if spoilt and pick.random() < 0.01 else f"2024-{row % 12 + 1:02}-{pick.randrange(1, 29):02} {pick.randrange(24):02}:00:00"
        yield {"uscc": f"{pick.randrange(10**9):09}-{row}", "group": f"G{pick.randrange(groups)}", "applied": f"2024-{row % 12 + 1:02}-01", "filed": filed, "sales": sales}


def command(run, out="out.csv"):
    """What `huice` is given. The file of referred rows lies beside the decisions."""
    return ["run", "p.policy", "--data", f"{run}.csv", "--ledger", "ledger", "--run-id", run, "--out", out,
            "--referred", out.replace(".csv", ".referred.csv"), "-q", "--threads", "1", "--lang", "en"]


class Place:
    """A folder in which Huice runs."""

    def __init__(self, huice, folder):
        self.huice, self.folder = huice, folder
        folder.mkdir(parents=True, exist_ok=True)

    def copy(self, folder, outputs=True):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        if not outputs:
            for name in FILES:
                (folder / name).unlink(missing_ok=True)
        return Place(self.huice, folder)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def write_rows(self, name, rows):
        rows = list(rows)
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    def start(self, *words, program=None, env=None, **more):
        return subprocess.Popen([program or self.huice, *words], cwd=self.folder, env=dict(ENV, **(env or {})), stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE, text=True, **more)

    def end(self, process, wanted=0):
        """What it says; it has to end with status `wanted`."""
        _, said = process.communicate(timeout=600)
        assert process.returncode == wanted, f"{' '.join(process.args)}: status {process.returncode}, not {wanted}: {said}"
        return said

    def must(self, *words, wanted=0, **more):
        return self.end(self.start(*words, **more), wanted)

    def books(self, run=None):
        """All that the ledger holds, or all of one run, but for the times."""
        if not (self.folder / "ledger").exists():
            return None
        done = subprocess.run([self.huice, "ledger", "export", "ledger", *(["--run", run] if run else [])], cwd=self.folder, env=ENV, capture_output=True, text=True, check=False)
        if "is empty: no ledger yet" in done.stderr:
            return None
        assert done.returncode == 0, done.stderr
        entries = [{name: cell for name, cell in row.items() if name != "recorded_at"} for row in csv.DictReader(io.StringIO(done.stdout))]
        with contextlib.closing(sqlite3.connect(self.folder / "ledger")) as ledger:
            assert ledger.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            runs = ledger.execute("SELECT id, kind, program, compiler, as_of, entries, paid FROM runs ORDER BY number").fetchall()
            inputs = ledger.execute("SELECT * FROM inputs ORDER BY run, position").fetchall()
        return (entries, [] if run else runs, [] if run else inputs) if runs else None

    def files(self, names=FILES):
        """Bytes, None where there is no file; of a manifest all but what may differ between two runs with one outcome."""
        found = {}
        for name in names:
            path = self.folder / name
            found[name] = path.read_bytes() if path.exists() else None
            if found[name] is not None and name.endswith(".json"):
                manifest = json.loads(found[name])
                del manifest["run"]
                found[name] = json.dumps(manifest).encode()
        return found

    def names(self):
        return {path.name for path in self.folder.iterdir()}
