"""Every small change of a rule that its scenarios should notice.

    mutations(item, choices) → [Mutation]

A mutation is a list of edits, (start, end, new text) in the item's file. What a change does is told from the tokens alone:
one that makes no program is left out later, when the compiler refuses it.
"""
import datetime
import re
from decimal import Decimal
from dataclasses import dataclass

from policy_items import fold

HEADS = {"cites", "dated", "in", "require", "let", "pay", "limit", "once", "share", "paid", "rounding", "version", "no", "except",
         "依据", "基准日", "有效期", "条件", "令", "支付", "限额", "一次性", "分担", "出自", "取整", "版本", "无版本", "例外"}
NOT_MUTATED = {"cites", "dated", "依据", "基准日"}
STRICTER = {">": ">=", ">=": ">", "<": "<=", "<=": "<", "=": "!=", "!=": "=", "≥": ">", "≤": "<", "≠": "=",
            "超过": "不低于", "不低于": "超过", "不超过": "不足", "不足": "不超过"}
REVERSED = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "≥": "<=", "≤": ">=", "超过": "不足", "不低于": "不超过", "不超过": "不低于", "不足": "超过"}
ARITHMETIC = {"+": "-", "-": "+", "*": "/", "/": "*"}
WORDS = {"any": "all", "all": "any", "任一": "全部", "全部": "任一", "min": "max", "max": "min", "最小": "最大", "最大": "最小",
         "sum": "max", "合计": "最大", "average": "sum", "平均": "合计"}
SWAPPED = {"and": "or", "or": "and", "且": "或", "或": "且", "最高": "最低", "最低": "最高", "舍去": "进位", "进位": "舍去", "四舍五入": "舍去",
           "down": "up", "true": "false", "false": "true", "是": "否", "否": "是"}
OPEN, CLOSE = "({[", ")}]"


@dataclass
class Mutation:
    edits: list
    key: str = ""  # how the list of equivalent mutants names it


class Clauses:
    """An item's tokens, with their depth in brackets and the clause that each stands in."""

    def __init__(self, item):
        self.item = item
        self.tokens = item.tokens
        self.depth, self.clause = [], []
        depth, clause, blocks = 0, 0, set()
        for i, token in enumerate(self.tokens):
            if token.text in CLOSE and token.kind == "sign":
                depth -= 1
                blocks.discard(depth + 1)
            self.depth.append(depth)
            begins = token.kind == "keyword" and token.text in HEADS and depth in blocks and (token.first or self.tokens[i - 1].text in "{,")
            if begins:
                clause = i
            self.clause.append(clause)
            if token.text in OPEN and token.kind == "sign":
                depth += 1
                # the item's own block, and those of versions
                if token.text == "{" and (depth == 1 and item.kind == "measure" or self.tokens[clause].text in ("version", "版本")):
                    blocks.add(depth)

    def head(self, i):
        return self.tokens[self.clause[i]].text

    def end_of_clause(self, i):
        """One past the last token of the clause that begins at i; a closing bracket or a comma before the next is not its own."""
        end = i + 1
        while end < len(self.tokens) and self.clause[end] == i and self.depth[end] >= self.depth[i]:
            end += 1
        while end - 1 > i and self.tokens[end - 1].text == ",":
            end -= 1
        return end

    def closing(self, i):
        return next(j for j in range(i + 1, len(self.tokens)) if self.depth[j] == self.depth[i] and self.tokens[j].text in CLOSE)

    def parts(self, begin, end, depth):
        """Runs of tokens between the commas of a list; a line break separates too where no comma stands."""
        run = []
        for i in range(begin, end):
            if self.tokens[i].text == "," and self.depth[i] == depth:
                if run:
                    yield run
                run = []
            else:
                run.append(i)
        if run:
            yield run


def numbers(text):
    """`300万元` → `301万元`, `299万元`; the last digit that is written."""
    found = re.match(r"^([\d_]+(?:\.\d+)?)(.*)$", text)
    if not found:
        return []
    value = Decimal(found[1].replace("_", ""))
    step = Decimal(1).scaleb(value.as_tuple().exponent)
    return [str(value + step) + found[2]] + ([str(value - step) + found[2]] if value >= step else [])


def dates(text):
    parts = [int(part) for part in re.findall(r"\d+", text)]
    if len(parts) != 3:
        return []
    day = datetime.date(*parts)
    return [(day + datetime.timedelta(days=by)).isoformat() for by in (1, -1)]


class Finder:
    def __init__(self, item, choices):
        self.item, self.choices = item, choices
        self.on = Clauses(item)
        self.tokens = item.tokens
        self.found = []

    def add(self, *edits):
        self.found.append(Mutation(sorted(edits)))

    def replace(self, i, text):
        self.add((self.tokens[i].start, self.tokens[i].end, text))

    def drop(self, begin, end):
        """Tokens [begin, end)."""
        self.add((self.tokens[begin].start, self.tokens[end - 1].end, ""))

    def run(self):
        defined = False  # the `=` of a definition is no comparison
        for i, token in enumerate(self.tokens):
            head = self.on.head(i)
            if head in NOT_MUTATED:
                continue
            if self.on.clause[i] == i:
                defined = False
            if token.text == "=" and not defined and (head in ("let", "令", "parameter", "参数", "function", "函数")):
                defined = True
                continue
            self.token(i, token)
        self.clauses()
        return self.found

    def token(self, i, token):
        if token.kind == "number":
            for other in numbers(token.text):
                self.replace(i, other)
        elif token.kind == "date":
            for other in dates(token.text):
                self.replace(i, other)
        elif token.kind == "keyword" or token.kind == "sign":
            self.word(i, token.text)
        if token.text in ("match", "按", "stepped", "分档", "marginal", "累进", "interpolated", "插值") and token.kind == "keyword":
            self.arms(i)

    def text(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def word(self, i, word):
        before, after = self.text(i - 1), self.text(i + 1)
        if word in STRICTER:
            self.replace(i, STRICTER[word])
            if word in REVERSED:
                self.replace(i, REVERSED[word])
            if word == "=":
                self.members_beside(i)
        elif word in ARITHMETIC and not (word in "+-" and (before in "({,:=+-*/<>" or self.tokens[i - 1].kind == "keyword")):
            self.replace(i, ARITHMETIC[word])
        elif word in WORDS and after == "(":
            self.replace(i, WORDS[word])
        elif word in ("and", "or", "且", "或"):
            self.connective(i, word)
        elif word in ("most", "least") and before == "at":
            self.replace(i, "least" if word == "most" else "most")
        elif word == "up" and before == "half":
            self.add((self.tokens[i - 1].start, self.tokens[i].end, "down"))
        elif word == "up":
            self.replace(i, "down")
        elif word in SWAPPED:
            self.replace(i, SWAPPED[word])
        elif word in ("not", "非") and after not in ("in", "属于"):
            self.drop(i, i + 1)
        elif word == "不属于":
            self.replace(i, "属于")
        elif word in ("in", "属于") and self.tokens[i].kind == "keyword" and self.on.clause[i] != i and after != "total":
            self.belongs(i, before)
        elif word in ("unless", "除非"):
            self.drop(i, self.on.end_of_clause(self.on.clause[i]))
        elif word in ("where", "其中"):
            end = next(j for j in range(i, len(self.tokens)) if self.on.depth[j] < self.on.depth[i])
            self.drop(i, end)
        elif word in ("highest", "first", "sum", "最高者", "最先者", "取高", "合计") and (self.item.kind == "choose" or self.item.kind == "table" and self.on.depth[i] == 0):
            self.replace(i, {"highest": "first" if self.item.kind == "choose" else "sum", "first": "highest", "sum": "highest", "最高者": "最先者",
                             "最先者": "最高者", "取高": "合计", "合计": "取高"}[word])

    def connective(self, i, word):
        """One `and` of several must not meet an `or`: all of its chain change, and each operand is left out by itself."""
        depth, clause = self.on.depth[i], self.on.clause[i]
        begin = i
        while begin > clause and self.on.depth[begin - 1] >= depth and not (self.on.depth[begin - 1] == depth and self.text(begin - 1) in (":", ",", "=", "when", "当", "unless", "除非", "where", "其中")):
            begin -= 1
        end = i
        while end < len(self.tokens) and self.on.clause[end] == clause and self.on.depth[end] >= depth and not (
                self.on.depth[end] == depth and self.text(end) in (":", ",", "unless", "除非", "where", "其中", "when", "当", "except", "例外")):
            end += 1
        chain = [j for j in range(begin, end) if self.text(j) == word and self.on.depth[j] == depth]
        if chain[0] == i:
            self.add(*((self.tokens[j].start, self.tokens[j].end, SWAPPED[word]) for j in chain))
            if begin < i and self.on.depth[begin] >= depth:
                self.add((self.tokens[begin].start, self.tokens[i].end, ""))
        rest = next((j for j in chain if j > i), end)
        self.drop(i, rest)

    def enum_of(self, members):
        fitting = [choice for choice in self.choices if set(members) <= set(choice)]
        return min(fitting, key=len) if fitting else []

    def belongs(self, i, before):
        if before == "not":
            self.drop(i - 1, i)
        elif self.text(i) == "in":
            self.replace(i, "not in")
        else:
            self.replace(i, "不属于")
        if self.text(i + 1) != "{":
            return
        close = self.on.closing(i + 1)
        parts = list(self.on.parts(i + 2, close, self.on.depth[i + 1] + 1))
        names = [self.text(part[0]) for part in parts]
        for at, part in enumerate(parts):
            if len(parts) > 1:
                begin, end = (part[0], parts[at + 1][0]) if at + 1 < len(parts) else (parts[at - 1][-1] + 1, part[-1] + 1)
                self.add((self.tokens[begin].start, self.tokens[end - 1].end, ""))
        for other in self.enum_of(names):
            if other not in names:
                self.add((self.tokens[parts[-1][-1]].end, self.tokens[parts[-1][-1]].end, ", " + other))

    def members_beside(self, i):
        """`kind = incubator` also for each other member: `kind in { incubator, other }`."""
        member = self.text(i + 1)
        choice = self.enum_of([member]) if self.tokens[i - 1].kind != "sign" else []
        if self.on.head(i) in ("limit", "限额") or self.tokens[i + 1].kind not in ("name", "keyword", "quoted_name"):
            return
        for other in choice:
            if other != member:
                self.add((self.tokens[i].start, self.tokens[i + 1].end, f"in {{ {member}, {other} }}"))

    def arms(self, i):
        opening = next((j for j in range(i, len(self.tokens)) if self.text(j) == "{" and self.on.depth[j] == self.on.depth[i]), None)
        if opening is None:
            return
        close, depth = self.on.closing(opening), self.on.depth[opening] + 1
        arms = []  # (keys: runs of tokens, value: begin, end)
        begin = opening + 1
        while begin < close:
            colon = next((j for j in range(begin, close) if self.text(j) == ":" and self.on.depth[j] == depth), None)
            if colon is None:
                break
            end = colon + 1
            while end < close and not (self.on.depth[end] == depth and (self.text(end) == "," or self.tokens[end].first and end > colon + 1)):
                end += 1
            arms.append((list(self.on.parts(begin, colon, depth)), colon + 1, end))
            begin = end + 1 if self.text(end) == "," else end
        written = lambda first, last: self.item.text[self.tokens[first].start:self.tokens[last].end]
        value = lambda arm: written(arm[1], arm[2] - 1)
        for one, other in zip(arms, arms[1:]):
            if value(one) != value(other):
                self.add(*((self.tokens[a[1]].start, self.tokens[a[2] - 1].end, value(b)) for a, b in ((one, other), (other, one))))
        scale = self.text(i) not in ("match", "按") or self.text(opening + 1) in STRICTER
        for at, (keys, _, end) in enumerate(arms):
            if self.text(keys[0][0]) in ("otherwise", "其余"):
                continue
            target = arms[(at + 1) % len(arms)]
            if value(target) == value(arms[at]) or len(arms) < 2:
                continue
            after = end + 1 if self.text(end) == "," else end
            whole = (self.tokens[keys[0][0]].start, self.tokens[after].start if after < close else self.tokens[end - 1].end, "")
            if scale or self.text(target[0][0][0]) in ("otherwise", "其余"):
                gone = [whole]
                if len(keys) == 1:
                    self.add(*gone)
                    continue
            for which, key in enumerate(keys):
                moved = written(key[0], key[-1])
                first = self.tokens[target[0][0][0]].start
                added = [] if self.text(target[0][0][0]) in ("otherwise", "其余") else [(first, first, moved + ", ")]
                if len(keys) == 1:
                    self.add(whole, *added)
                elif which + 1 < len(keys):
                    self.add((self.tokens[key[0]].start, self.tokens[keys[which + 1][0]].start, ""), *added)
                else:
                    self.add((self.tokens[keys[which - 1][-1]].end, self.tokens[key[-1]].end, ""), *added)

    def clauses(self):
        if self.item.kind in ("choose", "limit"):
            self.drop(0, len(self.tokens))
            self.keys(0, len(self.tokens))
        if self.item.kind == "table":
            self.rows()
        for i in range(len(self.tokens)):
            if self.on.clause[i] != i or i == 0:
                continue
            end = self.on.end_of_clause(i)
            head = self.text(i)
            if head in ("require", "条件"):
                colon = next((j for j in range(i, end) if self.text(j) == ":" and self.on.depth[j] == self.on.depth[i]), i)
                self.add((self.tokens[colon + 1].start, self.tokens[end - 1].end, "true"))
            elif head in ("limit", "once", "限额", "一次性"):
                self.drop(i, end)
                self.keys(i, end)
            elif head in ("share", "paid", "分担", "出自"):
                self.drop(i, end)
        for i, token in enumerate(self.tokens):
            if token.kind == "keyword" and token.text in ("except", "例外"):
                end = i + 1
                while end < len(self.tokens) and self.on.depth[end] >= self.on.depth[i] and not (
                        self.tokens[end].first and self.on.depth[end] == self.on.depth[i] and self.text(end) in HEADS):
                    end += 1
                self.drop(i, end)

    def keys(self, begin, end):
        """What stands behind `per`, one key after the other; `per year` and `in total`."""
        for i in range(begin, end):
            word, after = self.text(i), self.text(i + 1)
            if word == "per" and after == "year":
                self.add((self.tokens[i].start, self.tokens[i + 1].end, "in total"))
            elif word == "in" and after == "total":
                self.add((self.tokens[i].start, self.tokens[i + 1].end, "per year"))
            elif word in ("每年", "累计"):
                self.replace(i, "累计" if word == "每年" else "每年")
            elif word in ("per", "每", "of", "的"):
                names = [i + 1]
                while self.text(names[-1] + 1) == "," and names[-1] + 2 < end:
                    names.append(names[-1] + 2)
                if len(names) < 2 or word in ("of", "的") and self.item.kind == "measure":
                    continue
                for at, name in enumerate(names):
                    self.drop(*((name, names[at + 1]) if at + 1 < len(names) else (names[at - 1] + 1, name + 1)))

    def rows(self):
        """A decision table: rows without the first, and the values of a cell one by one."""
        pipes = [i for i, token in enumerate(self.tokens) if token.text == "|"]
        lines = {}
        for i in pipes:
            lines.setdefault(self.item.line(self.tokens[i].start), []).append(i)
        for row in list(lines.values())[1:]:
            self.drop(row[0], row[-1] + 1)
            for left, right in zip(row, row[1:]):
                parts = list(self.on.parts(left + 1, right, self.on.depth[left]))
                for at, part in enumerate(parts):
                    if len(parts) > 1:
                        begin, end = (part[0], parts[at + 1][0]) if at + 1 < len(parts) else (parts[at - 1][-1] + 1, part[-1] + 1)
                        self.add((self.tokens[begin].start, self.tokens[end - 1].end, ""))


def applied(text, edits):
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def named(item, mutation):
    """`rd_increment: pay 10% of (…) at most ⟦300万元→301万元⟧`: the lines that change, on one line."""
    first, last = mutation.edits[0][0], mutation.edits[-1][1]
    begin = item.text.rfind("\n", 0, first) + 1
    end = item.text.find("\n", last)
    end = len(item.text) if end < 0 else end
    shown, at = "", begin
    for start, stop, new in mutation.edits:
        shown += item.text[at:start] + f"⟦{item.text[start:stop]}→{new}⟧"
        at = stop
    return (item.name or item.tokens[0].text) + ": " + " ".join((shown + item.text[at:end]).split())


def mutations(item, choices):
    found, keys = [], set()
    for mutation in Finder(item, choices).run():
        mutation.key = named(item, mutation)
        if mutation.key not in keys:
            keys.add(mutation.key)
            found.append(mutation)
    return found


def choices_of(items):
    """The members of each `one of { … }`."""
    found = []
    for item in items:
        if item.kind not in ("type", "entity"):
            continue
        on = Clauses(item)
        for i, token in enumerate(item.tokens):
            one = token.text == "单选" or token.text == "of" and item.tokens[i - 1].text == "one"
            if one and i + 1 < len(item.tokens) and item.tokens[i + 1].text == "{":
                close = on.closing(i + 1)
                members = [t.text.strip("「」") for t in item.tokens[i + 2:close] if t.kind in ("name", "keyword", "quoted_name")]
                if members not in found:
                    found.append(members)
    return found
