"""What a record states, slot by slot, in a form in which equal content is equal.

Every slot becomes a set of strings: empty where the record says nothing, one string for a single
value, one a member for a list, whose order does not count. Texts are compared without case, tone
style, spacing and outer punctuation, numbers by value; beside that stands each value exactly as
it was written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import Any, Final

from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant, Record
from vn_dx_ie.text.unicode import normalise

# What gold files hold; confidence, evidence, links and breakdown are not judged.
_SLOTS: Final[dict[type, tuple[str, ...]]] = {
    Meeting: ("name", "date", "part_of_day", "mode", "places", "organizers"),
    Participant: ("name", "positions", "agency", "site", "role"),
    Observation: (
        *("indicator", "value", "number", "unit", "qualifier", "denominator", "upper"),
        *("role", "direction", "period", "scope", "source"),
    ),
    Directive: ("issuer", "addressees", "content", "deadline"),
    Issuance: ("document", "number", "issuer", "date"),
}
KINDS: Final[dict[str, type]] = {
    "meeting": Meeting,
    "observation": Observation,
    "directive": Directive,
    "issuance": Issuance,
}
PARTICIPANT: Final = "participants"

_OUTER_PUNCTUATION: Final = " \t\n.,;:!?…\"'()[]"
_DIGITS: Final = Context(prec=12)  # beyond what floats keep through arithmetic


@dataclass(frozen=True, slots=True)
class Facts:
    """The slots of a record or participant; a meeting also has participants, in a fixed order."""

    slots: dict[str, frozenset[str]]
    participants: tuple[Facts, ...] = ()
    exact: dict[str, frozenset[str]] = field(default_factory=dict, compare=False)

    def sort_key(self) -> str:
        """Return a text that differs where the content differs, to order records independently of input."""
        own = [(slot, sorted(values)) for by_slot in (self.slots, self.exact) for slot, values in by_slot.items()]
        return repr((own, [participant.sort_key() for participant in self.participants]))

    def sizes(self) -> Iterator[tuple[str, int, int]]:
        """Yield every slot with the numbers of its canonical and its exact values.

        Those of participants come as ``participants.<slot>``.
        """
        for slot, values in self.slots.items():
            yield slot, len(values), len(self.exact.get(slot, values))
        for participant in self.participants:
            for slot, canonical, exact in participant.sizes():
                yield f"{PARTICIPANT}.{slot}", canonical, exact


def facts_of(record: Record | Participant) -> Facts:
    """Return the canonical content of a record or participant."""
    slots = {slot: _canonical(getattr(record, slot)) for slot in _SLOTS[type(record)]}
    exact = {slot: _as_written(getattr(record, slot)) for slot in _SLOTS[type(record)]}
    participants = map(facts_of, record.participants) if isinstance(record, Meeting) else ()
    return Facts(slots, tuple(sorted(participants, key=Facts.sort_key)), exact)


def slot_names(kind: str) -> tuple[str, ...]:
    """Return the names of the slots that are judged in records of `kind`."""
    if kind == "meeting":
        return (*_SLOTS[Meeting], *(f"{PARTICIPANT}.{slot}" for slot in _SLOTS[Participant]))
    return _SLOTS[KINDS[kind]]


def _canonical(value: Any) -> frozenset[str]:
    match value:
        case None:
            return frozenset()
        case str():
            text = " ".join(normalise(value).casefold().split()).strip(_OUTER_PUNCTUATION)
            return frozenset([text] if text else [])
        case int() | float() | Decimal():
            return frozenset([_number(value)])
        case date():
            return frozenset([value.isoformat()])
        case (date() as start, date() as end):
            return frozenset([f"{start.isoformat()}/{end.isoformat()}"])
        case _:
            return frozenset().union(*map(_canonical, value))


def _as_written(value: Any) -> frozenset[str]:
    match value:
        case None:
            return frozenset()
        case str():
            return frozenset([value])
        case (str(), *_):
            return frozenset(value)
        case _:
            return _canonical(value)


def _number(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return format(_DIGITS.create_decimal(exact or 0).normalize(_DIGITS), "g")
