"""Strict counts over tokens, a layer a label, as seqeval counts IOB2 tags in strict mode."""

from __future__ import annotations

from collections.abc import Sequence

from vn_dx_ie.document import Document
from vn_dx_ie.scoring.counts import Counts, compare
from vn_dx_ie.text.segments import token_spans
from vn_dx_ie.text.tagging import Span, read_layer, tag_layer


def layer_counts(gold: Document, predicted: Document) -> dict[str, Counts]:
    """Count the spans of each label after both sides' spans have been widened to whole tokens."""
    tokens = token_spans(gold.text)
    labels = {entity.label: None for document in (gold, predicted) for entity in document.entities}
    return {
        label: compare(*(read_layer(layer_tags(document, label, tokens)) for document in (gold, predicted)))
        for label in labels
    }


def layer_tags(document: Document, label: str, tokens: Sequence[Span]) -> list[str]:
    """Return the tags of one label over `tokens`."""
    spans = ((entity.start, entity.end) for entity in document.entities if entity.label == label)
    return tag_layer(tokens, spans)
