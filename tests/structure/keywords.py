#!/usr/bin/env python3
"""Every keyword of the grammar has both spellings in the tables of `fmt --keywords`, and they are spellings that the grammar knows.

Exit status 1 names those that are forgotten.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main():
    lexer = (ROOT / "grammar/PolicyLexer.g4").read_text(encoding="utf-8")
    keywords = lexer[lexer.index("// ---- Reserved words"):lexer.index("// ---- Literals and names")]
    folder = ROOT / "compiler/syntax/antlr"
    tables = "".join((folder / name).read_text(encoding="utf-8") for name in ("keyword_words.cpp", "keywords.cpp"))
    mentioned = set(re.findall(r"P::([A-Z_]+)", tables))
    faults, known = [], set()
    for token, spellings in re.findall(r"^([A-Z_]+)\s*:\s*('.*?')\s*;", keywords, re.MULTILINE):
        known.update(re.findall(r"'([^']+)'", spellings))
        if token not in mentioned and token not in ("AMBIGUOUS", "IS", "FORCE", "HALF", "CLAUSE", "CLAUSE_END", "CLAUSE_N"):
            faults.append(f"{token} is not spelled in compiler/syntax/antlr/keyword_words.cpp")
    for en, zh in re.findall(r'\{"([^"]*)", "([^"]*)"\}', tables):
        words = en.split() + ([zh] if zh else [])
        faults += [f"{word} is no keyword of the grammar" for word in words if word not in known and word not in SCENARIO_WORDS and word.isalpha()]
    print(f"{len(known)} spellings, {len(faults)} faults", *faults, sep="\n")
    return 1 if faults or len(known) < 200 else 0


# names that only scenarios understand
SCENARIO_WORDS = set("eligible 符合 ineligible 不符合 error 出错 undetermined 待补正 referred 待核定 not_in_force 不在有效期 status 状态 as_of".split())

if __name__ == "__main__":
    sys.exit(main())
