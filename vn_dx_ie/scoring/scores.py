"""The result of a comparison: counts by part, with their ratios, as a dict or as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from vn_dx_ie.scoring.calibration import Calibration
from vn_dx_ie.scoring.counts import Counts, Ratios, mean, merge, total
from vn_dx_ie.scoring.schemes import SchemeCounts, SchemeTally, add_schemes
from vn_dx_ie.scoring.slots import SlotCounts


@dataclass(frozen=True, slots=True)
class EntityScores:
    """Counts of entities.

    ``by_label`` is strict; ``overlap`` counts where an overlap under one label is enough;
    ``schemes`` holds the MUC / SemEval-2013 outcomes by scheme and label; ``layers`` is strict over
    whole tokens, as seqeval counts; ``calibration`` tells how far confidences hold, strictly.
    """

    by_label: dict[str, Counts]
    overlap: Counts = Counts()
    schemes: SchemeTally = field(default_factory=dict)
    layers: dict[str, Counts] = field(default_factory=dict)
    calibration: Calibration = Calibration()

    @property
    def micro(self) -> Counts:
        """Strict counts over all labels."""
        return total(self.by_label.values())

    @property
    def macro(self) -> Ratios:
        """Mean of the ratios of the labels that occur in either side."""
        return mean(self.by_label.values())

    def __add__(self, other: EntityScores) -> EntityScores:
        return EntityScores(
            merge([self.by_label, other.by_label]),
            self.overlap + other.overlap,
            add_schemes(self.schemes, other.schemes),
            merge([self.layers, other.layers]),
            self.calibration + other.calibration,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        schemes = {
            scheme: {
                "micro": sum(by_label.values(), SchemeCounts()).to_dict(),
                "by_label": {label: counts.to_dict() for label, counts in by_label.items()},
            }
            for scheme, by_label in self.schemes.items()
        }
        layers = {
            "micro": total(self.layers.values()).to_dict(),
            "by_label": {label: counts.to_dict() for label, counts in self.layers.items()},
        }
        return {
            **_labelled(self.by_label),
            "overlap": self.overlap.to_dict(),
            "schemes": schemes,
            "layers": layers,
            "calibration": _calibration(self.calibration),
        }


@dataclass(frozen=True, slots=True)
class RelationScores:
    """Strict end-to-end counts by label, and counts that ignore the labels of the ends."""

    by_label: dict[str, Counts]
    boundary: Counts = Counts()
    calibration: Calibration = Calibration()

    @property
    def micro(self) -> Counts:
        """Strict counts over all labels."""
        return total(self.by_label.values())

    @property
    def macro(self) -> Ratios:
        """Mean of the ratios of the labels that occur in either side."""
        return mean(self.by_label.values())

    def __add__(self, other: RelationScores) -> RelationScores:
        return RelationScores(
            merge([self.by_label, other.by_label]),
            self.boundary + other.boundary,
            self.calibration + other.calibration,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        return {
            **_labelled(self.by_label),
            "boundary": self.boundary.to_dict(),
            "calibration": _calibration(self.calibration),
        }


@dataclass(frozen=True, slots=True)
class RecordScores:
    """Counts of records found, and of the values in their slots in three senses."""

    found: Counts
    slot_counts: dict[str, SlotCounts] = field(default_factory=dict)
    calibration: Calibration = Calibration()

    @property
    def by_slot(self) -> dict[str, Counts]:
        """Counts of values in canonical form, slot by slot."""
        return {slot: counts.normalised for slot, counts in self.slot_counts.items()}

    @property
    def slots(self) -> Counts:
        """Counts of values in canonical form over all slots."""
        return self.all_slots.normalised

    @property
    def all_slots(self) -> SlotCounts:
        """Counts over all slots in all three senses."""
        return sum(self.slot_counts.values(), SlotCounts())

    def __add__(self, other: RecordScores) -> RecordScores:
        return RecordScores(
            self.found + other.found,
            merge([self.slot_counts, other.slot_counts]),
            self.calibration + other.calibration,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the ratios and counts as plain dicts."""
        senses = self.all_slots
        return {
            "found": self.found.to_dict(),
            "slots": self.slots.to_dict(),
            "slots_exact": senses.exact.to_dict(),
            "slots_soft": senses.soft.to_dict(),
            "by_slot": {
                slot: {**counts.normalised.to_dict(), "exact": counts.exact.to_dict(), "soft": counts.soft.to_dict()}
                for slot, counts in self.slot_counts.items()
            },
            "calibration": _calibration(self.calibration),
        }


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


def _calibration(table: Calibration) -> dict[str, Any] | None:
    return table.to_dict() if table.known else None


def _labelled(by_label: dict[str, Counts]) -> dict[str, Any]:
    return {
        "micro": total(by_label.values()).to_dict(),
        "macro": mean(by_label.values()).to_dict(),
        "by_label": {label: counts.to_dict() for label, counts in by_label.items()},
    }
