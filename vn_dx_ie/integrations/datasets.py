"""Annotated documents as a ``datasets.DatasetDict`` with the same columns for every file.

Records of four kinds have no common type in Arrow, so each kind has a column of its own. Needs the
extra ``train``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from os import PathLike
from typing import Any, Final

import msgspec
from msgspec import inspect

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import MissingExtraError
from vn_dx_ie.formats import load_documents
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation

try:
    from datasets import Dataset, DatasetDict, Features, Value
except ModuleNotFoundError as error:
    raise MissingExtraError("datasets of documents", "train") from error

RECORD_COLUMNS: Final = {
    "meetings": Meeting,
    "observations": Observation,
    "directives": Directive,
    "issuances": Issuance,
}
_SCALARS: Final = {
    inspect.StrType: "string",
    inspect.LiteralType: "string",
    inspect.IntType: "int64",
    inspect.FloatType: "float64",
    inspect.DateType: "date32",
}


def load_annotations(files: Mapping[str, str | PathLike[str]]) -> DatasetDict:
    """Return a split for each of `files`: a file or folder of documents in any format that can be read.

    All documents are held in memory.

    Raises:
        InputError: something cannot be read; the message names the first place.
    """
    columns = document_features()
    return DatasetDict(
        {
            split: Dataset.from_list([_row(document) for document in load_documents(str(path))], features=columns)
            for split, path in files.items()
        }
    )


def document_features() -> Features:
    """Return the columns: those of a document, with one for each kind of record in place of ``records``."""
    kinds = {"entities": Entity, "relations": Relation, **RECORD_COLUMNS}
    lists = {name: [_feature(inspect.type_info(kind))] for name, kind in kinds.items()}
    return Features({"id": Value("string"), "text": Value("string"), "published": Value("date32"), **lists})


def _row(document: Document) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(document, builtin_types=(date,))
    found = zip(document.records, row.pop("records"), strict=True)
    by_kind = [(type(record), built) for record, built in found]
    return row | {name: [built for kind, built in by_kind if kind is own] for name, own in RECORD_COLUMNS.items()}


def _feature(kind: inspect.Type) -> Any:
    """Return the Arrow feature of a field of the library's values."""
    match kind:
        case inspect.Metadata(type=inner):
            return _feature(inner)
        case inspect.StructType(fields=fields):
            return {field.encode_name: _feature(field.type) for field in fields}
        case inspect.VarTupleType(item_type=item):
            return [_feature(item)]
        case inspect.TupleType(item_types=items):
            return [_feature(items[0])]
        case inspect.UnionType(types=types):
            # `X | None` is X, for every column may be empty; `int | float` is a number.
            return _feature([one for one in types if not isinstance(one, inspect.NoneType)][-1])
    return Value(_SCALARS[type(kind)])


__all__ = ["RECORD_COLUMNS", "document_features", "load_annotations"]
