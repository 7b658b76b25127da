"""What figures are worth: `300万元`, `3百万元` and `3000000元` are one value. Units come from base/units.def."""
import re
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ROW = re.compile(r'^HUICE_(QUANTITY|COUNT|SHARE|PERIOD|MAGNITUDE)\("([^"]+)",\s*(.*)\)', re.MULTILINE)
DIGITS = "零一二三四五六七八九"
NUMBER = re.compile(r"(\d+(?:\.\d+)?)")
WORD = re.compile(r"[0-9A-Za-z+.]*[A-Za-z+][0-9A-Za-z+.]*")  # 5A, 4+1
CHINESE = re.compile(f"[{DIGITS}两十]+(?=年|个月|月|日|天|周|小时|倍|项|个|家|类)")


def read_units():
    """name → (kind, factor); {magnitude: factor}"""
    units, magnitudes = {}, {}
    for kind, name, rest in ROW.findall((ROOT / "base" / "units.def").read_text(encoding="utf-8")):
        parts = [part.strip().strip('"') for part in rest.split(",")]
        if kind == "QUANTITY":
            units[name] = (parts[1], Fraction(int(parts[2]), int(parts[3])))
        elif kind == "COUNT":
            units[name] = ("number", Fraction(1))
        elif kind == "SHARE":
            units[name] = (parts[1], Fraction(1, int(parts[2])))
        elif kind == "PERIOD":
            units[name] = (parts[1], Fraction(int(parts[2])))
        else:
            magnitudes[name] = int(parts[0])
    return units, magnitudes


UNITS, MAGNITUDES = read_units()
NAMES = sorted(UNITS, key=len, reverse=True)
LARGE = sorted(MAGNITUDES, key=len, reverse=True)


def starts(text, names):
    return next((name for name in names if text.startswith(name)), "")


def scaled(text):
    """The longest unit at the beginning of a text: (kind, factor, rest)."""
    best = ("number", Fraction(1), text)
    for magnitude in ["", *LARGE]:
        if not text.startswith(magnitude):
            continue
        rest = text[len(magnitude):]
        factor = Fraction(MAGNITUDES.get(magnitude, 1))
        unit = starts(rest, NAMES)
        kind, worth = UNITS.get(unit, ("number", Fraction(1)))
        rest = rest[len(unit):]
        if unit and rest.startswith("/"):
            per = scaled(rest[1:])
            if per[2] != rest[1:]:
                kind, worth, rest = f"{kind}/{per[0]}", worth / per[1], per[2]
        if len(rest) < len(best[2]):
            best = (kind, factor * worth, rest)
    return best


def chinese(text):
    value = last = 0
    for c in text:
        if c == "十":
            value, last = value + (last or 1) * 10, 0
        else:
            last = 2 if c == "两" else DIGITS.index(c)
    return str(value + last)


def values(text):
    """Every figure of a text as (kind, value). A day, `2024-12-31` or `2024年12月31日`, is one."""
    text = "".join(text.split()).replace("％", "%").replace("_", "")
    text = CHINESE.sub(lambda found: chinese(found[0]), text)
    text = re.sub(r"(?<!\d)(?<![百千万亿])([百千万亿]+元)", r"1\1", text)
    found = set()
    for year, month, day in re.findall(r"(\d{4})[-年](\d{1,2})[-月](\d{1,2})日?", text):
        found.add(("day", (int(year), int(month), int(day))))
    found |= {("word", word) for word in WORD.findall(text)}
    at = 0
    while number := NUMBER.search(text, at):
        at = number.end()
        kind, factor, _ = scaled(text[at:])
        found.add((kind, Fraction(number[1]) * factor))
        if kind in ("percent", "point"):
            continue
        found.add(("number", Fraction(number[1])))  # `32项` is also 32
    return found


def value(figure):
    """The one value of a figure as a list writes it."""
    number = NUMBER.match(figure)
    if not number:
        return None
    if WORD.fullmatch(figure):
        return ("word", figure)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", figure):
        return ("day", tuple(int(part) for part in figure.split("-")))
    kind, factor, rest = scaled(figure[number.end():])
    return (kind, Fraction(number[1]) * factor) if not rest else None
