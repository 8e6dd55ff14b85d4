"""How far each rule of assembly is to be trusted, as measured."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = 4
# For a slot, and for a way of reading it: how often it is right where all that it rests on is, and the
# power of their joint probability that fits best. Fitted by scripts/slot_trust.py.
_TRUST: Final[dict[str, tuple[float, float]]] = {
    "directive": (0.869, 0.1),
    "directive.addressees": (0.592, 0.1),
    "directive.content": (0.789, 0.1),
    "directive.deadline": (0.917, 0.1),
    "directive.issuer": (0.767, 1.5),
    "issuance": (1.0, 1.14),
    "issuance.document": (1.0, 1.5),
    "issuance.issuer": (0.92, 0.427),
    "issuance.number": (0.984, 0.737),
    "meeting": (0.793, 0.1),
    "meeting.date": (0.874, 0.141),
    "meeting.mode": (0.321, 0.603),
    "meeting.name": (0.647, 1.497),
    "meeting.organizers": (0.868, 0.495),
    "meeting.part_of_day": (0.972, 0.13),
    "meeting.participants.agency": (0.593, 0.1),
    "meeting.participants.agency:unlinked": (0.604, 1.5),
    "meeting.participants.name": (0.791, 0.1),
    "meeting.participants.name:unlinked": (0.63, 0.1),
    "meeting.participants.positions": (0.727, 0.105),
    "meeting.participants.positions:unlinked": (0.632, 0.1),
    "meeting.participants.role": (0.728, 0.959),
    "meeting.participants.role:unlinked": (0.574, 0.1),
    "observation": (0.977, 0.24),
    "observation.denominator": (0.947, 0.1),
    "observation.direction": (1.0, 0.45),
    "observation.indicator": (0.991, 0.617),
    "observation.number": (0.977, 0.238),
    "observation.period": (0.747, 0.406),
    "observation.qualifier": (0.984, 0.278),
    "observation.role": (0.985, 0.506),
    "observation.scope": (0.99, 0.676),
    "observation.scope:carried": (0.552, 0.204),
    "observation.source": (0.733, 0.278),
    "observation.unit": (0.97, 0.261),
    "observation.value": (0.978, 0.276),
}
_UNKNOWN: Final = (1.0, 1.0)


def trusted(slot: str, way: str, joint: float) -> float:
    """Return the probability that `slot` is right, given that of all that it rests on."""
    known = (f"{slot}:{way}", slot, slot.partition(".")[0])
    right, power = next((_TRUST[rule] for rule in known if rule in _TRUST), _UNKNOWN)
    return float(round(right * joint**power, _DIGITS))
