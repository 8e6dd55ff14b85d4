"""Which predicted span answers which gold span, one to one.

The pairs are chosen to have the most that agree in label and both ends; of those choices the one
with the most that overlap under one label; then the most of one extent under two labels; then the
most that merely overlap; and last the most characters in common. Only spans that share a character
are ever paired. The order in which spans are given makes no difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from vn_dx_ie.document import Document, Entity


class Agreement(Enum):
    """How a gold span and its counterpart agree, after the scenarios of SemEval-2013 task 9.1."""

    STRICT = "strict"
    BOUNDARY = "boundary"
    LABEL = "label"
    BOTH = "boundary and label"
    MISSED = "missed"
    SPURIOUS = "spurious"


Match = tuple[Entity | None, Entity | None, Agreement]
_RANKS = (Agreement.BOTH, Agreement.LABEL, Agreement.BOUNDARY, Agreement.STRICT)


def match_entities(gold: Document, predicted: Document) -> list[Match]:
    """Return every gold and predicted entity once, paired where they answer each other, in text order."""
    matches: list[Match] = []
    for wanted, found in _clusters(gold.entities, predicted.entities):
        pairs = _best_pairs(wanted, found)
        taken = [{i for i, _ in pairs}, {j for _, j in pairs}]
        cluster: list[Match] = [(wanted[i], found[j], _agreement(wanted[i], found[j])) for i, j in pairs]
        cluster += [(one, None, Agreement.MISSED) for i, one in enumerate(wanted) if i not in taken[0]]
        cluster += [(None, one, Agreement.SPURIOUS) for j, one in enumerate(found) if j not in taken[1]]
        matches += sorted(cluster, key=_place)
    return matches


def _place(match: Match) -> tuple[int, int]:
    spans = [(entity.start, -entity.end) for entity in match[:2] if entity]
    return min(spans)


def _agreement(gold: Entity, predicted: Entity) -> Agreement:
    same_span = (gold.start, gold.end) == (predicted.start, predicted.end)
    if gold.label == predicted.label:
        return Agreement.STRICT if same_span else Agreement.BOUNDARY
    return Agreement.LABEL if same_span else Agreement.BOTH


def _clusters(gold: Sequence[Entity], predicted: Sequence[Entity]) -> Iterator[tuple[list[Entity], list[Entity]]]:
    """Yield the spans of both sides in stretches of text that no span crosses the edge of."""
    both = [(entity, 0) for entity in gold] + [(entity, 1) for entity in predicted]
    both.sort(key=lambda pair: (pair[0].start, pair[0].end, pair[0].label, pair[1]))
    cluster: tuple[list[Entity], list[Entity]] = ([], [])
    reach = 0
    for entity, side in both:
        if entity.start >= reach and (cluster[0] or cluster[1]):
            yield cluster
            cluster = ([], [])
        cluster[side].append(entity)
        reach = max(reach, entity.end)
    if cluster[0] or cluster[1]:
        yield cluster


def _best_pairs(gold: Sequence[Entity], predicted: Sequence[Entity]) -> list[tuple[int, int]]:
    if not gold or not predicted:
        return []
    from scipy.optimize import linear_sum_assignment

    shared = {
        (i, j): common
        for i, left in enumerate(gold)
        for j, right in enumerate(predicted)
        if (common := min(left.end, right.end) - max(left.start, right.start)) > 0
    }
    # The gain is a number in whose digits one better pair outweighs any number of worse ones.
    base = min(len(gold), len(predicted)) + 1
    most = 1 + sum(shared.values())
    gain = [[0.0] * len(predicted) for _ in gold]
    for (i, j), common in shared.items():
        gain[i][j] = base ** _RANKS.index(_agreement(gold[i], predicted[j])) + common / (most * base)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [pair for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in shared]
