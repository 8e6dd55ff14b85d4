"""The MUC / SemEval-2013 schemes: strict, exact boundary, partial boundary and type.

After Chinchor and Sundheim (MUC-5, 1993) and Segura-Bedmar et al. (SemEval-2013 task 9.1). A pair of
spans is correct, incorrect or partial as its scheme says; what has no counterpart is missed or
spurious. A pair counts for the label of its gold span, a spurious span for its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.scoring.counts import merge
from vn_dx_ie.scoring.matching import Agreement, Match

_PARTIAL_CREDIT: Final = 0.5
# scheme -> what a pair of each kind counts as
_OUTCOMES: Final[dict[str, dict[Agreement, str]]] = {
    "strict": {
        Agreement.STRICT: "correct",
        Agreement.BOUNDARY: "incorrect",
        Agreement.LABEL: "incorrect",
        Agreement.BOTH: "incorrect",
    },
    "exact": {
        Agreement.STRICT: "correct",
        Agreement.BOUNDARY: "incorrect",
        Agreement.LABEL: "correct",
        Agreement.BOTH: "incorrect",
    },
    "partial": {
        Agreement.STRICT: "correct",
        Agreement.BOUNDARY: "partial",
        Agreement.LABEL: "correct",
        Agreement.BOTH: "partial",
    },
    "type": {
        Agreement.STRICT: "correct",
        Agreement.BOUNDARY: "correct",
        Agreement.LABEL: "incorrect",
        Agreement.BOTH: "incorrect",
    },
}
SCHEMES: Final = tuple(_OUTCOMES)


@dataclass(frozen=True, slots=True)
class SchemeCounts:
    """Outcomes under one scheme; a partial one earns half; a ratio over nothing is 0."""

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: SchemeCounts) -> SchemeCounts:
        return SchemeCounts(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def possible(self) -> int:
        """How many there are to be found."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """How many were predicted."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def precision(self) -> float:
        """The credit earned, by what was predicted."""
        return self._credit / self.actual if self.actual else 0.0

    @property
    def recall(self) -> float:
        """The credit earned, by what is to be found."""
        return self._credit / self.possible if self.possible else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.possible + self.actual
        return 2 * self._credit / both if both else 0.0

    @property
    def _credit(self) -> float:
        return self.correct + _PARTIAL_CREDIT * self.partial

    def to_dict(self) -> dict[str, float]:
        """Return the ratios and the outcomes under their names."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "correct": self.correct,
            "incorrect": self.incorrect,
            "partial": self.partial,
            "missed": self.missed,
            "spurious": self.spurious,
        }


SchemeTally = dict[str, dict[str, SchemeCounts]]


def scheme_counts(matches: Sequence[Match]) -> SchemeTally:
    """Count the matches of one document: scheme, then label, to outcomes."""
    tally: SchemeTally = {scheme: {} for scheme in SCHEMES}
    for gold, predicted, agreement in matches:
        entity = gold or predicted
        if entity is None:
            continue
        for scheme, by_label in tally.items():
            outcome = _OUTCOMES[scheme].get(agreement, agreement.value)
            by_label[entity.label] = by_label.get(entity.label, SchemeCounts()) + SchemeCounts(**{outcome: 1})
    return tally


def add_schemes(left: SchemeTally, right: SchemeTally) -> SchemeTally:
    """Add two tallies label by label."""
    return {scheme: merge([left.get(scheme, {}), right.get(scheme, {})]) for scheme in SCHEMES}
