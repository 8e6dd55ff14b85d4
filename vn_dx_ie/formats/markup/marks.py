"""Marks inside the text: ``[LABEL:id mention]``, nested as they are, and back.

A real ``[``, ``]`` or ``\\`` has a backslash before it; a ``@`` may have one, so that no line of text begins with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.errors import InputError

KEY: Final = re.compile(r"[\w.-]+")
LABEL: Final = re.compile(r"[^\s\[\]:\\]+")
_PIECE: Final = re.compile(
    r"\\(?P<escaped>[\[\]\\@])"
    r"|\[(?P<label>[^\s\[\]:\\]*)(?::(?P<key>[\w.-]+))? "
    r"|(?P<sign>[\[\]\\])"
    r"|(?P<plain>[^\[\]\\]+)"
)
_SPECIAL: Final = re.compile(r"[\[\]\\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the text in code points; without a label it is no entity, only something to refer to."""

    label: str
    key: str | None
    start: int
    end: int


class MarkError(InputError):
    """A mark that cannot be read; `line` counts from 0 within the marked text."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_marks(marked: str) -> tuple[str, list[Mark]]:
    """Return the text without its marks, and the marks in the order in which they open.

    Raises:
        MarkError: a bracket opens no mark, or is never closed.
    """
    pieces: list[str] = []
    marks: list[Mark | None] = []
    open_marks: list[tuple[int, str, str | None, int, int]] = []
    length = line = 0
    for match in _PIECE.finditer(marked):
        if match["label"] is not None:
            _check_opening(match, line)
            open_marks.append((len(marks), match["label"], match["key"], length, line))
            marks.append(None)
        elif match["sign"] == "]" and open_marks:
            place, label, key, start, opened = open_marks.pop()
            if start == length:
                raise MarkError(opened, f"expected text in the mark {label}, got none")
            marks[place] = Mark(label, key, start, length)
        elif match["sign"]:
            raise MarkError(line, f"expected [LABEL text] or [LABEL:id text], got {_around(marked, match.start())}")
        else:
            pieces.append(match["escaped"] or match["plain"])
            length += len(pieces[-1])
            line += pieces[-1].count("\n")
    if open_marks:
        _, label, _, _, line = open_marks[-1]
        raise MarkError(line, f"expected a ] for the mark {label or ':' + str(open_marks[-1][2])}, got none")
    return "".join(pieces), [mark for mark in marks if mark]


def write_marks(text: str, marks: Iterable[Mark]) -> str:
    """Return the text with its marks, which must nest and be in the order in which they open."""
    pieces: list[str] = []
    position = 0
    closing: list[int] = []

    def advance(target: int) -> None:
        nonlocal position
        pieces.append(_SPECIAL.sub(lambda sign: f"\\{sign[0]}", text[position:target]))
        position = target

    for mark in marks:
        while closing and closing[-1] <= mark.start:
            advance(closing[-1])
            pieces.append("]" * closing.count(closing[-1]))
            closing = [end for end in closing if end != position]
        advance(mark.start)
        pieces.append(f"[{mark.label}{':' + mark.key if mark.key else ''} ")
        closing.append(mark.end)
    for end in sorted(closing):
        advance(end)
        pieces.append("]")
    advance(len(text))
    return "".join(pieces)


def nest(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return the spans that can be written as marks, for they cross no other such one, as they open."""
    order = sorted(range(len(spans)), key=lambda index: (spans[index][0], -spans[index][1], index))
    nested: list[int] = []
    ends: list[int] = []
    for index in order:
        start, end = spans[index]
        while ends and ends[-1] <= start:
            ends.pop()
        if not ends or end <= ends[-1]:
            nested.append(index)
            ends.append(end)
    return nested


def _check_opening(match: re.Match[str], line: int) -> None:
    if not match["label"] and not match["key"]:
        raise MarkError(line, f"expected a label or an id, got {match[0]!r}; a real bracket is written \\[")


def _around(marked: str, place: int) -> str:
    return repr(marked[max(0, place - 15) : place + 25])
