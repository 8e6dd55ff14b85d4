"""A document to its marked text and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.formats.exchange import check_sound
from vn_dx_ie.formats.markup.marks import KEY, LABEL, Mark, nest, write_marks
from vn_dx_ie.formats.markup.records import KEYWORDS, Place, write_record
from vn_dx_ie.records import Directive, Meeting, Observation, Record
from vn_dx_ie.schema import ROLE_OF_RELATION

_AUTOMATIC: Final = re.compile(r"e[1-9][0-9]*")
_RELATION_LABEL: Final = re.compile(r"[^\s@#\"'\\,{}]+")
_BARE: Final = re.compile(r"[\w.-]+")
References = Mapping[str, str]


def format_document(document: Document) -> str:
    """Return the lines of one document.

    Raises:
        InputError: ids that repeat, an entity whose text is not at its offsets, a relation to no entity.
    """
    check_sound(document)
    written = _Written(document)
    head = "@document"
    if document.id is not None:
        head += f" {document.id}" if _BARE.fullmatch(document.id) else f" {_json(document.id)}"
    if document.published is not None:
        head += f" published={document.published.isoformat()}"
    return "\n".join([head, "@text", written.marked_text(), "@end", *written.lines(), ""])


class _Written:
    """Decides which entities and evidence become marks, and writes the rest as lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        contents = dict.fromkeys(span for record in document.records for span in _content_spans(document, record))
        plain = [entity for entity in document.entities if KEY.fullmatch(entity.id) and LABEL.fullmatch(entity.label)]
        # Evidence goes first, so that it opens before an entity of the same extent.
        items: list[tuple[int, int] | Entity] = [*contents, *plain]
        spans = [(item.start, item.end) if isinstance(item, Entity) else item for item in items]
        self._inline = [items[index] for index in nest(spans)]
        self._entities = [item for item in self._inline if isinstance(item, Entity)]
        taken = {entity.id for entity in document.entities}
        free = (key for number in count(1) if (key := f"s{number}") not in taken)
        self._contents = {item: next(free) for item in self._inline if not isinstance(item, Entity)}
        self._place = Place(document.text, self._all_marks(), document.relations)
        self._edges = self._figure_edges()
        self._records = list(self._record_lines())

    def marked_text(self) -> str:
        shown = self._shown_ids()
        marks = [
            Mark(item.label, item.id if item.id in shown else None, item.start, item.end)
            if isinstance(item, Entity)
            else Mark("", self._contents[item], *item)
            for item in self._inline
        ]
        return re.sub("(?m:^)@", r"\\@", write_marks(self._document.text, marks))

    def lines(self) -> Iterator[str]:
        inline = {entity.id for entity in self._entities}
        outside = [entity for entity in self._document.entities if entity.id not in inline]
        yield from (f"@entity {_json(entity)}" for entity in outside)
        for entity in self._entities:
            if entity.confidence != 1.0 or entity.link:
                yield f"@note {entity.id} {_json({'confidence': entity.confidence, 'link': entity.link})}"
        order = [entity.id for entity in [*self._entities, *outside]]
        if order != (ids := [entity.id for entity in self._document.entities]):
            yield f"@order {_json(ids)}"
        yield from (_relation_line(edge, inline) for edge in self._document.relations)
        yield from (line for line, _ in self._records)

    def _all_marks(self) -> dict[str, Mark]:
        entities = {entity.id: Mark(entity.label, entity.id, entity.start, entity.end) for entity in self._entities}
        return entities | {key: Mark("", key, *span) for span, key in self._contents.items()}

    def _shown_ids(self) -> set[str]:
        """Return the ids that must be written, for something refers to them or they would come out otherwise."""
        shown = {key for _, references in self._records for key in references.values()}
        shown |= {key for edge in self._document.relations for key in (edge.head, edge.tail)}
        shown |= {entity.id for entity in self._document.entities if entity.confidence != 1.0 or entity.link}
        shown |= {entity.id for entity in self._document.entities if not _AUTOMATIC.fullmatch(entity.id)}
        while wrong := self._wrong_automatic_ids(shown):
            shown |= wrong
        return shown

    def _wrong_automatic_ids(self, shown: set[str]) -> set[str]:
        automatic = automatic_ids({*shown, *self._contents.values(), *self._outside_ids()})
        pairs = [(entity.id, next(automatic)) for entity in self._entities if entity.id not in shown]
        return {own for own, given in pairs if own != given}

    def _outside_ids(self) -> set[str]:
        return {entity.id for entity in self._document.entities} - {entity.id for entity in self._entities}

    def _record_lines(self) -> Iterator[tuple[str, References]]:
        used: set[tuple[str, str]] = set()
        for record in self._document.records:
            references = self._references(record, used)
            line = write_record(record, references, self._place)
            people = self._participant_lines(record) if line else None
            if line is None or people is None:
                yield f"@record {_json(record)}", {}
                continue
            yield line, references
            yield from ((person, {}) for person in people)

    def _participant_lines(self, record: Record) -> list[str] | None:
        people = record.participants if isinstance(record, Meeting) else ()
        lines = [write_record(person, {}, self._place) for person in people]
        known = [line for line in lines if line is not None]
        return known if len(known) == len(lines) else None

    def _references(self, record: Record, used: set[tuple[str, str]]) -> References:
        if isinstance(record, Directive):
            keys = [self._contents[span] for span in _content_spans(self._document, record) if span in self._contents]
            return {"content": keys[0]} if keys else {}
        if not isinstance(record, Observation):
            return {}
        edges = self._edges.get((record.role, record.indicator or "", record.value), [])
        for ends in edges:
            if ends not in used:
                used.add(ends)
                return {"indicator": ends[0], "value": ends[1]}
        return {}

    def _figure_edges(self) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
        """Return the ends of HAS_… relations between marks, by the role and the texts that they give to a figure."""
        edges: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for edge in self._document.relations:
            role = ROLE_OF_RELATION.get(edge.label)
            if role and {edge.head, edge.tail} <= self._place.marks.keys():
                texts = (self._place.mention(edge.head), self._place.mention(edge.tail))
                edges.setdefault((role, *texts), []).append((edge.head, edge.tail))
        return edges


def automatic_ids(taken: set[str]) -> Iterator[str]:
    """Return the ids that marks without one get, in order: ``e1``, ``e2``, … but for those taken."""
    return (key for number in count(1) if (key := f"e{number}") not in taken)


def _content_spans(document: Document, record: Record) -> list[tuple[int, int]]:
    """Return where a directive's content stands, if its only evidence is just that."""
    if not isinstance(record, Directive) or len(record.evidence) != 1:
        return []
    start, end = record.evidence[0].start, record.evidence[0].end
    fits = 0 <= start < end <= len(document.text) and document.text[start:end] == record.content
    return [(start, end)] if fits else []


def _relation_line(edge: Relation, inline: set[str]) -> str:
    known = _RELATION_LABEL.fullmatch(edge.label) and edge.label not in KEYWORDS and {edge.head, edge.tail} <= inline
    if not known:
        return f"@relation {_json(edge)}"
    sure = "" if edge.confidence == 1.0 else f" {_json({'confidence': edge.confidence})}"
    return f"{edge.label} {edge.head} {edge.tail}{sure}"


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
