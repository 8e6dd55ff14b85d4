"""Counts add, ratios are derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean
from typing import Protocol, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Addable(Protocol):
    """What adds to its own kind, as all counts do."""

    def __add__(self: Addend, other: Addend, /) -> Addend: ...


Addend = TypeVar("Addend", bound=Addable)


@dataclass(frozen=True, slots=True)
class Ratios:
    """Precision, recall and F1, each between 0 and 1."""

    precision: float
    recall: float
    f1: float

    def to_dict(self) -> dict[str, float]:
        """Return the three ratios under their names."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives and false negatives; a ratio over nothing is 0."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return _ratio(self.tp, self.tp + self.fp)

    @property
    def recall(self) -> float:
        """The share of what is to be found that was predicted."""
        return _ratio(self.tp, self.tp + self.fn)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _ratio(2 * self.tp, 2 * self.tp + self.fp + self.fn)

    def to_dict(self) -> dict[str, float]:
        """Return the ratios and the counts under their names."""
        ratios = Ratios(self.precision, self.recall, self.f1)
        return {**ratios.to_dict(), "tp": self.tp, "fp": self.fp, "fn": self.fn}


def compare(gold: Iterable[Hashable], predicted: Iterable[Hashable]) -> Counts:
    """Count equal items as a multiset: an item predicted twice where gold has it once is one too many."""
    wanted, found = Counter(gold), Counter(predicted)
    shared = (wanted & found).total()
    return Counts(shared, found.total() - shared, wanted.total() - shared)


def total(counts: Iterable[Counts]) -> Counts:
    """Add counts up: the micro average."""
    return sum(counts, Counts())


def mean(counts: Iterable[Counts]) -> Ratios:
    """Average ratios with equal weight: the macro average; over nothing it is 0."""
    each = list(counts) or [Counts()]
    return Ratios(*(fmean(values) for values in zip(*((c.precision, c.recall, c.f1) for c in each), strict=True)))


def merge(tallies: Iterable[Mapping[Key, Addend]]) -> dict[Key, Addend]:
    """Add counts up key by key."""
    merged: dict[Key, Addend] = {}
    for tally in tallies:
        for key, counts in tally.items():
            merged[key] = merged[key] + counts if key in merged else counts
    return merged


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
