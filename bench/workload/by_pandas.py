"""What applicants.policy says, with pandas for the files and NumPy for the rules: sums as integers, since both know no decimals.

    by_pandas.py INPUT OUTPUT        prints the seconds of the work alone
"""
import sys
import time

import numpy as np
import pandas as pd


def steps(column, scale):
    """A column of numbers in steps of 1 / scale, and where there is one."""
    known = column.notna().to_numpy()
    return np.rint(column.fillna(0).to_numpy() * scale).astype(np.int64), known


def half_up(dividend, divisor):
    return (2 * dividend + divisor) // (2 * divisor)


def text(fen, where):
    column = np.full(len(fen), "", dtype=object)
    column[where] = [f"{value // 100}.{value % 100:02}" for value in fen[where].tolist()]
    return column


def status(eligible, ineligible):
    return np.select([ineligible, eligible], ["ineligible", "eligible"], "undetermined")


def decide(rows):
    yes = {name: (rows[name] == "true").to_numpy() for name in ("insured", "scale", "sme")}
    premium, has_premium = steps(rows["premium"], 100)
    rd, has_rd = steps(rows["rd"], 100)
    rd_last, revenue, volume = steps(rows["rd_last"], 100)[0], steps(rows["revenue"], 100)[0], steps(rows["volume"], 10000)[0]
    area, has_area = steps(rows["area"], 10000)
    out = {"id": rows["id"]}

    insured = yes["insured"]
    rate = np.where(rows["trade"] == "goods", 30, 80)
    out["premium_support.status"] = status(insured & has_premium, ~insured)
    out["premium_support.amount"] = text(np.minimum(half_up(premium * rate, 100), 100000000), insured & has_premium)
    out["premium_support.reasons"] = np.select([~insured, ~has_premium], ["insured", "premium"], "")

    lacks = {"scale": ~yes["scale"], "spend": has_rd & (rd <= 200000000), "growth": has_rd & (rd * 10 <= rd_last * 11), "intensity": has_rd & (rd * 100 < revenue * 3)}
    ineligible = np.logical_or.reduce(list(lacks.values()))
    out["rd_increment.status"] = status(~ineligible & has_rd, ineligible)
    out["rd_increment.amount"] = text(np.minimum(half_up(rd - rd_last, 10), 300000000), ~ineligible & has_rd)
    words = np.array([";".join(name for bit, name in enumerate(lacks) if code >> bit & 1) for code in range(16)], dtype=object)
    out["rd_increment.reasons"] = np.where(ineligible, words[sum(lack.astype(np.int64) << bit for bit, lack in enumerate(lacks.values()))], np.where(has_rd, "", "rd"))

    small = has_area & (area < 500000)
    price = np.select([rows["standard"] == "basic", rows["standard"] == "improved"], [800, 1000], 1200)
    out["base_grant.status"] = status(has_area & ~small, small)
    out["base_grant.amount"] = text(np.minimum(half_up(area * price, 100), 50000000), has_area & ~small)
    out["base_grant.reasons"] = np.select([small, ~has_area], ["size", "area"], "")

    some = volume > 0
    slabs = 20 * np.minimum(volume, 30000000) + 15 * np.maximum(0, np.minimum(volume, 100000000) - 30000000) + 10 * np.maximum(0, volume - 100000000)
    out["treatment.status"] = status(some, ~some)
    out["treatment.amount"] = text(np.minimum(half_up(slabs * np.where(yes["sme"], 105, 100), 100000), 2000000), some)
    out["treatment.reasons"] = np.where(some, "", "some")
    return pd.DataFrame(out)


begin = time.perf_counter()
decide(pd.read_csv(sys.argv[1], dtype={name: "str" for name in ("id", "insured", "scale", "sme")})).to_csv(sys.argv[2], index=False, lineterminator="\n")
print(time.perf_counter() - begin)
