"""Annotated documents as training examples, by way of ``datasets``."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from datasets import Dataset
from numpy.typing import NDArray

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.items import Failure
from vn_dx_ie.formats.jsonl import read_jsonl
from vn_dx_ie.neural.crf import BEGIN, INSIDE
from vn_dx_ie.neural.features import TextFeatures, extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pieces import PieceEncoder

log = logging.getLogger(__name__)
_COLUMNS = ("id", "text", "entities", "relations")


@dataclass(frozen=True, slots=True)
class Example:
    """One document ready for training.

    ``spans`` are (begin, end, label index) in tokens; ``edges`` map (head, tail) span indices to a
    class from 1; ``tags`` has shape (tokens, labels).
    """

    features: TextFeatures
    spans: list[tuple[int, int, int]]
    edges: dict[tuple[int, int], int]
    tags: NDArray[np.int64]


def read_dataset(paths: Sequence[Path]) -> Dataset:
    """Return the texts, entities and relations of some JSONL files as one in-memory dataset.

    Raises:
        InputError: a file cannot be read, or a line of it is no sound document.
    """
    rows = (document.to_dict() for path in paths for document in _sound(path))
    return Dataset.from_list([{key: row[key] for key in _COLUMNS} for row in rows])


def _sound(path: Path) -> Iterator[Document]:
    try:
        for item in read_jsonl(path):
            if isinstance(item, Failure):
                raise InputError(f"{item.place}: {item.message}")
            yield item.document
    except OSError as error:
        raise InputError(f"{path}: cannot read it: {error.strerror}") from error


def documents_of(dataset: Dataset) -> list[Document]:
    """Return the documents that :func:`read_dataset` stored."""
    return [Document.from_dict(row) for row in dataset]


def make_examples(documents: Iterable[Document], encoder: PieceEncoder, labels: LabelSet) -> list[Example]:
    """Return the examples of `documents`; labels outside `labels` are an error."""
    return [_make_example(document, encoder, labels) for document in documents]


def _make_example(document: Document, encoder: PieceEncoder, labels: LabelSet) -> Example:
    features = extract_features(document.text, encoder)
    starts = [token.start for token in features.tokens]
    label_index = {label: index for index, label in enumerate(labels.entities)}
    class_index = {label: index for index, label in enumerate(labels.relation_names, start=1)}
    spans: list[tuple[int, int, int]] = []
    numbers: dict[str, int] = {}
    tags = np.zeros((len(features.tokens), len(labels.entities)), dtype=np.int64)
    for entity in document.entities:
        if entity.label not in label_index:
            raise InputError(f"document {document.id!r}: expected a label of the schema, got {entity.label!r}")
        start, end = features.view.from_source(entity.start, entity.end)
        begin, stop = bisect_right(starts, start) - 1, bisect_right(starts, end - 1)
        numbers[entity.id] = len(spans)
        spans.append((begin, stop, label_index[entity.label]))
        tags[begin, label_index[entity.label]] = BEGIN
        tags[begin + 1 : stop, label_index[entity.label]] = INSIDE
    for edge in document.relations:
        if edge.label not in class_index or not {edge.head, edge.tail} <= numbers.keys():
            raise InputError(
                f"document {document.id!r}: expected a relation of the schema between entities, got {edge}"
            )
    edges = {(numbers[edge.head], numbers[edge.tail]): class_index[edge.label] for edge in document.relations}
    _forbid_crossing(features, tags)
    return Example(features, spans, edges, tags)


def _forbid_crossing(features: TextFeatures, tags: NDArray[np.int64]) -> None:
    """A sentence cannot open inside a span; where gold disagrees with the splitter, start anew."""
    for begin, _, _ in features.sentences:
        tags[begin] = np.where(tags[begin] == INSIDE, BEGIN, tags[begin])
