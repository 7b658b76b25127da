#!/usr/bin/env python3
"""Decisions in Arrow's format are those of the CSV output, cell by cell, whatever is written and however: read by pyarrow, which checks
the whole of it, and by polars and DuckDB.

    arrow_output.py HUICE LIBRARY        10,000 applicants; HUICE_TEST_SIZE=full: 1,000,000

Exits with 77 (skipped) and one line where the package registry cannot be reached, unless CI=true, where that fails.
"""
import csv
import json
import os
import pty
import signal
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))
from contenders.environment import Unreachable, python_with  # noqa: E402

WORKLOAD = ROOT / "bench/workload/applicants.policy"
SETTLED = """document d { in force 2024-01-01 to 2024-12-31 }
entity Firm "企业" {
  number  "编号"     : integer from 0 to 99999999 key
  applied "申请日期" : date key
  kind    "类别"     : one of { maker "制造", trader "贸易" } key
  uscc    "信用代码" : text
  cost    "费用"     : money
  rate    "核定比例" : percent in % from 0% to 100% decided by "科技局"
}
pool fund "资金" { total {total}万元  when exhausted partial }
measure aid "补助" for Firm {
  cites d clause 1
  dated applied
  require big: cost >= 100元
  require made: kind = maker or cost > 3万元
  pay 50% of cost
  limit 8万元 per uscc per year
  share city 60%, county rest
  paid from fund
}
measure grant "资助" for Firm { dated applied  pay (rate at most 50%) of cost rounding half up to 1元 }
measure fee "费用" for Firm { dated applied  pay cost / 3 rounding half up to 0.001元 }
measure listed "名单" for Firm { require large: cost > 5000元 }
scenario for aid { given cost = 1000元, applied = 2024-01-01, kind = maker, rate = 10%  expect eligible, pays 500元 }
"""


def firms(rows):
    """Keys of three kinds; every ninth row cannot be read, and cells to keep have all that CSV quotes."""
    yield ["编号", "申请日期", "类别", "信用代码", "费用", "核定比例", "备注"]
    for n in range(rows):
        cost = "" if n % 13 == 0 else "?" if n % 9 == 0 else f"{n * 7919 % 900000}.{n % 100:02d}"
        yield [n, f"2024-{n % 12 + 1:02d}-{n % 28 + 1:02d}", ("maker", "贸易")[n % 2], f"U{n % 500}", cost, "" if n % 3 else f"{n % 70}%", ("", "甲,乙", '"引"号', "两\n行", "简")[n % 5]]


def peak(command):
    """MiB of a run."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    return float(subprocess.run([sys.executable, "-c", code, *map(str, command)], capture_output=True, text=True, check=True).stdout)


class Outputs:
    def __init__(self, huice, folder):
        self.huice, self.folder, self.compared = huice, folder, 0

    def run(self, *words, **more):
        done = subprocess.run([self.huice, *map(str, words)], cwd=self.folder, capture_output=True, **more)
        assert done.returncode == 0, (words, done.stderr.decode())
        return done.stdout

    def arrow(self, path):
        source = self.folder / path
        table = (ipc.open_stream if str(path).endswith(".arrows") else ipc.open_file)(source).read_all()
        table.validate(full=True)
        return table

    def same(self, *words, name="out"):
        """The run into .csv and into .arrow; gives the table."""
        self.run("run", *words, "--out", f"{name}.csv", "-q")
        self.run("run", *words, "--out", f"{name}.arrow", "-q")
        table = self.arrow(f"{name}.arrow")
        same(table, self.folder / f"{name}.csv", "long" in words)
        self.compared += table.num_rows
        return table

    def bytes(self, name="out.arrow"):
        return (self.folder / name).read_bytes()


def flat(column, name, values):
    """(header, values) of each column as the CSV output has them."""
    if not pa.types.is_struct(column):
        yield name, values
        return
    for field in column:
        inner = [None if row is None else row[field.name] for row in values]
        yield from flat(field.type, f"{name}.{ {'shares': 'share', '分担': '分担'}.get(field.name, field.name) }", inner)


def text(value):
    return "" if value is None else ";".join(value) if isinstance(value, list) else str(value)


def same(table, path, long):
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    columns = [each for name, column in zip(table.column_names, table.columns) for each in flat(column.type, name, column.to_pylist())]
    assert [name for name, _ in columns] == header, (header, [name for name, _ in columns])
    assert table.num_rows == len(rows), (table.num_rows, len(rows))
    for at, (name, values) in enumerate(columns):
        cells = [row[at] for row in rows]
        if long and name == "shares":
            values = [[f"{one['name']}={one['amount'].normalize():f}" for one in each] for each in values]
            cells = [";".join(f"{who}={Decimal(amount).normalize():f}" for who, amount in (one.split("=") for one in cell.split(";") if cell)) for cell in cells]
        elif long and name in ("computed", "amount", "ceiling"):  # one scale for all measures
            cells = [str(Decimal(cell).quantize(Decimal("0.001"))) if cell else "" for cell in cells]
            values = [value if value is None else value.quantize(Decimal("0.001")) for value in values]
        assert [text(value) for value in values] == cells, (name, next(pair for pair in zip(map(text, values), cells) if pair[0] != pair[1]))


def workload(out, rows):
    out.run("sample", WORKLOAD, "--rows", rows, "--out", "data.csv")
    lines = (out.folder / "data.csv").read_text(encoding="utf-8").splitlines()
    lines[7::50] = [line.replace("true", "maybe", 1) for line in lines[7::50]]
    (out.folder / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    of = (WORKLOAD, "--data", "data.csv")
    table = out.same(*of)
    kept = out.bytes()
    assert table.schema.field(1).type.field("amount").type == pa.decimal128(38, 2)
    assert table.schema.field(1).type.field("status").type == pa.dictionary(pa.int8(), pa.utf8())
    manifest = json.loads((out.folder / "out.manifest.json").read_text(encoding="utf-8"))
    assert manifest["options"] == [["format", "arrow"]] or {"format": "arrow"} == manifest["options"] or "arrow" in json.dumps(manifest["options"]), manifest["options"]
    assert manifest["entities"][0]["output"]["bytes"] == len(kept)
    assert manifest["entities"][0]["rows"]["rejected"] > 0
    for more in (*(("--threads", n) for n in (1, 2, 8)), ("--engine", "reference"), ("--engine", "jit"), ("--cache", "off")):
        out.run("run", *of, *more, "--out", "other.arrow", "-q")
        assert out.bytes("other.arrow") == kept, more
    with open(out.folder / "data.csv", "rb") as data:
        out.run("run", WORKLOAD, "--data", "-", "--out", "other.arrow", "-q", stdin=data)
    assert out.bytes("other.arrow") == kept, "standard input"
    piped = subprocess.run(f"while read -r line; do echo \"$line\"; done < data.csv | '{out.huice}' run '{WORKLOAD}' --data - --out other.arrow -q", shell=True, cwd=out.folder, check=True)
    assert piped.returncode == 0 and out.bytes("other.arrow") == kept, "a slow pipe"
    stream = out.run("run", *of, "--out", "-", "--format", "arrow")
    assert ipc.open_stream(stream).read_all().equals(table), "standard output"
    ours, theirs = pty.openpty()
    refused = subprocess.run([out.huice, "run", *of, "--out", "-", "--format", "arrow", "--lang", "en"], cwd=out.folder, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    assert refused.returncode == 2 and "a terminal cannot show Arrow" in refused.stderr, ("a terminal", refused.stderr)
    for end in (ours, theirs):
        os.close(end)
    out.run("run", *of, "--out", "other.arrows", "-q")
    assert out.bytes("other.arrows") == stream, "a stream in a file"
    for more in (("--only", "eligible"), ("--only", "error,referred"), ("--only", "not_in_force"), ("--layout", "long"), ("--layout", "long", "--only", "eligible"),
                 ("--labels", "zh"), ("--measures", "base_grant"), ("--keep", "district,id")):
        try:
            out.same(*of, *more)
        except AssertionError as error:
            raise AssertionError(more) from error
    (out.folder / "empty.csv").write_text(lines[0] + "\n", encoding="utf-8")
    for more in ((), ("--layout", "long")):
        assert out.same(WORKLOAD, "--data", "empty.csv", *more).num_rows == 0
    return table


def settled(out, rows):
    (out.folder / "p.policy").write_text(SETTLED.replace("{total}", str(rows // 10)), encoding="utf-8")
    for name, encoding in (("firms.csv", "utf-8"), ("firms-gb.csv", "gb18030")):
        with open(out.folder / name, "w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(firms(rows))
    of = ("p.policy", "--data", "firms.csv")
    table = out.same(*of, "--keep", "备注")
    assert [table.schema.field(n).type for n in range(3)] == [pa.int64(), pa.date32(), pa.utf8()]
    assert table.column("备注").null_count > 0
    reasons = {reason for row in table.column("aid").to_pylist() for reason in row["reasons"]}
    assert {"limit:uscc", "pool:fund", "big", "made", "cost"} <= reasons, reasons
    assert any(row["ceiling"] is not None for row in table.column("grant").to_pylist())
    assert table.schema.field("fee").type.field("amount").type == pa.decimal128(38, 3)
    kept = out.bytes()
    for more in (*(("--threads", n) for n in (1, 2, 8)), ("--engine", "reference"), ("--memory", "1MB")):
        out.run("run", *of, "--keep", "备注", *more, "--out", "other.arrow", "-q")
        assert out.bytes("other.arrow") == kept, more
    for more in (("--layout", "long", "--keep", "备注"), ("--layout", "long", "--only", "eligible"), ("--only", "ineligible"), ("--labels", "zh"),
                 ("--dialect", "spreadsheet")):
        out.same(*of, *more)
    assert out.same("p.policy", "--data", "firms-gb.csv", "--keep", "备注").equals(table), "GB18030"
    # Recorded in a ledger: new, and once more.
    ledger = ("p.policy", "--data", "firms.csv", "--measures", "aid,grant", "--ledger", "paid.ledger", "--run-id", "first", "-q")
    for name in ("first.arrow", "again.arrow"):
        out.run("run", *ledger, "--out", name)
    out.run("run", *ledger, "--out", "first.csv")
    assert out.bytes("first.arrow") == out.bytes("again.arrow")
    same(out.arrow("first.arrow"), out.folder / "first.csv", False)


def several_entities(out):
    """Each entity into a file of its own."""
    program, parameters = ROOT / "policies/ningbo/2024", ("--parameters", ROOT / "policies/ningbo/2024/data/parameters.csv")
    out.run("sample", program, "--rows", "300", "--out", "many", *parameters)
    data = [word for path in sorted((out.folder / "many").glob("*.csv")) for word in ("--data", f"{path.stem}={path}")]
    for name, more in (("csv", ()), ("arrow", ("--format", "arrow"))):
        out.run("run", program, *data, "--out", f"many-{name}", "-q", *parameters, *more)
    files = sorted(path for path in (out.folder / "many-csv").glob("*.csv") if not path.name.endswith(".rejects.csv"))
    assert len(files) > 3, files
    for path in files:
        table = out.arrow(f"many-arrow/{path.stem}.arrow")
        same(table, path, False)
        out.compared += table.num_rows
    assert not [path for path in (out.folder / "many-arrow").iterdir() if path.suffix == ".csv" and not path.name.endswith(".rejects.csv")]


def others_read_it(out, table):
    """polars and DuckDB."""
    path = out.folder / "workload.arrow"
    out.run("run", WORKLOAD, "--data", "data.csv", "--out", path, "-q")
    first = table.column_names[1]
    amounts = [row["amount"] for row in table.column(first).to_pylist()]
    frame = polars.read_ipc(path)
    assert frame.height == table.num_rows
    assert frame[first].struct.field("status").cast(polars.String).to_list() == [row["status"] for row in table.column(first).to_pylist()]
    assert [None if amount is None else Decimal(amount) for amount in frame[first].struct.field("amount").to_list()] == amounts
    database = duckdb.connect()
    database.register("t", ipc.open_file(path).read_all())
    paid = [amount for amount in amounts if amount is not None]
    assert database.execute(f"select sum(t.{first}.amount), count(*) filter (t.{first}.status = 'eligible') from t").fetchone() == (sum(paid), len(paid))


def killed(out):
    """Of a killed run nothing is under the name; what an earlier run left there stays."""
    before = out.bytes("workload.arrow")
    lines = (out.folder / "data.csv").read_bytes()
    for wait in (0.0, 0.05, 0.3):
        for name, left in (("workload.arrow", before), ("never.arrow", None)):
            run = subprocess.Popen([out.huice, "run", WORKLOAD, "--data", "-", "--out", name, "-q"], cwd=out.folder, stdin=subprocess.PIPE)
            run.stdin.write(lines)
            run.stdin.flush()
            time.sleep(wait)
            run.send_signal(signal.SIGKILL)
            run.wait()
            try:
                run.stdin.close()
            except BrokenPipeError:
                pass
            path = out.folder / name
            assert (path.read_bytes() if path.exists() else None) == left, name
    refused = subprocess.run([out.huice, "run", WORKLOAD, "--data", "data.csv", "--out", "never.arrow", "-q", "--strict"], cwd=out.folder, capture_output=True, check=False)
    assert refused.returncode == 4 and not (out.folder / "never.arrow").exists(), refused
    out.run("run", WORKLOAD, "--data", "data.csv", "--out", "workload.arrow", "-q")
    assert not list(out.folder.glob(".*huice-*")), "something is left beside it"


def memory(out, rows):
    """Flat, and near what CSV takes."""
    header, *lines = (out.folder / "data.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    with open(out.folder / "rows.csv", "w", encoding="utf-8") as file:
        file.write(header)
        for _ in range(rows // len(lines)):
            file.writelines(lines)
    taken = {name: peak([out.huice, "run", WORKLOAD, "--data", out.folder / "rows.csv", "--out", out.folder / f"peak.{name}", "-q", "--threads", "2"]) for name in ("csv", "arrow")}
    assert taken["arrow"] < taken["csv"] + 32, taken
    return taken


def main(huice):
    full = os.environ.get("HUICE_TEST_SIZE") == "full"
    with tempfile.TemporaryDirectory() as name:
        out = Outputs(huice, Path(name))
        table = workload(out, 1_000_000 if full else 10_000)
        settled(out, 300_000 if full else 10_000)
        several_entities(out)
        others_read_it(out, table)
        killed(out)
        taken = memory(out, 10_000_000 if full else 400_000)
    print(f"{out.compared:,} rows as in CSV, read by pyarrow, polars and DuckDB; peak memory {taken['arrow']:.0f} MiB, for CSV {taken['csv']:.0f} MiB")


if __name__ == "__main__":
    try:
        import duckdb
        import polars
        import pyarrow as pa
        from pyarrow import ipc
    except ImportError:
        if "--again" in sys.argv:
            raise
        try:
            python = python_with(["pyarrow", "polars", "duckdb"])
        except Unreachable as error:
            print(f"skipped: {error}")
            sys.exit(77)
        os.execv(python, [python, *sys.argv, "--again"])
    main(sys.argv[1])
