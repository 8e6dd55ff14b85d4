"""Longest matches of known names and words in a token sequence, for the features of the model.

Categories are told apart by their index in :data:`CATEGORIES`, and models are trained on those
indices: append new categories, never reorder or remove.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from vn_dx_ie.lexicon import _data

CATEGORIES: Final[tuple[str, ...]] = (
    "province",
    "district",
    "commune",
    "region",
    "country",
    "landmark",
    "ministry",
    "state_body",
    "party_body",
    "international_body",
    "company",
    "newspaper",
    "title",
    "rank",
    "honorific",
    "surname",
    "middle_name",
    "unit",
    "magnitude",
    "number_word",
    "approximator",
    "date_word",
    "part_of_day",
    "agency_head",
    "place_head",
    "event_head",
    "document_kind",
    "document_name",
    "field",
    "indicator_head",
    "counted_noun",
    "change_verb",
    "comparison",
    "attend_verb",
    "report_verb",
    "generic_plural",
    "byline",
    "compound",
    # append only
)

_TOKEN = re.compile(r"[^\W\d_]+|\d+|\S")
_DASHES = re.compile(r" *[-–] *")
_UNCASED = -1


class _Node:
    """A trie node; ``ends`` holds the category and the token to be capitalised of what ends here."""

    __slots__ = ("children", "ends")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.ends: tuple[tuple[int, int], ...] = ()


def match(tokens: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return ``(start, end, category)`` of all matches, sorted; `end` is exclusive.

    `tokens` are matches of ``[^\\W\\d_]+|\\d+|\\S`` on the normalised view. Matches of one category
    never overlap: the leftmost comes first, the longest of those that start there. Those of
    different categories may. The time is linear in the number of tokens.
    """
    root = _trie()
    lowered = [token.lower() for token in tokens]
    free_from = [0] * len(CATEGORIES)
    found: list[tuple[int, int, int]] = []
    for start, word in enumerate(lowered):
        node = root.children.get(word)
        longest: dict[int, int] = {}
        end = start
        while node is not None:
            end += 1
            for category, capital in node.ends:
                if capital == _UNCASED or tokens[start + capital][0].isupper():
                    longest[category] = end
            node = node.children.get(lowered[end]) if end < len(lowered) else None
        for category in sorted(longest, key=lambda key: (longest[key], key)):
            if start >= free_from[category]:
                free_from[category] = longest[category]
                found.append((start, longest[category], category))
    return found


@cache
def _trie() -> _Node:
    """Build the trie of lower-cased tokens over all categories."""
    root = _Node()
    for category, name in enumerate(CATEGORIES):
        cased, entries = _entries(name)
        for entry in entries:
            for spelling in _spellings(entry):
                _insert(root, spelling, category, cased)
    return root


def _insert(root: _Node, spelling: str, category: int, cased: bool) -> None:
    tokens = _TOKEN.findall(spelling)
    capitals = (index for index, token in enumerate(tokens) if token[0].isupper())
    node = root
    for token in tokens:
        node = node.children.setdefault(token.lower(), _Node())
    end = (category, next(capitals, _UNCASED) if cased else _UNCASED)
    if end not in node.ends:
        node.ends = (*node.ends, end)


def _entries(category: str) -> tuple[bool, tuple[str, ...]]:
    """Return whether `category` is cased, and its entries."""
    if category == "province":
        return True, tuple(_province_names())
    if category == "district":
        return True, _data.districts()
    if category == "commune":
        return True, _data.communes()
    if category == "ministry":
        return True, tuple(_ministry_names())
    if category == "compound":
        return False, _data.compounds()
    words = _data.word_lists()[category]
    return words.cased, words.entries


def _province_names() -> Iterator[str]:
    yield from dict.fromkeys(unit.name for unit in _data.province_units())
    for aliases in _data.province_aliases().values():
        yield from aliases


def _ministry_names() -> Iterator[str]:
    for body in _data.organisations():
        if body.kind == "ministry":
            yield from (body.name, *body.aliases)


def _spellings(entry: str) -> set[str]:
    """Return `entry` with either dash; spaces beside it make no difference to tokens."""
    return {_DASHES.sub(" - ", entry), _DASHES.sub(" – ", entry)}
