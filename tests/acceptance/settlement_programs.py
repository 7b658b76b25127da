"""Random settlement programs and data, and the decisions that a plain computation expects of them.

A program is kept as the text that is given to the compiler and, beside it, as what the plain computation needs: for each
measure its parts (what stands in the measure, and in each version), and the rules across rows. Deciding a single row is kept
simple; what happens between rows is the matter here.
"""
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import datetime as Time
from datetime import timedelta
from fractions import Fraction
from math import ceil, floor

from settlement_model import Choose, Claim, Limit, Pool, Rules, down

MEMBERS = {"a": "甲类", "b": "乙类", "c": "丙类"}
TYPES = {"amount": "money", "num": "integer", "who": "text", "kind": "Kind", "region": "Kind", "born": "date", "flag": "bool", "ok": "bool",
         "applied": "date", "filed": "datetime", "approved": 'money decided by "市局"'}
KEYS = ["who", "kind", "num", "born", "flag", "region", "who", "kind"]
DAYS = [Date(2023, 1, 1), Date(2023, 12, 31), Date(2024, 1, 1), Date(2024, 2, 29), Date(2024, 6, 30), Date(2024, 7, 1), Date(2024, 12, 31), Date(2025, 3, 5)]
SPLIT = Date(2024, 7, 1)  # where versions and dated parameters change
UNITS = [Fraction(1, 100)] * 3 + [Fraction(1)] * 2 + [Fraction(100)]
ROUNDINGS = {"half up": lambda x: floor(x + Fraction(1, 2)), "down": floor, "up": ceil}


def plain(number):
    """12, 0.5, 33.333: of a number with few digits."""
    text = f"{float(number):.6f}".rstrip("0").rstrip(".")
    assert Fraction(text) == number, number
    return text


def fixed(number):
    fen = number * 100
    assert fen == int(fen)
    return f"{int(fen) // 100}.{int(fen) % 100:02}"


@dataclass
class Amount:
    """An amount of the policy: its text, the fields that it reads and its value."""
    text: str
    reads: list
    of: object  # (row, date) → number
    unsafe: object = None  # row → whether it is in error
    most: Fraction | None = None  # the bound of `approved at most`


@dataclass
class Part:
    """What stands in a measure outside its versions, or in one version."""
    name: str | None = None
    period: tuple | None = None
    pay: Amount | None = None
    rounding: tuple | None = None  # (mode, unit)
    shares: list = field(default_factory=list)
    pool: str | None = None
    charged: str | None = None


@dataclass
class Measure:
    name: str
    entity: str
    dated: str | None
    requires: list  # of (name, text, fields, row → bool)
    top: Part = field(default_factory=Part)
    versions: list = field(default_factory=list)
    in_force: tuple | None = None
    rounding: tuple = ("half up", Fraction(1, 100))

    def parts(self):
        return [self.top, *self.versions]

    def share_names(self):
        return list(dict.fromkeys(name for part in self.parts() for name, _ in part.shares))

    def reads_decided(self):
        return any("approved" in (part.pay or self.top.pay).reads for part in self.versions or [self.top])


@dataclass
class Bound:
    """What a limit needs of a row, beside its keys."""
    limit: Limit
    amount: Amount


class Program:
    def __init__(self, rng, ledger=False):
        self.rng, self.ledger = rng, ledger
        self.entities = {name: self.entity(name) for name in ["Firm", "Home"][:rng.choice([1, 1, 2])]}
        self.measures, self.chooses, self.bounds, self.pools, self.totals, self.external, self.needs_date = [], [], [], [], [], {}, False
        self.names = [f"m{i}" for i in range(rng.choice([1, 1, 2, 2, 3, 4]))]
        for i in range(rng.choice([0, 1, 1, 2])):
            self.pools.append(self.pool(f"p{i}"))
        items = [("measure", name) for name in self.names]
        for _ in range(rng.choice([0, 0, 1, 2]) if len(self.names) > 1 else 0):
            items.append(("choose", None))
        for _ in range(rng.choice([0, 0, 1, 1]) if len(self.names) > 1 else 0):
            items.append(("limit", None))
        rest = [item for item in items if item[0] != "measure"]
        items = [item for item in items if item[0] == "measure"]
        for item in rest:
            items.insert(rng.randrange(len(items) + 1), item)
        texts = [{"measure": self.measure, "choose": self.choose, "limit": self.limit_of}[what](name) for what, name in items]
        pools = [self.pool_text(pool) for pool in self.pools]
        texts = pools + texts if rng.random() < 0.5 else texts + pools
        undated = any(measure.dated is None for measure in self.measures)
        self.as_of = rng.choice(DAYS) if undated and (self.needs_date or rng.random() < 0.6) else None
        at = rng.randrange(len(texts) + 1) if rng.random() < 0.3 else len(texts)
        self.files = [self.head() + "\n".join(texts[:at]) + "\n", "\n".join(texts[at:]) + "\n"]
        self.rules = Rules(self.names, self.chooses, [bound.limit for bound in self.bounds], self.pools)

    def change_parameters(self, rng):
        """Other external amounts from now on; shares stay."""
        for name, value in self.external.items():
            if value.endswith("元"):
                self.external[name] = rng.choice(["40元", value, "250.5元", value, "1200元"])
        for pool, total in self.totals:
            pool.total = total()

    # ---- Declarations ----------------------------------------------------------------------------------------------------

    def entity(self, name):
        keys = self.rng.choice([["text"], ["text"], ["text"], ["integer"], ["text", "integer"], ["date"]])
        fields = list(TYPES)
        self.rng.shuffle(fields)
        return {"keys": keys, "fields": fields}

    def head(self):
        lines = ["huice 1", 'document d "某市措施" { in force 2023-01-01 to 2024-12-31  rounding down to 1元 }', "type Kind = one of { " + ", ".join(f'{name} "{label}"' for name, label in MEMBERS.items()) + " }",
                 f"parameter cap : money {{ from 2000-01-01: 120元, from {SPLIT}: 180.5元 }}"]
        for name, entity in self.entities.items():
            fields = [f"key{i} : {kind} key" for i, kind in enumerate(entity["keys"])] + [f"{one} : {TYPES[one]}" for one in entity["fields"]]
            lines.append(f"entity {name} {{ {'  '.join(fields)} }}")
        lines += [f"parameter {name} : {'percent' if value.endswith('%') else 'money'} external" for name, value in self.external.items()]
        return "\n".join(lines) + "\n"

    def money(self, *choices):
        """A constant, sometimes an external parameter: its text, and a function that gives the value."""
        value = Fraction(self.rng.choice(choices))
        if self.rng.random() < (0.4 if self.ledger else 0.15):
            name = f"x{len(self.external)}"
            self.external[name] = plain(value) + "元"
            return name, lambda: Fraction(self.external[name].rstrip("元"))
        return plain(value) + "元", lambda: value

    def keys(self):
        return self.rng.sample(sorted(set(KEYS)), 2) if self.rng.random() < 0.3 else [self.rng.choice(KEYS)]

    def pool(self, name):
        rng = self.rng
        pool = Pool(name, Fraction(0), rng.choice(["stop", "partial", "prorate"]), rng.choice([None, "filed", "filed", "applied", "born"]))
        if rng.random() < 0.4:
            pool.quota_by = rng.choice(["region", "kind"])
            pool.quotas = {member: Fraction(rng.choice([0, 50, 200, 333, 1000])) for member in MEMBERS if rng.random() < 0.6}
            pool.otherwise = Fraction(rng.choice([70, 250])) if len(pool.quotas) < 3 else None
        if rng.random() < 0.2:
            pool.in_force = (Date(2024, 1, 1), Date(2024, 12, 31))
            self.needs_date = True
        return pool

    def pool_text(self, pool):
        text, total = self.money(0, 1, 100, "333.33", "777.5", 1000, 3000, 20000)
        self.totals.append((pool, total))
        pool.total = total()
        clauses = [f"total {text}", f"when exhausted {pool.when}"]
        if pool.order_by:
            clauses.append(f"order by {pool.order_by}")
        if pool.quota_by:
            arms = [f"{member}: {plain(amount)}元" for member, amount in pool.quotas.items()] + ([f"otherwise: {plain(pool.otherwise)}元"] if pool.otherwise is not None else [])
            clauses.append(f"quota {pool.quota_by} {{ {', '.join(arms)} }}")
        if pool.in_force:
            clauses.append(f"in force {pool.in_force[0]} to {pool.in_force[1]}")
        self.rng.shuffle(clauses)
        return f"pool {pool.name} {{ {'  '.join(clauses)} }}"

    def choose(self, _):
        listed = self.rng.sample(self.names, self.rng.randrange(2, len(self.names) + 1))
        choose = Choose(self.rng.choice(["highest", "first"]), listed, self.keys())
        self.chooses.append(choose)
        return f"choose {choose.how} of {', '.join(listed)} per {', '.join(choose.keys)}"

    # ---- Limits ----------------------------------------------------------------------------------------------------------

    def bound(self, counts, constant=False):
        rng = self.rng
        if counts:
            n, m = rng.choice([1, 1, 2, 3]), rng.choice([1, 2, 5])
            forms = [Amount(f"{n}件", [], lambda row, date: n)]
            if not constant:
                forms += [Amount(f"match kind {{ a: {n}件, otherwise: {m}件 }}", ["kind"], lambda row, date: n if row["kind"] == "a" else m),
                          Amount("num", ["num"], lambda row, date: row["num"])]
            return rng.choice(forms)
        text, value = self.money(50, 100, "133.37", 200, 500, 1000)
        other = Fraction(rng.choice([30, 80, "99.99"]))
        forms = [Amount(text, [], lambda row, date: value())] * 2
        if not constant:
            forms += [Amount(f"match region {{ a: {plain(other)}元, otherwise: {text} }}", ["region"], lambda row, date: other if row["region"] == "a" else value()),
                      Amount("50% of amount", ["amount"], lambda row, date: row["amount"] / 2),
                      Amount("(amount / 3 + 20元)", ["amount"], lambda row, date: row["amount"] / 3 + 20),
                      Amount("cap", [], lambda row, date: Fraction(120) if date < SPLIT else Fraction("180.5"))]
        amount = rng.choice(forms)
        self.needs_date = self.needs_date or amount.text == "cap"
        return amount

    def limit(self, covers, constant=False):
        rng = self.rng
        keys, per_year = self.keys(), rng.random() < 0.5
        if not constant and rng.random() < 0.25:
            amount = Amount("", [], lambda row, date: 1)
            limit = Limit(covers, keys, None, True, rng.random() < 0.2, "once")
            text = f"once per {', '.join(keys)}{' per year' if limit.per_year else rng.choice(['', ' in total'])}"
        else:
            counts = rng.random() < 0.35
            amount = self.bound(counts, constant)
            limit = Limit(covers, keys, None, counts, per_year)
            names = f" of {', '.join(name for name, _ in covers)}" if constant else ""
            text = f"limit {amount.text}{names} per {', '.join(keys)} {'per year' if per_year else 'in total'}"
        limit.bound = lambda claim: amount.of(claim.values, claim.date)
        self.needs_date = self.needs_date or limit.per_year
        self.bounds.append(Bound(limit, amount))
        return text

    def limit_of(self, _):
        listed = self.rng.sample(self.names, self.rng.randrange(2, len(self.names) + 1))
        return self.limit([(name, None) for name in listed], constant=True)

    # ---- Measures --------------------------------------------------------------------------------------------------------

    def pay(self):
        cap = Fraction(self.rng.choice([100, "120.5", 300]))
        whole = Fraction(self.rng.choice([100, 300]))
        return self.rng.choice([
            Amount("amount", ["amount"], lambda row, date: row["amount"]),
            Amount("amount", ["amount"], lambda row, date: row["amount"]),
            Amount("50% of amount", ["amount"], lambda row, date: row["amount"] / 2),
            Amount("amount / 3", ["amount"], lambda row, date: row["amount"] / 3),
            Amount(f"amount at most {plain(cap)}元", ["amount"], lambda row, date: row["amount"], most=cap),
            Amount("amount / num", ["amount", "num"], lambda row, date: row["amount"] / row["num"], lambda row: row["num"] == 0),
            Amount(f"approved at most {plain(whole)}元", ["approved"], lambda row, date: row["approved"], most=whole)])

    def rounding(self):
        return self.rng.choice(["half up", "down", "up"]), self.rng.choice(UNITS)

    def payment(self, part, lines):
        """Shares and the pool."""
        rng = self.rng
        if rng.random() < 0.5:
            third = Fraction("33.3")
            part.shares = rng.choice([[("city", Fraction(30)), ("county", None)], [("city", Fraction(50)), ("county", Fraction(50))],
                                      [("province", third), ("city", third), ("county", None)], [("city", None), ("county", Fraction("12.5"))]])
            texts = []
            for name, percent in part.shares:
                text = "rest" if percent is None else plain(percent) + "%"
                if percent is not None and any(other is None for _, other in part.shares) and rng.random() < 0.2:
                    text = f"x{len(self.external)}"
                    self.external[text] = plain(percent) + "%"
                texts.append(f"{name} {text}")
            part.shares = [(name, None if percent is None else percent / 100) for name, percent in part.shares]
            lines.append("share " + ", ".join(texts))
        if self.pools and rng.random() < 0.9:
            part.pool = rng.choice(self.pools).name
            if part.shares and rng.random() < 0.6:
                part.charged = rng.choice(part.shares)[0]
            lines.append(f"paid {f'share {part.charged} ' if part.charged else ''}from {part.pool}")

    def measure(self, name):
        rng = self.rng
        dated = "applied" if self.ledger else rng.choice(["applied", "applied", "applied", "filed", None])
        measure = Measure(name, rng.choice(list(self.entities)), dated, [])
        self.measures.append(measure)
        if rng.random() < 0.5:
            measure.requires.append(("good", "ok", ["ok"], lambda row: row["ok"]))
        if rng.random() < 0.2:
            measure.requires.append(("size", "amount >= 10元", ["amount"], lambda row: row["amount"] >= 10))
        lines = [f"dated {dated}"] if dated else []
        lines += [f"require {reason}: {text}" for reason, text, _, _ in measure.requires]
        measure.top.pay = self.pay()
        lines.append(f"pay {measure.top.pay.text}")
        if rng.random() < 0.2:
            lines.insert(0, "cites d clause 3")
            measure.rounding = "down", Fraction(1)
            measure.in_force = Date(2023, 1, 1), Date(2024, 12, 31)
        elif rng.random() < 0.5:
            measure.rounding = self.rounding()
            lines.append(f"rounding {measure.rounding[0]} to {plain(measure.rounding[1])}元")
        versioned = rng.random() < 0.3
        if not versioned and not measure.in_force and rng.random() < 0.2:
            measure.in_force = (Date(2023, 6, 1), Date(2024, 12, 31))
            lines.append("in force 2023-06-01 to 2024-12-31")
        if not versioned or rng.random() < 0.5:
            self.payment(measure.top, lines)
        clauses = [lambda: self.limit([(name, None)])] * rng.choice([0, 0, 0, 1, 2] if self.pools else [0, 1, 1, 2, 3])
        if versioned:
            versions = [lambda v=v: self.version(measure, *v) for v in (("v1", Date(2023, 1, 1), SPLIT - timedelta(1)), ("v2", SPLIT, Date(2024, 12, 31)))]
            for i, version in enumerate(versions):
                clauses.insert(rng.randrange(len(clauses) + 1) if i == 0 else len(clauses), version)
        self.needs_date = self.needs_date or versioned or measure.in_force is not None
        lines += [clause() for clause in clauses]  # in this order: limits are applied as written
        return f"measure {name} for {measure.entity} {{\n  " + "\n  ".join(lines) + "\n}"

    def version(self, measure, name, first, last):
        rng, lines = self.rng, []
        part = Part(name, (first, last))
        measure.versions.append(part)
        if rng.random() < 0.3:
            part.pay = self.pay()
            lines.append(f"pay {part.pay.text}")
        if rng.random() < 0.3:
            part.rounding = self.rounding()
            lines.append(f"rounding {part.rounding[0]} to {plain(part.rounding[1])}元")
        if not measure.top.shares and not measure.top.pool:
            self.payment(part, lines)
        for _ in range(rng.choice([0, 0, 1] if self.pools else [0, 1, 1, 2])):
            lines.append(self.limit([(measure.name, name)]))
        return f"version {name} in force {first} to {last} {{ {'  '.join(lines)} }}"


# ---- Data ----------------------------------------------------------------------------------------------------------------

def random_rows(program, rng, entity, count, unique):
    missing = rng.choice([0, 0, 0.03, 0.15])
    names = [f"A{i}" for i in range(count)] + ["甲", "乙", "é", "𠀀", "～", "a b", "A,1", 'B"2'][:max(2, count // 10)]
    numbers = list(range(1, 3 * count + 8))
    rng.shuffle(names)
    rng.shuffle(numbers)
    people = [f"人{i}" for i in range(rng.choice([1, 2, 5, max(1, count // 4)]))]
    many = rng.random() < 0.3
    rows = []
    for i in range(count):
        again = 0 if unique else rng.choice([0, 0, 0, i // 2])
        kinds = {"text": names[i - again], "integer": numbers[i - again] * 7, "date": Date(2000, 1, 1) + timedelta(numbers[i - again])}
        day = rng.choice(DAYS) if many or rng.random() < 0.5 else DAYS[2]
        row = {"amount": Fraction(rng.choice([0, "0.01", "0.5", 10, "33.33", 50, 100, 100, 100, "150.5", 250, 300, 1000])), "num": rng.randrange(0, 4), "who": rng.choice(people),
               "kind": rng.choice("abc"), "region": rng.choice("abc"), "born": Date(1990, 1, rng.randrange(1, 4)), "flag": rng.random() < 0.5, "ok": rng.random() < 0.9,
               "applied": day, "filed": Time(day.year, day.month, day.day, rng.choice([0, 9, 9]), rng.choice([0, 0, 30])), "approved": Fraction(rng.choice([0, 100, 200, 300, 400, 1000]))}
        for name in row:
            if rng.random() < missing:
                row[name] = None
        row["key"] = tuple(kinds[kind] for kind in program.entities[entity]["keys"])
        rows.append(row)
    return rows


def cell(value, rng):
    """As data files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return rng.choice(["true", "是", "Y"]) if value else rng.choice(["false", "否", "0"])
    if isinstance(value, Time):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, Date):
        return rng.choice([str(value), f"{value.year}/{value.month}/{value.day}"])
    if isinstance(value, Fraction):
        return fixed(value)
    if isinstance(value, str) and value in MEMBERS:
        return rng.choice([value, MEMBERS[value]])
    return str(value)


# ---- Decisions of single rows --------------------------------------------------------------------------------------------

@dataclass
class Decision:
    status: str
    reasons: list = field(default_factory=list)
    ceiling: str = ""
    claim: Claim | None = None  # of an eligible row, also with amount 0
    part: Part | None = None


def needed(program, measure, part):
    """The fields that settlement needs of a row decided by that part."""
    names = []
    for bound in program.bounds:
        if (measure.name, None) in bound.limit.covers or part.name and (measure.name, part.name) in bound.limit.covers:
            names += bound.limit.keys + bound.amount.reads
    for choose in program.chooses:
        names += choose.keys if measure.name in choose.measures else []
    paying = part if part.pool else measure.top
    for pool in program.pools:
        if pool.name == paying.pool:
            names += [name for name in (pool.order_by, pool.quota_by) if name]
    return names


def decide(program, measure, row, position):
    day = row[measure.dated] if measure.dated else program.as_of
    day = day.date() if isinstance(day, Time) else day
    if measure.dated and day is None:
        return Decision("undetermined", [measure.dated])
    part = measure.top
    if measure.versions:
        part = next((version for version in measure.versions if version.period[0] <= day <= version.period[1]), None)
    if part is None or measure.in_force and not measure.in_force[0] <= day <= measure.in_force[1]:
        return Decision("not_in_force")
    pay = part.pay or measure.top.pay
    known = {name: all(row[field] is not None for field in fields) for name, _, fields, _ in measure.requires}
    failed = [name for name, _, _, holds in measure.requires if known[name] and not holds(row)]
    if failed:
        return Decision("ineligible", failed)
    if pay.unsafe and row["num"] is not None and pay.unsafe(row):
        return Decision("error", ["division_by_zero@pay"])
    read = set(sum((fields for _, _, fields, _ in measure.requires), pay.reads + needed(program, measure, part)))
    missing = [name for name in program.entities[measure.entity]["fields"] if name in read and row[name] is None]
    stated = [name for name in missing if name != "approved"]
    mode, unit = part.rounding or measure.rounding
    if stated:
        return Decision("undetermined", stated)
    if missing:
        return Decision("referred", missing, fixed(down(pay.most, unit)))
    amount = ROUNDINGS[mode](pay.of(row, day) / unit) * unit
    cut = pay.most is not None and pay.reads == ["approved"] and row["approved"] > pay.most
    if pay.most is not None:
        amount = min(amount, down(pay.most, unit))
    paying = part if part.pool or part.shares else measure.top
    claim = Claim(measure.name, tuple(str(value) for value in row["key"]), day, amount, part.name, unit, position, row, paying.shares, paying.pool, paying.charged,
                  ["ceiling"] if cut else [])
    return Decision("eligible", claim=claim, part=part)


def covered(program, measure):
    """Whether anything across rows may reduce its amounts: it then has the column `computed`."""
    return any(name == measure.name for bound in program.bounds for name, _ in bound.limit.covers) or any(measure.name in choose.measures for choose in program.chooses) \
        or any(part.pool for part in measure.parts())


def read_fields(program, measure):
    """All fields that the measure reads, settlement included: a change of another does not settle a row anew."""
    names = [measure.dated] + sum((fields for _, _, fields, _ in measure.requires), [])
    for part in measure.versions or [measure.top]:
        names += (part.pay or measure.top.pay).reads + needed(program, measure, part)  # a version's own replaces the measure's
    return [name for name in TYPES if name in names]


def prorated_unit(program, pool):
    """The unit up to which prorating spends the pool, where all its claims have the same."""
    units = set()
    for measure in program.measures:
        for part in measure.parts():
            if part.pool == pool.name:
                units |= {(one.rounding or measure.rounding)[1] for one in ([part] if part.name else measure.versions or [part])}
    return units.pop() if len(units) == 1 else None
