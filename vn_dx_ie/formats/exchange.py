"""What the formats of annotation tools have in common: spans under keys, edges between keys, and a rest.

A tool knows texts, spans and edges. Ids, confidences, links, the day of publication and records
travel as one JSON value, `Extras`, in whatever place a format keeps for data of one's own, and
come back with what the tool has left unchanged.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from vn_dx_ie.document import Document, Entity, Link, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.items import Failure, Item, Located, utf8_mistake
from vn_dx_ie.records import Record

_logger = logging.getLogger(__name__)

EXTRAS: Final = "vn_dx_ie"  # the name under which the rest travels
T = TypeVar("T")


class Span(msgspec.Struct, frozen=True):
    """A labelled span under the key that a tool knows it by; offsets are code points."""

    key: str
    label: str
    start: int
    end: int


class Edge(msgspec.Struct, frozen=True):
    """A labelled edge between two spans, by their keys."""

    label: str
    head: str
    tail: str


class EntityNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a tool does not keep of an entity; it holds as long as the span is the one described."""

    span: Span
    id: str
    confidence: float = 1.0
    link: Link | None = None


class EdgeNote(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a tool does not keep of a relation."""

    edge: Edge
    confidence: float = 1.0


class Extras(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a tool does not keep of a document."""

    id: str | None = None
    published: date | None = None
    entities: tuple[EntityNote, ...] = ()
    relations: tuple[EdgeNote, ...] = ()
    records: tuple[Record, ...] = ()


class Plain(msgspec.Struct, frozen=True):
    """A document as tools see it."""

    text: str
    spans: tuple[Span, ...] = ()
    edges: tuple[Edge, ...] = ()
    extras: Extras = Extras()


def to_plain(document: Document, key_of: Callable[[int], str] = str) -> Plain:
    """Return a document as tools see it; `key_of` makes the key of the entity of an index.

    Raises:
        InputError: the document is not sound, as :func:`check_sound` tells.
    """
    check_sound(document)
    keys = {entity.id: key_of(index) for index, entity in enumerate(document.entities)}
    spans = [Span(keys[one.id], one.label, one.start, one.end) for one in document.entities]
    edges = [Edge(one.label, keys[one.head], keys[one.tail]) for one in document.relations]
    entity_notes = [
        EntityNote(span, entity.id, entity.confidence, entity.link)
        for span, entity in zip(spans, document.entities, strict=True)
    ]
    edge_notes = [
        EdgeNote(edge, relation.confidence)
        for edge, relation in zip(edges, document.relations, strict=True)
        if relation.confidence != 1.0
    ]
    extras = Extras(document.id, document.published, tuple(entity_notes), tuple(edge_notes), document.records)
    return Plain(document.text, tuple(spans), tuple(edges), extras)


def from_plain(plain: Plain) -> Document:
    """Return the document; entities that the tool made or changed get free ids ``e1``, ``e2``, …

    Raises:
        InputError: a span outside the text, keys that repeat, or an edge to no span.
    """
    place = f"document {plain.extras.id!r}"
    notes = _notes_of(plain)
    taken = {note.id for note in notes if note}
    free = (key for number in count(1) if (key := f"e{number}") not in taken)
    entities: dict[str, Entity] = {}
    for span, known in zip(plain.spans, notes, strict=True):
        check_span(plain.text, span, place)
        if span.key in entities:
            raise InputError(f"{place}: expected each span under a key of its own, got {span.key!r} again")
        note = known or EntityNote(span, next(free))
        mention = plain.text[span.start : span.end]
        entities[span.key] = Entity(note.id, span.label, span.start, span.end, mention, note.confidence, note.link)
    originals = {note.span.key: note.id for note in plain.extras.entities}
    confidences = {
        (note.edge.label, originals.get(note.edge.head), originals.get(note.edge.tail)): note.confidence
        for note in plain.extras.relations
    }
    relations = []
    for edge in plain.edges:
        for key in (edge.head, edge.tail):
            if key not in entities:
                raise InputError(f"{place}: {edge.label}: expected the key of a span, got {key!r}")
        ends = (entities[edge.head].id, entities[edge.tail].id)
        relations.append(Relation(edge.label, *ends, confidences.get((edge.label, *ends), 1.0)))
    return Document(
        id=plain.extras.id,
        text=plain.text,
        published=plain.extras.published,
        entities=tuple(entities.values()),
        relations=tuple(relations),
        records=plain.extras.records,
    )


def _notes_of(plain: Plain) -> list[EntityNote | None]:
    """Return the note on each span that is as it was; tools may have given it another key meanwhile."""
    left = {note.span: note for note in plain.extras.entities}
    notes = [left.pop(span, None) for span in plain.spans]
    by_place: defaultdict[tuple[str, int, int], list[EntityNote]] = defaultdict(list)
    for span, note in left.items():
        by_place[span.label, span.start, span.end].append(note)
    for index, span in enumerate(plain.spans):
        same = by_place[span.label, span.start, span.end]
        if notes[index] is None and same:
            notes[index] = same.pop(0)
    return notes


def check_sound(document: Document) -> None:
    """Make sure that a document can be written at all.

    Raises:
        InputError: entity ids that repeat, an entity whose text is not at its offsets, or a relation to no entity.
    """
    name = f"document {document.id!r}"
    ids: set[str] = set()
    for index, entity in enumerate(document.entities):
        place = f"{name}: entities[{index}]"
        if entity.id in ids:
            raise InputError(f"{place}.id: expected a unique id, got {entity.id!r} again")
        ids.add(entity.id)
        span = Span(entity.id, entity.label, entity.start, entity.end)
        check_span(document.text, span, place)
        check_surface(document.text, span, entity.text, place)
    for index, edge in enumerate(document.relations):
        for key in (edge.head, edge.tail):
            if key not in ids:
                raise InputError(f"{name}: relations[{index}]: expected the id of an entity, got {key!r}")


def check_span(text: str, span: Span, place: str) -> None:
    """Make sure that a span lies in its text.

    Raises:
        InputError: it does not.
    """
    if not 0 <= span.start < span.end <= len(text):
        raise InputError(
            f"{place}: {span.label}: expected 0 <= start < end <= {len(text)}, got {span.start} and {span.end}"
        )


def check_surface(text: str, span: Span, surface: str | None, place: str = "span") -> None:
    """Make sure that a span covers the text that is said to be there, if any is.

    Raises:
        InputError: it does not.
    """
    found = text[span.start : span.end]
    if surface is not None and surface != found:
        raise InputError(
            f"{place}: {span.label}: expected {found!r}, the text at [{span.start}, {span.end}), got {surface!r}"
        )


def read_json_lines(path: str | Path, kind: type[T], build: Callable[[T], Plain | None], name: str) -> Iterator[Item]:
    """Yield the documents of a file with a JSON value of type `kind` a line, as :func:`read_value` does."""
    offset = 0
    with open(path, "rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                raw = line.removeprefix(b"\xef\xbb\xbf")
                yield from read_value(raw, f"{path}:{number}", kind, build, name, offset)
            offset += len(line)


def read_value(
    raw: bytes | msgspec.Raw, place: str, kind: type[T], build: Callable[[T], Plain | None], name: str, offset: int = 0
) -> Iterator[Item]:
    """Yield the document of one JSON value, or what is wrong with it; `name` is that of the format.

    Where `build` gives None, the annotator has rejected the document, and it is left out with a warning.
    """
    try:
        plain = build(msgspec.json.decode(raw, type=kind))
        if plain is None:
            _logger.warning("%s: left out, as its annotator did not accept it", place)
        else:
            yield Located(place, from_plain(plain))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Failure(place, utf8_mistake(bytes(raw), offset) or f"no {name}: {error}")
    except InputError as error:
        yield Failure(place, str(error))


def unpack_extras(raw: Any) -> Extras:
    """Return the rest of a document from where a format kept it; anything else of that name is an error.

    Raises:
        InputError: what stands there is not what this library writes.
    """
    if raw is None:
        return Extras()
    try:
        return msgspec.convert(raw, Extras)
    except msgspec.ValidationError as error:
        raise InputError(f"{EXTRAS}: {error}") from error
