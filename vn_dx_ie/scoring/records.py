"""Record counts of one document, kind by kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    return {kind: _scores_of_kind(kind, _facts(gold, kind), _facts(predicted, kind)) for kind in KINDS}


def match_records(gold: Document, predicted: Document) -> list[tuple[int, int]]:
    """Return which records are meant as the same, as pairs of indices into both documents' records."""
    pairs: list[tuple[int, int]] = []
    for kind, cls in KINDS.items():
        sides = []
        for document in (gold, predicted):
            own = [(facts_of(record), i) for i, record in enumerate(document.records) if isinstance(record, cls)]
            sides.append(sorted(own, key=lambda pair: pair[0].sort_key()))
        wanted, found = ([facts for facts, _ in side] for side in sides)
        matched = align(wanted, found, SAME_RECORD[kind], _equal_slots)
        pairs += [(sides[0][i][1], sides[1][j][1]) for i, j in matched]
    return pairs


def _facts(document: Document, kind: str) -> list[tuple[Facts, float]]:
    """Return what the records of a kind state, with their confidences."""
    records = [record for record in document.records if isinstance(record, KINDS[kind])]
    found = [(facts_of(record), record.confidence) for record in records]
    # Among equally good matchings, the choice must not depend on order.
    return sorted(found, key=lambda pair: (pair[0].sort_key(), pair[1]))


def _scores_of_kind(
    kind: str, gold: Sequence[tuple[Facts, float]], predicted: Sequence[tuple[Facts, float]]
) -> RecordScores:
    wanted, found = [facts for facts, _ in gold], [facts for facts, _ in predicted]
    pairs = align(wanted, found, SAME_RECORD[kind], _equal_slots)
    tallies = [
        dict.fromkeys(slot_names(kind), SlotCounts()),
        *(_pair_tally(wanted[i], found[j]) for i, j in pairs),
        *_single_tallies(wanted, found, pairs),
    ]
    right = {j for _, j in pairs}
    return RecordScores(
        Counts(len(pairs), len(found) - len(pairs), len(wanted) - len(pairs)),
        merge(tallies),
        reliability((confidence, j in right) for j, (_, confidence) in enumerate(predicted)),
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
        *(_tally(gold[i], SlotCounts.of(Counts(fn=1))) for i in missed),
        *(_tally(predicted[j], SlotCounts.of(Counts(fp=1))) for j in surplus),
    ]


def _tally(facts: Facts, each: SlotCounts) -> Tally:
    return merge({slot: each} for slot, values in facts.values() for _ in values)
