"""Marked text and lines to documents; every mistake with its line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Document, Entity, Link, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.exchange import check_sound
from vn_dx_ie.formats.items import Failure, Item, Located
from vn_dx_ie.formats.markup.marks import Mark, MarkError, read_marks
from vn_dx_ie.formats.markup.records import KEYWORDS, Place, read_record
from vn_dx_ie.formats.markup.writer import automatic_ids
from vn_dx_ie.records import Meeting, Participant, Record

_HEAD: Final = "@document"
_TEXT: Final = 2  # where the text begins, after the head and @text
_HEAD_LINE: Final = re.compile(
    r'@document(?:\s+(?P<id>"(?:[^"\\]|\\.)*"|(?!published=)[^\s"]+))?(?:\s+published=(?P<day>\S+))?'
)
_SURE: Final = re.compile(r"(.*\S)\s+(\{.*\})")

Line = tuple[int, str]


class _Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    confidence: float = 1.0
    link: Link | None = None


def read_markup_text(source: str, name: str) -> Iterator[Item]:
    """Yield the documents of a file's `source`; places are ``name:line``, one failure for each broken line."""
    for start, lines in _documents(source.split("\n")):
        if lines[0].split(maxsplit=1)[:1] != [_HEAD]:
            strays = (number for number, line in enumerate(lines) if line.strip() and not line.startswith("#"))
            if (stray := next(strays, None)) is not None:
                yield Failure(
                    f"{name}:{start + stray}", f"expected a line beginning with {_HEAD}, got {lines[stray]!r}"
                )
            continue
        if lines[0].endswith("\r"):  # an editor has turned all line ends; otherwise a \r is of the text
            lines = [line.removesuffix("\r") for line in lines]
        parsed = _Parsed(name, start)
        document = parsed.read(lines)
        yield from parsed.failures
        if document and not parsed.failures:
            yield Located(f"{name}:{start}", document)


def _documents(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Cut a file at its head lines; what stands between ``@text`` and ``@end`` is no head."""
    start, inside = 0, False
    for index, line in enumerate(lines):
        if not inside and line.split(maxsplit=1)[:1] == [_HEAD] and index > start:
            yield start + 1, list(lines[start:index])
            start = index
        inside = line.rstrip("\r") == "@text" or (inside and line.rstrip("\r") != "@end")
    yield start + 1, list(lines[start:])


@dataclass(slots=True)
class _Parsed:
    """One document on its way: what its lines have said, and what could not be read."""

    name: str
    start: int
    failures: list[Failure] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    marks: dict[str, Mark] = field(default_factory=dict)
    notes: dict[str, _Note] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    order: list[str] | None = None
    text: str = ""
    _ids: set[str] = field(default_factory=set)

    def read(self, lines: Sequence[str]) -> Document | None:
        """Return the document, or None where its head or its text is broken."""
        try:
            key, published = _read_head(lines[0])
            end = _end_of_text(lines)
            self.text, marks = read_marks("\n".join(lines[_TEXT:end]))
            self._take_marks(marks, [line for line in lines[end:] if line.startswith("@entity ")])
        except InputError as error:
            self._fail(_TEXT + error.line if isinstance(error, MarkError) else 0, error)
            return None
        block = [(number, line.rstrip("\r")) for number, line in enumerate(lines[end + 1 :], start=end + 1)]
        facts = [(number, line) for number, line in block if line.strip() and not line.startswith("#")]
        self._each(self._read_structure, [line for line in facts if not _is_record(line[1])])
        place = Place(self.text, self.marks, self.relations)
        self._each(lambda line: self._read_record(line, place), [line for line in facts if _is_record(line[1])])
        document = self._document(key, published)
        try:
            check_sound(document)
        except InputError as error:
            self._fail(0, error)
        self.failures.sort(key=lambda failure: int(failure.place.rpartition(":")[2]))
        return document

    def _document(self, key: str | None, published: date | None) -> Document:
        entities = {entity.id: self._with_note(entity) for entity in self.entities}
        order = self.order if self.order is not None else list(entities)
        if sorted(order) != sorted(entities):
            self._fail(0, "expected @order to name every entity once")
            order = list(entities)
        return Document(
            id=key,
            text=self.text,
            published=published,
            entities=tuple(entities[name] for name in order),
            relations=tuple(self.relations),
            records=tuple(self.records),
        )

    def _fail(self, line: int, reason: str | Exception) -> None:
        self.failures.append(Failure(f"{self.name}:{self.start + line}", str(reason)))

    def _each(self, read: Callable[[str], None], lines: Sequence[Line]) -> None:
        for number, line in lines:
            try:
                read(line)
            except InputError as error:
                self._fail(number, error)

    def _take_marks(self, marks: Sequence[Mark], standoff: Sequence[str]) -> None:
        given = [mark.key for mark in marks if mark.key]
        outside = [_decode(line.split(" ", 1)[1], Entity) for line in standoff]
        keys = [*given, *(entity.id for entity in outside)]
        if repeated := [key for key, number in Counter(keys).items() if number > 1]:
            raise InputError(f"expected each id once, got {repeated[0]!r} again")
        automatic = automatic_ids(set(keys))
        for mark in marks:
            key = mark.key or next(automatic)
            self.marks[key] = mark
            if mark.label:
                self.entities.append(Entity(key, mark.label, mark.start, mark.end, self.text[mark.start : mark.end]))
        self.entities += outside
        self._ids = {entity.id for entity in self.entities}

    def _with_note(self, entity: Entity) -> Entity:
        note = self.notes.get(entity.id)
        if note is None:
            return entity
        return msgspec.structs.replace(entity, confidence=note.confidence, link=note.link)

    def _read_structure(self, line: str) -> None:
        """Read a line about entities or relations."""
        word, _, rest = line.partition(" ")
        if word == "@note":
            key, _, note = rest.partition(" ")
            self.notes[self._known(key)] = _decode(note, _Note)
        elif word == "@order":
            self.order = _decode(rest, list[str])
        elif word == "@relation":
            self.relations.append(_decode(rest, Relation))
        elif word.startswith("@") and word != "@entity":
            raise InputError(f"expected @entity, @note, @order, @relation or @record, got {word}")
        elif word != "@entity":
            self._read_relation(line)

    def _read_relation(self, line: str) -> None:
        match = _SURE.fullmatch(line)
        confidence = _decode(match[2], _Note).confidence if match else 1.0
        words = (match[1] if match else line).split()
        if len(words) < 3:
            raise InputError(f"expected LABEL head tail, or a record, got {line!r}")
        label, heads, *tails = words
        ends = [self._known(key) for part in tails for key in part.split(",")]
        self.relations += [
            Relation(label, self._known(head), tail, confidence) for head in heads.split(",") for tail in ends
        ]

    def _known(self, key: str) -> str:
        if key not in self._ids:
            raise InputError(f"expected the id of an entity, got {key!r}")
        return key

    def _read_record(self, line: str, place: Place) -> None:
        if line.startswith("@record "):
            record: Record | Participant = _decode(line.partition(" ")[2], Record)
        else:
            record = read_record(line, place)
        if not isinstance(record, Participant):
            self.records.append(record)
        elif self.records and isinstance(self.records[-1], Meeting):
            meeting = self.records[-1]
            self.records[-1] = msgspec.structs.replace(meeting, participants=(*meeting.participants, record))
        else:
            raise InputError("expected a participant below its meeting")


def _is_record(line: str) -> bool:
    return line.split(maxsplit=1)[0] in (*KEYWORDS, "@record")


def _read_head(line: str) -> tuple[str | None, date | None]:
    match = _HEAD_LINE.fullmatch(line.rstrip())
    if not match:
        raise InputError(f"expected @document, an id and published=YYYY-MM-DD, got {line!r}")
    key = match["id"]
    try:
        published = date.fromisoformat(match["day"]) if match["day"] else None
    except ValueError as error:
        raise InputError(f"published: expected YYYY-MM-DD, got {match['day']!r}") from error
    return (_decode(key, str) if key and key.startswith('"') else key), published


def _end_of_text(lines: Sequence[str]) -> int:
    """Return the index of the line after the text."""
    plain = [line.rstrip("\r") for line in lines]
    if len(plain) < 2 or plain[1] != "@text" or "@end" not in plain:
        raise InputError("expected @text on the next line, then the text, then @end")
    return plain.index("@end")


def _decode(raw: str, kind: Any) -> Any:
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{error}: {raw!r}") from error
