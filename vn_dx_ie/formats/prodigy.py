"""Prodigy: JSON lines with tokens, spans and relations, as its ``spans`` and ``relations`` views read them.

A span has ``start``, ``end`` and ``label`` and the tokens that it begins and ends with, the last
one included. A relation goes from the last token of ``head_span`` to that of ``child_span``, with
``head`` and ``child`` as token numbers; the two spans tell which ones of several are meant. The
rest of a document is in ``meta``. Answers other than ``accept`` are left out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.exchange import (
    EXTRAS,
    Edge,
    Extras,
    Plain,
    Span,
    check_surface,
    read_json_lines,
    to_plain,
    unpack_extras,
)
from vn_dx_ie.formats.items import Item, encode_value
from vn_dx_ie.text.segments import cut_tokens


class _Token(msgspec.Struct):
    text: str
    start: int
    end: int
    id: int
    ws: bool = True


class _Span(msgspec.Struct, omit_defaults=True):
    start: int
    end: int
    label: str | None = None
    token_start: int | None = None
    token_end: int | None = None
    text: str | None = None


class _Relation(msgspec.Struct):
    head: int
    child: int
    label: str
    head_span: _Span
    child_span: _Span


class _Line(msgspec.Struct, omit_defaults=True):
    text: str
    tokens: list[_Token] = []
    spans: list[_Span] | None = None
    relations: list[_Relation] = []
    meta: dict[str, Any] = {}
    answer: str = ""


def read_prodigy(path: str | Path) -> Iterator[Item]:
    """Yield the document of every accepted line, or what is wrong with it."""
    return read_json_lines(path, _Line, _to_plain, "line of Prodigy")


def write_prodigy(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write one line a document.

    Raises:
        InputError: a document is not sound.
    """
    for document in documents:
        plain = to_plain(document)
        edges = [edge for span in plain.spans for edge in (span.start, span.end)]
        tokens = cut_tokens(plain.text, edges)
        starts, ends = [start for start, _ in tokens], [end for _, end in tokens]
        spans = {span.key: _spanned(span, starts, ends) for span in plain.spans}
        line = _Line(
            text=plain.text,
            tokens=[
                _Token(plain.text[start:end], start, end, index, plain.text[end : end + 1].isspace())
                for index, (start, end) in enumerate(tokens)
            ],
            spans=list(spans.values()),
            relations=[_relation(edge, spans) for edge in plain.edges],
            meta={EXTRAS: plain.extras},
            answer="accept",
        )
        stream.write(encode_value(line, document) + b"\n")


def _spanned(span: Span, starts: Sequence[int], ends: Sequence[int]) -> _Span:
    first, last = bisect_left(starts, span.start), bisect_right(ends, span.end) - 1
    return _Span(span.start, span.end, span.label, first, last)


def _relation(edge: Edge, spans: dict[str, _Span]) -> _Relation:
    head, child = spans[edge.head], spans[edge.tail]
    return _Relation(head.token_end or 0, child.token_end or 0, edge.label, head, child)


def _to_plain(line: _Line) -> Plain | None:
    if line.answer not in ("", "accept"):
        return None
    if line.spans is None:
        raise InputError(f"expected spans, as Prodigy writes them, got none: {line.text[:40]!r}")
    spans: dict[tuple[int, int, str], Span] = {}
    for index, one in enumerate(line.spans):
        label = _label(one)
        span = Span(str(index), label, one.start, one.end)
        check_surface(line.text, span, one.text)
        spans.setdefault((one.start, one.end, label), span)
    edges = []
    for relation in line.relations:
        ends = [(side.start, side.end, _label(side)) for side in (relation.head_span, relation.child_span)]
        for end in ends:
            if end not in spans:
                raise InputError(f"{relation.label}: expected its spans to be among spans, got {end}")
        edges.append(Edge(relation.label, spans[ends[0]].key, spans[ends[1]].key))
    extras = unpack_extras(line.meta.get(EXTRAS)) if EXTRAS in line.meta else _foreign(line.meta)
    return Plain(line.text, tuple(spans.values()), tuple(edges), extras)


def _label(span: _Span) -> str:
    if not span.label:
        raise InputError(f"expected a label for the span [{span.start}, {span.end}), got none")
    return span.label


def _foreign(meta: dict[str, Any]) -> Extras:
    key = meta.get("id")
    return Extras(id=str(key) if isinstance(key, str | int) else None)
