"""Pair gold documents with predicted ones and add their scores up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS
from vn_dx_ie.scoring import entities, relations
from vn_dx_ie.scoring.counts import Counts
from vn_dx_ie.scoring.facts import KINDS, slot_names
from vn_dx_ie.scoring.records import record_scores
from vn_dx_ie.scoring.scores import EntityScores, RecordScores, RelationScores, Scores


def evaluate(gold: Iterable[Document], predicted: Iterable[Document]) -> Scores:
    """Compare `predicted` with `gold`, document by document.

    Documents are paired by id, or by order where any of them has none. The order of documents,
    entities, relations and records makes no difference otherwise.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    scores = _no_scores()
    for wanted, found in _pair(list(gold), list(predicted)):
        scores += _score(wanted, found)
    return _in_schema_order(scores)


def _score(gold: Document, predicted: Document) -> Scores:
    return Scores(
        1,
        EntityScores(entities.strict_counts(gold, predicted), entities.overlap_counts(gold, predicted)),
        RelationScores(relations.strict_counts(gold, predicted), relations.boundary_counts(gold, predicted)),
        record_scores(gold, predicted),
    )


def _no_scores() -> Scores:
    records = {kind: RecordScores(Counts(), dict.fromkeys(slot_names(kind), Counts())) for kind in KINDS}
    return Scores(0, EntityScores({}, Counts()), RelationScores({}, Counts()), records)


def _in_schema_order(scores: Scores) -> Scores:
    return Scores(
        scores.documents,
        EntityScores(_ordered(scores.entities.by_label, ENTITY_LABELS), scores.entities.overlap),
        RelationScores(_ordered(scores.relations.by_label, RELATION_LABELS), scores.relations.boundary),
        scores.records,
    )


def _ordered(by_label: dict[str, Counts], order: Sequence[str]) -> dict[str, Counts]:
    """Put the labels of the schema first, in its order, then users' own by name."""
    labels = [label for label in order if label in by_label] + sorted(set(by_label) - set(order))
    return {label: by_label[label] for label in labels}


def _pair(gold: Sequence[Document], predicted: Sequence[Document]) -> list[tuple[Document, Document]]:
    if any(document.id is None for document in [*gold, *predicted]):
        pairs = _pair_by_order(gold, predicted)
    else:
        pairs = _pair_by_id(gold, predicted)
    for wanted, found in pairs:
        _check_texts(wanted, found)
    return pairs


def _pair_by_order(gold: Sequence[Document], predicted: Sequence[Document]) -> list[tuple[Document, Document]]:
    if len(gold) != len(predicted):
        raise InputError(
            f"documents without ids are paired by order: expected {len(gold)} predicted ones, as in gold,"
            f" got {len(predicted)}"
        )
    return list(zip(gold, predicted, strict=True))


def _pair_by_id(gold: Sequence[Document], predicted: Sequence[Document]) -> list[tuple[Document, Document]]:
    wanted, found = _by_id(gold, "gold"), _by_id(predicted, "predicted")
    for kind, missing in (("predicted", wanted.keys() - found.keys()), ("gold", found.keys() - wanted.keys())):
        if missing:
            raise InputError(
                f"expected gold and predicted to hold the same documents, got {len(missing)} without a {kind}"
                f" counterpart: {_some(missing)}"
            )
    return [(document, found[key]) for key, document in wanted.items()]


def _by_id(documents: Sequence[Document], side: str) -> dict[str, Document]:
    ids = [document.id or "" for document in documents]
    repeated = {key for key, count in Counter(ids).items() if count > 1}
    if repeated:
        raise InputError(f"expected each {side} document once, got several of the same id: {_some(repeated)}")
    return dict(zip(ids, documents, strict=True))


def _some(ids: Iterable[str], most: int = 5) -> str:
    named = sorted(ids)
    return ", ".join(map(repr, named[:most])) + (f" and {len(named) - most} more" if len(named) > most else "")


def _check_texts(gold: Document, predicted: Document) -> None:
    if gold.text == predicted.text:
        return
    characters = enumerate(zip_longest(gold.text, predicted.text))
    place = next(index for index, (wanted, found) in characters if wanted != found)
    raise InputError(
        f"document {gold.id!r}: expected gold and predicted to have the same text,"
        f" got texts that differ from character {place}"
    )
