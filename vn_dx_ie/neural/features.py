"""What the network sees of a text: tokens, their pieces, and binary features of each token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vn_dx_ie.lexicon import gazetteer
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.text.segments import Sentence, Token, split_sentences, tokenize
from vn_dx_ie.text.unicode import TextView, make_view

_POOLED_PIECES = 8  # of a longer token only the first pieces are averaged
_LINES_AT_ONCE = 64  # what a tokenizer says of a line is many times as large as the line
# Candidate pairs grow with the square of a sentence; a table without a full stop is cut.
_LONGEST_SENTENCE = 512
_SENTENCE_ENDS = (".", "!", "?", "…", ";", ":", ",")
_OPENING, _CLOSING = "([{", ")]}"

_SHAPES = ("lower", "title", "upper", "mixed", "digits", "punctuation", "symbol")
_DIGITS = ("one", "two", "three", "four", "more")
_PLACES = (
    "glued_to_previous", "opens_sentence", "opens_line", "closes_line", "in_brackets", "in_quotes",
    "first_line", "second_line", "early_line", "last_line", "late_line",
    "line_of_under_8", "line_of_under_25", "line_of_under_70", "line_without_full_stop", "line_in_capitals",
)  # fmt: skip
FEATURE_NAMES = (
    *(f"shape:{name}" for name in _SHAPES),
    *(f"digits:{name}" for name in _DIGITS),
    *(f"place:{name}" for name in _PLACES),
    *(f"opens:{name}" for name in gazetteer.CATEGORIES),
    *(f"inside:{name}" for name in gazetteer.CATEGORIES),
)
_DIGIT_BASE = len(_SHAPES)
_PLACE_BASE = _DIGIT_BASE + len(_DIGITS)
_LEXICON_BASE = _PLACE_BASE + len(_PLACES)


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """A text as the network sees it, before windows are cut.

    ``piece_ids`` holds the pieces of all lines one after the other, a closing mark after each line;
    token ``i`` is spread over pieces ``first_piece[i]`` to ``last_piece[i]`` (both included);
    ``sentences`` are half-open token ranges with the line they stand in; ``flags`` has one row a
    token and one column for each of ``FEATURE_NAMES``.
    """

    view: TextView
    tokens: list[Token]
    sentences: list[tuple[int, int, int]]
    piece_ids: NDArray[np.int64]
    first_piece: NDArray[np.int64]
    last_piece: NDArray[np.int64]
    flags: NDArray[np.uint8]


def extract_features(text: str, encoder: PieceEncoder) -> TextFeatures:
    """Return the features of `text` as given; an empty text has no tokens."""
    view = make_view(text)
    tokens = tokenize(view.text)
    sentences = _token_ranges(tokens, split_sentences(view.text))
    piece_ids, first, last = _align_pieces(view.text, tokens, encoder)
    flags = np.zeros((len(tokens), len(FEATURE_NAMES)), dtype=np.uint8)
    _mark_shapes(flags, tokens)
    _mark_places(flags, tokens, sentences)
    _mark_lexicon(flags, tokens)
    return TextFeatures(view, tokens, sentences, piece_ids, first, last, flags)


def _token_ranges(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    starts = np.array([token.start for token in tokens], dtype=np.int64)
    begins = np.searchsorted(starts, [sentence.start for sentence in sentences])
    ends = np.searchsorted(starts, [sentence.end for sentence in sentences])
    return [
        (cut, min(cut + _LONGEST_SENTENCE, end), sentence.line)
        for sentence, begin, end in zip(sentences, begins.tolist(), ends.tolist(), strict=True)
        for cut in range(begin, end, _LONGEST_SENTENCE)
    ]


def _align_pieces(
    text: str, tokens: Sequence[Token], encoder: PieceEncoder
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Encode line by line; a token may share a piece with its neighbour, never lack one."""
    encoded = list(_encode_lines(text.split("\n"), encoder))
    piece_ids = np.concatenate([ids for ids, _ in encoded])
    piece_starts = np.concatenate([starts for _, starts in encoded])
    token_starts = np.array([token.start for token in tokens], dtype=np.int64)
    token_ends = np.array([token.end for token in tokens], dtype=np.int64)
    # The piece of a token's first character is the last one that starts at or before it.
    first = np.searchsorted(piece_starts, token_starts, side="right") - 1
    last = np.searchsorted(piece_starts, token_ends, side="left") - 1
    first = np.clip(first, 0, None)
    last = np.clip(last, first, first + _POOLED_PIECES - 1)
    return piece_ids, first, last


def _encode_lines(lines: Sequence[str], encoder: PieceEncoder) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield the ids of all pieces and where they start in the text, some lines at a time."""
    line_start = 0
    for number in range(0, len(lines), _LINES_AT_ONCE):
        some = lines[number : number + _LINES_AT_ONCE]
        ids: list[int] = []
        starts: list[int] = []
        for line, pieces in zip(some, encoder.encode(some), strict=True):
            ids.extend(pieces.ids)
            starts.extend(line_start + start for start in pieces.starts)
            line_start += len(line) + 1
            if pieces.ids:
                ids.append(encoder.special.closing)
                starts.append(line_start - 1)
        yield np.array(ids, dtype=np.int64), np.array(starts, dtype=np.int64)


def _mark_shapes(flags: NDArray[np.uint8], tokens: Sequence[Token]) -> None:
    for row, token in zip(flags, tokens, strict=True):
        row[_shape(token.text)] = 1
        if token.text[0].isdigit():
            row[_DIGIT_BASE + min(len(token.text), len(_DIGITS)) - 1] = 1


def _shape(word: str) -> int:
    if word[0].isdigit():
        return 4
    if not word[0].isalpha():
        return 5 if word in ".,;:!?…\"'()[]{}-–/" else 6
    if word.islower():
        return 0
    if word.isupper():
        return 1 if len(word) == 1 else 2
    return 1 if word.istitle() else 3


def _mark_places(flags: NDArray[np.uint8], tokens: Sequence[Token], sentences: Sequence[tuple[int, int, int]]) -> None:
    place = {name: _PLACE_BASE + index for index, name in enumerate(_PLACES)}
    glued = [index for index in range(1, len(tokens)) if tokens[index].start == tokens[index - 1].end]
    flags[glued, place["glued_to_previous"]] = 1
    for begin, _, _ in sentences:
        flags[begin, place["opens_sentence"]] = 1
    _mark_nesting(flags, tokens, sentences, place)
    lines = _lines(sentences)
    for number, (begin, end) in enumerate(lines):
        flags[begin, place["opens_line"]] = 1
        flags[end - 1, place["closes_line"]] = 1
        for name in _line_traits(tokens[begin:end], number, len(lines)):
            flags[begin:end, place[name]] = 1


def _lines(sentences: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Return the token range of each line that holds any."""
    bounds: dict[int, tuple[int, int]] = {}
    for begin, end, line in sentences:
        bounds[line] = (bounds.get(line, (begin, end))[0], end)
    return list(bounds.values())


def _line_traits(tokens: Sequence[Token], number: int, count: int) -> list[str]:
    traits = []
    if number < 5:
        traits.append(("first_line", "second_line", "early_line", "early_line", "early_line")[number])
    if number >= count - 3:
        traits.append("last_line" if number == count - 1 else "late_line")
    for limit in (8, 25, 70):
        if len(tokens) < limit:
            traits.append(f"line_of_under_{limit}")
            break
    if tokens[-1].text not in _SENTENCE_ENDS:
        traits.append("line_without_full_stop")
    letters = [token.text for token in tokens if token.text[0].isalpha()]
    if letters and all(word.isupper() for word in letters):
        traits.append("line_in_capitals")
    return traits


def _mark_nesting(
    flags: NDArray[np.uint8],
    tokens: Sequence[Token],
    sentences: Sequence[tuple[int, int, int]],
    place: dict[str, int],
) -> None:
    for begin, end, _ in sentences:
        depth, quoted = 0, False
        for index in range(begin, end):
            word = tokens[index].text
            if word in _CLOSING:
                depth = max(0, depth - 1)
            flags[index, place["in_brackets"]] = depth > 0
            flags[index, place["in_quotes"]] = quoted
            if word in _OPENING:
                depth += 1
            elif word == '"':
                quoted = not quoted


def _mark_lexicon(flags: NDArray[np.uint8], tokens: Sequence[Token]) -> None:
    inside = _LEXICON_BASE + len(gazetteer.CATEGORIES)
    for begin, end, category in gazetteer.match([token.text for token in tokens]):
        flags[begin, _LEXICON_BASE + category] = 1
        flags[begin + 1 : end, inside + category] = 1
