"""Two systems' entities brought to what both can give: three labels, flat, with the same edges."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from vn_dx_ie.document import Document, Entity

COMMON: Final = {
    "PER": "PERSON",
    "OFFICIAL": "PERSON",
    "LOC": "PLACE",
    "PROVINCE": "PLACE",
    "LOCATION": "PLACE",
    "ORG": "ORGANISATION",
    "AGENCY": "ORGANISATION",
}

_EDGES = re.compile(r"\w(?:.*\w)?", re.DOTALL)
_TYPE_WORD = re.compile(
    r"(?:tỉnh|thành phố|thị xã|thị trấn|huyện|quận|phường|xã|thôn|ấp|bản)\s+|tp\.?\s*", re.IGNORECASE
)


class Mention(NamedTuple):
    """A labelled span of a text."""

    label: str
    start: int
    end: int


Mentions = set[Mention]


def to_common(text: str, mentions: Iterable[Mention]) -> Mentions:
    """Return the mentions of the three kinds under the common labels, their edges clean."""
    renamed = (one._replace(label=COMMON[one.label]) for one in mentions if one.label in COMMON)
    return {clean for one in renamed if (clean := _with_clean_edges(text, one))}


def outermost(mentions: Mentions) -> Mentions:
    """Leave out what lies inside another mention."""
    return {one for one in mentions if not any(_inside(one, other) for other in mentions)}


def innermost(mentions: Mentions) -> Mentions:
    """Leave out what has another mention inside."""
    return {one for one in mentions if not any(_inside(other, one) for other in mentions)}


def everything(mentions: Mentions) -> Mentions:
    """Leave nothing out."""
    return mentions


REDUCTIONS: Final[dict[str, Callable[[Mentions], Mentions]]] = {
    "innermost": innermost,
    "outermost": outermost,
    "all": everything,
}


def without_type_words(text: str, mentions: Mentions) -> Mentions:
    """Take ``tỉnh``, ``TP.`` … off the front of places: one convention has them inside, another outside."""
    return {_without_type_word(text, one) for one in mentions}


def as_document(text: str, mentions: Mentions) -> Document:
    """Return a document that holds the mentions alone."""
    entities = (Entity(f"e{i}", *one, text[one.start : one.end]) for i, one in enumerate(sorted(mentions)))
    return Document(text=text, entities=tuple(entities))


def _with_clean_edges(text: str, mention: Mention) -> Mention | None:
    """Take punctuation and spaces off both ends; of punctuation alone nothing is left."""
    edges = _EDGES.search(text, mention.start, mention.end)
    return edges and mention._replace(start=edges.start(), end=edges.end())


def _inside(inner: Mention, outer: Mention) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and inner[1:] != outer[1:]


def _without_type_word(text: str, mention: Mention) -> Mention:
    if mention.label != "PLACE":
        return mention
    found = _TYPE_WORD.match(text, mention.start, mention.end)
    return mention._replace(start=found.end()) if found and found.end() < mention.end else mention
