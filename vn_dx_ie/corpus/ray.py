"""Documents on Ray: datasets, and folders of partitions, going on after a kill. Needs the extra ``ray``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import msgspec

from vn_dx_ie.corpus.arrow import READ, ROWS, SCHEMA, ArrowExtractor, Unread
from vn_dx_ie.corpus.sources import ENDINGS, list_sources
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats.items import Failure
from vn_dx_ie.formats.tables.arrow import import_arrow

if TYPE_CHECKING:
    import pyarrow
    from ray.data import Dataset

_PARQUET: Final = ".parquet"
_PARTITIONS: Final = (_PARQUET, *(ending for ending in ENDINGS if ending.startswith(".jsonl")))
_GROUP: Final = 1000  # documents that are written at a time
_RUN: Final = b"vn_dx_ie_run"


@dataclass(frozen=True, slots=True)
class PartitionsDone:
    """How many partitions are done and how many of them an earlier run had done; documents of this run."""

    partitions: int
    resumed: int
    documents: int
    failed: int


@dataclass(frozen=True, slots=True)
class Partition:
    """A file of documents, and the file that its results go to."""

    source: Path
    target: Path


def extract_dataset(dataset: Dataset, extract: ArrowExtractor, *, concurrency: int, batch_size: int = ROWS) -> Dataset:
    """Return a dataset with a row of ``SCHEMA`` for each row of `dataset`, made when it is asked for.

    Up to `concurrency` actors have a model and ``extract.threads`` cores each; reading and writing need
    a core beside them. What the columns of `dataset` must be, :class:`ArrowExtractor` says.

    Raises:
        MissingExtraError: ray is not installed.
    """
    return dataset.map_batches(
        _Actor,
        fn_constructor_args=(extract,),
        batch_format="pyarrow",
        batch_size=batch_size,
        compute=_import_ray().data.ActorPoolStrategy(min_size=1, max_size=concurrency),
        num_cpus=extract.threads,
    )


def extract_partitions(source: str | Path, out: str | Path, extract: ArrowExtractor) -> PartitionsDone:
    """Extract each Parquet or JSON lines file under `source` into a Parquet file of its name under `out`.

    Every machine must see both folders. Each partition is a task of Ray; its file is there once it is
    whole. Those that are there already are left as they are, so that a killed run goes on when it is
    called again; only one run at a time may go to `out`. A partition that fails does not stop the others.

    Raises:
        InputError: there are no partitions, `out` holds something else, or some partitions failed.
        ModelError: the model folder is missing, incomplete or altered.
        MissingExtraError: ray is not installed.
    """
    ray = _import_ray()
    partitions = list_partitions(Path(source).absolute(), Path(out).absolute())
    run = describe_run(extract)
    waiting = [partition for partition in partitions if not _is_done(partition.target, run)]
    for part in Path(out).rglob(".*.part"):  # of runs that were killed
        part.unlink(missing_ok=True)
    work = ray.remote(extract_partition).options(num_cpus=extract.threads)
    tasks = [work.remote(partition, extract, run) for partition in waiting]
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for partition, task in zip(waiting, tasks, strict=True):
        try:
            counts.update(ray.get(task))
        except Exception as error:
            failures.append(f"{partition.source}: {getattr(error, 'cause', None) or error}")
    if failures:
        listed = "\n".join(failures)
        raise InputError(f"{len(failures)} of {len(waiting)} partitions failed, the others are done:\n{listed}")
    return PartitionsDone(len(partitions), len(partitions) - len(waiting), counts["documents"], counts["failed"])


def list_partitions(source: Path, out: Path) -> list[Partition]:
    """Return the files of documents under `source`, by name; hidden ones are left out, as Spark and Ray do.

    Raises:
        InputError: `source` is no folder, holds no partitions or `out`, or two results would have one name.
    """
    if not source.is_dir():
        raise InputError(f"{source}: expected a folder of partitions")
    if out.resolve().is_relative_to(source.resolve()):
        raise InputError(f"{out}: expected a folder outside {source}, for results are no partitions")
    names = sorted(path.relative_to(source) for path in source.rglob("*") if path.is_file())
    files = [name for name in names if name.name.lower().endswith(_PARTITIONS) and not _is_hidden(name)]
    partitions = [Partition(source / name, out / _target(name)) for name in files]
    if not partitions:
        raise InputError(f"{source}: expected files ending in {', '.join(_PARTITIONS)}, got none")
    for target, count in Counter(partition.target for partition in partitions).items():
        if count > 1:
            raise InputError(f"{target}: expected one partition to go here, got {count}; rename one")
    return partitions


def describe_run(extract: ArrowExtractor) -> str:
    """Return what decides what is found, to be noted in each file of results."""
    extractor = extract.extractor()
    return msgspec.json.encode([extractor.name, extractor.version, extractor.settings()]).decode()


def extract_partition(partition: Partition, extract: ArrowExtractor, run: str) -> dict[str, int]:
    """Extract one partition and return how many documents it has and how many of them failed.

    The file is written under another name and then renamed, so that it is whole or not there.
    """
    target = partition.target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{uuid4().hex}.{target.name}.part")
    schema = SCHEMA.with_metadata({**SCHEMA.metadata, _RUN: run})
    documents = failed = 0
    try:
        with import_arrow().parquet.ParquetWriter(part, schema, compression="zstd") as writer:
            for table in _tables(partition.source, extract):
                writer.write_table(table)
                documents += table.num_rows
                failed += table.num_rows - table["error"].null_count
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return {"documents": documents, "failed": failed}


def _tables(source: Path, extract: ArrowExtractor) -> Iterator[pyarrow.Table]:
    """Yield the results of a partition, in order."""
    if source.name.lower().endswith(_PARQUET):
        with import_arrow().parquet.ParquetFile(source) as file:
            columns = [name for name in file.schema_arrow.names if name in READ]
            yield from map(extract, file.iter_batches(_GROUP, columns=columns))
        return
    items = (line.read() for line in list_sources([source]))
    given: Iterator[Document | Unread] = (
        Unread(None, str(item)) if isinstance(item, Failure) else item.document for item in items
    )
    while taken := list(islice(given, _GROUP)):
        yield extract.table(taken)


def _target(name: Path) -> Path:
    return name if name.name.lower().endswith(_PARQUET) else name.with_name(f"{name.name}{_PARQUET}")


def _is_hidden(name: Path) -> bool:
    return any(part.startswith((".", "_")) for part in name.parts)


def _is_done(target: Path, run: str) -> bool:
    """Return whether the results of a partition are there.

    Raises:
        InputError: what is there is something else, or was found with other settings.
    """
    if not target.exists():
        return False
    try:
        found = import_arrow().parquet.read_schema(target).metadata or {}
    except (OSError, ValueError) as error:
        raise InputError(f"{target}: expected results in Parquet; remove it ({error})") from error
    expected = {**SCHEMA.metadata, _RUN: run.encode()}
    got = {name: found.get(name) for name in expected}
    if got != expected:
        raise InputError(f"{target}: expected results of {expected}, got {got}; remove it, or write to another folder")
    return True


class _Actor:
    """What Ray Data makes once in each actor and calls with each batch."""

    def __init__(self, extract: ArrowExtractor) -> None:
        self._extract = extract
        extract.extractor()

    def __call__(self, batch: pyarrow.Table) -> pyarrow.Table:
        return self._extract(batch)


def _import_ray() -> Any:
    try:
        import ray
    except ModuleNotFoundError as error:
        raise MissingExtraError("extraction on Ray", "ray") from error
    return ray
