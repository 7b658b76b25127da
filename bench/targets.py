"""What we want to reach, beside what was measured."""
from contenders import by_huice
from parts import contests, kernels, scaling
from process import median


def milliseconds(data):
    return 1000 * median(data)


def rows(parts):
    """(what, must, aim, measured: numbers in the order of must and aim, how they are written, whether more is better)"""
    work = parts["contests"]["workload"]["threads"]
    one, two = work["1"], work["2"]
    memory = parts["kernels"]
    share = {threads: kernels.rates(memory, threads) for threads in memory["threads"]}
    scaled = parts["scaling"]
    peak = max(each["mib"] for each in [*scaled["rows"].values(), *scaled["piped"].values()])
    start = parts["startup"]
    yield "end to end, a fresh file, × DuckDB: one thread / two", (8, 8), (16, 20), (contests.ratio(one), contests.ratio(two)), "{:.1f}", True
    yield "end to end to `/dev/null`, of the speed of `wc -l`", (0.18, 0.35), (0.35, 0.65), tuple(median(runs[contests.WC]) / median(runs[contests.TO_NOWHERE]) for runs in (one, two)), "{:.2f}", True
    yield "rules only, in memory, × DuckDB's expressions, one thread", (12,), (25,), (share["1"][0] / share["1"][1],), "{:.0f}", True
    yield "rules only, share of the memory's triad, one thread", (0.5,), (0.9,), (share["1"][2],), "{:.2f}", True
    yield "one measure more costs (twelve more, a twelfth), of the run with four", (0.05,), (0.02,), (scaling.one_more(scaled),), "{:.1%}", False
    yield "two threads, × one", (1.7,), (1.9,), (median(one[by_huice.NAME]) / median(two[by_huice.NAME]),), "{:.2f}", True
    yield "peak memory, any number of rows, MiB", (128,), (96,), (peak,), "{:.0f}", False
    cold, cached = ({job: milliseconds(start[job]["jit"][when]) for job in ("workload", "ningbo")} for when in ("cold", "cached"))
    yield "four measures, one row by machine code, the whole process: nothing compiled yet / in the cache, ms", (80, 15), (25, 3), (cold["workload"], cached["workload"]), "{:.0f}", False
    yield "all of Ningbo, likewise, ms", (1000, 50), (None, None), (cold["ningbo"], cached["ningbo"]), "{:.0f}", False
    yield "all of Ningbo, one row, nothing compiled yet: decided by whatever is there first, ms", (None,), (50,), (milliseconds(start["ningbo"]["auto"]["cold"]),), "{:.0f}", False
    yield "100,000 rows, the whole process, ms", (60,), (20,), (milliseconds(start["hundred_thousand"]),), "{:.0f}", False


def words(values, how):
    return " / ".join("" if value is None else how.format(value) for value in values).strip(" /")


def reached(values, wanted, more):
    """Whether there are goals, and all of them are."""
    goals = [(value, goal) for value, goal in zip(values, wanted) if goal is not None]
    return bool(goals) and all(value >= goal if more else value <= goal for value, goal in goals)


def table(parts):
    lines = ["| | must | aim | measured | |", "|---|--:|--:|--:|---|"]
    for what, must, aim, values, how, more in rows(parts):
        verdict = "aim reached" if reached(values, aim, more) else "reached" if reached(values, must, more) else "not reached"
        lines.append(f"| {what} | {words(must, how)} | {words(aim, how)} | {words(values, how)} | {verdict} |")
    return lines
