"""How far each rule of assembly is to be trusted, as measured."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = 4
# For a slot, and for a way of reading it: how often it is right where all that it rests on is, and the
# power of their joint probability that fits best. Fitted by scripts/slot_trust.py.
_TRUST: Final[dict[str, tuple[float, float]]] = {
    "directive": (0.865, 0.1),
    "directive.addressees": (0.604, 0.1),
    "directive.content": (0.765, 0.1),
    "directive.deadline": (0.919, 0.1),
    "directive.issuer": (0.761, 1.5),
    "issuance": (0.997, 0.961),
    "issuance.document": (1.0, 1.475),
    "issuance.issuer": (0.876, 0.251),
    "issuance.number": (0.971, 0.489),
    "meeting": (0.764, 0.1),
    "meeting.date": (0.831, 0.1),
    "meeting.mode": (0.311, 0.227),
    "meeting.name": (0.659, 0.965),
    "meeting.organizers": (0.907, 0.601),
    "meeting.part_of_day": (0.999, 0.241),
    "meeting.participants.agency": (0.631, 0.236),
    "meeting.participants.agency:unlinked": (0.601, 0.1),
    "meeting.participants.name": (0.79, 0.117),
    "meeting.participants.name:unlinked": (0.654, 0.1),
    "meeting.participants.positions": (0.752, 0.208),
    "meeting.participants.positions:unlinked": (0.678, 1.5),
    "meeting.participants.role": (0.646, 0.43),
    "meeting.participants.role:unlinked": (0.615, 0.1),
    "observation": (0.987, 0.226),
    "observation.denominator": (0.941, 0.1),
    "observation.direction": (1.0, 0.354),
    "observation.indicator": (1.0, 0.601),
    "observation.number": (0.986, 0.224),
    "observation.period": (0.769, 0.356),
    "observation.qualifier": (0.984, 0.272),
    "observation.role": (1.0, 0.502),
    "observation.scope": (1.0, 0.606),
    "observation.scope:carried": (0.591, 0.21),
    "observation.source": (0.744, 0.274),
    "observation.unit": (0.976, 0.234),
    "observation.value": (0.986, 0.259),
}
_UNKNOWN: Final = (1.0, 1.0)


def trusted(slot: str, way: str, joint: float) -> float:
    """Return the probability that `slot` is right, given that of all that it rests on."""
    known = (f"{slot}:{way}", slot, slot.partition(".")[0])
    right, power = next((_TRUST[rule] for rule in known if rule in _TRUST), _UNKNOWN)
    return float(round(right * joint**power, _DIGITS))
