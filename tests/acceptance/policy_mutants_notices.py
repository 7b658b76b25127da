#!/usr/bin/env python3
"""policy_mutants.py on a small program whose scenarios leave known gaps: it names those, and nothing else.

    policy_mutants_notices.py build/huice
"""
import subprocess
import sys
import tempfile
from pathlib import Path

TOOL = Path(__file__).resolve().parent / "policy_mutants.py"
PROGRAM = """
document d { in force 2024-01-01 to 2024-12-31 }
parameter cap = 50元
entity A { k : text key  x : money  kind : one of { a, b, c }  ok : bool  on : date }
measure m for A {
  cites d clause 1
  dated on
  require good "好": ok and kind in { a, b }
  pay match kind { a: 10%, otherwise: 20% } of x at most cap
  limit 60元 per kind per year
}
scenarios for m {
  | ok    | kind | x     | on         | -> | status       | pays |
  | true  | a    | 100元 | 2024-01-01 | -> | eligible     | 10元 |
  | true  | b    | 100元 | 2024-12-31 | -> | eligible     | 20元 |
  | true  | b    | 300元 | 2024-12-31 | -> | eligible     | 50元 |
  | false | a    | 100元 | 2024-05-01 | -> | ineligible   |      |
  | true  | a    | 100元 | 2023-12-31 | -> | not_in_force |      |
}
scenario for m {
  given k = "1", ok = true, kind = b, x = 300元, on = 2024-02-01 expect eligible, pays 50元
  given k = "2", ok = true, kind = b, x = 300元, on = 2024-02-02 expect eligible, pays 10元
}
"""
GAPS = {
    "m: d: document d { in force 2024-01-01 to ⟦2024-12-31→2025-01-01⟧ }",  # the day after the last is not tried
    "m: require good \"好\": ok and kind in { a, b⟦→, c⟧ }",                    # nor c
    "m: require good \"好\": ok ⟦and kind in { a, b }→⟧",
    "m: limit 60元 per kind ⟦per year→in total⟧",                             # nor another year
}


def main():
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "p.policy"
        path.write_text(PROGRAM, encoding="utf-8")
        done = subprocess.run([sys.executable, str(TOOL), str(path), "--huice", sys.argv[1]], capture_output=True, encoding="utf-8")
        path.write_text(PROGRAM.replace("pays 10元 }", "pays 11元 }").replace("pays 10元\n", "pays 11元\n"), encoding="utf-8")
        wrong = subprocess.run([sys.executable, str(TOOL), str(path), "--huice", sys.argv[1]], capture_output=True, encoding="utf-8")
    found = {line.split(" no scenario notices ")[1] for line in done.stdout.splitlines() if " no scenario notices " in line}
    faults = [f"not named: {gap}" for gap in sorted(GAPS - found)] + [f"named without need: {gap}" for gap in sorted(found - GAPS)]
    if done.returncode != 1:
        faults.append(f"exit {done.returncode}: {done.stdout}{done.stderr}")
    if "is not green as it stands" not in wrong.stdout or wrong.returncode != 1:
        faults.append(f"a failing scenario is not named: {wrong.stdout}{wrong.stderr}")
    print("\n".join(faults), end="\n" if faults else "")
    print(done.stdout.splitlines()[-1] if done.stdout else "", f"{len(faults)} faults", sep="; ")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
