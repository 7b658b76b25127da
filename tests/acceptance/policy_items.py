"""Policy files as items and tokens, read with the compiler's own lexer; and programs cut down to a few measures.

An item is one declaration: `measure rd_increment … { … }`. Its tokens come from `huice dump --stage text`, so nothing here
guesses where a string or a comment ends. Positions are code points in the file.
"""
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

KINDS = {
    "use": "use", "引用": "use", "document": "document", "文件": "document", "type": "type", "类型": "type",
    "entity": "entity", "主体": "entity", "parameter": "parameter", "参数": "parameter", "let": "let", "令": "let",
    "function": "function", "函数": "function", "table": "table", "表": "table", "list": "list", "名单": "list",
    "measure": "measure", "措施": "measure", "limit": "limit", "限额": "limit", "pool": "pool", "资金池": "pool",
    "choose": "choose", "择取": "choose", "target": "target", "目标": "target", "scenario": "scenario",
    "scenarios": "scenario", "算例": "scenario", "huice": "version", "惠策": "version",
}
VALUES = ("let", "parameter", "function", "table")  # what measures read, and may be changed with them
LINE = re.compile(r"^(\d+):(\d+) (name|keyword|quoted_name|number|date|text|sign|comment|bad) (.*)$", re.DOTALL)


@dataclass
class Token:
    kind: str
    text: str  # full-width signs folded
    start: int
    end: int
    first: bool  # on its line


@dataclass
class Item:
    kind: str
    name: str
    file: str  # path below the root
    tokens: list
    text: str  # of the whole file
    words: set = field(default_factory=set)

    @property
    def start(self):
        return self.tokens[0].start

    @property
    def end(self):
        return self.tokens[-1].end

    def written(self):
        return self.text[self.start:self.end]

    def line(self, position):
        return self.text.count("\n", 0, position) + 1


def fold(text):
    return "".join(unicodedata.normalize("NFKC", c) if 0xFF01 <= ord(c) <= 0xFF5E else {"、": ",", "×": "*", "÷": "/", "−": "-"}.get(c, c) for c in text)


def read_tokens(huice, path):
    text = path.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    shown = subprocess.run([huice, "dump", str(path), "--stage", "text"], capture_output=True, encoding="utf-8").stdout
    tokens, place = [], (0, 0)
    for row in shown.split("\n"):
        found = LINE.match(row)
        if not found:
            continue  # a comment of several lines goes on
        line, column, kind, word = int(found[1]), int(found[2]), found[3], found[4]
        if (line, column) <= place:
            break  # the files that this one uses come behind it
        place = (line, column)
        start = starts[line - 1] + column - 1
        if kind == "comment":
            continue
        if text[start:start + len(word)] != word:
            raise SystemExit(f"{path}:{line}:{column}: `{word}` is not what the file holds there")
        first = text[starts[line - 1]:start].strip() == ""
        tokens.append(Token(kind, word if kind == "text" else fold(word), start, start + len(word), first))
    return text, tokens


def read_items(huice, path, file):
    text, tokens = read_tokens(huice, path)
    items, depth, current = [], 0, []
    for index, token in enumerate(tokens):
        begins = depth == 0 and token.kind == "keyword" and token.text in KINDS and (token.start == 0 or text[token.start - 1] == "\n")
        if begins and current:
            items.append(current)
            current = []
        current.append(token)
        if token.kind == "sign":
            depth += (token.text in "({[") - (token.text in ")}]")
    if current:
        items.append(current)
    result = []
    for tokens in items:
        kind = KINDS.get(tokens[0].text, "other")
        name = tokens[1].text.strip("「」") if len(tokens) > 1 and kind not in ("limit", "choose", "scenario") else ""
        if kind == "scenario":
            name = next((tokens[i + 1].text.strip("「」") for i, t in enumerate(tokens) if t.text in ("for", "适用") and i + 1 < len(tokens)), "")
        words = {token.text.strip("「」") for token in tokens if token.kind in ("name", "keyword", "quoted_name")}
        result.append(Item(kind, name, file, tokens, text, words))
    return result


class Program:
    """A folder of policies (or one file), and what belongs to what."""

    def __init__(self, huice, path):
        self.huice = huice
        self.path = Path(path).resolve()
        folder = self.path if self.path.is_dir() else self.path.parent
        self.root = next((up for up in [folder, *folder.parents] if (up / "huice.toml").exists()), folder)
        own = sorted(self.path.glob("*.policy")) if self.path.is_dir() else [self.path]
        self.items, seen, todo = [], set(), list(own)
        while todo:
            file = todo.pop(0).resolve()
            if file in seen:
                continue
            seen.add(file)
            items = read_items(huice, file, str(file.relative_to(self.root)))
            self.items += items
            for item in items:
                if item.kind == "use":
                    todo.append(file.parent / item.tokens[1].text[1:-1])
        self.files = sorted(str(file.relative_to(self.root)) for file in seen)
        self.measures = {item.name: item for item in self.items if item.kind == "measure"}
        self.values = {item.name: item for item in self.items if item.kind in VALUES}
        self.pools = {item.name: item for item in self.items if item.kind == "pool"}

    def measures_in(self, item):
        return [name for name in self.measures if name in item.words]

    def uses(self, item):
        """Names of the values that an item reads, directly or through others."""
        found, todo = set(), [item]
        while todo:
            for word in todo.pop().words:
                if word in self.values and word not in found:
                    found.add(word)
                    todo.append(self.values[word])
        return found

    def companions(self, names):
        """The measures that share a limit, a choice or a pool with some of these, and so on."""
        groups = [set(self.measures_in(item)) for item in self.items if item.kind in ("limit", "choose")]
        for pool in self.pools:
            groups.append({name for name, item in self.measures.items() if pool in item.words})
        result, grown = set(names), True
        while grown:
            grown = False
            for group in groups:
                if group & result and not group <= result:
                    result |= group
                    grown = True
        return result

    def cut_down(self, names):
        """{file: [items]} of a program that holds only these measures' scenarios and what they need."""
        kept = self.companions(names)
        pools = {pool for pool in self.pools if any(pool in self.measures[name].words for name in kept)}
        result = {file: [] for file in self.files}
        for item in self.items:
            if item.kind == "measure" and item.name not in kept or item.kind == "target":
                continue
            if item.kind == "scenario" and item.name not in names or item.kind == "pool" and item.name not in pools:
                continue
            if item.kind in ("limit", "choose") and not set(self.measures_in(item)) & kept:
                continue
            result[item.file].append(item)
        return result

    def copy_data(self, root):
        """The other files that a program reads: its project file, tables and lists."""
        for source in [self.root / "huice.toml", *(self.root / f for f in self.data_files())]:
            if source.exists():
                target = root / source.relative_to(self.root)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def data_files(self):
        for item in self.items:
            if item.kind in ("table", "list"):
                for before, token in zip(item.tokens, item.tokens[1:]):
                    if token.kind == "text" and before.text in ("from", "自"):
                        yield ((self.root / item.file).parent / token.text[1:-1]).resolve().relative_to(self.root)
