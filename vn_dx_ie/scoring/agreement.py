"""How far annotators agree with one another, none of them being right by definition.

F1 of one annotator against another is the same both ways, but for record slots: the content of a
directive counts only where the first of the two gives it. Chance-corrected measures are taken over
tokens, a layer a label, with B, I and O as categories: Cohen's kappa (1960) for two annotators and
Krippendorff's alpha for nominal data (Content Analysis, 2004) for any number of them. Most tokens
are O in most layers, so these stand beside F1 and do not replace it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.scoring.evaluate import add_up, score_pair
from vn_dx_ie.scoring.layers import layer_tags
from vn_dx_ie.scoring.pairing import pair_documents
from vn_dx_ie.scoring.scores import Scores
from vn_dx_ie.text.segments import token_spans

# How often the annotators gave each combination of tags to a token: (B, I, B) -> 12.
Tags = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two annotators: F1 of spans, relations and records, and kappa over all layers and by label."""

    scores: Scores
    kappa: float
    kappa_by_label: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and numbers."""
        entities, relations = self.scores.entities, self.scores.relations
        return {
            "entities": entities.micro.f1,
            "entities_by_label": {label: counts.f1 for label, counts in entities.by_label.items()},
            "entities_overlap": entities.overlap.f1,
            "relations": relations.micro.f1,
            "relations_by_label": {label: counts.f1 for label, counts in relations.by_label.items()},
            "record_slots": {kind: record.slots.f1 for kind, record in self.scores.records.items()},
            "kappa": self.kappa,
            "kappa_by_label": self.kappa_by_label,
        }


@dataclass(frozen=True, slots=True)
class Agreement:
    """Every pair of annotators, under their names, and alpha over all of them."""

    documents: int
    pairs: dict[tuple[str, str], PairAgreement]
    alpha: float
    alpha_by_label: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """Return plain dicts and numbers; a pair is under ``A – B``."""
        return {
            "documents": self.documents,
            "pairs": {" – ".join(names): pair.to_dict() for names, pair in self.pairs.items()},
            "alpha": self.alpha,
            "alpha_by_label": self.alpha_by_label,
        }

    def __str__(self) -> str:
        """Return tables for people, in 100 columns and without colours."""
        from vn_dx_ie.scoring.report import render_agreement

        return render_agreement(self)


def agreement(annotators: Mapping[str, Sequence[Document]]) -> Agreement:
    """Compare the same documents as annotated by two or more annotators, given under their names.

    Raises:
        InputError: fewer than two annotators, or not the same documents with the same texts.
    """
    if len(annotators) < 2:
        raise InputError(f"expected at least two annotators, got {len(annotators)}")
    names = list(annotators)
    aligned = _aligned([list(documents) for documents in annotators.values()])
    layers = _layers(aligned)
    pairs = {}
    for (i, left), (j, right) in combinations(enumerate(names), 2):
        of_two = {label: _project(tags, i, j) for label, tags in layers.items()}
        scores = add_up(score_pair(row[i], row[j]) for row in aligned)
        by_label = {label: cohens_kappa(tags) for label, tags in of_two.items()}
        pairs[left, right] = PairAgreement(scores, cohens_kappa(_pooled(of_two)), by_label)
    by_label = {label: krippendorffs_alpha(tags) for label, tags in layers.items()}
    return Agreement(len(aligned), pairs, krippendorffs_alpha(_pooled(layers)), by_label)


def cohens_kappa(tags: Tags) -> float:
    """Return Cohen's kappa of two raters; 1 where both gave all units one and the same category.

    Args:
        tags: how often each pair of categories was given to a unit.
    """
    units = tags.total()
    if not units:
        return 1.0
    observed = sum(count for (left, right), count in tags.items() if left == right) / units
    first, second = Counter[str](), Counter[str]()
    for (left, right), count in tags.items():
        first[left] += count
        second[right] += count
    expected = sum(first[tag] * second[tag] for tag in first) / units**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(tags: Tags) -> float:
    """Return Krippendorff's alpha for nominal data without gaps; 1 where only one category was ever given.

    Args:
        tags: how often each combination of categories, one a rater, was given to a unit.
    """
    totals = Counter[str]()
    disagreeing = 0.0
    for combination, count in tags.items():
        values = Counter(combination)
        raters = len(combination)
        unlike = raters**2 - sum(n**2 for n in values.values())
        disagreeing += count * unlike / (raters - 1)
        for tag, n in values.items():
            totals[tag] += n * count
    number = totals.total()
    by_chance = number**2 - sum(n**2 for n in totals.values())
    return 1.0 - (number - 1) * disagreeing / by_chance if by_chance else 1.0


def _aligned(sides: Sequence[list[Document]]) -> list[tuple[Document, ...]]:
    """Return each document as all annotators have it, in the order of the first."""
    columns = [[found for _, found in pair_documents(sides[0], side)] for side in sides[1:]]
    return list(zip(sides[0], *columns, strict=True))


def _layers(aligned: Sequence[tuple[Document, ...]]) -> dict[str, Tags]:
    labels = dict.fromkeys(
        sorted({entity.label for row in aligned for document in row for entity in document.entities})
    )
    layers: dict[str, Tags] = {label: Counter() for label in labels}
    for row in aligned:
        tokens = token_spans(row[0].text)
        for label, tags in layers.items():
            tags.update(zip(*(layer_tags(document, label, tokens) for document in row), strict=True))
    return layers


def _project(tags: Tags, i: int, j: int) -> Tags:
    two: Tags = Counter()
    for combination, count in tags.items():
        two[combination[i], combination[j]] += count
    return two


def _pooled(layers: Mapping[str, Tags]) -> Tags:
    return sum(layers.values(), Counter())
