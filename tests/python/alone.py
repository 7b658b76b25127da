"""The wheel in an environment that has nothing else: no pyarrow, no table library, not this repository."""
import sys

import huice

program = huice.compile(sys.argv[1])
assert huice.__file__.startswith(sys.prefix), huice.__file__
decided = program.decide({"uscc": "E1", "applied": "2024-05-01", "trade": "services", "premium": "12.5"})
assert decided["decisions"] == [{"measure": "support", "status": "eligible", "amount": "62500.00", "reasons": []}], decided
try:
    program.run([1, 2, 3])
    raise AssertionError("a list is no table")
except huice.DataError as error:
    assert "__arrow_c_stream__" in str(error)
print(f"huice {huice.__version__} alone: {program!r}")
