"""Record counts of one document, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from vn_dx_ie.document import Document
from vn_dx_ie.scoring.alignment import SAME_RECORD, align, same_participant
from vn_dx_ie.scoring.calibration import reliability
from vn_dx_ie.scoring.counts import Counts, merge
from vn_dx_ie.scoring.facts import KINDS, PARTICIPANT, Facts, facts_of, slot_names
from vn_dx_ie.scoring.scores import RecordScores
from vn_dx_ie.scoring.slots import SlotCounts, slot_counts

Tally = dict[str, SlotCounts]


def record_scores(gold: Document, predicted: Document) -> dict[str, RecordScores]:
    """Count, for each kind, the records found and the slots that are right.

    Slots of records that have no counterpart count as missed or as wrong.
    """
    return {kind: _scores_of_kind(kind, gold, predicted) for kind in KINDS}


def match_records(gold: Document, predicted: Document) -> list[tuple[int, int, bool]]:
    """Return which records are meant as the same, as indices into both documents' records.

    The third value tells whether they also agree in every slot, in canonical form.
    """
    return [
        (wanted[i].place, found[j].place, wanted[i].facts == found[j].facts)
        for kind in KINDS
        for wanted, found, pairs in [_matched(kind, gold, predicted)]
        for i, j in pairs
    ]


class _Candidate(NamedTuple):
    """A record as it is matched: what it states, its confidence, and its place in the document."""

    facts: Facts
    confidence: float
    place: int


def _matched(
    kind: str, gold: Document, predicted: Document
) -> tuple[list[_Candidate], list[_Candidate], list[tuple[int, int]]]:
    wanted, found = _candidates(gold, kind), _candidates(predicted, kind)
    pairs = align([one.facts for one in wanted], [one.facts for one in found], SAME_RECORD[kind], _equal_slots)
    return wanted, found, pairs


def _candidates(document: Document, kind: str) -> list[_Candidate]:
    found = [
        _Candidate(facts_of(record), record.confidence, index)
        for index, record in enumerate(document.records)
        if isinstance(record, KINDS[kind])
    ]
    # Among equally good matchings, the choice must not depend on order.
    return sorted(found, key=lambda one: (one.facts.sort_key(), one.confidence))


def _scores_of_kind(kind: str, gold: Document, predicted: Document) -> RecordScores:
    wanted, found, pairs = _matched(kind, gold, predicted)
    tallies = [
        dict.fromkeys(slot_names(kind), SlotCounts()),
        *(_pair_tally(wanted[i].facts, found[j].facts) for i, j in pairs),
        *_single_tallies([one.facts for one in wanted], [one.facts for one in found], pairs),
    ]
    right = {j for _, j in pairs}
    return RecordScores(
        Counts(len(pairs), len(found) - len(pairs), len(wanted) - len(pairs)),
        merge(tallies),
        reliability((one.confidence, j in right) for j, one in enumerate(found)),
    )


def _equal_slots(gold: Facts, predicted: Facts) -> int:
    return sum(counts.normalised.tp for counts in _pair_tally(gold, predicted).values())


def _pair_tally(gold: Facts, predicted: Facts) -> Tally:
    own = {slot: slot_counts(slot, gold, predicted) for slot in gold.slots}
    if not gold.participants and not predicted.participants:
        return own
    pairs = align(gold.participants, predicted.participants, same_participant, _equal_slots)
    tallies = [
        *(_pair_tally(gold.participants[i], predicted.participants[j]) for i, j in pairs),
        *_single_tallies(gold.participants, predicted.participants, pairs),
    ]
    return own | {f"{PARTICIPANT}.{slot}": counts for slot, counts in merge(tallies).items()}


def _single_tallies(gold: Sequence[Facts], predicted: Sequence[Facts], pairs: Iterable[tuple[int, int]]) -> list[Tally]:
    """Tally what `pairs` leaves over."""
    matched = list(pairs)
    missed = set(range(len(gold))) - {i for i, _ in matched}
    surplus = set(range(len(predicted))) - {j for _, j in matched}
    return [
        *(_tally(gold[i], lambda number: Counts(fn=number)) for i in missed),
        *(_tally(predicted[j], lambda number: Counts(fp=number)) for j in surplus),
    ]


def _tally(facts: Facts, counted: Callable[[int], Counts]) -> Tally:
    return merge(
        {slot: SlotCounts.unmatched(counted(exact), counted(canonical))} for slot, canonical, exact in facts.sizes()
    )
