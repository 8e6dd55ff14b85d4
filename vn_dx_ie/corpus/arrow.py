"""Documents in Arrow: texts in, a row a document out, always of one schema. Needs the extra ``tables``.

What the columns hold is in docs/clusters.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError, VnDxIeError
from vn_dx_ie.extractor import Extractor, load
from vn_dx_ie.formats.items import encode_document
from vn_dx_ie.formats.tables import SCHEMA_VERSION, TABLES, Table, document_key
from vn_dx_ie.formats.tables.arrow import arrow_schema
from vn_dx_ie.formats.tables.rows import document_rows

try:
    import pyarrow
except ModuleNotFoundError as error:
    raise MissingExtraError("documents in Arrow", "tables") from error

ROWS: Final = 64  # that `stream` gives at a time

_TEXT, _NUMBER, _INTEGER = pyarrow.string(), pyarrow.float64(), pyarrow.int64()
_LINK = {"kind": _TEXT, "code": _TEXT, "name": _TEXT, "confidence": _NUMBER}
_SPAN = {"id": _TEXT, "label": _TEXT, "start": _INTEGER, "end": _INTEGER, "text": _TEXT, "confidence": _NUMBER}
_ENTITY = {**_SPAN, "link": pyarrow.struct(_LINK)}
_RELATION = {"label": _TEXT, "head": _TEXT, "tail": _TEXT, "confidence": _NUMBER}


def _row_type(table: Table) -> pyarrow.DataType:
    """Return the type of a table's rows; Spark wants the same nullability throughout."""
    return pyarrow.struct([field.with_nullable(True) for field in arrow_schema(table)])


SCHEMA: Final = pyarrow.schema(
    {
        "id": _TEXT,
        "error": _TEXT,
        "published": pyarrow.date32(),
        "document": _TEXT,
        "entities": pyarrow.list_(pyarrow.struct(_ENTITY)),
        "relations": pyarrow.list_(pyarrow.struct(_RELATION)),
        **{table.name: pyarrow.list_(_row_type(table)) for table in TABLES},
    },
    metadata={"vn_dx_ie_schema": str(SCHEMA_VERSION)},
)

# The columns that are read, each with the type that it is read as and others that it may have.
_TEXTS: Final = ("string", "large_string", "string_view", "null")
READ: Final = {"id": _TEXTS, "text": _TEXTS, "published": ("date32", "date64[ms]", "null")}
_OPTIONAL: Final = "published"


@dataclass(frozen=True, slots=True)
class Unread:
    """What could not be read as a document: its id, where it has one, and the reason."""

    id: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ArrowExtractor:
    """Turns the texts of an Arrow table into the rows of ``SCHEMA``.

    The arguments are those of :func:`vn_dx_ie.load`. It pickles as these alone: the model is loaded
    when it is first needed, once a process. A model folder must be there on each machine.
    """

    model: str | Path | None = None
    threads: int = 1
    min_confidence: float = 0.0

    def __call__(self, given: pyarrow.Table | pyarrow.RecordBatch) -> pyarrow.Table:
        """Return a row for each row of `given`, in order; one that fails has the reason in ``error``.

        `given` has the columns ``id`` and ``text``, strings, and may have ``published``, dates; others
        are left out.

        Raises:
            InputError: a column is missing or of another type.
            ModelError: the model folder is missing, incomplete or altered.
        """
        columns = [_column(given, name) for name in READ]
        return self.table(_read(*cells) for cells in zip(*columns, strict=True))

    def table(self, given: Iterable[Document | Unread]) -> pyarrow.Table:
        """Return a row for each of `given`, in order."""
        extractor = self.extractor()
        return pyarrow.Table.from_pylist([_row(one, extractor) for one in given], schema=SCHEMA)

    def stream(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        """Yield what a call returns for each of `batches`, in batches of no more than ``ROWS``."""
        for batch in batches:
            for start in range(0, batch.num_rows, ROWS):
                yield from self(batch.slice(start, ROWS)).to_batches()

    def extractor(self) -> Extractor:
        """Return the extractor of this process."""
        return _loaded(self.model, self.threads, self.min_confidence)


@cache
def _loaded(model: str | Path | None, threads: int, min_confidence: float) -> Extractor:
    return load(model, threads=threads, min_confidence=min_confidence)


def _column(given: pyarrow.Table | pyarrow.RecordBatch, name: str) -> Any:
    """Return a column as the type that is read; one that may be missing is empty then."""
    (kind, *others), names = READ[name], given.schema.names
    if name == _OPTIONAL and name not in names:
        return pyarrow.nulls(given.num_rows, pyarrow.type_for_alias(kind))
    if (count := names.count(name)) != 1:
        raise InputError(f"column {name!r}: expected one of type {kind}, got {count or 'none'} among {names}")
    column = given.column(names.index(name))
    if str(column.type) not in (str(pyarrow.type_for_alias(kind)), *others):
        raise InputError(f"column {name!r}: expected type {kind}, got {column.type}")
    return column.cast(kind)


def _read(id: pyarrow.Scalar, text: pyarrow.Scalar, published: pyarrow.Scalar) -> Document | Unread:
    """Return the document of a row, or why there is none; bytes of an id that are not UTF-8 become escapes."""
    raw = id.as_buffer()
    name = None if raw is None else raw.to_pybytes().decode("utf-8", "backslashreplace")
    if not text.is_valid:
        return Unread(name, "text: expected a string, got null")
    try:
        return Document(id=name, text=text.as_py(), published=published.as_py())
    except (ValueError, OverflowError) as error:  # not UTF-8, or a day that Python has no date for
        return Unread(name, _reason(error))


def _row(given: Document | Unread, extractor: Extractor) -> dict[str, Any]:
    """Return the row of a document; what is not in it is null."""
    if isinstance(given, Unread):
        return {"id": given.id, "error": given.reason}
    try:
        return _found(extractor(given))
    except Exception as error:
        return {"id": given.id, "error": _reason(error)}


def _found(document: Document) -> dict[str, Any]:
    records: dict[str, list[Any]] = {table.name: [] for table in TABLES}
    for table, row in document_rows(document, document_key(document)):
        records[table.name].append(row)
    return {
        "id": document.id,
        "published": document.published,
        "document": encode_document(document).decode(),
        "entities": msgspec.to_builtins(document.entities),
        "relations": msgspec.to_builtins(document.relations),
        **records,
    }


def _reason(error: Exception) -> str:
    return str(error) if isinstance(error, VnDxIeError) else f"{type(error).__name__}: {error}"
