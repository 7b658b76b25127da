#!/usr/bin/env python3
"""Checks the direction of includes, and that ANTLR, LLVM, ICU, SQLite, flatbuffers and CLI11 stay behind their one folder.

Each folder may include itself and what stands in its row below, nothing else.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

BASE = ["base", "base/unicode"]
RUNTIME = ["runtime", "runtime/batch", "runtime/spill", "runtime/ledger", "runtime/settlement", "runtime/engine", "runtime/decisions", "runtime/workbook"]
MAY_INCLUDE = {
    "base": BASE,
    "base/unicode": BASE,
    "base/test_switch": BASE,
    "runtime": BASE + RUNTIME,
    "runtime/batch": BASE + RUNTIME,
    "runtime/spill": BASE,
    "runtime/ledger": BASE,
    "runtime/workbook": BASE + RUNTIME,
    "runtime/settlement": BASE + RUNTIME,
    "runtime/engine": BASE + RUNTIME,
    "runtime/decisions": BASE + RUNTIME + ["runtime/arrow"],
    "runtime/arrow": BASE + RUNTIME,
    "runtime/kernel_support": ["runtime"],
    "runtime/ahead": [],
}
# compiler folders in the order of the pipeline: each adds itself to what the next ones may include
order = ["text", "diagnostics", "syntax/antlr", "syntax", "rules"]
seen = list(BASE)
for name in order:
    MAY_INCLUDE[f"compiler/{name}"] = list(seen)
    seen.append(f"compiler/{name}")
MAY_INCLUDE["compiler/syntax/antlr"].append("compiler/syntax")
MAY_INCLUDE["compiler/reference"] = seen + RUNTIME
MAY_INCLUDE["compiler/ir"] = list(seen)
MAY_INCLUDE["compiler/machine"] = seen + RUNTIME + ["compiler/ir", "runtime/kernel_support"]
MAY_INCLUDE["compiler/machine/llvm"] = MAY_INCLUDE["compiler/machine"] + ["compiler/machine"]
seen += RUNTIME + ["compiler/ir", "compiler/machine", "compiler/reference"]
MAY_INCLUDE["compiler/program"] = list(seen)
seen.append("compiler/program")
TOOLS = ("scenarios", "layout", "samples", "explanation", "schemas", "targets", "coverage", "ahead")
for tool in TOOLS:
    MAY_INCLUDE[f"compiler/{tool}"] = seen + ["compiler/explanation"]
MAY_INCLUDE["compiler/scenarios"].append("compiler/targets")
MAY_INCLUDE["compiler/coverage"].append("compiler/scenarios")
seen += [f"compiler/{tool}" for tool in TOOLS]
MAY_INCLUDE["api"] = list(seen)
MAY_INCLUDE["api/c"] = seen + ["api", "runtime/arrow"]
MAY_INCLUDE["cli"] = seen + ["api"]
MAY_INCLUDE["cli/main"] = ["cli"]

# library headers → the only folder that may see them
BEHIND = {
    r"antlr4|Policy(Lexer|Parser)\.h": "compiler/syntax/antlr",
    r"llvm|llvm-c": "compiler/machine/llvm",
    r"unicode/(?!.*base)": "base/unicode",
    r"sqlite3": "runtime/ledger",
    r"zip\.h|expat|xlsxwriter": "runtime/workbook",
    r"flatbuffers|ipc_generated": "runtime/arrow",
    r"CLI/": "cli",
    r"spdlog/": "cli",
}
# and in no header at all
NEVER_IN_HEADERS = r"antlr4|Policy(Lexer|Parser)\.h|llvm/|unicode/u|sqlite3|zip\.h|expat|xlsxwriter|flatbuffers|ipc_generated|CLI/"


def main():
    faults = []
    files = [p for top in ("base", "compiler", "runtime", "api", "cli") for p in (ROOT / top).rglob("*") if p.suffix in (".h", ".hpp", ".cpp", ".c", ".def")]
    for path in sorted(files):
        folder = str(path.parent.relative_to(ROOT))
        allowed = MAY_INCLUDE.get(folder)
        if allowed is None:
            faults.append(f"{path.relative_to(ROOT)}: folder {folder} is not in the table of tests/structure/includes.py")
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
            if not found:
                continue
            quoted, name = found.group(1) == '"', found.group(2)
            place = f"{path.relative_to(ROOT)}:{number}"
            target = str(Path(name).parent)
            ours = quoted and (ROOT / name).exists()
            if ours and target != folder and target not in allowed:
                faults.append(f"{place}: {folder} must not include {name}")
            if not ours:
                for pattern, home in BEHIND.items():
                    if re.match(pattern, name) and not (folder == home or folder.startswith(home + "/")):
                        faults.append(f"{place}: <{name}> belongs behind {home}")
                shared = path.suffix in (".h", ".hpp") and folder not in ("compiler/syntax/antlr", "compiler/machine/llvm")
                if shared and re.match(NEVER_IN_HEADERS, name):
                    faults.append(f"{place}: <{name}> in a header")
    # the headers of these folders that others include must not lead to LLVM or ANTLR
    for path in files:
        if str(path.parent.relative_to(ROOT)) in ("compiler/machine/llvm", "compiler/syntax/antlr") and path.suffix == ".h":
            text = path.read_text(encoding="utf-8")
            name = str(path.relative_to(ROOT))
            foreign = any(f'"{name}"' in other.read_text(encoding="utf-8") for other in files if other.parent != path.parent)
            if foreign and re.search(r"#\s*include\s*[<\"](" + NEVER_IN_HEADERS + ")", text):
                faults.append(f"{name}: included from outside, so it must not include ANTLR or LLVM")
    print("\n".join(faults))
    print(f"{len(files)} files, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
