"""Settlement of rows in many places, round by round: huice_claims, huice_settle and huice_grant with pyarrow tables."""
from collections.abc import Sequence
from ctypes import byref
from typing import TYPE_CHECKING

import pyarrow as pa

from . import _library
from ._library import call
from ._streams import Stream, address_of, capsule_of

if TYPE_CHECKING:
    from .program import Date, Program


def claims(program: "Program", entity: str, rows: pa.Table, measures: Sequence[str], as_of: "Date | None") -> pa.Table:
    """What of the rows takes part in settlement: `row`, `claim` (bytes that nobody else reads) and `part`."""
    given, out = capsule_of(rows), Stream()
    call("huice_claims", program._handle, byref(_library.run_options(as_of, measures, threads=1)), entity.encode(), address_of(given), out.address)
    return pa.table(_Taken(out))


def settled(program: "Program", round: int, claims: pa.Table) -> pa.Table:
    """The claims, in their order, after a round: `claim` and `part`. All of one part that the round settles must be there."""
    given, out = capsule_of(claims), Stream()
    call("huice_settle", program._handle, None, round, address_of(given), out.address)
    return pa.table(_Taken(out))


def granted(program: "Program", entity: str, rows: pa.Table, claims: pa.Table, measures: Sequence[str], as_of: "Date | None") -> pa.Table:
    """The decisions on rows whose claims (`row`, `claim`) are settled through."""
    given, theirs, out = capsule_of(rows), capsule_of(claims), Stream()
    call("huice_grant", program._handle, byref(_library.run_options(as_of, measures, threads=1)), entity.encode(), address_of(given), address_of(theirs), out.address)
    return pa.table(_Taken(out))


class _Taken:
    """A stream's only reader."""

    def __init__(self, stream: Stream):
        self._stream = stream

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._stream.taken()
