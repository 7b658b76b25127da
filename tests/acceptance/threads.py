#!/usr/bin/env python3
"""One file in many dresses, on many threads: what is decided, rejected and said of it never depends on them.

    tests/acceptance/threads.py HUICE        HUICE_TEST_SIZE=full: a million rows

The file: bench/workload's applicants, some with mistakes, some with a name that needs quotes. Its dresses: plain, every cell
quoted, CRLF, a byte order mark, GB18030, GB18030 on a pipe, no line end at the end. Each is decided by machine code on 1, 2 and
8 threads, with the vector instructions that there are and with none; the reference evaluator on one thread says what must come.
"""
import csv
import io
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "bench" / "workload"
HEADER = ["id", "district", "trade", "insured", "premium", "scale", "rd", "rd_last", "revenue", "area", "standard", "volume", "sme"]


def applicant(chance, number):
    def money(most):
        return "" if chance.random() < 0.01 else f"{chance.randrange(most * 100) / 100:.{chance.choice((0, 1, 2))}f}"

    def yes():
        return chance.choice(("true", "false", "是", "否", "1", "Y"))

    row = [f"91{number:016}", chance.choice(("江北区", "海曙区", "鄞州区,东部", '"新区"')) if chance.random() < 0.02 else "江北区", chance.choice(("goods", "services", "服务贸易")), yes(), money(4000000), yes(),
           money(9000000), money(9000000), money(200000000), f"{chance.randrange(3000000) / 10000}", chance.choice(("basic", "improved", "三类")), f"{chance.randrange(15000)}", yes()]
    if chance.random() < 0.01:  # what offices get wrong
        row[chance.randrange(2, len(row))] = chance.choice(("约5000", "-1", "1.234", "maybe", "1,234.50", "１２", "abc", "30%"))
    return row


def dresses(rows):
    """Name, bytes, whether it comes through a pipe."""
    def text(**how):
        out = io.StringIO()
        csv.writer(out, **how).writerows([HEADER, *rows])
        return out.getvalue()

    plain = text(lineterminator="\n")
    ragged = plain.split("\n")
    for at in range(1000, len(ragged) - 1, 1000):
        ragged[at] += ",too many"
    return [("plain", plain.encode(), False), ("quoted", text(lineterminator="\n", quoting=csv.QUOTE_ALL).encode(), False), ("CRLF", text(lineterminator="\r\n").encode(), False),
            ("BOM", b"\xef\xbb\xbf" + plain.encode(), False), ("GB18030", plain.encode("gb18030"), False), ("GB18030 pipe", plain.encode("gb18030"), True),
            ("no end", plain.rstrip("\n").encode(), False), ("ragged", "\n".join(ragged).encode(), False)]


def decide(huice, folder, file, piped, *options, **environment):
    """Decisions, rejects without the file's name, and what is said."""
    out = folder / "out.csv"
    command = [huice, "run", PROGRAM, "--data", "-" if piped else file, "--out", out, "--rejects", folder / "rejects.csv", "--lang", "en", "-q", *options]
    with file.open("rb") as data:
        done = subprocess.run([str(word) for word in command], stdin=data if piped else None, capture_output=True, check=False, env=dict(os.environ, **environment))
    if done.returncode != 0:
        sys.exit(f"{file.name} {options}: {done.stderr.decode()}")
    rejects = (folder / "rejects.csv").read_text(encoding="utf-8").replace(str(file) + ",", "-,")
    return out.read_bytes(), rejects


def main():
    huice = sys.argv[1]
    count = 1_000_000 if os.environ.get("HUICE_TEST_SIZE") == "full" else 20_000
    chance = random.Random(6)
    faults, runs = [], 0
    with tempfile.TemporaryDirectory(prefix="huice-threads-") as name:
        folder = Path(name)
        first = None
        for dress, data, piped in dresses([applicant(chance, n) for n in range(count)]):
            file = folder / f"{dress.replace(' ', '-')}.csv"
            file.write_bytes(data)
            expected = decide(huice, folder, file, piped, "--engine", "reference", "--threads", "1")
            rejected = expected[1].count("\n") - 1
            if not count // 200 < rejected < count // 20:
                faults.append(f"{dress}: {rejected} rows rejected")
            first = first or expected
            if dress != "ragged" and expected[0] != first[0]:
                faults.append(f"{dress}: decided otherwise than the plain file")
            for threads in (1, 2, 8):
                for simd in ("", "avx2", "portable"):
                    runs += 1
                    if decide(huice, folder, file, piped, "--threads", str(threads), HUICE_SIMD=simd) != expected:
                        faults.append(f"{dress}, {threads} threads, HUICE_SIMD={simd}: another result")
            file.unlink()
    for fault in faults:
        print(fault)
    print(f"{runs} runs over {count} rows, {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
