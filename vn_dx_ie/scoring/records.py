"""Record counts of one document, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from vn_dx_ie.document import Document
from vn_dx_ie.scoring.alignment import SAME_RECORD, align, same_participant
from vn_dx_ie.scoring.counts import Counts, merge
from vn_dx_ie.scoring.facts import KINDS, PARTICIPANT, Facts, facts_of, slot_names
from vn_dx_ie.scoring.scores import RecordScores

Tally = dict[str, Counts]


def record_scores(gold: Document, predicted: Document) -> dict[str, RecordScores]:
    """Count, for each kind, the records found and the slots that are right.

    Slots of records that have no counterpart count as missed or as wrong.
    """
    return {kind: _scores_of_kind(kind, _facts(gold, kind), _facts(predicted, kind)) for kind in KINDS}


def _facts(document: Document, kind: str) -> list[Facts]:
    found = (facts_of(record) for record in document.records if isinstance(record, KINDS[kind]))
    return sorted(found, key=Facts.sort_key)  # among equally good matchings, the choice must not depend on order


def _scores_of_kind(kind: str, gold: Sequence[Facts], predicted: Sequence[Facts]) -> RecordScores:
    pairs = align(gold, predicted, SAME_RECORD[kind], _equal_slots)
    found = Counts(len(pairs), len(predicted) - len(pairs), len(gold) - len(pairs))
    tallies = [
        dict.fromkeys(slot_names(kind), Counts()),
        *(_pair_tally(gold[i], predicted[j]) for i, j in pairs),
        *_single_tallies(gold, predicted, pairs),
    ]
    return RecordScores(found, merge(tallies))


def _equal_slots(gold: Facts, predicted: Facts) -> int:
    return sum(counts.tp for counts in _pair_tally(gold, predicted).values())


def _pair_tally(gold: Facts, predicted: Facts) -> Tally:
    own = {slot: _slot_counts(slot, values, predicted.slots[slot]) for slot, values in gold.slots.items()}
    if not gold.participants and not predicted.participants:
        return own
    pairs = align(gold.participants, predicted.participants, same_participant, _equal_slots)
    tallies = [
        *(_pair_tally(gold.participants[i], predicted.participants[j]) for i, j in pairs),
        *_single_tallies(gold.participants, predicted.participants, pairs),
    ]
    return own | {f"{PARTICIPANT}.{slot}": counts for slot, counts in merge(tallies).items()}


def _slot_counts(slot: str, gold: frozenset[str], predicted: frozenset[str]) -> Counts:
    if slot == "content" and not gold:  # gold files may leave it out without denying it
        return Counts()
    return Counts(len(gold & predicted), len(predicted - gold), len(gold - predicted))


def _single_tallies(gold: Sequence[Facts], predicted: Sequence[Facts], pairs: Iterable[tuple[int, int]]) -> list[Tally]:
    """Tally what `pairs` leaves over."""
    matched = list(pairs)
    missed = set(range(len(gold))) - {i for i, _ in matched}
    surplus = set(range(len(predicted))) - {j for _, j in matched}
    return [
        *(_tally(gold[i], Counts(fn=1)) for i in missed),
        *(_tally(predicted[j], Counts(fp=1)) for j in surplus),
    ]


def _tally(facts: Facts, each: Counts) -> Tally:
    return merge({slot: each} for slot, values in facts.values() for _ in values)
