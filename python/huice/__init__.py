"""Huice (惠策): compile a city's subsidy measures, decide every applicant exactly, with reasons.

    program = huice.compile("policies/ningbo/2024")
    decisions = program.run({"Base": table})["Base"]    # pyarrow, pandas, polars, DuckDB
    print(program.explain({"uscc": "E1", …}))
"""
from ._library import library as _c
from .assessment import Assessment
from .decisions import Decisions
from .errors import Cancelled, DataError, Diagnostic, Error, InternalError, OutOfMemory, ProgramError, UsageError
from .explanation import Explanation
from .program import Program, compile

__version__: str = _c.huice_version().decode()
__all__ = ["Assessment", "Cancelled", "DataError", "Decisions", "Diagnostic", "Error", "Explanation", "InternalError", "OutOfMemory", "Program",
           "ProgramError", "UsageError", "compile"]
