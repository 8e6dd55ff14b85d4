"""Periods: ``sáng 8-8``, ``quý I/2022``, ``6 tháng đầu năm``, ``giai đoạn 2021 - 2025``, ``hôm qua``.

What the text leaves out comes from the reference, the day of publication as a rule. A day or month
without a year lies in the reference's year; in the year before where it would else lie more than 240
days ahead; a day in the year after where that is at most 45 days ahead. ``năm qua`` is the last year
until June, then the running one. Without a reference such text holds no period.

``cuối năm 2023`` and ``cuối tháng 6`` are the last day, at which figures are taken; ``đầu năm`` the
first month, ``đầu tháng`` the first ten days. ``cùng kỳ năm 2022`` is the year in which the like period
lies (see :func:`~vn_dx_ie.normalize.dates.same_period`), bare ``cùng kỳ`` nothing by itself. Lunar days
and seasons are no periods.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from vn_dx_ie.normalize.day_forms import EXPLICIT_DAYS, NEAR_DAYS, Form
from vn_dx_ie.normalize.month_forms import MONTHS, WEEKS
from vn_dx_ie.normalize.year_forms import DECADES, QUARTERS, YEARS
from vn_dx_ie.records import Period
from vn_dx_ie.schema import PartOfDay
from vn_dx_ie.text.unicode import normalise

_EDGES: Final = " \t\n\"'.,;:()"
_PART_OF_WORD: Final[dict[str, PartOfDay]] = {
    "sáng": "morning",
    "trưa": "noon",
    "chiều": "afternoon",
    "tối": "evening",
    "đêm": "evening",
    "khuya": "evening",
}
_PART_WORD = re.compile(rf"(?<!\w)(?:{'|'.join(_PART_OF_WORD)})(?![^\W\d])")
# What no calendar of months and years can place.
_UNPLACED: Final = re.compile(
    r"(?<!\w)(?:tết|giao thừa|âm lịch|xuân|mùa|vụ|hè|lễ|giêng|chạp|những|các|mỗi|hằng|hàng|nhiều|vài|mấy"
    r"|cùng ngày|cùng tháng)(?!\w)"
    r"|(?<!\w)(?:trước|sau) đó(?!\w)"
)


def parse_period(text: str, reference: date | None = None) -> Period | None:
    """Return the first period that `text` names, both ends included, None where it names none.

    ``part_of_day`` is set on single calendar days only. Never raises on a string.
    """
    return _parse(text, reference, (*EXPLICIT_DAYS, *DECADES), (*NEAR_DAYS, *MONTHS, *QUARTERS, *YEARS, *WEEKS))


def parse_day(text: str, reference: date | None = None) -> date | None:
    """Return the single calendar day that `text` names, None for anything longer or vaguer.

    Unlike :func:`parse_period` this gives nothing for ``cuối năm 2023``.
    """
    found = _parse(text, reference, EXPLICIT_DAYS, NEAR_DAYS)
    return found.start if found is not None and found.start == found.end else None


def _parse(text: str, reference: date | None, placed: tuple[Form, ...], vague: tuple[Form, ...]) -> Period | None:
    lowered = normalise(text).lower().strip(_EDGES)
    for form in placed:
        if (match := form.match(lowered)) is not None:
            return _with_part(form, form.build(match, reference), lowered)
    if _UNPLACED.search(lowered):
        return None
    for form in vague:
        if (match := form.match(lowered)) is not None:
            return _with_part(form, form.build(match, reference), lowered)
    return None


def _with_part(form: Form, found: Period | None, text: str) -> Period | None:
    if found is None or not form.day or found.start != found.end:
        return found
    return Period(found.start, found.end, _part_of_day(text))


def _part_of_day(text: str) -> PartOfDay | None:
    """Return the part of day named first: ``chiều tối`` is the afternoon."""
    named = _PART_WORD.search(text)
    return _PART_OF_WORD[named[0]] if named else None
