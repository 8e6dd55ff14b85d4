"""The spaCy component ``vn_dx_ie``.

It fills ``doc.spans["vn_dx_ie"]`` with every entity, ``doc.ents`` with the outermost ones, and
``doc._.relations`` and ``doc._.records``. A span takes the tokens that its entity touches;
``span._.entity`` is the entity itself, with its exact place in ``doc.text``, confidence and link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import Any

import msgspec

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import MissingExtraError
from vn_dx_ie.extractor import Extractor, load
from vn_dx_ie.records import Record

try:
    from spacy.language import Language
    from spacy.tokens import Doc, Span
    from spacy.util import filter_spans, minibatch
except ImportError as error:
    raise MissingExtraError("the spaCy component", "spacy") from error

KEY = "vn_dx_ie"


class _Found(msgspec.Struct, frozen=True, dict=True):
    """What a Doc carries, as bytes: spaCy sends only plain values between processes and to disk."""

    relations: tuple[Relation, ...] = ()
    records: tuple[Record, ...] = ()
    entities: tuple[Entity, ...] = ()

    @classmethod
    def of(cls, doc: Doc) -> _Found:
        stored = doc.user_data.get(KEY)
        return _decode(stored) if stored else cls()

    @cached_property
    def by_id(self) -> dict[str, Entity]:
        return {entity.id: entity for entity in self.entities}


@lru_cache(maxsize=8)
def _decode(stored: bytes) -> _Found:
    return msgspec.msgpack.decode(stored, type=_Found)


Doc.set_extension("relations", getter=lambda doc: _Found.of(doc).relations, force=True)
Doc.set_extension("records", getter=lambda doc: _Found.of(doc).records, force=True)
Span.set_extension("entity", getter=lambda span: _Found.of(span.doc).by_id.get(span.id_), force=True)


@Language.factory(
    KEY,
    default_config={"model": None, "batch_size": 64, "min_confidence": 0.0, "threads": 1},
    assigns=["doc.ents", "doc.spans", "doc._.relations", "doc._.records"],
)
def make_component(
    nlp: Language, name: str, model: str | None, batch_size: int, min_confidence: float, threads: int
) -> Component:
    """Build the component; `model` is a model folder, the shipped one by default.

    `min_confidence` and `threads` are those of :func:`vn_dx_ie.load`.
    """
    return Component(load(model, threads=threads, min_confidence=min_confidence), batch_size)


class Component:
    """Runs the extractor over spaCy documents; pickles, and so works with several processes."""

    def __init__(self, extractor: Extractor, batch_size: int = 64) -> None:
        self._extractor = extractor
        self._batch_size = batch_size

    def __call__(self, doc: Doc) -> Doc:
        return _fill(doc, self._extractor(doc.text))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int | None = None) -> Iterator[Doc]:
        """Yield the documents of `stream`, in order, filled batch by batch."""
        for docs in minibatch(stream, batch_size or self._batch_size):
            found = self._extractor.pipe([doc.text for doc in docs], batch_size=len(docs))
            yield from map(_fill, docs, found)

    def to_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> None:
        """Save nothing: the pipeline's configuration names the model folder."""

    def from_disk(self, path: Any, *, exclude: Iterable[str] = ()) -> Component:
        """Load nothing, see :meth:`to_disk`."""
        return self


def _fill(doc: Doc, found: Document) -> Doc:
    spans = [_span(doc, entity.start, entity.end, entity.label, entity.id) for entity in found.entities]
    doc.spans[KEY] = [span for span in spans if span is not None]
    doc.ents = filter_spans(doc.spans[KEY])
    doc.user_data[KEY] = msgspec.msgpack.encode(_Found(found.relations, found.records, found.entities))
    return doc


def _span(doc: Doc, start: int, end: int, label: str, identifier: str) -> Span | None:
    return doc.char_span(start, end, label=label, span_id=identifier, alignment_mode="expand")


__all__ = ["KEY", "Component", "make_component"]
