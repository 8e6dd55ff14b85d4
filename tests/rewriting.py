"""Documents with parts of their text replaced, their spans moved along, and records as values to compare."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Any

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.records import Record


class Rewriting:
    """Replacements in a text: each a span ``[start, end)`` and what comes there; no two overlap."""

    def __init__(self, edits: Iterable[tuple[int, int, str]]) -> None:
        self._edits = sorted(edits)
        self._ends = [end for _, end, _ in self._edits]
        self._grown = [0, *accumulate(len(new) - (end - start) for start, end, new in self._edits)]

    def offset(self, old: int) -> int:
        """Return where the offset `old` goes, which lies inside no replaced span."""
        return old + self._grown[bisect_right(self._ends, old)]

    def text(self, old: str) -> str:
        """Return the text `old` with all replacements made."""
        parts, position = [], 0
        for start, end, new in self._edits:
            parts += [old[position:start], new]
            position = end
        return "".join([*parts, old[position:]])

    def document(self, old: Document) -> Document:
        """Return `old` rewritten: its entities stand where their text went; its records are left out."""
        text = self.text(old.text)
        entities = []
        for entity in old.entities:
            start, end = self.offset(entity.start), self.offset(entity.end)
            entities.append(msgspec.structs.replace(entity, start=start, end=end, text=text[start:end]))
        return msgspec.structs.replace(old, text=text, entities=tuple(entities), records=())


def replacing(text: str, pattern: re.Pattern[str], new: Callable[[str], str]) -> Rewriting:
    """Return the replacement of all that `pattern` finds in `text` by ``new(found)``."""
    return Rewriting((found.start(), found.end(), new(found[0])) for found in pattern.finditer(text))


def joined(first: Document, second: Document) -> Document:
    """Return both documents as two paragraphs of one, without the day of either."""
    shift = len(first.text) + 2
    entities = [
        *(msgspec.structs.replace(e, id=f"1{e.id}") for e in first.entities),
        *(msgspec.structs.replace(e, id=f"2{e.id}", start=e.start + shift, end=e.end + shift) for e in second.entities),
    ]
    relations = [
        msgspec.structs.replace(edge, head=f"{part}{edge.head}", tail=f"{part}{edge.tail}")
        for part, document in ((1, first), (2, second))
        for edge in document.relations
    ]
    text = f"{first.text}\n\n{second.text}"
    return Document(text=text, entities=tuple(entities), relations=tuple(relations))


def facts_of(records: Iterable[Record]) -> list[dict[str, Any]]:
    """Return records as plain values, lists for tuples and texts for days."""
    facts: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(list(records)))
    return facts


def changed(facts: Any, text: Callable[[str], str] = str, offset: Callable[[int], int] = int) -> Any:
    """Return plain values with ``text`` applied to every text and ``offset`` to every offset of evidence."""
    if isinstance(facts, str):
        return text(facts)
    if isinstance(facts, list):
        return [changed(item, text, offset) for item in facts]
    if isinstance(facts, dict):
        return {
            name: offset(value) if name in ("start", "end") else changed(value, text, offset)
            for name, value in facts.items()
        }
    return facts
