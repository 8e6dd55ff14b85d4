"""Records as lines: a kind, its first slots in order, then ``slot=value``.

``@id`` stands for the text of a mark. What a line cannot say without loss is written as JSON
instead, which the caller does; this module returns None for it.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from vn_dx_ie.document import Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.markup.marks import Mark
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant, Record
from vn_dx_ie.schema import ROLE_OF_RELATION

PARTICIPANT: Final = "participant"
_TYPES: Final[dict[str, type[msgspec.Struct]]] = {
    "meeting": Meeting,
    PARTICIPANT: Participant,
    "observation": Observation,
    "directive": Directive,
    "issuance": Issuance,
}
KEYWORDS: Final = frozenset(_TYPES)
# The slots that may be given without their names, in order.
_FIRST: Final = {
    "meeting": ("name",),
    PARTICIPANT: ("name",),
    "observation": ("indicator", "value"),
    "directive": ("content",),
    "issuance": ("document",),
}
_LISTS: Final = frozenset({"places", "organizers", "positions", "addressees", "evidence"})
_NUMBERS: Final = frozenset({"number", "denominator", "upper", "confidence", "year"})
_SLOT: Final = re.compile(r"([a-z_]+)=(.*)", re.DOTALL)
_BARE: Final = re.compile(r"[\w./%+-]+")
_SPAN: Final = re.compile(r"(\d+)-(\d+)")


class Place:
    """The text, the marks and the relations that a record line may refer to."""

    def __init__(self, text: str, marks: Mapping[str, Mark], relations: Sequence[Relation]) -> None:
        self.text = text
        self.marks = marks
        self._roles: dict[tuple[str, str], list[str]] = {}
        for edge in relations:
            if edge.label in ROLE_OF_RELATION:
                self._roles.setdefault((edge.head, edge.tail), []).append(ROLE_OF_RELATION[edge.label])

    def roles(self, indicator: str, value: str) -> list[str]:
        """Return the roles that the relations between two marks give to the figure."""
        return self._roles.get((indicator, value), [])

    def mention(self, key: str) -> str:
        """Return the text of a mark.

        Raises:
            InputError: there is no such mark.
        """
        if key not in self.marks:
            raise InputError(f"expected the id of a mark, got @{key}")
        return self.text[self.marks[key].start : self.marks[key].end]


def read_record(line: str, place: Place) -> Record | Participant:
    """Return the record, or the participant, that a line states.

    Raises:
        InputError: an unknown slot, a reference to no mark, or a value of another type.
    """
    try:
        kind, *words = shlex.split(line)
    except ValueError as error:
        raise InputError(f"{error}; values with spaces stand in double quotes") from error
    if kind not in KEYWORDS:
        raise InputError(f"expected {', '.join(_TYPES)}, got {kind!r}")
    slots: dict[str, Any] = {}
    references: dict[str, str] = {}
    first = iter(_FIRST[kind])
    for word in words:
        name, value = _slot(kind, word, first)
        if value.startswith("@"):
            references[name] = value[1:]
            value = place.mention(value[1:])
        _put(kind, slots, name, value)
    _complete(kind, slots, references, place)
    return _build(kind, slots)


def _slot(kind: str, word: str, first: Iterator[str]) -> tuple[str, str]:
    fields = _TYPES[kind].__struct_fields__
    if match := _SLOT.fullmatch(word):
        if match[1] not in fields:
            raise InputError(f"expected a slot of {kind} ({', '.join(fields)}), got {match[1]!r}")
        return match[1], match[2]
    name = next(first, None)
    if name is None:
        raise InputError(f"expected slot=value after the first slots of {kind}, got {word!r}")
    return name, word


def _put(kind: str, slots: dict[str, Any], name: str, value: str) -> None:
    if name in _LISTS:
        slots.setdefault(name, []).append(_span(value) if name == "evidence" else value)
    elif name in slots:
        raise InputError(f"expected {name} once, got it again: {value!r}")
    elif name == "period":
        slots[name] = value.split("/")
    else:
        is_text = name not in _NUMBERS or (kind == "issuance" and name == "number")
        slots[name] = value if is_text else _number(name, value)


def _span(value: str) -> dict[str, int]:
    match = _SPAN.fullmatch(value)
    if not match:
        raise InputError(f"evidence: expected start-end in code points, got {value!r}")
    return {"start": int(match[1]), "end": int(match[2])}


def _number(name: str, value: str) -> int | float:
    try:
        return int(value) if re.fullmatch(r"-?\d+", value) else float(value)
    except ValueError as error:
        raise InputError(f"{name}: expected a number with a decimal point, got {value!r}") from error


def _complete(kind: str, slots: dict[str, Any], references: dict[str, str], place: Place) -> None:
    """Add what the marks and relations say: the role of a figure, where a directive stands."""
    if kind == "directive" and "content" in references:
        mark = place.marks[references["content"]]
        slots.setdefault("evidence", []).append({"start": mark.start, "end": mark.end})
    if kind != "observation" or "role" in slots:
        return
    indicator, value = references.get("indicator"), references.get("value")
    roles = place.roles(indicator, value) if indicator and value else []
    if len(roles) != 1:
        raise InputError(f"expected one HAS_… relation from {indicator} to {value}, or role=…, got {len(roles)}")
    slots["role"] = roles[0]


def _build(kind: str, slots: dict[str, Any]) -> Record | Participant:
    tag = {} if kind == PARTICIPANT else {"kind": kind}
    try:
        built: Record | Participant = msgspec.convert({**tag, **slots}, Participant if kind == PARTICIPANT else Record)
    except msgspec.ValidationError as error:
        raise InputError(f"{kind}: {error}") from error
    return built


def write_record(record: Record | Participant, references: Mapping[str, str], place: Place) -> str | None:
    """Return the line for a record, whose slots named in `references` are given by marks; or None if none can."""
    kind = PARTICIPANT if isinstance(record, Participant) else str(record.__struct_config__.tag)
    given = {name: value for name in _FIRST[kind] if (value := getattr(record, name)) is not None}
    words = [kind, *(_reference(name, references) or f"{name}={_quoted(value)}" for name, value in given.items())]
    for name in record.__struct_fields__:
        if name in _FIRST[kind] or name == "participants" or getattr(record, name) == _default(record, name):
            continue
        words += [f"{name}={_quoted(value)}" for value in _values(name, getattr(record, name))]
    if kind == "observation":
        words = _without_role(words, references, place)
    if kind == "directive" and "content" in references:
        words = [word for word in words if not word.startswith("evidence=")]
    line = " ".join(words)
    return line if _says(line, record, place) else None


def _reference(name: str, references: Mapping[str, str]) -> str | None:
    return f"@{references[name]}" if name in references else None


def _default(record: msgspec.Struct, name: str) -> Any:
    fields = {field.name: field.default for field in msgspec.structs.fields(record)}
    return None if (record.__struct_config__.tag == "observation" and name == "role") else fields[name]


def _values(name: str, value: Any) -> list[str]:
    if name == "evidence":
        return [f"{span.start}-{span.end}" for span in value]
    if name == "period":
        return ["/".join(day.isoformat() for day in value)]
    values = value if name in _LISTS else [value]
    return [item.isoformat() if isinstance(item, date) else str(item) for item in values]


def _without_role(words: list[str], references: Mapping[str, str], place: Place) -> list[str]:
    roles = place.roles(references.get("indicator", ""), references.get("value", ""))
    return [word for word in words if len(roles) != 1 or word != f"role={roles[0]}"]


def _quoted(value: str) -> str:
    if _BARE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _says(line: str, record: Record | Participant, place: Place) -> bool:
    """Tell whether a line, read again, gives the same record."""
    if "\n" in line or "\r" in line:
        return False
    try:
        back = read_record(line, place)
    except InputError:
        return False
    if isinstance(record, Meeting):
        return msgspec.json.encode(back) == msgspec.json.encode(msgspec.structs.replace(record, participants=()))
    return msgspec.json.encode(back) == msgspec.json.encode(record)
