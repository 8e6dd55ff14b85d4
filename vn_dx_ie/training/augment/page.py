"""The form of the page: punctuation and spaces, lines and paragraphs, capitals and small letters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from vn_dx_ie.document import Document
from vn_dx_ie.text.segments import sentence_spans
from vn_dx_ie.training.augment.edits import Edit, substitutions
from vn_dx_ie.training.augment.mentions import labelled

_QUOTE = re.compile(r"(?P<open>[“„«]|(?<!\w)[\"‘](?=\w))|[”»]|(?<!\s)[\"’](?!\w)")
_QUOTES = (("“", "”"), ('"', '"'), ("‘", "’"), ("«", "»"))
_LOST_SPACE = re.compile(r"(?<=[,;]) (?=[^\W\d_])| (?=\()")
_SPACE = re.compile(r"(?<=\S) (?=\S)")
_BETWEEN_WORDS = re.compile(r"(?<=[^\W\d_]) (?=[^\W\d_])")
_LAST_STOP = re.compile(r"(?<![.…])\.(?=\s*(?:\n|\Z))")
_ITEM = re.compile(r"(?!\s*(?:[-+*•–]|\w{1,3}[.)]|\d)).{40,}[.;:!?…]\s*")
_PARAGRAPH_END = re.compile(r"(?<=[.!?…])[ \t]*\r?\n\s*(?=[^\W\d_][^\n]{40,}[.!?…]\s*(?:\n|\Z))")


def change_quotes(document: Document, rng: random.Random) -> list[Edit]:
    """Use quotation marks of another style."""
    first, last = rng.choice(_QUOTES)
    return substitutions(document.text, _QUOTE, lambda match: first if match["open"] else last)


def change_spaces(document: Document, rng: random.Random) -> list[Edit]:
    """Lose the space after some commas and before some brackets, and double a few others."""
    lost = substitutions(document.text, _LOST_SPACE, lambda match: "")
    doubled = substitutions(document.text, _SPACE, lambda match: "  ")
    return _some(lost, 1 + len(lost) // 10, rng) + _some(doubled, 1 + len(doubled) // 500, rng)


def join_words(document: Document, rng: random.Random) -> list[Edit]:
    """Lose the space between two small syllables, at most three times, but not within figures and dates."""
    text, figures = document.text, [*labelled(document, "VALUE"), *labelled(document, "DATE")]
    joints = [
        edit
        for edit in substitutions(text, _BETWEEN_WORDS, lambda match: "")
        if text[edit.start - 1].islower() and text[edit.end].islower()
        if not any(figure.start < edit.start < figure.end for figure in figures)
    ]
    return _some(joints, rng.randint(1, 3), rng)


def drop_stops(document: Document, rng: random.Random) -> list[Edit]:
    """Drop the full stops at the ends of the lines."""
    return substitutions(document.text, _LAST_STOP, lambda match: "")


def make_list(document: Document, rng: random.Random) -> list[Edit]:
    """Make two to five whole paragraphs that follow each other the items of a list."""
    groups = groupby(_lines(document.text), lambda line: bool(_ITEM.fullmatch(line[1])))
    runs = [run for item, group in groups if item and len(run := list(group)) > 1]
    if not runs:
        return []
    run, mark = rng.choice(runs), rng.choice(("- ", "* ", "+ ", "• ", "1. "))
    first = rng.randint(0, len(run) - 2)
    chosen = run[first : first + rng.randint(2, 5)]
    return [Edit(start, start, mark.replace("1", str(number))) for number, (start, _) in enumerate(chosen, 1)]


def break_lines(document: Document, rng: random.Random) -> list[Edit]:
    """End a paragraph after a sentence, once or twice, where neither an entity nor a relation crosses."""
    known, text = document.entity_by_id(), document.text
    held = [(entity.start, entity.end) for entity in document.entities]
    for relation in document.relations:
        head, tail = known[relation.head], known[relation.tail]
        held.append((min(head.start, tail.start), max(head.end, tail.end)))
    new = "\n\n" if "\n\n" in text else "\n"
    gaps = [Edit(before[1], after[0], new) for before, after in pairwise(sentence_spans(text))]
    free = [
        gap
        for gap in gaps
        if not text[gap.start : gap.end].strip(" ") and not any(a < gap.start and gap.end < b for a, b in held)
    ]
    return _some(free, rng.randint(1, 2), rng)


def join_paragraphs(document: Document, rng: random.Random) -> list[Edit]:
    """Join a paragraph that ends with a full stop to the next, once or twice."""
    edits = substitutions(document.text, _PARAGRAPH_END, lambda match: " ")
    return _some(edits, rng.randint(1, 2), rng)


def capitalise_headline(document: Document, rng: random.Random) -> list[Edit]:
    """Set the first line that holds an entity in capitals, if it is as short as a headline."""
    first = min((entity.start for entity in document.entities), default=0)
    for start, line in _lines(document.text):
        if start + len(line) > first:
            return _recased(start, line, str.upper) if len(line) < 200 else []
    return []


def lower_all(document: Document, rng: random.Random) -> list[Edit]:
    """Set the whole text in small letters."""
    return _recased(0, document.text, str.lower)


def _some(edits: list[Edit], count: int, rng: random.Random) -> list[Edit]:
    return rng.sample(edits, min(len(edits), count))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that hold something, with where they begin."""
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)


def _recased(start: int, stretch: str, recase: Callable[[str], str]) -> list[Edit]:
    """Change letter by letter, so that no entity is in the way."""
    changed = ((at, old, recase(old)) for at, old in enumerate(stretch, start))
    return [Edit(at, at + 1, new) for at, old, new in changed if len(new) == 1 and new != old]
