"""How far two records agree in one slot: to the letter, in canonical form, and in part."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from vn_dx_ie.scoring.counts import Counts
from vn_dx_ie.scoring.facts import Facts

_UNIT: Final = 10**9
_WORDS: Final = re.compile(r"\w+")
_PERIOD: Final = re.compile(r"(\d{4}-\d\d-\d\d)/(\d{4}-\d\d-\d\d)")
_FREE_TEXT: Final = frozenset(
    "name places organizers positions agency site indicator value scope source issuer addressees content"
    " document".split()
)


@dataclass(frozen=True, slots=True)
class SoftCounts:
    """Counts in which a value may be right in part; the part is kept in billionths, to add exactly."""

    billionths: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: SoftCounts) -> SoftCounts:
        return SoftCounts(self.billionths + other.billionths, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right, parts included."""
        return self.billionths / (_UNIT * self.predicted) if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what is to be found that was predicted, parts included."""
        return self.billionths / (_UNIT * self.gold) if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.predicted + self.gold
        return 2 * self.billionths / (_UNIT * both) if both else 0.0

    def to_dict(self) -> dict[str, float]:
        """Return the ratios under their names."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class SlotCounts:
    """Counts of values that are the same as written, in canonical form, and in part.

    Canonical form is that of :mod:`vn_dx_ie.scoring.facts`. In part: texts by the share of words in
    common (Dice), periods by the share of days in common (Jaccard), all else wholly or not at all.
    """

    exact: Counts = Counts()
    normalised: Counts = Counts()
    soft: SoftCounts = SoftCounts()

    def __add__(self, other: SlotCounts) -> SlotCounts:
        return SlotCounts(self.exact + other.exact, self.normalised + other.normalised, self.soft + other.soft)

    @classmethod
    def unmatched(cls, exact: Counts, normalised: Counts) -> SlotCounts:
        """Return the counts of a record that has no counterpart."""
        return cls(exact, normalised, SoftCounts(0, normalised.fp, normalised.fn))


def slot_counts(slot: str, gold: Facts, predicted: Facts) -> SlotCounts:
    """Count the values of one slot of two records that were matched."""
    wanted, found = gold.slots[slot], predicted.slots[slot]
    if slot == "content" and not wanted:  # gold files may leave it out without denying it
        return SlotCounts()
    return SlotCounts(
        _count(gold.exact[slot], predicted.exact[slot]),
        _count(wanted, found),
        SoftCounts(_common(slot, wanted, found), len(found), len(wanted)),
    )


def _count(gold: frozenset[str], predicted: frozenset[str]) -> Counts:
    return Counts(len(gold & predicted), len(predicted - gold), len(gold - predicted))


def _common(slot: str, gold: frozenset[str], predicted: frozenset[str]) -> int:
    """Return how much two sets of values have in common, in billionths of a value."""
    same = gold & predicted
    left, right = sorted(gold - same), sorted(predicted - same)
    if not left or not right:
        return len(same) * _UNIT
    parts = [[round(_UNIT * _likeness(slot, one, other)) for other in right] for one in left]
    if len(left) == len(right) == 1:
        return len(same) * _UNIT + parts[0][0]
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(parts, maximize=True)
    best = sum(parts[i][j] for i, j in zip(rows.tolist(), columns.tolist(), strict=True))
    return len(same) * _UNIT + int(best)


def _likeness(slot: str, left: str, right: str) -> float:
    if slot == "period":
        return _overlap(left, right)
    if slot not in _FREE_TEXT:
        return 0.0
    words, others = Counter(_WORDS.findall(left)), Counter(_WORDS.findall(right))
    both = words.total() + others.total()
    return 2 * (words & others).total() / both if both else 0.0


def _overlap(left: str, right: str) -> float:
    """Return the days that two periods share, by the days of either."""
    spans = [_PERIOD.fullmatch(period) for period in (left, right)]
    if not spans[0] or not spans[1]:
        return 0.0
    (start, end), (other_start, other_end) = (
        (date.fromisoformat(span[1]).toordinal(), date.fromisoformat(span[2]).toordinal() + 1) for span in spans if span
    )
    shared = min(end, other_end) - max(start, other_start)
    return shared / (end - start + other_end - other_start - shared) if shared > 0 else 0.0
