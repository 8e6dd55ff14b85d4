"""doccano: JSON lines with spans and relations, as its sequence labelling projects import and export them.

A line has ``text``, ``entities`` (``id``, ``label``, ``start_offset``, ``end_offset``) and
``relations`` (``from_id``, ``to_id``, ``type``); without relations doccano also writes ``label`` as
triples. Offsets are code points. Other keys are kept by doccano as metadata, the rest of a document
among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.exchange import Edge, Plain, Span, read_json_lines, to_plain, unpack_extras
from vn_dx_ie.formats.items import Item, encode_value


class _Entity(msgspec.Struct):
    id: int | str
    label: str
    start_offset: int
    end_offset: int


class _Relation(msgspec.Struct):
    id: int | str
    from_id: int | str
    to_id: int | str
    type: str


class _Line(msgspec.Struct, omit_defaults=True):
    text: str
    id: int | str | None = None
    entities: list[_Entity] | None = None
    relations: list[_Relation] | None = None
    label: list[tuple[int, int, str]] | None = None
    labels: list[tuple[int, int, str]] | None = None
    vn_dx_ie: Any = None


def read_doccano(path: str | Path) -> Iterator[Item]:
    """Yield the document of every line, or what is wrong with it."""
    return read_json_lines(path, _Line, _to_plain, "line of doccano")


def write_doccano(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write one line a document.

    Raises:
        InputError: a document is not sound.
    """
    for index, document in enumerate(documents, start=1):
        plain = to_plain(document, lambda number: str(number + 1))
        line = _Line(
            text=plain.text,
            id=index,
            entities=[_Entity(int(span.key), span.label, span.start, span.end) for span in plain.spans],
            relations=[
                _Relation(number, int(edge.head), int(edge.tail), edge.label)
                for number, edge in enumerate(plain.edges, start=1)
            ],
            vn_dx_ie=plain.extras,
        )
        stream.write(encode_value(line, document) + b"\n")


def _to_plain(line: _Line) -> Plain:
    triples = line.label if line.label is not None else line.labels
    if line.entities is None and triples is None:
        raise InputError(
            f"expected entities, label or labels, as doccano writes them, got text alone: {line.text[:40]!r}"
        )
    spans = [Span(str(one.id), one.label, one.start_offset, one.end_offset) for one in line.entities or ()]
    spans += [Span(f"label {index}", label, start, end) for index, (start, end, label) in enumerate(triples or ())]
    edges = [Edge(one.type, str(one.from_id), str(one.to_id)) for one in line.relations or ()]
    extras = unpack_extras(line.vn_dx_ie)
    if extras.id is None and line.vn_dx_ie is None and line.id is not None:
        extras = msgspec.structs.replace(extras, id=str(line.id))
    return Plain(line.text, tuple(spans), tuple(edges), extras)
