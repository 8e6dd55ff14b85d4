"""What each slot of a record rests on, and the probability that it is right.

A slot is right where everything that it rests on is, and where the rule that read it is. The first is
the joint probability of its mentions and relations, taken as independent; the second was measured and is
kept in :mod:`vn_dx_ie.assembly.trust`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from vn_dx_ie.assembly import trust
from vn_dx_ie.assembly.context import Context, Edge, Mention, mentions_of
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Slot

Part = Mention | Edge
Span = tuple[int, int]
R = TypeVar("R", Meeting, Observation, Directive, Issuance)


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a slot has its value: the parts of the document that must be right for it.

    ``shown`` are the mentions that give it, where not all of ``parts`` do; ``spans`` other places in
    the view that do. ``way`` tells rules for one slot apart (a scope that is stated or carried over).
    """

    name: str
    parts: Sequence[Part]
    shown: Sequence[Mention] | None = None
    spans: Sequence[Span] = ()
    way: str = ""


def with_slots(context: Context, record: R, grounds: Iterable[Grounds]) -> R:
    """Return `record` with what the slots that it has rest on, in the order of `grounds`."""
    kind = str(record.__struct_config__.tag)
    slots = tuple(
        Slot(
            one.name,
            _confidence_of_slot(kind, one),
            context.evidence(mentions_of(one.parts) if one.shown is None else one.shown, one.spans),
        )
        for one in grounds
        if record.value_of(one.name) not in (None, ())
    )
    return msgspec.structs.replace(record, slots=slots)


def confidence_of_record(kind: str, parts: Sequence[Part]) -> float:
    """Return the probability that there is such a record, by the `parts` without which there is none."""
    return trust.trusted(kind, "", joint_confidence(parts))


def _confidence_of_slot(kind: str, grounds: Grounds) -> float:
    slot = re.sub(r"\[\d+\]", "", grounds.name)
    return trust.trusted(f"{kind}.{slot}", grounds.way, joint_confidence(grounds.parts))


def tails(parts: Iterable[Part]) -> list[Mention]:
    """Return what `parts` lead to: the tail of an edge, a mention itself."""
    return [part.tail if isinstance(part, Edge) else part for part in parts]


def joint_confidence(parts: Iterable[Part]) -> float:
    """Return the probability that all of `parts` are right, taken as independent of each other.

    An edge's own confidence holds those of its ends; each mention counts once.
    """
    known = list(parts)
    mentions = {mention.id: mention.entity.confidence for mention in mentions_of(known)}
    edges = {(one.label, one.head.id, one.tail.id): _given_ends(one) for one in known if isinstance(one, Edge)}
    joint = 1.0
    for confidence in (*mentions.values(), *edges.values()):
        joint *= min(max(confidence, 0.0), 1.0)
    return joint


def _given_ends(edge: Edge) -> float:
    """Return the probability of an edge where both of its ends are right."""
    ends = edge.head.entity.confidence * edge.tail.entity.confidence
    return edge.confidence / ends if ends else 0.0
