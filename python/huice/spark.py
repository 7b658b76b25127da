"""Row decisions inside Spark: each task decides its own partition. Needs pyspark 3.5 or later and pyarrow.

    import huice.spark
    decided = huice.spark.evaluate(spark.table("applicants"), "policies/ningbo/2024", entity="Base", keep=["district"])

The driver compiles; the policies' files and the machine code are broadcast once, and a worker unpacks them once.
"""
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from . import errors
from .program import Date, Program, compile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@dataclass(frozen=True)
class _Job:
    """What every task does."""

    entity: str
    measures: tuple[str, ...]
    as_of: Date | None
    parameters: dict[str, Any]
    keep: tuple[str, ...]

    def decide(self, program: Program, rows: pa.Table) -> pa.Table:
        # Spark has a task for each processor already.
        decided = program.run({self.entity: rows}, measures=self.measures, as_of=self.as_of, threads=1)[self.entity].table
        decided = decided.cast(pa.schema([pa.field(field.name, _plain(field.type)) for field in decided.schema]))
        for place, name in enumerate(self.keep):
            decided = decided.add_column(place, rows.schema.field(name), rows.column(name))
        return decided


def evaluate(df: "DataFrame", program: str | os.PathLike[str], *, entity: str | None = None, measures: Sequence[str] = (), as_of: Date | None = None,
             parameters: Mapping[str, str | Mapping[Date, str]] | None = None, keep: Sequence[str] = ()) -> "DataFrame":
    """The decisions on every row of `df`, in the same partitions: columns as huice.Decisions has them, with statuses as text; before
    them the columns of `df` that `keep` names.

    `program`: a path on the driver, a folder of `.policy` files or one file. `entity`: needed where measures are for several.
    Measures that look beyond the row, by settlement or at other entities, are refused with UsageError: name the others in `measures`.
    A missing column or one of a wrong type is a DataError here already, before any task runs.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        cache.mkdir(mode=0o700)
        compiled = compile(program, parameters=parameters, cache=cache)
        job = _Job(*_row_by_row(compiled, entity, measures), as_of, dict(parameters or {}), tuple(keep))
        # An empty table shows what is wrong with the columns, makes the machine code for their types, and has the results' types.
        decided = job.decide(compiled, to_arrow_schema(df.schema).empty_table())
        bundle = df.sparkSession.sparkContext.broadcast(_packed(Path(program), cache))

    def decide_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = _unpacked(bundle.value, job.parameters)
        for batch in batches:
            yield from job.decide(here, pa.table(batch)).to_batches()

    return df.mapInArrow(decide_batches, from_arrow_schema(decided.schema))


def _row_by_row(program: Program, entity: str | None, measures: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The entity's and the measures' names; all of the entity's measures where none is named."""
    described = program.describe()
    names = {one[which]: one["name"] for one in described["entities"] for which in ("label", "name")}
    if entity is None:
        entity = program._only_entity()
    entity = names.get(entity, entity)
    named = [measures] if isinstance(measures, str) else measures
    chosen = [one for one in described["measures"] if one["entity"] == entity and (not named or one["name"] in named or one["label"] in named)]
    settled = [one["name"] for one in chosen if one["settled"]]
    if settled:
        rest = [one["name"] for one in chosen if not one["settled"]]
        raise errors.UsageError(
            f"{', '.join(settled)}: settlement is over all rows, a task has some: leave them out, measures={rest}, and decide them on one machine",
            f"{'、'.join(settled)}：结算针对全部数据行，而一个任务只有其中一部分：请不选这些措施，measures={rest}，并在一台机器上判定它们")
    return entity, tuple(named) or tuple(one["name"] for one in chosen)


def _plain(kind: pa.DataType) -> pa.DataType:
    """A type that Spark has: text instead of dictionaries."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_struct(kind):
        return pa.struct([pa.field(field.name, _plain(field.type)) for field in kind])
    return kind


def _packed(program: Path, cache: Path) -> bytes:
    """The program's files and its machine code."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(program.rglob("*.policy")) if program.is_dir() else [program]:
            archive.write(file, Path("program") / file.relative_to(program if program.is_dir() else program.parent))
        for file in sorted(path for path in cache.rglob("*") if path.is_file()):
            archive.write(file, Path("cache") / file.relative_to(cache))
    return packed.getvalue()


_programs: dict[str, tuple[Program, tempfile.TemporaryDirectory]] = {}  # of this worker, by the digest of what was packed; with its files


def _unpacked(packed: bytes, parameters: Mapping[str, Any]) -> Program:
    digest = hashlib.sha256(packed + repr(sorted(parameters.items())).encode()).hexdigest()
    if digest not in _programs:
        folder = tempfile.TemporaryDirectory(prefix="huice-")
        zipfile.ZipFile(io.BytesIO(packed)).extractall(folder.name)
        cache = Path(folder.name) / "cache"
        cache.chmod(0o700)
        _programs[digest] = compile(Path(folder.name) / "program", parameters=parameters, cache=cache), folder
    return _programs[digest][0]
