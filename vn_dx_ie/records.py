"""The values that the library gives back as records, and the canonical values inside them.

All are frozen and slotted, compare by value, pickle, and map to and from JSON; the JSON Schema of
the output is generated from these classes (``scripts/json_schema.py``).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from vn_dx_ie.explanation import Explanation, explain
from vn_dx_ie.schema import Direction, Mode, ObservationRole, ParticipantRole, PartOfDay, Qualifier


class Evidence(msgspec.Struct, frozen=True):
    """A span of the document text, in code points, end-exclusive, that states (part of) a record."""

    start: int
    end: int


class Slot(msgspec.Struct, frozen=True):
    """What one slot of a record rests on: the probability that it is right, and the spans that give it.

    ``name`` is the slot's name; those of a meeting's participants are ``participants[0].role`` and so on.
    """

    name: str
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()


class Quantity(msgspec.Struct, frozen=True, kw_only=True):
    """A parsed quantity.

    ``number`` carries the magnitude (``78,5 triệu`` is 78 500 000); ``upper`` closes a range;
    ``denominator`` is the whole of a ratio or the size of a ranking; ``unit`` is in canonical
    spelling (``%``, ``VND``, ``lượt/ngày``); ``rank`` tells ``thứ 42`` from ``42``.
    """

    number: Decimal
    unit: str | None = None
    qualifier: Qualifier | None = None
    denominator: Decimal | None = None
    upper: Decimal | None = None
    rank: bool = False


class Period(msgspec.Struct, frozen=True):
    """A span of days, both ends included; a single day has ``start == end``."""

    start: date
    end: date
    part_of_day: PartOfDay | None = None


class Province(msgspec.Struct, frozen=True, kw_only=True):
    """A province or centrally-run city under its official code.

    ``valid_to`` is the last day on which it existed, None while it does; ``merged_into`` is the
    code of its successor.
    """

    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None


class _Explained(msgspec.Struct, frozen=True):
    """What all records can do: tell why they say what they say."""

    def explain(self, text: str) -> Explanation:
        """Return each slot with the sentences and spans of `text`, the document's text, that gave it.

        A record that was not extracted, such as a gold one, has no reasons to give.
        """
        slots: tuple[Slot, ...] = getattr(self, "slots", ())
        found = ((one.name, self.value_of(one.name), one.confidence, _spans(one)) for one in slots)
        return explain(str(self.__struct_config__.tag), found, text)

    def value_of(self, path: str) -> object:
        """Return the value of a slot by its name: ``period``, ``participants[0].role``."""
        value: object = self
        for part in path.split("."):
            name, _, rest = part.partition("[")
            value = getattr(value, name)
            if rest and isinstance(value, tuple):
                value = value[int(rest[:-1])]
        return value


def _spans(slot: Slot) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in slot.evidence]


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """A person, or a body where ``name`` is None, that takes part in a meeting."""

    name: str | None = None
    positions: tuple[str, ...] = ()
    agency: str | None = None
    site: str | None = None
    role: ParticipantRole = "attendee"


class Meeting(_Explained, frozen=True, kw_only=True, tag_field="kind", tag="meeting"):
    """One meeting, conference, ceremony, session or visit, merged over all its mentions."""

    name: str
    date: date | None = None
    part_of_day: PartOfDay | None = None
    mode: Mode | None = None
    places: tuple[str, ...] = ()
    organizers: tuple[str, ...] = ()
    participants: tuple[Participant, ...] = ()
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    slots: tuple[Slot, ...] = ()


class Observation(_Explained, frozen=True, kw_only=True, tag_field="kind", tag="observation"):
    """One figure for one indicator.

    ``value`` is the text of the figure, ``number`` its value with the magnitude applied, ``period``
    the first and the last day that it is for (of a change: the days over which it came about, not
    those compared with), ``scope`` the place or body that it describes (``VN`` for the country).
    ``indicator_id`` is the indicator's id in the catalogue, else its normalised text; ``unit_code``
    the unit's code in UCUM, for currencies in ISO 4217.
    """

    indicator: str | None
    value: str
    number: int | float | None = None
    unit: str | None = None
    qualifier: Qualifier | None = None
    denominator: int | float | None = None
    upper: int | float | None = None
    role: ObservationRole = "level"
    direction: Direction | None = None
    period: tuple[date, date] | None = None
    scope: str | None = None
    scope_code: str | None = None
    breakdown: str | None = None
    source: str | None = None
    indicator_id: str | None = None
    unit_code: str | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    slots: tuple[Slot, ...] = ()


class Directive(_Explained, frozen=True, kw_only=True, tag_field="kind", tag="directive"):
    """What somebody asks others to do; ``content`` is the sentence or clause as it stands."""

    issuer: str | None = None
    addressees: tuple[str, ...] = ()
    content: str | None = None
    deadline: date | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    slots: tuple[Slot, ...] = ()


class Issuance(_Explained, frozen=True, kw_only=True, tag_field="kind", tag="issuance"):
    """A document that is issued, approved or passed.

    ``document_kind`` is the kind of document in lower case (``nghị quyết``), ``year`` the one that
    its number carries.
    """

    document: str
    document_kind: str | None = None
    number: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: date | None = None
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    slots: tuple[Slot, ...] = ()


Record = Meeting | Observation | Directive | Issuance
