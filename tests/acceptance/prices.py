#!/usr/bin/env python3
"""15% of every price from 1.00 to 1999.99 yuan, rounded half up, equals an integer computation in fen; both engines."""
import subprocess
import sys
import tempfile
from pathlib import Path

POLICY = """huice 1
entity Purchase "购买" { id: text key  price "成交价": money }
measure discount "补贴" for Purchase { pay 15% of price }
"""


def main():
    huice = str(Path(sys.argv[1]).resolve())
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="huice-prices-") as name:
        folder = Path(name)
        (folder / "discount.policy").write_text(POLICY, encoding="utf-8")
        prices = range(100, 200_000)  # fen: 199,900 prices
        with (folder / "purchases.csv").open("w", encoding="utf-8") as file:
            file.write("id,成交价\n")
            file.writelines(f"p{fen},{fen // 100}.{fen % 100:02}\n" for fen in prices)
        expected = ["id,discount.status,discount.amount,discount.reasons"]
        for fen in prices:
            paid = (15 * fen + 50) // 100
            expected.append(f"p{fen},eligible,{paid // 100}.{paid % 100:02},")
        for engine in ("jit", "reference"):
            out = folder / f"{engine}.csv"
            command = [huice, "run", str(folder / "discount.policy"), "--data", str(folder / "purchases.csv"), "--out", str(out), "--engine", engine, "-q"]
            subprocess.run(command, check=True)
            got = out.read_text(encoding="utf-8").splitlines()
            wrong = [pair for pair in zip(expected, got) if pair[0] != pair[1]]
            if wrong or len(got) != len(expected):
                failed += 1
                print(f"{engine}: {len(wrong)} of {len(prices)} prices differ, {len(got)} lines of {len(expected)}; first: {wrong[:1]}")
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
