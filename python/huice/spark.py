"""Decisions inside Spark: each task decides its own rows, Spark brings together what is settled together. Needs pyspark 3.5 or
later and pyarrow.

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
import pyarrow.compute as pc

from . import _rounds, errors
from .program import Date, Program, compile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@dataclass(frozen=True)
class _Job:
    """What every task does."""

    entity: str
    measures: tuple[str, ...]
    rounds: tuple[int, ...]  # of settlement
    as_of: Date | None
    parameters: dict[str, Any]
    keep: tuple[str, ...]

    def decide(self, program: Program, rows: pa.Table) -> pa.Table:
        # Spark has a task for each processor already.
        return self._with_kept(rows, program.run({self.entity: rows}, measures=self.measures, as_of=self.as_of, threads=1)[self.entity].table)

    def claims(self, program: Program, rows: pa.Table) -> pa.Table:
        return _rounds.claims(program, self.entity, rows, self.measures, self.as_of)

    def grant(self, program: Program, rows: pa.Table, claims: pa.Table) -> pa.Table:
        return self._with_kept(rows, _rounds.granted(program, self.entity, rows, claims, self.measures, self.as_of))

    def _with_kept(self, rows: pa.Table, decided: pa.Table) -> pa.Table:
        decided = decided.cast(pa.schema([pa.field(field.name, _plain(field.type)) for field in decided.schema]))
        for place, name in enumerate(self.keep):
            decided = decided.add_column(place, rows.schema.field(name), rows.column(name))
        return decided


def evaluate(df: "DataFrame", program: str | os.PathLike[str], *, entity: str | None = None, measures: Sequence[str] = (), as_of: Date | None = None,
             parameters: Mapping[str, str | Mapping[Date, str]] | None = None, keep: Sequence[str] = (),
             row_id: Sequence[str] = ()) -> "DataFrame":
    """The decisions on every row of `df`: columns as huice.Decisions has them, with statuses as text; before them the columns of
    `df` that `keep` names.

    `program`: a path on the driver, a folder of `.policy` files or one file. `entity`: needed where measures are for several.
    A missing column or one of a wrong type is a DataError here already, before any task runs. Measures that read other entities are
    refused with UsageError: name the others in `measures`.

    Without settlement rows stay in their partitions and their order. Limits, choices and pools are over all rows of `df`: Spark shuffles
    claims by their keys, those of a pool into one task. `row_id` are then columns of `df` whose values together are another for each row
    that claims; rows of one key and one date count in their order, as lines of a file do. Usually the entity's key does, which is what is taken
    where `row_id` is empty; two rows of one key that claim the same are a DataError of the job. `df` is read twice.
    """
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        cache.mkdir(mode=0o700)
        compiled = compile(program, parameters=parameters, cache=cache)
        job = _Job(*_chosen(compiled, entity, measures), as_of, dict(parameters or {}), tuple(keep))
        # An empty table shows what is wrong with the columns, makes the machine code for their types, and has the results' types.
        nothing = to_arrow_schema(df.schema).empty_table()
        decided = job.decide(compiled, nothing)
        if job.rounds:
            job.claims(compiled, nothing)
            row_id = _row_id(compiled, job.entity, df.columns, row_id)
        bundle = df.sparkSession.sparkContext.broadcast(_packed(Path(program), cache))

    def decide_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        here = _unpacked(bundle.value, job.parameters)
        for batch in batches:
            yield from job.decide(here, pa.table(batch)).to_batches()

    if not job.rounds:
        return df.mapInArrow(decide_batches, from_arrow_schema(decided.schema))
    return _with_settlement(df, job, bundle, row_id, from_arrow_schema(decided.schema))


def _with_settlement(df: "DataFrame", job: _Job, bundle: Any, row_id: Sequence[str], results: Any) -> "DataFrame":
    """Claims of every row; round by round those of one part together; then the decisions beside the rows."""
    from pyspark.sql import functions
    from pyspark.sql.types import BinaryType, LongType, StructField, StructType

    # Rows are known by the values of their `row_id`, never by numbers that a task would give: tasks may run twice.
    ids = [f"_id{number}" for number in range(len(row_id))]
    schema = StructType([StructField(one, df.schema[name].dataType) for name, one in zip(row_id, ids)]).add("claim", BinaryType()).add("part", LongType())

    def claim(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        program = _unpacked(bundle.value, job.parameters)
        for batch in batches:
            rows = pa.table(batch)
            claims = job.claims(program, rows)
            columns = [rows.column(name).take(claims["row"]) for name in row_id]
            yield from pa.table([*columns, claims["claim"], claims["part"]], names=[*ids, "claim", "part"]).to_batches()

    def settle(round: int) -> Any:
        def settle_round(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            together = list(batches)
            if together:
                claims = pa.Table.from_batches(together)
                after = _rounds.settled(_unpacked(bundle.value, job.parameters), round, claims.select(["claim"]))
                yield from pa.table([*(claims.column(name) for name in ids), after["claim"], after["part"]], names=claims.column_names).to_batches()
        return settle_round

    def grant(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        program = _unpacked(bundle.value, job.parameters)
        for batch in batches:
            rows = pa.table(batch)
            listed = rows["_claims"].combine_chunks()
            claims = pa.table({"row": pc.list_parent_indices(listed).cast(pa.int64()), "claim": pc.list_flatten(listed)})
            yield from job.grant(program, rows.drop_columns("_claims"), claims).to_batches()

    claims = df.mapInArrow(claim, schema)
    for round in job.rounds:
        claims = claims.repartition("part").sortWithinPartitions(*ids).mapInArrow(settle(round), schema)
    by_row = claims.groupBy(*ids).agg(functions.collect_list("claim").alias("_claims"))
    same_row = [df[name].eqNullSafe(by_row[one]) for name, one in zip(row_id, ids)]
    return df.join(by_row, same_row, "left").drop(*ids).mapInArrow(grant, results)


def _row_id(program: Program, entity: str, columns: Sequence[str], row_id: Sequence[str]) -> list[str]:
    """The columns that tell rows apart."""
    if row_id:
        named = [row_id] if isinstance(row_id, str) else list(row_id)
        if absent := [name for name in named if name not in columns]:
            raise errors.DataError(f"row_id: no column {', '.join(absent)}", f"row_id：没有列 {'、'.join(absent)}")
        return named
    fields = next(one["fields"] for one in program.describe()["entities"] if one["name"] == entity)
    found = [next((name for name in columns if name in (field["name"], field["label"])), None) for field in fields if field["key"]]
    if not found or None in found:
        raise errors.UsageError("settlement must tell rows apart: name columns in row_id", "结算需要区分数据行：请在 row_id 中给出列名")
    return [name for name in found if name is not None]


def _chosen(program: Program, entity: str | None, measures: Sequence[str]) -> tuple[str, tuple[str, ...], tuple[int, ...]]:
    """The entity's and the measures' names, all of the entity's where none is named; the rounds of their settlement."""
    described = program.describe()
    names = {one[which]: one["name"] for one in described["entities"] for which in ("label", "name")}
    if entity is None:
        entity = program._only_entity()
    entity = names.get(entity, entity)
    named = [measures] if isinstance(measures, str) else measures
    chosen = [one for one in described["measures"] if one["entity"] == entity and (not named or one["name"] in named or one["label"] in named)]
    rounds = sorted({round for one in chosen for round in one["rounds"]})
    return entity, tuple(named) or tuple(one["name"] for one in chosen), tuple(rounds)


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
