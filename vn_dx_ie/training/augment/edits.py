"""Edits of an annotated text: those that leave every entity whole are made, and the offsets move along."""

from __future__ import annotations

import random
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import NamedTuple

import msgspec

from vn_dx_ie.document import Document, Entity


class Edit(NamedTuple):
    """``text[start:end]`` of a document becomes ``text``; an empty span makes it an insertion."""

    start: int
    end: int
    text: str


Change = Callable[[Document, random.Random], list[Edit]]


def over(entity: Entity, text: str) -> Edit:
    """Return the edit that puts `text` in the place of `entity`."""
    return Edit(entity.start, entity.end, text)


def substitutions(text: str, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> list[Edit]:
    """Return an edit for each match of `pattern`."""
    return [Edit(match.start(), match.end(), new(match)) for match in pattern.finditer(text)]


def apply_edits(document: Document, edits: Iterable[Edit]) -> Document:
    """Return `document` after those of `edits` that fit, without records and day; itself if none does.

    An edit fits if it lies inside, equals or lies outside each entity, leaves no blank at an
    entity's edge and glues no word to it, parts no letter from its marks, and overlaps no edit
    before it. What is inserted at the edge of an entity stands outside.
    """
    made = _fitting(document, edits)
    if not made:
        return document
    starts, ends = [edit.start for edit in made], [edit.end for edit in made]
    growth = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in made)]
    pieces = [document.text[before : edit.start] + edit.text for before, edit in zip([0, *ends], made, strict=False)]
    text = "".join(pieces) + document.text[ends[-1] :]

    def moved(entity: Entity) -> Entity:
        start = entity.start + growth[bisect_right(ends, entity.start)]
        end = entity.end + growth[bisect_left(starts, entity.end)]
        link = entity.link if text[start:end] == entity.text else None
        return msgspec.structs.replace(entity, start=start, end=end, text=text[start:end], link=link)

    entities = tuple(map(moved, document.entities))
    return msgspec.structs.replace(document, text=text, entities=entities, records=(), published=None)


def _fitting(document: Document, edits: Iterable[Edit]) -> list[Edit]:
    starts = {entity.start for entity in document.entities}
    ends = {entity.end for entity in document.entities}
    either, text = starts | ends, document.text
    edges = sorted(either)
    found: list[Edit] = []
    for edit in sorted(edits):
        start, end, new = edit
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        idle = new == text[start:end] or (bool(found) and (start < found[-1].end or edit[:2] == found[-1][:2]))
        crossed = bisect_right(edges, start) < bisect_left(edges, end)
        blank = start < end and ((start in starts and not new[:1].strip()) or (end in ends and not new[-1:].strip()))
        glued = (start in either and _is_one_token(before, new[:1] or after)) or (
            end in either and _is_one_token(new[-1:] or before, after)
        )
        if not (idle or crossed or blank or glued or _is_mark(text[start : start + 1]) or _is_mark(after)):
            found.append(edit)
    return found


def _is_one_token(before: str, after: str) -> bool:
    return (before.isalpha() and after.isalpha()) or (before.isdigit() and after.isdigit())


def _is_mark(character: str) -> bool:
    return character >= "\u0300" and unicodedata.category(character).startswith("M")
