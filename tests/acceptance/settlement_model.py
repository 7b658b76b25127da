#!/usr/bin/env python3
"""Settlement computed plainly: claims and what a ledger paid in, grants with reasons and shares out; one function a step.

    settlement_model.py          checks itself on cases computed by hand

Written from the language's description alone, so that agreement with the program means something. Amounts are exact numbers
of yuan. No step is revisited; each sees only amounts above 0, in settlement order.
"""
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime as Time
from fractions import Fraction
from math import floor


@dataclass
class Claim:
    """An eligible row of one measure with an amount above 0; with a ledger, also a line of an earlier run."""
    measure: str
    key: tuple  # of the entity, as the cells are written
    date: Date | None  # the applicable date
    amount: Fraction  # what is left of `computed`
    version: str | None = None
    unit: Fraction = Fraction(1, 100)
    position: int = 0
    values: dict = field(default_factory=dict)  # of the row's fields
    shares: list = field(default_factory=list)  # of (name, part of 1, or None for the rest)
    pool: str | None = None
    charged: str | None = None  # the share that the pool pays; None: all
    reasons: list = field(default_factory=list)
    computed: Fraction = Fraction(0)

    def __post_init__(self):
        self.computed = self.amount


@dataclass
class Limit:
    """`once` is a limit of 1 by count in total."""
    covers: list  # of (measure, version, or None for all)
    keys: list
    bound: object  # of a claim: the amount or the count
    counts: bool = False
    per_year: bool = False
    word: str = "limit"


@dataclass
class Choose:
    how: str  # highest, first
    measures: list
    keys: list


@dataclass
class Pool:
    name: str
    total: Fraction
    when: str  # stop, partial, prorate
    order_by: str | None = None
    quota_by: str | None = None
    quotas: dict = field(default_factory=dict)
    otherwise: Fraction | None = None  # of each member not in `quotas`
    in_force: tuple | None = None  # (first day, last day)

    def quota(self, claim):
        return self.quotas.get(claim.values[self.quota_by], self.otherwise) if self.quota_by else None


@dataclass
class Rules:
    measures: list  # names, in program order
    chooses: list = field(default_factory=list)
    limits: list = field(default_factory=list)  # in program order of their text
    pools: list = field(default_factory=list)


class Refused(Exception):
    """The run cannot be settled: a prorated pool was partly paid to others before."""


def settle(rules, claims, paid=()):
    """Brings the claims down to what is granted; `paid`: the lines of earlier runs that this run does not settle anew."""
    claims = in_order(rules, claims)
    for limit in rules.limits:
        filled_before(limit, claims, paid)
    for choose in rules.chooses:
        (choose_highest if choose.how == "highest" else choose_first)(choose, claims, paid)
    for limit in rules.limits:
        keep_within(limit, claims, paid)
    for pool in rules.pools:
        pay_from(pool, claims, paid)


def in_order(rules, claims):
    orders = {pool.name: pool.order_by for pool in rules.pools}
    for claim in claims:
        claim.time = midnight(claim.values[orders[claim.pool]] if orders.get(claim.pool) else claim.date)
    return sorted(claims, key=lambda c: (c.time, rules.measures.index(c.measure), [part.encode() for part in c.key], c.position))


def midnight(moment):
    if moment is None:
        return Time.min
    return moment if isinstance(moment, Time) else Time(moment.year, moment.month, moment.day)


def reduce(claim, amount, reason):
    if amount < claim.amount:
        claim.amount = amount
        if reason not in claim.reasons:
            claim.reasons.append(reason)


def above_zero(claims):
    return [claim for claim in claims if claim.amount > 0]


def down(amount, unit):
    return floor(amount / unit) * unit


# ---- Step 1: what the ledger has filled ----------------------------------------------------------------------------------

def covers(limit, claim):
    return (claim.measure, None) in limit.covers or (claim.measure, claim.version) in limit.covers


def purse(limit, claim):
    """Claims with the same purse share one bound."""
    return tuple(claim.values[key] for key in limit.keys), claim.date.year if limit.per_year else None


def reason_of(limit):
    return limit.word + ":" + "+".join(limit.keys)


def used_before(limit, claim, paid):
    before = [line.amount for line in above_zero(paid) if covers(limit, line) and purse(limit, line) == purse(limit, claim)]
    return len(before) if limit.counts else sum(before)


def filled_before(limit, claims, paid):
    for claim in above_zero(claims) if limit.counts else []:
        before = used_before(limit, claim, paid) if covers(limit, claim) else 0
        if before > 0 and before >= floor(limit.bound(claim)):
            reduce(claim, 0, reason_of(limit))


# ---- Step 2: choose ------------------------------------------------------------------------------------------------------

def by_key(choose, claims):
    """For each key that has claims: the key, the measures with claims in the order listed, and their claims."""
    groups = {}
    for claim in above_zero(claims):
        if claim.measure in choose.measures:
            groups.setdefault(tuple(claim.values[key] for key in choose.keys), []).append(claim)
    for key, found in groups.items():
        per_measure = {measure: [c for c in found if c.measure == measure] for measure in choose.measures}
        yield key, {measure: of for measure, of in per_measure.items() if of}


def paid_before(choose, key, paid):
    """What the ledger paid for the key, and the first listed measure that it paid."""
    lines = [line for line in above_zero(paid) if line.measure in choose.measures and tuple(line.values[k] for k in choose.keys) == key]
    return sum(line.amount for line in lines), min((line.measure for line in lines), key=choose.measures.index, default=None)


def drop_others(per_measure, winner):
    for measure, claims in per_measure.items():
        if measure != winner:
            for claim in claims:
                reduce(claim, 0, f"choose:{winner}")


def choose_highest(choose, claims, paid):
    for key, per_measure in by_key(choose, claims):
        totals = {measure: sum(c.amount for c in of) for measure, of in per_measure.items()}
        winner = max(totals, key=totals.get)  # of equals the first listed
        drop_others(per_measure, winner)
        left, payer = paid_before(choose, key, paid)
        for claim in per_measure[winner]:
            taken = min(left, claim.amount)
            left -= taken
            reduce(claim, down(claim.amount - taken, claim.unit), f"choose:{payer}")


def choose_first(choose, claims, paid):
    for key, per_measure in by_key(choose, claims):
        _, payer = paid_before(choose, key, paid)
        if payer:
            for claim in sum(per_measure.values(), []):
                reduce(claim, 0, f"choose:{payer}")
        else:
            drop_others(per_measure, min(per_measure, key=lambda measure: per_measure[measure][0].time))


# ---- Step 3: limits and once ---------------------------------------------------------------------------------------------

def keep_within(limit, claims, paid):
    used = {}
    for claim in above_zero(claims):
        if not covers(limit, claim):
            continue
        key = purse(limit, claim)
        before = used.get(key, used_before(limit, claim, paid))
        if limit.counts:
            granted = claim.amount if before < floor(limit.bound(claim)) else 0
            used[key] = before + (granted > 0)
        else:
            left = max(0, limit.bound(claim) - before)
            granted = min(claim.amount, down(left, claim.unit))
            used[key] = before + granted
        reduce(claim, granted, reason_of(limit))


# ---- Step 4: pools -------------------------------------------------------------------------------------------------------

def charge(claim, amount):
    """What the pool pays of a grant of that amount."""
    return amount if claim.charged is None else dict(share_out(amount, claim.shares, claim.unit))[claim.charged]


def pay_from(pool, claims, paid):
    claims = [claim for claim in above_zero(claims) if claim.pool == pool.name]
    if pool.in_force:
        for claim in claims:
            if not pool.in_force[0] <= claim.date <= pool.in_force[1]:
                reduce(claim, 0, f"pool:{pool.name}")
        claims = above_zero(claims)
    lines = [line for line in above_zero(paid) if line.pool == pool.name]
    left = max(0, pool.total - sum(charge(line, line.amount) for line in lines))
    members = {}  # what is left of each quota
    if pool.quota_by:
        for claim in claims:
            member = claim.values[pool.quota_by]
            charged = sum(charge(line, line.amount) for line in lines if line.values[pool.quota_by] == member)
            members[member] = max(0, pool.quota(claim) - charged)
    if pool.when == "stop":
        pay_until_stop(pool, claims, left, members)
    elif pool.when == "partial":
        pay_in_part(pool, claims, left, members)
    else:
        if claims and any(charge(line, line.amount) > 0 for line in lines):
            raise Refused(pool.name)
        for member, of_member in members.items():
            prorate(pool, [claim for claim in claims if claim.values[pool.quota_by] == member], of_member)
        prorate(pool, above_zero(claims), left)


def pay_until_stop(pool, claims, left, members):
    closed, all_closed = set(), False
    for claim in claims:
        member = claim.values.get(pool.quota_by)
        asked = charge(claim, claim.amount)
        if not all_closed and member not in closed:
            if asked > left:
                all_closed = True
            elif pool.quota_by and asked > members[member]:
                closed.add(member)
            else:
                left -= asked
                if pool.quota_by:
                    members[member] -= asked
                continue
        reduce(claim, 0, f"pool:{pool.name}")


def pay_in_part(pool, claims, left, members):
    for claim in claims:
        member = claim.values.get(pool.quota_by)
        open_to_it = min(left, members[member]) if pool.quota_by else left
        fits = most_within(claim, claim.amount, open_to_it) if open_to_it > 0 else 0
        left -= charge(claim, fits)
        if pool.quota_by:
            members[member] -= charge(claim, fits)
        reduce(claim, fits, f"pool:{pool.name}")


def most_within(claim, most, left):
    """The greatest amount up to `most`, in whole units, whose charge is at most `left`."""
    amount = down(most, claim.unit)
    if claim.charged is None:
        return min(amount, down(left, claim.unit))
    # A charge is less than one unit from the exact part, so nothing above this fits.
    part = exact_parts(claim.shares)[claim.charged]
    amount = min(amount, down((left + claim.unit) / part, claim.unit)) if part else amount
    while charge(claim, amount) > left:
        amount -= claim.unit
    return amount


def prorate(pool, claims, left):
    """Divides what is left in proportion to the charges; each claim is granted the most that its part pays for."""
    charges = [charge(claim, claim.amount) for claim in claims]
    asked = sum(charges)
    if asked <= left:
        return
    exact = [charged * left / asked for charged in charges]
    parts = [down(part, claim.unit) for part, claim in zip(exact, claims)]
    left_over = left - sum(parts)
    for i in sorted(range(len(claims)), key=lambda i: (parts[i] - exact[i]) / claims[i].unit):  # a stable sort: ties stay in settlement order
        if claims[i].unit <= left_over and parts[i] + claims[i].unit <= charges[i]:
            parts[i] += claims[i].unit
            left_over -= claims[i].unit
    for claim, part in zip(claims, parts):
        reduce(claim, most_within(claim, claim.amount, part) if part > 0 else 0, f"pool:{pool.name}")


# ---- Step 5: shares ------------------------------------------------------------------------------------------------------

def exact_parts(shares):
    rest = 1 - sum(part for _, part in shares if part is not None)
    return {name: rest if part is None else part for name, part in shares}


def share_out(amount, shares, unit):
    """(name, amount) of each share, as listed; they add up to the amount."""
    exact = {name: amount * part for name, part in exact_parts(shares).items()}
    rounded = {name: down(part, unit) for name, part in exact.items()}
    missing = (amount - sum(rounded.values())) / unit
    for name in sorted(exact, key=lambda name: rounded[name] - exact[name])[:int(missing)]:
        rounded[name] += unit
    return list(rounded.items())


# ---- The ledger ----------------------------------------------------------------------------------------------------------

class Ledger:
    """What every line (measure, entity key, applicable date) was granted last, for which inputs."""

    def __init__(self):
        self.lines = {}  # line → (inputs, claim)

    def settle(self, rules, rows):
        """`rows`: (line, inputs, claim, or None where the row claims nothing). The claims after settlement, one a row: recorded or new."""
        kept = {line for line, inputs, _ in rows if line in self.lines and self.lines[line][0] == inputs}
        anew = {line for line, _, _ in rows} - kept
        paid = [claim for line, (_, claim) in self.lines.items() if line not in anew and claim]
        settle(rules, [claim for line, _, claim in rows if claim and line in anew], paid)
        for line, inputs, claim in rows:
            if line in anew and (claim or line in self.lines):
                self.lines[line] = (inputs, claim)
        return [self.lines[line][1] if line in self.lines else None for line, _, _ in rows]


# ---- Cases computed by hand ----------------------------------------------------------------------------------------------

WAN = 10_000


def claim(amount, day=1, measure="m", **values):
    known = {name: values.pop(name) for name in ("pool", "charged", "shares", "unit", "version", "key") if name in values}
    known.setdefault("key", (f"{values.get('k', '')}{day:02}",))
    return Claim(measure, date=Date(2024, 1, day), amount=Fraction(amount), values=values, **known)


def amounts(rules, claims, paid=()):
    settle(rules, claims, paid)
    return [c.amount for c in claims]


def equal(what, found, wanted):
    if found != wanted:
        raise SystemExit(f"{what}: {found}, not {wanted}")


def limit(bound, *keys, of=("m",), **more):
    return Limit([(measure, None) for measure in of], list(keys), lambda c: Fraction(bound(c) if callable(bound) else bound), **more)


def check_limits():
    ledger, granted = Ledger(), []
    for year, fdi in enumerate([30_000 * WAN, 25_000 * WAN, 20_000 * WAN]):
        one = Claim("m", ("P1",), Date(2023 + year, 6, 1), Fraction(75, 1000) * fdi, values={"project": "P1"})
        granted.append(ledger.settle(Rules(["m"], limits=[limit(5000 * WAN, "project")]), [(("m", "P1", one.date), fdi, one)])[0].amount)
    equal("FDI over three years", granted, [2250 * WAN, 1875 * WAN, 875 * WAN])
    rules = Rules(["m"], limits=[limit(200 * WAN, "uscc", per_year=True)])
    equal("premiums", amounts(rules, [claim(160 * WAN, 1, uscc="A"), claim(80 * WAN, 2, uscc="A")]), [160 * WAN, 40 * WAN])
    rules = Rules(["m"], limits=[limit(100 * WAN, "uscc", per_year=True)])
    equal("results", sum(amounts(rules, [claim(5 * WAN, day, uscc="A") for day in range(1, 22)])), 100 * WAN)
    rules = Rules(["m"], limits=[limit(lambda c: 3 if c.values["k"] == "air" else 1, "buyer", "k", counts=True, per_year=True)])
    airs = [claim(500, day, buyer="A", k="air") for day in (4, 1, 3, 2)]
    equal("air conditioners", amounts(rules, airs + [claim(500, 5, buyer="A", k="tv")]), [0, 500, 500, 500, 500])
    equal("its reason", [c.reasons for c in airs], [["limit:buyer+k"], [], [], []])
    rules = Rules(["m"], limits=[limit(250, "k")])
    equal("a coarse unit", amounts(rules, [claim(200, 1, k="a", unit=Fraction(100)), claim(200, 2, k="a", unit=Fraction(100)), claim(200, 3, k="a")]), [200, 0, 50])


def check_choose():
    rules = Rules(["m", "n"], [Choose("highest", ["m", "n"], ["k"])], [limit(1, "k", of=("m",), counts=True, word="once")])
    found = [claim(100, 1, k="a"), claim(150, 2, "n", k="a"), claim(60, 3, k="a")]
    equal("highest by total", amounts(rules, found), [100, 0, 0])
    equal("reasons", [c.reasons for c in found], [[], ["choose:m"], ["once:k"]])
    # The row of m was chosen away: the later run may still use its once.
    equal("chosen away", amounts(rules, [claim(100, 1, k="a"), claim(150, 2, "n", k="a")]), [0, 150])
    equal("paid before", amounts(rules, [claim(100, 1, "n", k="a"), claim(100, 2, "n", k="a")], [claim(130, 3, k="a")]), [0, 70])
    rules.chooses[0].how = "first"
    equal("first", amounts(rules, [claim(100, 2, k="a"), claim(5, 1, "n", k="a"), claim(5, 3, "n", k="a")]), [0, 5, 5])
    equal("the same day", amounts(rules, [claim(100, 1, "n", k="a"), claim(5, 1, k="a")]), [0, 5])
    equal("first, paid before", amounts(rules, [claim(100, 1, k="a"), claim(1, 1, k="b")], [claim(1, 3, "n", k="a")]), [0, 1])


def check_pools():
    def pooled(when, asked, total=100, **more):
        rules = Rules(["m"], pools=[Pool("p", Fraction(total), when, **more)])
        return amounts(rules, [claim(amount, day + 1, pool="p", r="ab"[day % 2]) for day, amount in enumerate(asked)])

    equal("stop", pooled("stop", [60, 50, 10]), [60, 0, 0])
    equal("partial", pooled("partial", [60, 50, 10]), [60, 40, 0])
    equal("stop, quotas", pooled("stop", [60, 10, 10, 10, 20], quota_by="r", quotas={"a": Fraction(65)}, otherwise=Fraction(100)), [60, 10, 0, 10, 0])
    equal("partial, quotas", pooled("partial", [60, 10, 10, 50], quota_by="r", quotas={"a": Fraction(65)}, otherwise=Fraction(100)), [60, 10, 5, 25])
    equal("prorate", pooled("prorate", [10 * WAN] * 10, 50 * WAN), [5 * WAN] * 10)
    equal("prorate's remainder", pooled("prorate", ["0.01", "0.02", "0.02"], Fraction(4, 100)), [Fraction(c, 100) for c in (1, 2, 1)])
    equal("prorate, quotas", pooled("prorate", [40, 30, 40, 30], 50, quota_by="r", quotas={"a": Fraction(20)}, otherwise=Fraction(60)),
          [Fraction("6.25"), Fraction("18.75"), Fraction("6.25"), Fraction("18.75")])
    half = {"pool": "p", "charged": "s", "shares": [("s", Fraction(1, 2)), ("t", None)]}
    for when, wanted in (("stop", [60, 0, 0]), ("partial", [60, Fraction("40.00"), 0]), ("prorate", [Fraction("33.34"), Fraction("33.34"), Fraction("33.32")])):
        equal(f"a share, {when}", amounts(Rules(["m"], pools=[Pool("p", Fraction(50), when)]), [claim(60, day, **half) for day in (1, 2, 3)]), wanted)
    equal("half a fen", amounts(Rules(["m"], pools=[Pool("p", Fraction("0.01"), "prorate")]), [claim("0.02", day, **half) for day in (1, 2)]), [Fraction("0.02"), 0])
    try:
        amounts(Rules(["m"], pools=[Pool("p", Fraction(50), "prorate")]), [claim(1, 1, pool="p")], [claim(1, 2, pool="p")])
        raise SystemExit("prorate after a payment to others is not refused")
    except Refused:
        pass
    ledger, spent = Ledger(), []
    for night in range(30):
        rules = Rules(["m"], pools=[Pool("p", Fraction(200_000 * WAN), "partial")])
        rows = [((night, i), 1, claim(Fraction("777777.77"), 1, pool="p", key=(str(i),))) for i in range(100)]
        spent += ledger.settle(rules, rows)
    equal("30 nights", sum(c.amount for c in spent), 200_000 * WAN)


def check_shares():
    thirds = [("a", Fraction(1, 3)), ("b", Fraction(1, 3)), ("c", None)]
    equal("thirds", share_out(Fraction(1), thirds, Fraction(1, 100)), [("a", Fraction("0.34")), ("b", Fraction("0.33")), ("c", Fraction("0.33"))])
    equal("by remainder", share_out(Fraction(5), [("a", Fraction(1, 4)), ("b", None)], Fraction(1)), [("a", 1), ("b", 4)])


def check_ledger():
    rules, ledger = Rules(["m"], limits=[limit(100, "k")]), Ledger()
    equal("first run", [c.amount for c in ledger.settle(rules, [("A", 1, claim(80, k="a")), ("B", 1, claim(80, k="a"))])], [80, 20])
    equal("again, one changed", [c and c.amount for c in ledger.settle(rules, [("B", 1, claim(80, k="a")), ("A", 2, claim(90, k="a")), ("C", 1, None)])], [20, 80, None])
    equal("no longer eligible", ledger.settle(rules, [("A", 3, None)]), [None])
    equal("so its part is free", ledger.settle(rules, [("D", 1, claim(90, k="a"))])[0].amount, 80)


def main():
    for check in (check_limits, check_choose, check_pools, check_shares, check_ledger):
        check()
    print("the plain computation agrees with the cases computed by hand")


if __name__ == "__main__":
    main()
