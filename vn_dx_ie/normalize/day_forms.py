"""The ways in which text names one day or a few: each a pattern and what it means.

The first form that fits decides, also where the calendar refuses it: ``31/2`` is no period.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from vn_dx_ie.normalize.dates import (
    make_day,
    nearest_day_of_month,
    one_day,
    plus_days,
    relative_year,
    span,
    year_of_day,
)
from vn_dx_ie.records import Period

Builder = Callable[[re.Match[str], date | None], Period | None]


@dataclass(frozen=True, slots=True)
class Form:
    """A way of writing a period; ``day`` where it names calendar days, to which parts of day belong."""

    pattern: re.Pattern[str]
    build: Builder
    day: bool = False
    whole: bool = False  # the form is understood only where it is the whole mention

    def match(self, text: str) -> re.Match[str] | None:
        """Return where the form stands in the lower-cased `text`."""
        return self.pattern.fullmatch(text) if self.whole else self.pattern.search(text)


COUNT_WORDS: Final = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
    "mười hai": 12,
}
COUNT: Final = r"[0-9]{1,2}|mười một|mười hai|mười|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín"
WEEKDAYS: Final = {"hai": 0, "ba": 1, "tư": 2, "năm": 3, "sáu": 4, "bảy": 5, "bẩy": 5} | {
    str(n): n - 2 for n in range(2, 8)
}

_D = r"[0-9]{1,2}(?![0-9])"
_CLEAR = r"(?:(?<![\w/.,:-])(?<!tháng\s)|(?<=ngày))"
_DASH = r"\s?[-–—]\s?"
_TO = rf"(?:{_DASH}|\s(?:đến|tới|và)\s(?:hết\s)?(?:ngày\s)?)"
_YEAR = (
    r"(?:(?:\s?[/.-]\s?|,?\snăm\s|,\s)(?P<year>[12][0-9]{3})(?!\w)"
    r"|,?\snăm\s(?P<relative>nay|ngoái|trước|sau|tới)(?!\w))"
)
_NO_YEAR = r"(?P<year>)(?P<relative>)"  # groups that stay empty
_IN_MONTH = r"(?:\s?[/.]\s?|\stháng\s)"
_AFTER = r"(?!\s?[/.%-]?\s?[0-9])(?!\s?%)"
_WEEKDAY = r"(?:thứ\s(?P<weekday>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật)"
_PART = r"sáng|trưa|chiều|tối|đêm"
# Words that may stand before a yearless 8-8 without making it anything but a day. Each step takes one
# word or one separator, so that there is one way only to read a text.
_FRAME = (
    rf"(?:ngày|hôm|nay|mai|qua|mồng|mùng|rạng|sớm|buổi|đầu|vào|lúc|từ|khoảng|{_PART}"
    r"|thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật"
    r"|[0-9]{1,2}[h:][0-9]{0,2}|[0-9]{1,2} giờ|giờ|[0-9]{1,2} phút|[(, ])*?"
)


def numeral(written: str) -> int:
    """Return the value of a small number in digits or in a word."""
    return int(written) if written.isdigit() else COUNT_WORDS[written]


def year_in(match: re.Match[str], reference: date | None, fallback: Callable[[date], int]) -> int | None:
    """Return the year that `match` names, or the fallback's choice where it names none."""
    if match["year"]:
        return int(match["year"])
    if match["relative"]:
        return relative_year(match["relative"], reference)
    return None if reference is None else fallback(reference)


def _day(match: re.Match[str], reference: date | None) -> Period | None:
    month, day = int(match["month"]), int(match["day"])
    year = year_in(match, reference, lambda near: year_of_day(month, day, near))
    return None if year is None else one_day(make_day(year, month, day))


def _days_of_one_month(match: re.Match[str], reference: date | None) -> Period | None:
    month, last = int(match["month"]), int(match["last"])
    year = year_in(match, reference, lambda near: year_of_day(month, last, near))
    return None if year is None else span(make_day(year, month, int(match["first"])), make_day(year, month, last))


def _days_of_two_months(match: re.Match[str], reference: date | None) -> Period | None:
    month, day = int(match["month"]), int(match["day"])
    end_year = year_in(match, reference, lambda near: year_of_day(month, day, near))
    if end_year is None:
        return None
    end = make_day(end_year, month, day)
    start_month, start_day = int(match["month0"]), int(match["day0"])
    start_year = int(match["year0"]) if match["year0"] else end_year - ((start_month, start_day) > (month, day))
    return span(make_day(start_year, start_month, start_day), end)


def _iso(match: re.Match[str], reference: date | None) -> Period | None:
    return one_day(make_day(int(match["year"]), int(match["month"]), int(match["day"])))


def _short_year(match: re.Match[str], reference: date | None) -> Period | None:
    return one_day(make_day(2000 + int(match["short"]), int(match["month"]), int(match["day"])))


def _day_of_month(match: re.Match[str], reference: date | None) -> Period | None:
    return None if reference is None else one_day(nearest_day_of_month(int(match["day"]), reference))


def _relative_day(match: re.Match[str], reference: date | None) -> Period | None:
    if reference is None:
        return None
    if match["next"]:
        return one_day(plus_days(reference, 1 if match["next"] == "mai" else 2))
    offset = {"nay": 0, "qua": -1, "kia": -2, "mai": 1}[match["when"]]
    return one_day(plus_days(reference, offset))


def _days_ago(match: re.Match[str], reference: date | None) -> Period | None:
    return None if reference is None else one_day(plus_days(reference, -numeral(match["count"])))


def _weekday(match: re.Match[str], reference: date | None) -> Period | None:
    """A weekday of a named week, else the last one at or before the reference, ``tới`` the next one."""
    if reference is None:
        return None
    weekday = WEEKDAYS[match["weekday"]] if match["weekday"] else 6
    monday = -reference.weekday()
    match (match["week"] or "").split()[-1:]:
        case ["này"]:
            offset = monday + weekday
        case ["trước"] | ["qua"]:
            offset = monday + weekday - 7
        case ["sau"] | ["tới"] if "tuần" in match["week"]:
            offset = monday + weekday + 7
        case ["tới"]:
            offset = (weekday - reference.weekday() - 1) % 7 + 1
        case _:
            offset = -((reference.weekday() - weekday) % 7)
    return one_day(plus_days(reference, offset))


def _day_form(pattern: str, build: Builder, *, whole: bool = False) -> Form:
    return Form(re.compile(pattern), build, day=True, whole=whole)


EXPLICIT_DAYS: Final = (
    _day_form(
        rf"{_CLEAR}(?P<day0>{_D})(?:\s?[/.-]\s?|\stháng\s)(?P<month0>{_D})(?:(?:\s?[/.-]\s?|\snăm\s)(?P<year0>[12][0-9]{{3}}))?"
        rf"{_TO}(?P<day>{_D})(?:\s?[/.-]\s?|\stháng\s)(?P<month>{_D}){_YEAR}?{_AFTER}",
        _days_of_two_months,
    ),
    _day_form(
        rf"{_CLEAR}(?P<first>{_D})(?:\s?,\s?{_D}){{0,9}}?(?:\s?,\s?|{_TO})(?P<last>{_D}){_IN_MONTH}(?P<month>{_D}){_YEAR}?{_AFTER}",
        _days_of_one_month,
    ),
    _day_form(rf"{_CLEAR}(?P<year>[12][0-9]{{3}})[-/.](?P<month>{_D})[-/.](?P<day>{_D})", _iso),
    _day_form(rf"{_CLEAR}(?P<day>{_D})(?:\s?[/.-]\s?|\stháng\s)(?P<month>{_D}){_YEAR}", _day),
    _day_form(rf"(?:ngày\s?)?(?P<day>{_D})/(?P<month>{_D})/(?P<short>[0-9]{{2}})", _short_year, whole=True),
    _day_form(rf"(?<!\w)(?:ngày|mồng|mùng)\s(?P<day>{_D})\stháng\s(?P<month>{_D}){_NO_YEAR}{_AFTER}", _day),
    _day_form(
        rf"(?<!\w)(?:ngày|mồng|mùng|hôm|{_PART})\s?(?P<day>{_D})\s?[/.-]\s?(?P<month>{_D}){_NO_YEAR}{_AFTER}",
        _day,
    ),
    _day_form(
        rf"{_FRAME}(?P<day>{_D})(?:\s?[/.-]\s?|\stháng\s)(?P<month>{_D}){_NO_YEAR}(?:\s(?:vừa qua|tới))?[) ]*",
        _day,
        whole=True,
    ),
)
NEAR_DAYS: Final = (
    _day_form(rf"{_FRAME}(?<!\w)(?:ngày|mồng|mùng)\s(?P<day>{_D})[) ]*", _day_of_month, whole=True),
    _day_form(
        rf"(?<!\w)(?:(?:hôm|{_PART})\s(?:hôm\s)?(?P<when>nay|qua|kia|mai)|ngày\s(?P<next>mai|kia))(?!\w)",
        _relative_day,
    ),
    _day_form(rf"(?<!\w)(?P<count>{COUNT})\s(?:ngày|hôm)\strước(?!\sđó)(?!\w)", _days_ago),
    _day_form(
        rf"(?<!\w){_WEEKDAY}\s(?P<week>(?:của\s)?tuần\s(?:này|trước|qua|vừa qua|sau|tới)|tới)(?!\w)",
        _weekday,
    ),
    _day_form(
        rf"(?:(?:ngày|hôm|vào|{_PART})\s)*{_WEEKDAY}(?:\s(?P<week>này|vừa qua|tới))?",
        _weekday,
        whole=True,
    ),
)
