"""brat standoff: a .txt with the text and an .ann with one annotation a line.

================  =====================================================================
``T1``            an entity; the number is that of an id such as ``e1``
``R1``            a relation
``#1 VnDxIe T1``  what brat has no place for, as JSON: other ids, confidence, link
``#1 VnDxIe *``   the same for the document: id, day of publication, records
``E1``            an event, read as a relation between its trigger and each argument
================  =====================================================================

Offsets are code points on both sides. As in brat, a span over a line end is written in fragments.
The relation of an event's argument bears the name of its role, without a number at its end; it goes
from the trigger to the argument, or back where only so the schema allows it. Lines of other kinds
(attributes, equivalences, people's notes) have no place in a document and are left out with a warning.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from vn_dx_ie.document import Document, Entity, Link, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.files import file_names
from vn_dx_ie.formats.items import Failure, Item, Located, surrogate_error, utf8_mistake
from vn_dx_ie.records import Record
from vn_dx_ie.schema import allowed_relations

_logger = logging.getLogger(__name__)

_NOTE: Final = "VnDxIe"
_DOCUMENT: Final = "*"
_SURE: Final = 1.0
_OWN_ID: Final = re.compile(r"e([1-9][0-9]{0,8})")
_LINE_END: Final = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_FRAGMENT: Final = re.compile(f"[^{_LINE_END}]+")
_JSON_LINE_END: Final = re.compile("[\x85\u2028\u2029]")
_ENTITY: Final = re.compile(r"(T[0-9]+)\t(\S+) ([0-9]{1,12} [0-9]{1,12}(?:;[0-9]{1,12} [0-9]{1,12})*)(?:\t(.*))?")
_RELATION: Final = re.compile(r"(R[0-9]+)\t(\S+) Arg1:(T[0-9]+) Arg2:(T[0-9]+)\s*")
_EVENT: Final = re.compile(r"(E[0-9]+)\t(\S+:[TE][0-9]+(?: \S+:[TE][0-9]+)*) ?")
_COMMENT: Final = re.compile(rf"#\S*\t{_NOTE} (\S+)\t(.*)")


class _EntityNote(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str | None = None
    confidence: float | msgspec.UnsetType = msgspec.UNSET
    link: Link | None = None


class _RelationNote(msgspec.Struct, frozen=True, omit_defaults=True):
    confidence: float | msgspec.UnsetType = msgspec.UNSET


class _DocumentNote(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str | msgspec.UnsetType | None = msgspec.UNSET
    published: date | None = None
    records: tuple[Record, ...] = ()


Note = TypeVar("Note", _EntityNote, _RelationNote, _DocumentNote)


def write_brat(documents: Iterable[Document], path: str | Path) -> None:
    """Write each document as a pair of files into a folder; or one document, where `path` ends in .ann.

    Raises:
        InputError: a document that brat cannot hold, several for one .ann, or files already in the folder.
    """
    target = Path(path)
    if target.suffix == ".ann" and not target.is_dir():
        _write_single(documents, target)
        return
    target.mkdir(parents=True, exist_ok=True)
    if any(file.suffix in (".txt", ".ann") for file in target.iterdir()):
        raise InputError(f"{path}: expected a folder without .txt and .ann files, got one that holds some")
    for name, document in file_names(documents):
        _write_pair(document, target / f"{name}.ann")


def read_brat(path: str | Path) -> Item:
    """Return the document of an .ann file and the .txt beside it, or the first mistake in them."""
    source = Path(path)
    parts: dict[str, bytes] = {}
    for file in (source.with_suffix(".txt"), source):
        if not file.exists():
            return Failure(str(file), "no such file")
        parts[file.suffix] = file.read_bytes()
        if mistake := utf8_mistake(parts[file.suffix]):
            return Failure(str(file), mistake)
    return parse_annotations(parts[".txt"].decode(), parts[source.suffix].decode(), str(source), source.stem)


def format_annotations(document: Document, name: str) -> str:
    """Return the lines of the .ann file; `name` is that of the file, without its ending.

    Raises:
        InputError: a span outside the text, a relation to no entity, or a label with a space in it.
    """
    numbers = _entity_numbers(document)
    lines = [_entity_line(document, index, number) for index, number in enumerate(numbers)]
    keys = {entity.id: f"T{number}" for entity, number in zip(document.entities, numbers, strict=True)}
    lines += [_relation_line(document, index, keys) for index in range(len(document.relations))]
    notes = [(target, note) for target, note in _notes(document, numbers, name) if note != "{}"]
    lines += [f"#{index}\t{_NOTE} {target}\t{note}" for index, (target, note) in enumerate(notes, start=1)]
    return "".join(f"{line}\n" for line in lines)


def parse_annotations(text: str, annotations: str, place: str, name: str | None) -> Item:
    """Return the document for `text` and the lines of its .ann file, or the first mistake in them."""
    parsed = _Parsed(text, place)
    for number, line in enumerate(annotations.split("\n"), start=1):
        try:
            parsed.read_line(line.removesuffix("\r"), number)
        except InputError as error:
            return Failure(f"{place}:{number}", str(error))
    try:
        return Located(place, parsed.document(name))
    except InputError as error:
        return Failure(place, str(error))


def _write_single(documents: Iterable[Document], target: Path) -> None:
    several = list(documents)
    if len(several) != 1:
        raise InputError(f"{target}: expected one document for an .ann file, got {len(several)}; give a folder instead")
    _write_pair(several[0], target)


def _write_pair(document: Document, target: Path) -> None:
    annotations = format_annotations(document, target.stem)
    try:
        contents = {target.with_suffix(".txt"): document.text.encode(), target: annotations.encode()}
    except UnicodeEncodeError as error:
        raise surrogate_error(document, error) from error
    for file, raw in contents.items():
        file.write_bytes(raw)


def _entity_numbers(document: Document) -> list[int]:
    """Return the T number of each entity: that of its id where it has one of its own, else a free one."""
    claims: dict[int, int] = {}
    for index, entity in enumerate(document.entities):
        if own := _OWN_ID.fullmatch(entity.id):
            claims.setdefault(int(own[1]), index)
    owners = {index: number for number, index in claims.items()}
    free = (number for number in count(1) if number not in claims)
    return [owners[index] if index in owners else next(free) for index in range(len(document.entities))]


def _entity_line(document: Document, index: int, number: int) -> str:
    entity = document.entities[index]
    place = f"document {document.id!r}: entities[{index}]"
    _check_label(entity.label, place)
    if not entity.text or entity.text != document.text[entity.start : entity.end] or entity.start < 0:
        raise InputError(f"{place}: expected its text at [{entity.start}, {entity.end}), got {entity.text!r}")
    if entity.text[0] in _LINE_END or entity.text[-1] in _LINE_END:
        raise InputError(f"{place}: expected no line end at its ends, got {entity.text!r}")
    parts = list(_FRAGMENT.finditer(entity.text))
    spans = ";".join(f"{entity.start + part.start()} {entity.start + part.end()}" for part in parts)
    shown = " ".join(part[0] for part in parts).replace("\t", " ")
    return f"T{number}\t{entity.label} {spans}\t{shown}"


def _relation_line(document: Document, index: int, keys: dict[str, str]) -> str:
    relation = document.relations[index]
    place = f"document {document.id!r}: relations[{index}]"
    _check_label(relation.label, place)
    for side, key in (("head", relation.head), ("tail", relation.tail)):
        if key not in keys:
            raise InputError(f"{place}.{side}: expected the id of an entity, got {key!r}")
    return f"R{index + 1}\t{relation.label} Arg1:{keys[relation.head]} Arg2:{keys[relation.tail]}"


def _check_label(label: str, place: str) -> None:
    if not re.fullmatch(r"\S+", label):
        raise InputError(f"{place}.label: expected a label without spaces, got {label!r}")


def _notes(document: Document, numbers: list[int], name: str) -> Iterator[tuple[str, str]]:
    own = msgspec.UNSET if document.id == name else document.id
    yield _DOCUMENT, _to_json(_DocumentNote(own, document.published, document.records))
    for entity, number in zip(document.entities, numbers, strict=True):
        key = None if entity.id == f"e{number}" else entity.id
        yield f"T{number}", _to_json(_EntityNote(key, _unless_sure(entity.confidence), entity.link))
    for index, relation in enumerate(document.relations, start=1):
        yield f"R{index}", _to_json(_RelationNote(_unless_sure(relation.confidence)))


def _unless_sure(confidence: float) -> float | msgspec.UnsetType:
    return msgspec.UNSET if confidence == _SURE else confidence


def _to_json(note: _EntityNote | _RelationNote | _DocumentNote) -> str:
    encoded = msgspec.json.encode(note).decode()
    return _JSON_LINE_END.sub(lambda match: f"\\u{ord(match[0]):04x}", encoded)


@dataclass(slots=True)
class _Parsed:
    """What the lines read so far have said."""

    text: str
    place: str
    spans: dict[str, tuple[str, int, int]] = field(default_factory=dict)
    edges: list[tuple[str, str, str, str]] = field(default_factory=list)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def read_line(self, line: str, number: int) -> None:
        if match := _ENTITY.fullmatch(line):
            self._read_entity(*match.groups())
        elif match := _RELATION.fullmatch(line):
            self.edges.append((match[1], match[2], match[3], match[4]))
        elif match := _EVENT.fullmatch(line):
            if match[1] in self.events:
                raise InputError(f"expected each number once, got {match[1]} again")
            parts = (part.rsplit(":", 1) for part in match[2].split())
            self.events[match[1]] = [(role, key) for role, key in parts]
        elif match := _COMMENT.fullmatch(line):
            self.notes[match[1]] = match[2]
        elif line.startswith(("T", "R", "E")):
            raise InputError(f"expected an entity, a relation or an event in brat's form, got {line!r}")
        elif line.strip():
            _logger.warning("%s:%d: left out, no place for it: %s", self.place, number, line)

    def _read_entity(self, key: str, label: str, spans: str, shown: str | None) -> None:
        if key in self.spans:
            raise InputError(f"expected each number once, got {key} again")
        pieces = [(int(start), int(end)) for start, end in (span.split() for span in spans.split(";"))]
        start, end = pieces[0][0], pieces[-1][1]
        if any(piece[0] >= piece[1] for piece in pieces) or end > len(self.text):
            raise InputError(f"expected start < end <= {len(self.text)}, got {spans!r}")
        if any(self.text[left[1] : right[0]].strip() or right[0] < left[1] for left, right in pairwise(pieces)):
            raise InputError(f"expected one continuous span, got {spans!r}")
        found = self.text[start:end]
        if shown is not None and shown.split() != found.split():
            raise InputError(f"expected {found!r}, the text at its offsets, got {shown!r}")
        self.spans[key] = (label, start, end)

    def document(self, name: str | None) -> Document:
        note = self._note(_DOCUMENT, _DocumentNote)
        entities = {key: self._entity(key) for key in self.spans}
        return Document(
            id=name if note.id is msgspec.UNSET else note.id,
            text=self.text,
            published=note.published,
            entities=tuple(entities.values()),
            relations=tuple(self._relation(edge, entities) for edge in (*self.edges, *self._event_edges())),
            records=note.records,
        )

    def _entity(self, key: str) -> Entity:
        label, start, end = self.spans[key]
        note = self._note(key, _EntityNote)
        own = f"e{key[1:]}" if note.id is None else note.id
        return Entity(own, label, start, end, self.text[start:end], _confidence(note), note.link)

    def _event_edges(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield the arguments of events as relations, each once; an event stands for its trigger."""
        told: set[tuple[str, ...]] = set()
        for event, ((_, trigger), *arguments) in self.events.items():
            for role, argument in arguments:
                label, ends = role.rstrip("0123456789") or role, (trigger, self._trigger(argument))
                labels = [self.spans[key][0] if key in self.spans else "" for key in ends]
                backward = label not in allowed_relations(*labels) and label in allowed_relations(*reversed(labels))
                edge = (label, *(reversed(ends) if backward else ends))
                if edge not in told:
                    told.add(edge)
                    yield event, edge[0], edge[1], edge[2]

    def _trigger(self, key: str) -> str:
        seen = set()
        while key in self.events and key not in seen:
            seen.add(key)
            key = self.events[key][0][1]
        return key

    def _relation(self, edge: tuple[str, str, str, str], entities: dict[str, Entity]) -> Relation:
        key, label, head, tail = edge
        for end in (head, tail):
            if end not in entities:
                raise InputError(f"{key}: expected the number of an entity, got {end}")
        note = self._note(key, _RelationNote)
        return Relation(label, entities[head].id, entities[tail].id, _confidence(note))

    def _note(self, target: str, kind: type[Note]) -> Note:
        try:
            return msgspec.json.decode(self.notes.get(target, "{}"), type=kind)
        except (msgspec.DecodeError, RecursionError) as error:
            raise InputError(f"note on {target}: {error}") from error


def _confidence(note: _EntityNote | _RelationNote) -> float:
    return _SURE if note.confidence is msgspec.UNSET else note.confidence
