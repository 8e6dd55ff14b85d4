"""Tokens without offsets, back to where they stand in the text.

underthesea's tokens are the text in NFC, without its white space, and respelled here and there
(``hoà`` → ``hòa``, ``nghành`` → ``ngành``, ``qui`` → ``quy``). So both sides are compared by bare letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

Span = tuple[int, int]
_SAME = str.maketrans("đðy", "ddi")


class AlignmentError(ValueError):
    """A token is not what the text has next, or some of the text is in no token."""


def align(text: str, tokens: Iterable[str]) -> list[Span | None]:
    """Return the span of each token in `text`; None for one of marks alone, which belongs to its letter.

    Raises:
        AlignmentError: a token cannot be found, or text is left over; the message names the place.
    """
    wanted = list(bare_letters(text))
    position, spans = 0, list[Span | None]()
    for token in tokens:
        letters = [letter for letter, _ in bare_letters(token)]
        found = wanted[position : position + len(letters)]
        if [letter for letter, _ in found] != letters:
            raise AlignmentError(f"expected token {token!r}, got {_rest(text, wanted, position)}")
        spans.append((found[0][1], _with_marks(text, found[-1][1] + 1)) if found else None)
        position += len(letters)
    if position < len(wanted):
        raise AlignmentError(f"expected a token, got none for {_rest(text, wanted, position)}")
    return spans


def bare_letters(text: str) -> Iterator[tuple[str, int]]:
    """Yield the characters but white space, without case and marks, each with its place.

    ``y`` counts as ``i`` and ``ngh`` as ``ng``, which are one sound to the speller.
    """
    before = ""
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFD", character.lower()).translate(_SAME):
            if unicodedata.combining(part):
                continue
            if not part.isspace() and not (part == "h" and before == "ng"):
                yield part, place
            before = (before + part)[-2:]


def decode_tags(spans: Sequence[Span | None], tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield (label, start, end) of BIO tags; an I that follows no tag of its label begins a span, as a B does."""
    current: tuple[str, int, int] | None = None
    for span, tag in zip(spans, tags, strict=True):
        prefix, _, label = tag.partition("-")
        if span is None:
            continue
        if current and prefix == "I" and label == current[0]:
            current = (label, current[1], span[1])
            continue
        if current:
            yield current
        current = (label, *span) if label else None
    if current:
        yield current


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return end


def _rest(text: str, wanted: Sequence[tuple[str, int]], position: int) -> str:
    if position == len(wanted):
        return f"the end of the text at character {len(text)}"
    place = wanted[position][1]
    return f"{text[place : place + 40]!r} at character {place}"
