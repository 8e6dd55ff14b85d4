"""The result of a comparison: counts by part, with their ratios, as a dict or as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vn_dx_ie.scoring.counts import Counts, Ratios, mean, merge, total


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Strict counts by label, and counts where an overlap of one label is enough."""

    by_label: dict[str, Counts]
    overlap: Counts

    @property
    def micro(self) -> Counts:
        """Strict counts over all labels."""
        return total(self.by_label.values())

    @property
    def macro(self) -> Ratios:
        """Mean of the ratios of the labels that occur in either side."""
        return mean(self.by_label.values())

    def __add__(self, other: EntityScores) -> EntityScores:
        return EntityScores(merge([self.by_label, other.by_label]), self.overlap + other.overlap)

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        return _labelled(self.by_label) | {"overlap": self.overlap.to_dict()}


@dataclass(frozen=True, slots=True)
class RelationScores:
    """Strict end-to-end counts by label, and counts that ignore the labels of the ends."""

    by_label: dict[str, Counts]
    boundary: Counts

    @property
    def micro(self) -> Counts:
        """Strict counts over all labels."""
        return total(self.by_label.values())

    @property
    def macro(self) -> Ratios:
        """Mean of the ratios of the labels that occur in either side."""
        return mean(self.by_label.values())

    def __add__(self, other: RelationScores) -> RelationScores:
        return RelationScores(merge([self.by_label, other.by_label]), self.boundary + other.boundary)

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        return _labelled(self.by_label) | {"boundary": self.boundary.to_dict()}


@dataclass(frozen=True, slots=True)
class RecordScores:
    """Counts of records found, and of the values in their slots."""

    found: Counts
    by_slot: dict[str, Counts]

    @property
    def slots(self) -> Counts:
        """Counts over all slots."""
        return total(self.by_slot.values())

    def __add__(self, other: RecordScores) -> RecordScores:
        return RecordScores(self.found + other.found, merge([self.by_slot, other.by_slot]))

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        by_slot = {slot: counts.to_dict() for slot, counts in self.by_slot.items()}
        return {"found": self.found.to_dict(), "slots": self.slots.to_dict(), "by_slot": by_slot}


@dataclass(frozen=True, slots=True)
class Scores:
    """How well predicted documents agree with gold ones; scores of disjoint sets add."""

    documents: int
    entities: EntityScores
    relations: RelationScores
    records: dict[str, RecordScores]

    def __add__(self, other: Scores) -> Scores:
        return Scores(
            self.documents + other.documents,
            self.entities + other.entities,
            self.relations + other.relations,
            {kind: scores + other.records[kind] for kind, scores in self.records.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and numbers: ``["entities"]["micro"]["f1"]`` and the like."""
        return {
            "documents": self.documents,
            "entities": self.entities.to_dict(),
            "relations": self.relations.to_dict(),
            "records": {kind: scores.to_dict() for kind, scores in self.records.items()},
        }

    def __str__(self) -> str:
        """Return tables for people, in 100 columns and without colours."""
        from vn_dx_ie.scoring.report import render

        return render(self)


def _labelled(by_label: dict[str, Counts]) -> dict[str, Any]:
    return {
        "micro": total(by_label.values()).to_dict(),
        "macro": mean(by_label.values()).to_dict(),
        "by_label": {label: counts.to_dict() for label, counts in by_label.items()},
    }
