"""What a run decided, as an Arrow table, and how it is shown."""
from html import escape
from typing import TYPE_CHECKING, Any

from ._streams import Stream

if TYPE_CHECKING:
    import pyarrow

STATUSES = ("eligible", "ineligible", "error", "undetermined", "referred", "not_in_force")


class Decisions:
    """The decisions on one entity's rows: a row for every row given, in its order.

    Columns: the keys; for each measure a struct (null where the row was rejected) of `status` (dictionary), `computed`, `amount`,
    `ceiling` (decimal128(38, 2) yuan; null is none), `shares`, `reasons` (list of text), as far as the measure has them; and
    `rejected`, a struct of `code`, `column`, `value`, `message_en`, `message_zh`, null where the row was decided.

    Whatever reads the Arrow PyCapsule interface takes it: `pyarrow.table(decisions)`, `polars.DataFrame(decisions)`,
    `duckdb.sql("from decisions")` on `decisions.table`.
    """

    def __init__(self, entity: str, stream: Stream, summary: dict[str, Any]):
        self.entity = entity
        #: Rows in, decided and rejected, counts and sums per measure, rejects by code: as `huice run --summary json` prints them.
        self.summary = summary
        self._stream = stream
        self._table: "pyarrow.Table | None" = None

    @property
    def table(self) -> "pyarrow.Table":
        """As a pyarrow table, made without copying. Needs pyarrow."""
        if self._table is None:
            import pyarrow

            class Taken:  # the only reader of the stream
                def __arrow_c_stream__(_, requested_schema: object | None = None) -> object:  # noqa: N805
                    return self._stream.taken()

            self._table = pyarrow.RecordBatchReader.from_stream(Taken()).read_all()  # pyarrow.table would import pandas
        return self._table

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """A capsule with an ArrowArrayStream. Any number of times where pyarrow is there; once without it."""
        if self._table is None:
            try:
                import pyarrow  # noqa: F401
            except ImportError:
                return self._stream.taken()
        return self.table.__arrow_c_stream__(requested_schema)

    def to_pandas(self, **options: Any) -> Any:
        """As a pandas DataFrame; structs become dicts, amounts `Decimal`. Options are pyarrow's."""
        return self.table.to_pandas(**options)

    def __len__(self) -> int:
        return self.summary["rows"]["in"]

    def __repr__(self) -> str:
        rows = self.summary["rows"]
        measures = "; ".join(f"{one['measure']}: {', '.join(f'{count} {status}' for status, count in one['counts'].items() if count)}"
                             for one in self.summary["measures"])
        return f"<Decisions on {rows['in']} {self.entity}, {rows['rejected']} rejected. {measures}>"

    def _repr_html_(self) -> str:
        rows = self.summary["rows"]
        heads = "".join(f"<th>{name}</th>" for name in ("measure", *STATUSES, "granted"))
        lines = []
        for one in self.summary["measures"]:
            counts = "".join(f"<td style='text-align:right'>{one['counts'].get(status, 0):,}</td>" for status in STATUSES)
            lines.append(f"<tr><td>{escape(one['measure'])}</td>{counts}<td style='text-align:right'>{escape(one.get('granted') or '')}</td></tr>")
        return (f"<table><caption>{escape(self.entity)}: {rows['in']:,} rows, {rows['rejected']:,} rejected</caption>"
                f"<tr>{heads}</tr>{''.join(lines)}</table>")
