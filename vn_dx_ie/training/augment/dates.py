"""Dates move to other years, months and days, in the order in which they were."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.training.augment.edits import Edit
from vn_dx_ie.training.augment.mentions import labelled

_DATE = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})(?P<sep>[/.-])(?P<month>\d{1,2})(?:(?P=sep)(?P<year>20\d\d))?(?![\d/]|[.-]\d)"
    r"|(?<![\d/.-])(?P<month_1>\d{1,2})[/.-](?P<year_1>20\d\d)(?!\d)"
    r"|(?i:ngày|mồng|mùng)\s(?P<day_2>\d{1,2})(?![\d/]|[.-]\d)"
    r"|(?i:tháng)\s(?P<month_2>\d{1,2})(?![\d/]|[.-]\d)"
    r"|(?i:quý)\s(?P<quarter>IV|I{1,3}|[1-4])\b"
    r"|(?<!\d)(?<!\d/)(?P<year_2>20\d\d)(?![\d/])"
)
_ROMAN = ("", "I", "II", "III", "IV")
_LIMITS = {"day": 31, "month": 12, "quarter": 4, "year": 2099}
_HOLIDAYS = {(30, 4), (1, 5), (2, 9), (10, 10)}


class _Part(NamedTuple):
    start: int
    end: int
    text: str
    kind: str
    number: int


def redraw_dates(document: Document, rng: random.Random) -> list[Edit]:
    """Shift the years, and redraw days, months and quarters so that each keeps its order in the document."""
    parts = [part for entity in labelled(document, "DATE") for part in _parts(entity)]
    new = _new_numbers(parts, rng)
    padded = any(part.text[0] == "0" for part in parts)
    return [
        Edit(part.start, part.end, _written(part, new[part.kind].get(part.number, part.number), padded))
        for part in parts
    ]


def _parts(entity: Entity) -> Iterator[_Part]:
    for match in _DATE.finditer(entity.text):
        groups = {name.partition("_")[0]: name for name, text in match.groupdict().items() if text and name != "sep"}
        numbers = {kind: _number(match[name]) for kind, name in groups.items()}
        possible = all(1 <= number <= _LIMITS[kind] for kind, number in numbers.items())
        if possible and (numbers.get("day"), numbers.get("month")) not in _HOLIDAYS:
            for kind, name in groups.items():
                start, end = match.span(name)
                yield _Part(entity.start + start, entity.start + end, match[name], kind, numbers[kind])


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _ROMAN.index(text)


def _written(part: _Part, number: int, padded: bool) -> str:
    if not part.text.isdigit():
        return _ROMAN[number]
    return f"{number:02}" if padded and part.kind in ("day", "month") else str(number)


def _new_numbers(parts: list[_Part], rng: random.Random) -> dict[str, dict[int, int]]:
    """Return, by kind, what the numbers become; they stay if there are too many days to choose from."""
    old = {kind: sorted({part.number for part in parts if part.kind == kind}) for kind in _LIMITS}
    if len(old["day"]) > 28:
        return {kind: {} for kind in _LIMITS}
    usual = Counter(part.number for part in parts if part.kind == "year" and 2010 <= part.number <= 2026)
    main = usual.most_common(1)[0][0] if usual else 2020
    step = rng.choice([step for step in range(-6, 7) if 2016 <= main + step <= 2026])
    months = _spread(old["month"], 12, rng)
    return {
        "year": {year: year + step for year in old["year"] if year >= 2010},
        "month": months,
        "day": _spread(old["day"], 28 if 2 in months.values() else 30, rng),
        "quarter": _spread(old["quarter"], 4, rng),
    }


def _spread(numbers: list[int], limit: int, rng: random.Random) -> dict[int, int]:
    return dict(zip(numbers, sorted(rng.sample(range(1, limit + 1), len(numbers))), strict=True))
