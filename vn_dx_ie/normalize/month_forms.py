"""The ways in which text names months and weeks, parts of them and runs of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from vn_dx_ie.normalize.dates import days_of_month, months, one_day, plus_days, plus_months, span, year_of_month
from vn_dx_ie.normalize.day_forms import Form, numeral, year_in
from vn_dx_ie.normalize.form_parts import (
    AND,
    COUNTED,
    DASH,
    OF_YEAR_OR_NONE,
    RELATIVE,
    START,
    STEPS,
    YEAR,
    form,
    nothing,
    year_of,
)
from vn_dx_ie.records import Period

_REPORTED_SOON: Final = timedelta(days=31)  # figures of a period come out shortly before or after its end
_STILL_RECENT: Final = timedelta(days=75)
_STILL_NEWS: Final = timedelta(days=200)
_M = r"(?:[0-9]{1,2}(?![0-9])|mười một|mười hai|mười|một|hai|ba|tư|năm(?=\snăm\s|\s[12]|$)|sáu|bảy|bẩy|tám|chín)"
_PART_OF_MONTH = r"(?:(?P<part>nửa đầu|nửa cuối|đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần)\s(?:của\s)?)?"


def _month(match: re.Match[str], reference: date | None) -> Period | None:
    month = numeral(match["month"])
    year = year_in(match, reference, lambda near: year_of_month(month, near))
    return None if year is None else _part_of_month(year, month, match["part"])


def _part_of_month(year: int, month: int, part: str | None) -> Period | None:
    """``cuối tháng`` is the last day, at which figures are taken; the other parts are runs of days."""
    whole = months(year, month, month)
    if part is None or whole is None:
        return whole
    match part.split()[0]:
        case "đầu" | "thượng":
            return days_of_month(year, month, 1, 10)
        case "giữa" | "trung":
            return days_of_month(year, month, 11, 20)
        case "hạ":
            return days_of_month(year, month, 21, 31)
    if part.startswith("nửa"):
        return days_of_month(year, month, 1, 15) if "đầu" in part else days_of_month(year, month, 16, 31)
    return one_day(whole.end)


def _near_month(match: re.Match[str], reference: date | None) -> Period | None:
    near = plus_months(reference.replace(day=1), STEPS[match["relative"]]) if reference else None
    return _part_of_month(near.year, near.month, match["part"]) if near else None


def _month_of_near_year(match: re.Match[str], reference: date | None) -> Period | None:
    """``tháng 10 này`` is one of the year that a bare month would have, ``tháng 10 tới`` the next that begins."""
    if reference is None:
        return None
    month = numeral(match["month"])
    coming = reference.year + (month <= reference.month)
    return _part_of_month(coming if match["step"] == "tới" else year_of_month(month, reference), month, match["part"])


def _month_range(match: re.Match[str], reference: date | None) -> Period | None:
    first, last = numeral(match["first"]), numeral(match["month"])
    year = year_in(match, reference, lambda near: year_of_month(last, near))
    if year is None:
        return None
    start_year = int(match["year0"]) if match["year0"] else year - (first > last)
    return months(start_year, first, last, year)


def _months_from_start(match: re.Match[str], reference: date | None) -> Period | None:
    year = year_of(match, reference)
    return None if year is None else months(year, 1, numeral(match["count"]))


def _months_to_end(match: re.Match[str], reference: date | None) -> Period | None:
    year = year_of(match, reference)
    return None if year is None else months(year, 13 - numeral(match["count"]), 12)


def _bare_months(match: re.Match[str], reference: date | None) -> Period | None:
    """``9 tháng`` in a report: the first nine of the year in which they are over, or nearly."""
    count = numeral(match["count"])
    if reference is None or not 2 <= count <= 11:
        return None
    running = months(reference.year, 1, count)
    if running is not None and running.end - reference <= _REPORTED_SOON:
        return running
    last = months(reference.year - 1, 1, count)
    return last if last is not None and reference - last.end <= _STILL_NEWS else None


def _past_months(match: re.Match[str], reference: date | None) -> Period | None:
    """``8 tháng qua`` in September counts from January; else months are counted back from the reference."""
    if reference is None:
        return None
    count = numeral(match["count"])
    running = months(reference.year, 1, count) if count > 2 and match["when"] != "gần" else None
    if running and -_STILL_RECENT <= running.end - reference <= _REPORTED_SOON:
        return running
    start = plus_months(reference, -count)
    return span(plus_days(start, 1) if start else None, reference)


def _past_weeks(match: re.Match[str], reference: date | None) -> Period | None:
    start = plus_days(reference, 1 - 7 * numeral(match["count"])) if reference else None
    return span(start, reference)


def _week(match: re.Match[str], reference: date | None) -> Period | None:
    if reference is None:
        return None
    first, last = (5, 6) if match["part"] else (0, 6)
    monday = 7 * STEPS[match["relative"]] - reference.weekday()
    return span(plus_days(reference, monday + first), plus_days(reference, monday + last))


MONTHS: Final[tuple[Form, ...]] = (
    form(
        rf"(?<!\w)tháng\s(?P<first>{_M})(?:(?:\s?[/.-]\s?|\snăm\s)(?P<year0>[12][0-9]{{3}}))?"
        rf"{AND}(?:tháng\s)?(?P<month>{_M}){OF_YEAR_OR_NONE}",
        _month_range,
    ),
    form(
        rf"(?P<first>[0-9]{{1,2}})/(?P<year0>[12][0-9]{{3}}){DASH}(?P<month>[0-9]{{1,2}})/{YEAR}(?P<relative>)",
        _month_range,
        whole=True,
    ),
    form(rf"{START}{COUNTED}\stháng\sđầu(?:\scủa)?(?:\snăm)?{OF_YEAR_OR_NONE}", _months_from_start),
    form(rf"{START}{COUNTED}\stháng\scuối(?:\scủa)?(?:\snăm)?{OF_YEAR_OR_NONE}", _months_to_end),
    form(rf"{START}{COUNTED}\stháng\s(?:của\s)?năm\s(?:{YEAR}|{RELATIVE})", _months_from_start),
    form(rf"{START}{COUNTED}\stháng/{YEAR}(?P<relative>)", _months_from_start),
    form(
        r"(?<![\w/.,-])(?P<count>[0-9]{1,2}|mười|hai|ba|bốn|năm|sáu|bảy|tám|chín)\stháng\s"
        r"(?P<when>qua|vừa qua|gần)(?:\s(?:đây|nhất))?(?!\w)",
        _past_months,
    ),
    form(rf"{COUNTED}\stháng", _bare_months, whole=True),
    form(
        rf"(?<![\w])(?<![0-9] ){_PART_OF_MONTH}tháng\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)",
        _near_month,
    ),
    form(
        rf"(?<![\w])(?<![0-9] ){_PART_OF_MONTH}tháng\s(?P<month>{_M})\s(?P<step>này|tới)(?!\w)",
        _month_of_near_year,
    ),
    form(rf"(?<![\w])(?<![0-9] ){_PART_OF_MONTH}tháng\s(?P<month>{_M}){OF_YEAR_OR_NONE}", _month),
    form(
        rf"(?P<part>)(?P<month>[0-9]{{1,2}})[/.-]{YEAR}(?P<relative>)",
        lambda m, r: months(int(m["year"]), int(m["month"]), int(m["month"])),
        whole=True,
    ),
)
WEEKS: Final[tuple[Form, ...]] = (
    form(rf"{START}{COUNTED}\stuần\s(?:vừa\s)?(?:qua|gần đây|gần nhất)(?!\w)", _past_weeks),
    form(rf"{START}{COUNTED}\stuần\s(?:trước|sau|tới|nữa|nay)(?!\w)", nothing),
    form(r"(?<!\w)(?:(?P<part>cuối)\s)?tuần\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)", _week),
)
