"""A table decided at once, then one applicant explained. Needs huice and pyarrow; pandas, polars and DuckDB tables work as well."""
import datetime
import sys
from decimal import Decimal

import pyarrow as pa

import huice

program = huice.compile(sys.argv[1])
table = pa.table({
    "uscc": ["E1", "E2", "E3", "E4"],
    "申报日期": [datetime.date(2024, 5, 1)] * 4,
    "trade": ["goods", "services", None, "货物贸易"],
    "premium": pa.array([Decimal("12.5"), Decimal("300"), Decimal("3"), Decimal("-1")], pa.decimal128(18, 4)),  # 万元
})
decisions = program.run(table)
for row in decisions.table.to_pylist():
    print(row["uscc"], row["support"] or row["rejected"]["message_zh"])
print(decisions.summary["measures"][0]["granted"], "yuan")

print(program.explain({"uscc": "E1", "applied": datetime.date(2024, 5, 1), "trade": "goods", "premium": Decimal("12.5")}))

try:
    program.run(table.set_column(3, "premium", pa.array([12.5, 300, 3, -1])))
except huice.DataError as error:
    print(error)
