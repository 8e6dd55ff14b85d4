"""How far confidences can be believed: a reliability table and the expected calibration error.

After Guo et al., On Calibration of Modern Neural Networks (ICML 2017), with bins of equal width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from vn_dx_ie.errors import InputError

BINS: Final = 10
_UNIT: Final = 10**9


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of one tenth: how many, how many of them right, and the sum of their confidences.

    The sum is kept in billionths, for whole numbers add up to the same in any order.
    """

    count: int = 0
    billionths: int = 0
    right: int = 0

    def __add__(self, other: Bin) -> Bin:
        return Bin(self.count + other.count, self.billionths + other.billionths, self.right + other.right)


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability table over ten bins; `sure` counts the predictions whose confidence is just 1."""

    bins: tuple[Bin, ...] = (Bin(),) * BINS
    sure: int = 0

    def __add__(self, other: Calibration) -> Calibration:
        pairs = zip(self.bins, other.bins, strict=True)
        return Calibration(tuple(left + right for left, right in pairs), self.sure + other.sure)

    @property
    def count(self) -> int:
        """How many predictions there are."""
        return sum(one.count for one in self.bins)

    @property
    def known(self) -> bool:
        """Whether confidences exist: annotations made by hand are all sure."""
        return self.sure < self.count

    @property
    def error(self) -> float:
        """The expected calibration error, 0 to 1."""
        gaps = sum(abs(one.billionths - one.right * _UNIT) for one in self.bins)
        return gaps / (self.count * _UNIT) if self.count else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return the error and, for each bin that is not empty, its edges, mean confidence and accuracy."""
        rows = [
            {
                "from": index / BINS,
                "to": (index + 1) / BINS,
                "count": one.count,
                "confidence": one.billionths / (one.count * _UNIT),
                "accuracy": one.right / one.count,
            }
            for index, one in enumerate(self.bins)
            if one.count
        ]
        return {"ece": self.error, "count": self.count, "bins": rows}


def reliability(predictions: Iterable[tuple[float, bool]]) -> Calibration:
    """Return the table of predictions, each a confidence and whether it is right.

    Raises:
        InputError: a confidence is no probability.
    """
    bins = [Bin()] * BINS
    sure = 0
    for confidence, right in predictions:
        if not 0.0 <= confidence <= 1.0:
            raise InputError(f"confidence: expected 0 to 1, got {confidence}")
        index = min(int(confidence * BINS), BINS - 1)
        bins[index] += Bin(1, round(confidence * _UNIT), int(right))
        sure += confidence == 1.0
    return Calibration(tuple(bins), sure)
