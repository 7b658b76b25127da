"""What applicants.policy says, as expressions of a GoRules ZEN decision: a row at a time, decimals of its own. It has no rounding to
half up of a decimal, so that an amount is `floor(x * 100 + 0.5) / 100`.

    by_zen.py INPUT OUTPUT        prints the seconds of the work alone
"""
import csv
import json
import sys
import time

import zen

EXPRESSIONS = {
    "premium_status": "not insured ? 'ineligible' : premium == null ? 'undetermined' : 'eligible'",
    "premium_amount": "$.premium_status == 'eligible' ? min([floor(premium * (trade == 'goods' ? 0.3 : 0.8) * 100 + 0.5), 100000000]) : null",
    "premium_reasons": "not insured ? 'insured' : premium == null ? 'premium' : ''",
    "lacks": "(scale ? '' : ';scale') + (rd != null and rd <= 2000000 ? ';spend' : '') + (rd != null and rd <= 1.1 * rd_last ? ';growth' : '') + (rd != null and rd < 0.03 * revenue ? ';intensity' : '')",
    "rd_status": "$.lacks != '' ? 'ineligible' : rd == null ? 'undetermined' : 'eligible'",
    "rd_amount": "$.rd_status == 'eligible' ? min([floor((rd - rd_last) * 10 + 0.5), 300000000]) : null",
    "base_status": "area == null ? 'undetermined' : area >= 50 ? 'eligible' : 'ineligible'",
    "base_amount": "$.base_status == 'eligible' ? min([floor(area * (standard == 'basic' ? 800 : standard == 'improved' ? 1000 : 1200) * 100 + 0.5), 50000000]) : null",
    "treatment_status": "volume > 0 ? 'eligible' : 'ineligible'",
    "treatment_amount": "volume > 0 ? min([floor((2 * min([volume, 3000]) + 1.5 * max([0, min([volume, 10000]) - 3000]) + max([0, volume - 10000])) * (sme ? 1.05 : 1) * 100 + 0.5), 2000000]) : null",
}
DECISION = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
        {"id": "rules", "type": "expressionNode", "name": "rules", "position": {"x": 1, "y": 0},
         "content": {"expressions": [{"id": key, "key": key, "value": value} for key, value in EXPRESSIONS.items()]}},
        {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
    ],
    "edges": [{"id": "1", "sourceId": "in", "targetId": "rules", "type": "edge"}, {"id": "2", "sourceId": "rules", "targetId": "out", "type": "edge"}],
}
HEADER = ["id", *(f"{measure}.{part}" for measure in ("premium_support", "rd_increment", "base_grant", "treatment") for part in ("status", "amount", "reasons"))]


def yuan(fen):
    return "" if fen is None else f"{int(fen) // 100}.{int(fen) % 100:02}"


def decided(decision, row):
    number = {name: float(row[name]) if row[name] else None for name in ("premium", "rd", "rd_last", "revenue", "area", "volume")}
    yes = {name: row[name] == "true" for name in ("insured", "scale", "sme")}
    d = decision.evaluate({**number, **yes, "trade": row["trade"], "standard": row["standard"]})["result"]
    rd_reasons = d["lacks"][1:] if d["lacks"] else "rd" if d["rd_status"] == "undetermined" else ""
    return [row["id"], d["premium_status"], yuan(d.get("premium_amount")), d["premium_reasons"], d["rd_status"], yuan(d.get("rd_amount")), rd_reasons, d["base_status"], yuan(d.get("base_amount")),
            {"undetermined": "area", "ineligible": "size"}.get(d["base_status"], ""), d["treatment_status"], yuan(d.get("treatment_amount")), "" if d["treatment_status"] == "eligible" else "some"]


begin = time.perf_counter()
chosen = zen.ZenEngine().create_decision(zen.ZenDecisionContent(json.dumps(DECISION)))
with open(sys.argv[1], encoding="utf-8", newline="") as source, open(sys.argv[2], "w", encoding="utf-8", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(decided(chosen, row) for row in csv.DictReader(source))
print(time.perf_counter() - begin)
