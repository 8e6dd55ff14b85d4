"""Calendar arithmetic: days that exist, months, quarters, years, and the year that was left out."""

from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta
from typing import Final

from vn_dx_ie.records import Period

# A yearless day or month is one of the reference's year, unless that lies further ahead than this:
# then the one before is meant (``tháng 12`` read in January). Plans for the year's end stay ahead.
_AHEAD: Final = timedelta(days=240)
# A yearless day early in the year, read at the end of one, is announced for the next.
_ANNOUNCED: Final = timedelta(days=45)
# A bare day of the month (``ngày 24``) is the last one before the reference, or one just announced.
_ANNOUNCED_DAY: Final = timedelta(days=7)

_RELATIVE_YEARS: Final = {"nay": 0, "này": 0, "ngoái": -1, "trước": -1, "kia": -2, "sau": 1, "tới": 1, "mới": 0}
_YEAR_IS_OVER_UNTIL: Final = 6  # in June `năm qua` is still the last year, in July the running one


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None where the calendar has none (31/2, 45/13)."""
    if not (1 <= year <= MAXYEAR and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def one_day(day: date | None) -> Period | None:
    """Return the period of a single day."""
    return None if day is None else Period(day, day)


def span(start: date | None, end: date | None) -> Period | None:
    """Return the period between two days, None where one is missing or they stand the wrong way round."""
    return None if start is None or end is None or start > end else Period(start, end)


def months(year: int, first: int, last: int, last_year: int | None = None) -> Period | None:
    """Return the period from one month to another, both whole."""
    until = year if last_year is None else last_year
    if not 1 <= last <= 12:
        return None
    return span(make_day(year, first, 1), make_day(until, last, monthrange(max(1, until), last)[1]))


def quarters(year: int, first: int, last: int) -> Period | None:
    """Return the period from one quarter to another, both whole."""
    return months(year, 3 * first - 2, 3 * last) if 1 <= first <= last <= 4 else None


def years(first: int, last: int) -> Period | None:
    """Return the period from one year to another, both whole."""
    return months(first, 1, 12, last)


def days_of_month(year: int, month: int, first: int, last: int) -> Period | None:
    """Return the days of a month from `first` to `last`, or to its end where it is shorter."""
    if not 1 <= month <= 12:
        return None
    return span(make_day(year, month, first), make_day(year, month, min(last, monthrange(year, month)[1])))


def plus_days(day: date, count: int) -> date | None:
    """Return the day `count` days later, None beyond the calendar."""
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return None


def plus_months(day: date, count: int) -> date | None:
    """Return the same day `count` months later, the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if not 1 <= year <= MAXYEAR:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def same_period(period: Period, year: int) -> Period | None:
    """Return the like period that ends in `year`: what ``cùng kỳ năm 2022`` is to a period of 2023."""
    shift = 12 * (year - period.end.year)
    start, end = plus_months(period.start, shift), plus_months(period.end, shift)
    if end is not None and (plus_days(period.end, 1) or period.end).day == 1:
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return span(start, end)


def relative_year(word: str, reference: date | None) -> int | None:
    """Return the year of ``năm nay``, ``năm ngoái``, ``năm qua`` seen from the reference."""
    if reference is None:
        return None
    if word == "qua":
        return last_full_year(reference)
    return reference.year + _RELATIVE_YEARS[word]


def last_full_year(reference: date) -> int:
    """Return the year that reports call the past one: the last one until June, then the running one."""
    return reference.year - (reference.month <= _YEAR_IS_OVER_UNTIL)


def year_of_day(month: int, day: int, reference: date) -> int:
    """Return the year in which a yearless day lies."""
    for year, offset in ((reference.year, 0), (reference.year + 1, 1)):
        candidate = make_day(year, month, day)
        if candidate is None:
            continue
        if offset == 0 and candidate - reference > _AHEAD:
            return year - 1
        if offset == 1 and candidate - reference <= _ANNOUNCED:
            return year
    return reference.year


def year_of_month(month: int, reference: date) -> int:
    """Return the year in which a yearless month lies."""
    start = make_day(reference.year, month, 1)
    return reference.year - (start is not None and start - reference > _AHEAD)


def nearest_day_of_month(day: int, reference: date) -> date | None:
    """Return the last such day of a month at or before the reference, or at most a week after it."""
    for offset in (1, 0, -1, -2):
        shifted = plus_months(reference.replace(day=1), offset)
        candidate = make_day(shifted.year, shifted.month, day) if shifted else None
        if candidate is not None and candidate - reference <= _ANNOUNCED_DAY:
            return candidate
    return None
