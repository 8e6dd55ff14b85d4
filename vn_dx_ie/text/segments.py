"""Tokens and sentences.

A token is a run of letters (in Vietnamese: a syllable), a run of digits, or any other visible
character; a run of letters is cut where a capital follows a small letter, since pages often lose
the space there (``Hà NộiPhó``). Spans begin and end at token boundaries. Sentences never cross
a line end, and a full stop that belongs to an abbreviation (``TP. Hồ Chí Minh``) ends none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from vn_dx_ie.text.unicode import make_view

# Runs are capped so that no token grows without bound on hostile input.
_TOKEN = re.compile(r"[^\W\d_]{1,64}|\d{1,64}|\S")
# The look-behind keeps long rows of dots linear.
_STOP = re.compile(r"""(?<![.!?…])[.!?…]+["')\]]*\s+(?=["'(\[]*(?P<next>[^\W_])|[-+*•])""")
_WORD_BEFORE = re.compile(r"[^\W\d_]*\d*$")
_WORD_REACH = 64
_VISIBLE = re.compile(r"\S+")
_ABBREVIATIONS = frozenset(
    "tp tx tt ts pgs gs ths bs bsckii ks kts ls nsnd nsưt ngưt ngnd ông.ts đ/c đc st mr mrs ms dr prof no vol "
    "jr sr co ltd inc corp q p h x kp nxb vs ths cn".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a view: ``text`` is ``view.text[start:end]``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: view offsets, and the index of the line (paragraph) that it stands in."""

    start: int
    end: int
    line: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a view's `text`, in order; together they hold every visible character."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        if word.islower() or word.isupper() or word.istitle() or not word[0].isalpha():
            tokens.append(Token(word, start, match.end()))
            continue
        cuts = [0, *(i for i in range(1, len(word)) if word[i].isupper() and word[i - 1].islower()), len(word)]
        tokens += [Token(word[a:b], start + a, start + b) for a, b in pairwise(cuts)]
    return tokens


def split_sentences(text: str) -> list[Sentence]:
    """Return the sentences of a view's `text`, in order, without the space around them."""
    sentences: list[Sentence] = []
    line_start = 0
    for number, line in enumerate(text.split("\n")):
        for start, end in _split_line(line):
            sentences.append(Sentence(line_start + start, line_start + end, number))
        line_start += len(line) + 1
    return sentences


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a text as given, as code-point offsets into it."""
    view = make_view(text)
    return [view.to_source(sentence.start, sentence.end) for sentence in split_sentences(view.text)]


def token_spans(text: str) -> list[tuple[int, int]]:
    """Return the tokens of a text as given, as code-point offsets into it."""
    view = make_view(text)
    return [view.to_source(token.start, token.end) for token in tokenize(view.text)]


def cut_tokens(text: str, edges: Iterable[int]) -> list[tuple[int, int]]:
    """Return tokens of a text as given that hold every character but white space, cut also at `edges`.

    So a span between two of the edges begins and ends with a token, unless white space is at its end.
    """
    own = {edge for span in token_spans(text) for edge in span}
    cuts = sorted(own | {edge for edge in edges if 0 < edge < len(text)} | {0, len(text)})
    stretches = (_VISIBLE.finditer(text, start, end) for start, end in pairwise(cuts))
    return [match.span() for found in stretches for match in found]


def _split_line(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for stop in _STOP.finditer(line):
        if _ends_sentence(line, start, stop):
            yield from _trimmed(line, start, stop.end())
            start = stop.end()
    yield from _trimmed(line, start, len(line))


def _ends_sentence(line: str, start: int, stop: re.Match[str]) -> bool:
    if (stop["next"] or "").islower():
        return False
    if not stop[0].startswith(".") or stop[0].startswith(".."):
        return True
    found = _WORD_BEFORE.search(line, max(start, stop.start() - _WORD_REACH), stop.start())
    word = found[0] if found else ""
    if word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word.isupper()):
        return False
    # A number that opens its sentence numbers a list item: "2. Nội dung".
    return not (word.isdigit() and line[start : stop.start()].strip() == word)


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = line[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
