"""What every rule of assembly looks at: the text, its sentences, the mentions and their relations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from vn_dx_ie.assembly.reference import Reference, find_reference
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.records import Evidence
from vn_dx_ie.schema import ROLE_OF_RELATION
from vn_dx_ie.text.segments import Sentence, split_sentences
from vn_dx_ie.text.unicode import TextView, make_view

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)

_OPENING_OF = {"”": "“", '"': '"', "’": "‘", "'": "'", "»": "«"}


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity seen in the view of the text: ``text`` is ``view.text[start:end]``."""

    entity: Entity
    start: int
    end: int
    text: str
    sentence: int
    line: int

    @property
    def id(self) -> str:
        """Return the entity's id."""
        return self.entity.id

    @property
    def label(self) -> str:
        """Return the entity's label."""
        return self.entity.label

    @property
    def key(self) -> str:
        """Return the form under which mentions are compared: normalised and in lower case."""
        return self.text.lower()


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation between two mentions."""

    label: str
    head: Mention
    tail: Mention
    confidence: float


@dataclass(frozen=True, slots=True)
class Context:
    """A document prepared for the rules; all offsets are offsets of ``text``, the view.

    ``mentions`` are in text order, outer before inner; ``edges`` in the order of their mentions.
    ``reference`` reads dates against the day that the article speaks from.
    """

    document: Document
    view: TextView
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    edges: tuple[Edge, ...]
    outgoing: dict[tuple[str, str], list[Edge]]
    incoming: dict[tuple[str, str], list[Edge]]
    by_label: dict[str, list[Mention]]
    by_relation: dict[str, list[Edge]]
    figures: dict[int, list[Edge]]
    starts: tuple[int, ...]
    reference: Reference

    @property
    def text(self) -> str:
        """Return the view's text."""
        return self.view.text

    def of(self, label: str) -> list[Mention]:
        """Return the mentions under `label`, in text order."""
        return self.by_label.get(label, [])

    def edges_of(self, label: str) -> list[Edge]:
        """Return the edges `label`, in the order of their heads."""
        return self.by_relation.get(label, [])

    def figures_in(self, sentence: int) -> list[Edge]:
        """Return the edges from an indicator to a value of `sentence`, in the order of the values."""
        return self.figures.get(sentence, [])

    def from_head(self, label: str, head: Mention) -> list[Edge]:
        """Return the edges `label` that leave `head`."""
        return self.outgoing.get((label, head.id), [])

    def to_tail(self, label: str, tail: Mention) -> list[Edge]:
        """Return the edges `label` that reach `tail`."""
        return self.incoming.get((label, tail.id), [])

    def inside(self, outer: Mention, *labels: str) -> list[Mention]:
        """Return the mentions under `labels` that lie inside `outer`."""
        return [mention for mention in self.between(outer.start, outer.end, *labels) if mention is not outer]

    def between(self, start: int, end: int, *labels: str) -> list[Mention]:
        """Return the mentions under `labels` that lie inside the view span ``[start, end)``, in text order."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [mention for mention in self.mentions[first:last] if mention.end <= end and mention.label in labels]

    def last_before(self, position: int, *labels: str) -> Mention | None:
        """Return the last mention under `labels` that begins and ends before `position`."""
        for index in range(bisect_left(self.starts, position) - 1, -1, -1):
            mention = self.mentions[index]
            if mention.label in labels and mention.end <= position:
                return mention
        return None

    def sentence_text(self, index: int) -> str:
        """Return the view text of sentence `index`."""
        sentence = self.sentences[index]
        return self.text[sentence.start : sentence.end]

    def source(self, start: int, end: int) -> str:
        """Return the text as given under the view span ``[start, end)``."""
        first, last = self.view.to_source(start, end)
        return self.document.text[first:last]

    def evidence(self, mentions: Iterable[Mention], spans: Iterable[tuple[int, int]] = ()) -> tuple[Evidence, ...]:
        """Return the evidence of `mentions` and view `spans`: source offsets, sorted, each once."""
        found = {(mention.entity.start, mention.entity.end) for mention in mentions}
        found.update(self.view.to_source(start, end) for start, end in spans)
        return tuple(Evidence(start, end) for start, end in sorted(found))


def build_context(document: Document, reference: date | None = None) -> Context:
    """Return the context of `document`; entities off the text and edges to nowhere are left out."""
    view = make_view(document.text)
    sentences = tuple(split_sentences(view.text))
    mentions = tuple(sorted(_mentions(document, view, sentences), key=_position))
    by_id = {mention.id: mention for mention in mentions}
    edges = tuple(sorted(_edges(document.relations, by_id), key=_edge_position))
    by_label = _grouped(mentions, lambda mention: mention.label)
    dates = [(mention.start, mention.text) for mention in by_label.get("DATE", ())]
    figures = sorted((edge for edge in edges if edge.label in ROLE_OF_RELATION), key=lambda edge: edge.tail.start)
    return Context(
        document=document,
        view=view,
        sentences=sentences,
        mentions=mentions,
        edges=edges,
        outgoing=_grouped(edges, lambda edge: (edge.label, edge.head.id)),
        incoming=_grouped(edges, lambda edge: (edge.label, edge.tail.id)),
        by_label=by_label,
        by_relation=_grouped(edges, lambda edge: edge.label),
        figures=_grouped(figures, lambda edge: edge.tail.sentence),
        starts=tuple(mention.start for mention in mentions),
        reference=find_reference(view.text, dates, reference),
    )


def _grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def outermost(mentions: Sequence[Mention]) -> list[Mention]:
    """Return the mentions, given in text order, that lie inside no other one of them."""
    kept: list[Mention] = []
    for mention in mentions:
        if not kept or mention.end > kept[-1].end:
            kept.append(mention)
    return kept


def mentions_of(parts: Iterable[Mention | Edge]) -> list[Mention]:
    """Return the mentions among `parts` and at both ends of the edges among them."""
    found: list[Mention] = []
    for part in parts:
        found.extend((part.head, part.tail) if isinstance(part, Edge) else (part,))
    return found


def quoted_surface(context: Context, mention: Mention) -> str:
    """Return the mention as given, with the closing quotation mark that its span leaves outside."""
    text = context.document.text
    surface = mention.entity.text
    mark = text[mention.entity.end : mention.entity.end + 1]
    opening = _OPENING_OF.get(mark)
    if opening is None:
        return surface
    opened, closed = surface.count(opening), surface.count(mark)
    unclosed = opened % 2 == 1 if opening == mark else opened > closed
    return surface + mark if unclosed else surface


def _mentions(document: Document, view: TextView, sentences: tuple[Sentence, ...]) -> Iterator[Mention]:
    starts = [sentence.start for sentence in sentences]
    for entity in document.entities:
        start, end = view.from_source(entity.start, entity.end)
        index = bisect_right(starts, start) - 1
        if start < end and index >= 0:
            yield Mention(entity, start, end, view.text[start:end], index, sentences[index].line)


def _edges(relations: Iterable[Relation], by_id: dict[str, Mention]) -> Iterator[Edge]:
    for relation in relations:
        head, tail = by_id.get(relation.head), by_id.get(relation.tail)
        if head is not None and tail is not None:
            yield Edge(relation.label, head, tail, relation.confidence)


def _position(mention: Mention) -> tuple[int, int, str, str]:
    return mention.start, -mention.end, mention.label, mention.id


def _edge_position(edge: Edge) -> tuple[tuple[int, int, str, str], tuple[int, int, str, str], str]:
    return _position(edge.head), _position(edge.tail), edge.label
