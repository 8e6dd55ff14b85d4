"""A text with its entities, relations and records: the one value that travels through the library."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Annotated, Any

import msgspec

from vn_dx_ie.errors import SchemaError
from vn_dx_ie.records import Evidence, Record
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS, RELATION_SIGNATURES

# Types stay open for users' own labels; the published JSON Schema and `problems` name the closed sets.
EntityLabel = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(ENTITY_LABELS)})]
RelationLabel = Annotated[str, msgspec.Meta(extra_json_schema={"enum": list(RELATION_LABELS)})]


class Link(msgspec.Struct, frozen=True):
    """What an entity stands for outside the text: a ``province`` code or an ``organisation`` id."""

    kind: str
    code: str
    name: str
    confidence: float = 1.0


class Entity(msgspec.Struct, frozen=True):
    """A labelled mention; ``text`` is ``document.text[start:end]``, offsets are code points."""

    id: str
    label: EntityLabel
    start: int
    end: int
    text: str
    confidence: float = 1.0
    link: Link | None = None


class Relation(msgspec.Struct, frozen=True):
    """A directed, typed edge between two entities, given by their ids."""

    label: RelationLabel
    head: str
    tail: str
    confidence: float = 1.0


class Problem(msgspec.Struct, frozen=True):
    """A mistake in a document: ``place`` is a path such as ``entities[3].end``."""

    place: str
    message: str


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A text exactly as given, and what was found or annotated in it.

    ``published`` is the day of publication, used to resolve dates such as ``sáng 8-8``.
    """

    id: str | None = None
    text: str
    published: date | None = None
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    records: tuple[Record, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts, lists, strings and numbers, ready for any JSON writer."""
        built: dict[str, Any] = _with_lists(msgspec.to_builtins(self))
        return built

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Document:
        """Build a document from :meth:`to_dict`'s output or from one line of a gold file.

        Raises:
            SchemaError: a field is missing or of another type; the message gives its path.
        """
        try:
            return msgspec.convert(data, cls)
        except msgspec.ValidationError as error:
            name = data.get("id") if isinstance(data, dict) else None
            raise SchemaError(f"document {name!r}: {error}") from error

    def entity_by_id(self) -> dict[str, Entity]:
        """Return the entities under their ids."""
        return {entity.id: entity for entity in self.entities}

    def problems(self, *, closed: bool = True) -> tuple[Problem, ...]:
        """Return every broken rule of the annotation scheme; none means a sound document.

        With ``closed=False`` labels of one's own are accepted and signatures are not checked.
        """
        return (
            *self._entity_problems(closed),
            *self._overlap_problems(),
            *self._relation_problems(closed),
            *self._record_problems(),
        )

    def _entity_problems(self, closed: bool) -> Iterator[Problem]:
        repeated = {key for key, count in Counter(entity.id for entity in self.entities).items() if count > 1}
        for index, entity in enumerate(self.entities):
            place = f"entities[{index}]"
            if entity.id in repeated:
                yield Problem(f"{place}.id", f"expected a unique id, got {entity.id!r} more than once")
            if closed and entity.label not in ENTITY_LABELS:
                yield Problem(f"{place}.label", f"expected one of {', '.join(ENTITY_LABELS)}, got {entity.label!r}")
            yield from self._span_problems(place, entity.start, entity.end)
            if entity.text != (found := self.text[entity.start : entity.end]):
                yield Problem(f"{place}.text", f"expected {found!r}, the text at its offsets, got {entity.text!r}")
            if entity.text != entity.text.strip():
                yield Problem(f"{place}.text", f"expected no space at its ends, got {entity.text!r}")

    def _span_problems(self, place: str, start: int, end: int) -> Iterator[Problem]:
        if not 0 <= start < end <= len(self.text):
            yield Problem(place, f"expected 0 <= start < end <= {len(self.text)}, got {start} and {end}")

    def _overlap_problems(self) -> Iterator[Problem]:
        numbered = sorted(enumerate(self.entities), key=lambda pair: (pair[1].label, pair[1].start, pair[1].end))
        for (_, before), (index, entity) in pairwise(numbered):
            if before.label == entity.label and entity.start < before.end:
                yield Problem(
                    f"entities[{index}]",
                    f"expected spans of one label not to overlap, got {entity.label} {entity.text!r}"
                    f" [{entity.start}, {entity.end}) over {before.text!r} [{before.start}, {before.end})",
                )

    def _relation_problems(self, closed: bool) -> Iterator[Problem]:
        labels = {entity.id: entity.label for entity in self.entities}
        seen: set[tuple[str, str, str]] = set()
        for index, relation in enumerate(self.relations):
            place = f"relations[{index}]"
            for side, key in (("head", relation.head), ("tail", relation.tail)):
                if key not in labels:
                    yield Problem(f"{place}.{side}", f"expected the id of an entity, got {key!r}")
            edge = (relation.label, relation.head, relation.tail)
            if edge in seen:
                yield Problem(place, f"expected each edge once, got {edge} again")
            seen.add(edge)
            if closed:
                yield from _signature_problems(place, relation, labels)

    def _record_problems(self) -> Iterator[Problem]:
        for index, record in enumerate(self.records):
            for number, span in enumerate(record.evidence):
                yield from self._span_problems(f"records[{index}].evidence[{number}]", span.start, span.end)


def _with_lists(value: Any) -> Any:
    """Turn tuples into lists throughout, as they come back from JSON."""
    if isinstance(value, dict):
        return {key: _with_lists(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_with_lists(item) for item in value]
    return value


def _signature_problems(place: str, relation: Relation, labels: dict[str, str]) -> Iterator[Problem]:
    if relation.label not in RELATION_SIGNATURES:
        yield Problem(f"{place}.label", f"expected one of {', '.join(RELATION_LABELS)}, got {relation.label!r}")
        return
    sides = zip(("head", "tail"), (relation.head, relation.tail), RELATION_SIGNATURES[relation.label], strict=True)
    for side, key, expected in sides:
        if key in labels and labels[key] not in expected:
            yield Problem(
                f"{place}.{side}", f"expected {relation.label} to have {' or '.join(expected)}, got {labels[key]}"
            )


__all__ = ["Document", "Entity", "Evidence", "Link", "Problem", "Relation"]
