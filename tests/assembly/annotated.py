"""Documents written with their entities inline, for tests of assembly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from vn_dx_ie.assembly.bodies import Bodies, build_bodies
from vn_dx_ie.assembly.context import Context, build_context
from vn_dx_ie.assembly.coreference import Cast, build_cast
from vn_dx_ie.document import Document, Entity, Relation

_LABELS = {
    "off": "OFFICIAL",
    "pos": "POSITION",
    "age": "AGENCY",
    "pro": "PROVINCE",
    "loc": "LOCATION",
    "eve": "EVENT",
    "dat": "DATE",
    "ind": "INDICATOR",
    "val": "VALUE",
    "doc": "DOCUMENT",
}
_TOKEN = re.compile(r"<(?P<id>[a-z]{3}\d*) |>")


def annotated(marked: str, *edges: str, published: date | None = None) -> Document:
    """Return the document of ``<off1 Lê An>`` marks; the first three letters of an id tell the label.

    An edge is written ``HOLDS off1 pos1``.
    """
    text, entities, open_marks, position = "", [], [], 0
    for token in _TOKEN.finditer(marked):
        text += marked[position : token.start()]
        position = token.end()
        if token["id"]:
            open_marks.append((token["id"], len(text)))
        else:
            key, start = open_marks.pop()
            entities.append(Entity(key, _LABELS[key[:3]], start, len(text), text[start:]))
    text += marked[position:]
    relations = tuple(Relation(*edge.split()) for edge in edges)
    return Document(text=text, published=published, entities=tuple(entities), relations=relations)


def prepared(marked: str, *edges: str, published: date | None = None) -> tuple[Context, Cast, Bodies]:
    """Return what the rules look at."""
    context = build_context(annotated(marked, *edges, published=published), published)
    return context, build_cast(context), build_bodies(context)


def without_marks(marked: str) -> str:
    """Return the text under the marks."""
    return _TOKEN.sub("", marked)


def renamed(document: Document, old: str, new: str) -> Document:
    """Return the document with `old` replaced by `new` everywhere, spans moved along."""
    starts = [match.start() for match in re.finditer(re.escape(old), document.text)]

    def moved(offset: int) -> int:
        before = sum(start + len(old) <= offset for start in starts)
        return offset + before * (len(new) - len(old))

    text = document.text.replace(old, new)
    entities = [
        Entity(e.id, e.label, moved(e.start), moved(e.end), text[moved(e.start) : moved(e.end)])
        for e in document.entities
    ]
    return Document(text=text, published=document.published, entities=tuple(entities), relations=document.relations)


def shuffled(document: Document, entities: Sequence[int], relations: Sequence[int]) -> Document:
    """Return the document with its entities and relations in the given orders."""
    return Document(
        text=document.text,
        published=document.published,
        entities=tuple(document.entities[index] for index in entities),
        relations=tuple(document.relations[index] for index in relations),
    )
