"""The day against which the dates of an article are read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from vn_dx_ie.normalize.periods import parse_day, parse_period
from vn_dx_ie.records import Period

_YEAR: Final = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_SPAN_OF_YEARS: Final = re.compile(r"giai đoạn|\b20\d\d\s*[-–]\s*20\d\d", re.IGNORECASE)
# What stands before the year of something planned, and before one that is only compared with.
_AHEAD: Final = re.compile(
    r"\b(?:đến|tới|mục tiêu|nhiệm vụ|kế hoạch|dự toán|chỉ tiêu|phương hướng|triển khai|tầm nhìn|định hướng|trong các)\b"
    r"[^.;,]{0,20}$",
    re.IGNORECASE,
)
_BACK: Final = re.compile(r"\b(?:so với|so|cùng kỳ|cao hơn|thấp hơn)\b[^.;,]{0,12}$", re.IGNORECASE)
_STAMP: Final = re.compile(
    r"(?:\d{1,2}:\d{2}[^\d\n]{1,12})?(?<!\d)(?P<day>\d{1,2}[/-]\d{1,2}[/-]20\d\d)(?!\d)(?=[^\d\n]{1,4}\d{1,2}:\d{2}|\s*\(?GMT)",
)
_DAY_AND_MONTH: Final = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}(?!\d)|\d{1,2} tháng \d{1,2}")
_NEEDS_THE_DAY: Final = re.compile(r"\b(?:hôm|nay|qua|tuần|thứ|này|ngoái|trước|tới)\b", re.IGNORECASE)
_HEAD_OF_TEXT: Final = 600
_FAR_MORE: Final = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """The day that an article speaks from; where not ``exact``, only its year is known."""

    day: date | None = None
    exact: bool = True

    def period(self, text: str) -> Period | None:
        """Return the period that a date mention names, None where it hangs on a day that is not known."""
        return None if self._too_vague(text) else parse_period(text, self.day)

    def calendar_day(self, text: str) -> date | None:
        """Return the single day that a date mention names."""
        return None if self._too_vague(text) else parse_day(text, self.day)

    def _too_vague(self, text: str) -> bool:
        if self.exact or _DAY_AND_MONTH.search(text):
            return False
        return "năm" not in text.lower() and bool(_NEEDS_THE_DAY.search(text))


def find_reference(text: str, dates: Sequence[tuple[int, str]], given: date | None) -> Reference:
    """Return the reference of an article: `given`, else its date stamp, else the day it first names.

    `dates` are the offsets and texts of the date mentions of `text`, all in the view. The year of
    a day that has none is the one that the article speaks from.
    """
    if given:
        return Reference(given)
    stamp = _STAMP.search(text, 0, _HEAD_OF_TEXT)
    if stamp:
        return Reference(parse_day(stamp["day"]))
    year = year_spoken_from(text, dates)
    if year is None:
        return Reference(None, exact=False)
    middle = date(year, 7, 1)
    for _, mention in dates:
        if _DAY_AND_MONTH.search(mention) and not _YEAR.search(mention) and (day := parse_day(mention, middle)):
            return Reference(day)
    return Reference(middle, exact=False)


def year_spoken_from(text: str, dates: Iterable[tuple[int, str]]) -> int | None:
    """Return the latest year that the dates name, neither planned nor only compared with.

    A year named far more often than the latest one wins over it.
    """
    votes: Counter[int] = Counter()
    for start, mention in dates:
        before = text[max(0, start - 40) : start]
        if _SPAN_OF_YEARS.search(mention) or _AHEAD.search(before):
            continue
        compared = bool(_BACK.search(before)) or mention.lower().startswith("cùng kỳ")
        votes.update(int(year) + compared for year in _YEAR.findall(mention))
    if not votes:
        return None
    latest, usual = max(votes), max(votes, key=lambda year: (votes[year], year))
    return usual if votes[usual] >= _FAR_MORE * votes[latest] else latest
