"""Why a record says what it says: each slot with the sentences and spans that gave it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vn_dx_ie.text.segments import sentence_spans

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reason:
    """One slot: its value, the probability that it is right, and what it rests on.

    ``spans`` are offsets into the text in code points, end-exclusive; ``sentences`` are the
    sentences around them, each span in square brackets. Both are empty for a slot that no words
    give, such as the scope that an article about one province has throughout.
    """

    slot: str
    value: object
    confidence: float
    spans: tuple[Span, ...]
    sentences: tuple[str, ...]

    def __str__(self) -> str:
        head = f"{self.slot} = {_shown(self.value)}  ({self.confidence:.2f})"
        return "\n".join([head, *(f"    {sentence}" for sentence in self.sentences)])


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reasons of a record, slot by slot; ``str()`` is made for reading."""

    kind: str
    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        return "\n".join([self.kind, *(str(reason) for reason in self.reasons)])


def explain(kind: str, slots: Iterable[tuple[str, object, float, Sequence[Span]]], text: str) -> Explanation:
    """Return the explanation of a record; `slots` are names, values, confidences and spans into `text`."""
    sentences = sentence_spans(text)
    reasons = (
        Reason(name, value, confidence, tuple(spans), tuple(_marked(text, spans, sentences)))
        for name, value, confidence, spans in slots
    )
    return Explanation(kind, tuple(reasons))


def _marked(text: str, spans: Sequence[Span], sentences: Sequence[Span]) -> Iterator[str]:
    """Yield the sentences that `spans` touch, on one line each, the spans in brackets."""
    starts = [start for start, _ in sentences]
    by_sentence: dict[int, list[Span]] = {}
    for start, end in spans:
        index = max(bisect_left(starts, start + 1) - 1, 0)
        while index < len(sentences) and sentences[index][0] < end:
            by_sentence.setdefault(index, []).append((start, end))
            index += 1
    for index in sorted(by_sentence):
        yield " ".join(_bracketed(text, sentences[index], by_sentence[index]).split())


def _bracketed(text: str, sentence: Span, spans: Iterable[Span]) -> str:
    begin, end = sentence
    clipped = {(max(start, begin), min(stop, end)) for start, stop in spans}
    opening = [(start, 1, "[") for start, stop in clipped if start < stop]
    closing = [(stop, 0, "]") for start, stop in clipped if start < stop]
    pieces, place = [], begin
    for offset, _, mark in sorted([*opening, *closing]):
        pieces += [text[place:offset], mark]
        place = offset
    return "".join([*pieces, text[place:end]])


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    return str(value)
