"""How far each rule of assembly is to be trusted, as measured."""

from __future__ import annotations

from typing import Final

_DIGITS: Final = 4
# For a slot, and for a way of reading it: how often it is right where all that it rests on is, and the
# power of their joint probability that fits best. Fitted by scripts/slot_trust.py.
_TRUST: Final[dict[str, tuple[float, float]]] = {}
_UNKNOWN: Final = (1.0, 1.0)


def trusted(slot: str, way: str, joint: float) -> float:
    """Return the probability that `slot` is right, given that of all that it rests on."""
    known = (f"{slot}:{way}", slot, slot.partition(".")[0])
    right, power = next((_TRUST[rule] for rule in known if rule in _TRUST), _UNKNOWN)
    return float(round(right * joint**power, _DIGITS))
