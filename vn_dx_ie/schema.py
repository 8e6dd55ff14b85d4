"""Closed sets: entity labels, relation signatures, and the values that record slots may take."""

from __future__ import annotations

from typing import Final, Literal

ENTITY_LABELS: Final = (
    "OFFICIAL",
    "POSITION",
    "AGENCY",
    "PROVINCE",
    "LOCATION",
    "EVENT",
    "DATE",
    "INDICATOR",
    "VALUE",
    "DOCUMENT",
)

_PLACE = ("PROVINCE", "LOCATION", "AGENCY")
_ACTOR = ("OFFICIAL", "POSITION", "AGENCY")

# label -> (labels that the head may have, labels that the tail may have)
RELATION_SIGNATURES: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "HOLDS": (("OFFICIAL",), ("POSITION",)),
    "CHAIRS": (("OFFICIAL", "POSITION"), ("EVENT",)),
    "ATTENDS": (_ACTOR, ("EVENT",)),
    "ORGANIZES": (("AGENCY",), ("EVENT",)),
    "LOCATED_AT": (("EVENT", "OFFICIAL"), _PLACE),
    "DATED": (("EVENT", "VALUE", "DOCUMENT"), ("DATE",)),
    "SCOPED_TO": (("VALUE",), _PLACE),
    "HAS_VALUE": (("INDICATOR",), ("VALUE",)),
    "HAS_CHANGE": (("INDICATOR",), ("VALUE",)),
    "HAS_TARGET": (("INDICATOR",), ("VALUE",)),
    "HAS_RANK": (("INDICATOR",), ("VALUE",)),
    "HAS_BASELINE": (("INDICATOR",), ("VALUE",)),
    "REPORTED_BY": (("INDICATOR",), _ACTOR),
    "ISSUED_BY": (("DOCUMENT",), _ACTOR),
}
RELATION_LABELS: Final = tuple(RELATION_SIGNATURES)

Mode = Literal["online", "in_person", "hybrid"]
PartOfDay = Literal["morning", "noon", "afternoon", "evening"]
ParticipantRole = Literal["chair", "site_chair", "attendee", "speaker"]
ObservationRole = Literal["level", "change", "target", "rank", "baseline"]
Direction = Literal["up", "down"]
Qualifier = Literal["about", "over", "under", "nearly"]

# The relation from an INDICATOR to a VALUE says which role the value plays.
ROLE_OF_RELATION: Final[dict[str, ObservationRole]] = {
    "HAS_VALUE": "level",
    "HAS_CHANGE": "change",
    "HAS_TARGET": "target",
    "HAS_RANK": "rank",
    "HAS_BASELINE": "baseline",
}


def allowed_relations(head: str, tail: str) -> tuple[str, ...]:
    """Return the relation labels whose signature admits an edge from `head` to `tail` labels."""
    return tuple(label for label, (heads, tails) in RELATION_SIGNATURES.items() if head in heads and tail in tails)
