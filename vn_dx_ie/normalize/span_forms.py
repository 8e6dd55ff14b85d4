"""The ways in which text names months, quarters, years and parts of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from vn_dx_ie.normalize.dates import (
    days_of_month,
    last_full_year,
    make_day,
    months,
    one_day,
    plus_days,
    plus_months,
    quarters,
    relative_year,
    span,
    year_of_month,
    years,
)
from vn_dx_ie.normalize.day_forms import COUNT, Builder, Form, numeral, year_in
from vn_dx_ie.records import Period

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMERAL_OF_CENTURY: Final = {"xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21, "xxii": 22}
_REPORTED_SOON: Final = timedelta(days=31)  # figures of a period come out shortly before or after its end
_STILL_RECENT: Final = timedelta(days=75)
_STILL_NEWS: Final = timedelta(days=200)

_Y = r"(?P<year>(?:1[0-9]|20|21)[0-9]{2})(?!\w)"
_REL = r"(?P<relative>nay|này|ngoái|trước|sau|tới|qua|kia)(?!\w)(?!\sđó)"
_OF_YEAR = rf"(?:(?:\s?[/.,-]\s?|\s)(?:của\s)?(?:năm\s)?{_Y}|,?\s(?:của\s)?năm\s{_REL})"
_NO_YEAR = r"(?!\s?[/.-]?\s?[0-9])(?!\w)(?!\s(?:nay|này|ngoái|trước|sau|tới|qua|kia)(?!\w))"
_OF_YEAR_OR_NONE = rf"(?:{_OF_YEAR}|{_NO_YEAR})"
_THE_YEAR = rf"năm(?:\s(?:{_Y}|{_REL})|{_NO_YEAR})"
_DASH = r"(?:\s?[-–—]\s?|\s(?:đến|tới)\s(?:hết\s)?)"
_AND = rf"(?:{_DASH}|\svà\s|\s?,\s?)"
_M = r"(?:[0-9]{1,2}(?![0-9])|mười một|mười hai|mười|một|hai|ba|tư|năm(?=\snăm\s|\s[12]|$)|sáu|bảy|bẩy|tám|chín)"
_Q = r"(?:iv|iii|ii|i|[1-4])(?!\w)"
_C = rf"(?P<count>{COUNT})"
_START = r"(?<![\w/.,-])"
_STEP: Final = {"này": 0, "nay": 0, "trước": -1, "qua": -1, "vừa qua": -1, "sau": 1, "tới": 1}


def _year(match: re.Match[str], reference: date | None) -> int | None:
    return year_in(match, reference, lambda near: near.year)


def _quarter(written: str) -> int:
    return _ROMAN[written] if written in _ROMAN else int(written)


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
    near = plus_months(reference.replace(day=1), _STEP[match["relative"]]) if reference else None
    return _part_of_month(near.year, near.month, match["part"]) if near else None


def _month_range(match: re.Match[str], reference: date | None) -> Period | None:
    first, last = numeral(match["first"]), numeral(match["month"])
    year = year_in(match, reference, lambda near: year_of_month(last, near))
    if year is None:
        return None
    start_year = int(match["year0"]) if match["year0"] else year - (first > last)
    return months(start_year, first, last, year)


def _months_from_start(match: re.Match[str], reference: date | None) -> Period | None:
    year = _year(match, reference)
    return None if year is None else months(year, 1, numeral(match["count"]))


def _months_to_end(match: re.Match[str], reference: date | None) -> Period | None:
    year = _year(match, reference)
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


def _quarters(match: re.Match[str], reference: date | None) -> Period | None:
    first = _quarter(match["quarter"])
    last = _quarter(match["last"]) if match["last"] else first
    year = year_in(match, reference, lambda near: year_of_month(3 * first - 2, near))
    return None if year is None else _part_of_quarters(year, first, last, match["part"])


def _part_of_quarters(year: int, first: int, last: int, part: str | None) -> Period | None:
    whole = quarters(year, first, last)
    match part:
        case "đầu":
            return months(year, 3 * first - 2, 3 * first - 2)
        case "giữa":
            return months(year, 3 * first - 1, 3 * first - 1)
        case "cuối":
            return one_day(whole.end) if whole else None
    return whole


def _near_quarter(match: re.Match[str], reference: date | None) -> Period | None:
    near = plus_months(reference.replace(day=1), 3 * _STEP[match["relative"]]) if reference else None
    return quarters(near.year, *[(near.month + 2) // 3] * 2) if near else None


def _first_quarters(match: re.Match[str], reference: date | None) -> Period | None:
    year = _year(match, reference)
    return None if year is None else quarters(year, 1, numeral(match["count"]))


def _half_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = _year(match, reference)
    if year is None:
        return None
    return months(year, 1, 6) if match["half"] == "đầu" else months(year, 7, 12)


def _part_of_year(match: re.Match[str], reference: date | None) -> Period | None:
    """``cuối năm`` is its last day, at which figures are taken; ``đầu năm`` its first month."""
    year = _year(match, reference)
    if year is None:
        return None
    match match["part"]:
        case "đầu":
            return months(year, 1, 1)
        case "giữa":
            return months(year, 6, 7)
    return one_day(make_day(year, 12, 31))


def _one_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = _year(match, reference)
    return None if year is None else years(year, year)


def _near_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = relative_year(match["relative"], reference)
    return None if year is None else years(year, year)


def _year_range(match: re.Match[str], reference: date | None) -> Period | None:
    return years(int(match["first"]), int(match["year"]))


def _past_years(match: re.Match[str], reference: date | None) -> Period | None:
    if reference is None:
        return None
    last = last_full_year(reference)
    return years(last - numeral(match["count"]) + 1, last)


def _nothing(match: re.Match[str], reference: date | None) -> Period | None:
    return None


def _century(match: re.Match[str], reference: date | None) -> Period | None:
    written = match["century"]
    number = int(written) if written.isdigit() else _NUMERAL_OF_CENTURY.get(written, 0)
    return years(100 * number - 99, 100 * number) if number else None


def _decade(match: re.Match[str], reference: date | None) -> Period | None:
    start = int(match["decade"])
    start += 1900 if start < 100 else 0
    return years(start, start + 9) if start % 10 == 0 else None


def _week(match: re.Match[str], reference: date | None) -> Period | None:
    if reference is None:
        return None
    first, last = (5, 6) if match["part"] else (0, 6)
    monday = 7 * _STEP[match["relative"]] - reference.weekday()
    return span(plus_days(reference, monday + first), plus_days(reference, monday + last))


def _form(pattern: str, build: Builder, *, whole: bool = False) -> Form:
    return Form(re.compile(pattern), build, whole=whole)


_PART_OF_MONTH = r"(?:(?P<part>nửa đầu|nửa cuối|đầu|giữa|cuối|thượng tuần|trung tuần|hạ tuần)\s(?:của\s)?)?"
_PART = r"(?:(?P<part>đầu|giữa|cuối)\s)"

DECADES: Final = (_form(r"(?<!\w)(?:thập niên|thập kỷ|những năm)\s(?P<decade>[0-9]{2}|[12][0-9]{3})(?!\w)", _decade),)
SPANS: Final = (
    # months
    _form(
        rf"(?<!\w)tháng\s(?P<first>{_M})(?:\s?[/.-]\s?(?P<year0>[12][0-9]{{3}})|\snăm\s(?P<year00>[12][0-9]{{3}}))?"
        rf"{_AND}(?:tháng\s)?(?P<month>{_M}){_OF_YEAR_OR_NONE}",
        _month_range,
    ),
    _form(
        rf"(?P<first>[0-9]{{1,2}})/(?P<year0>[12][0-9]{{3}}){_DASH}(?P<month>[0-9]{{1,2}})/{_Y}(?P<relative>)",
        _month_range,
        whole=True,
    ),
    _form(rf"{_START}{_C}\stháng\sđầu(?:\scủa)?(?:\snăm)?{_OF_YEAR_OR_NONE}", _months_from_start),
    _form(rf"{_START}{_C}\stháng\scuối(?:\scủa)?(?:\snăm)?{_OF_YEAR_OR_NONE}", _months_to_end),
    _form(rf"{_START}{_C}\stháng\s(?:của\s)?năm\s(?:{_Y}|{_REL})", _months_from_start),
    _form(rf"{_START}{_C}\stháng/{_Y}(?P<relative>)", _months_from_start),
    _form(
        r"(?<![\w/.,-])(?P<count>[0-9]{1,2}|mười|hai|ba|bốn|năm|sáu|bảy|tám|chín)\stháng\s"
        r"(?P<when>qua|vừa qua|gần)(?:\s(?:đây|nhất))?(?!\w)",
        _past_months,
    ),
    _form(rf"{_C}\stháng", _bare_months, whole=True),
    _form(
        rf"(?<![\w])(?<![0-9] ){_PART_OF_MONTH}tháng\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)",
        _near_month,
    ),
    _form(rf"(?<![\w])(?<![0-9] ){_PART_OF_MONTH}tháng\s(?P<month>{_M}){_OF_YEAR_OR_NONE}", _month),
    _form(
        rf"(?P<part>)(?P<month>[0-9]{{1,2}})[/.-]{_Y}(?P<relative>)",
        lambda m, r: months(int(m["year"]), int(m["month"]), int(m["month"])),
        whole=True,
    ),
    # quarters
    _form(rf"{_START}{_C}\squ[ýí]\sđầu(?:\scủa)?(?:\snăm)?{_OF_YEAR_OR_NONE}", _first_quarters),
    _form(
        rf"(?<!\w){_PART}?qu[ýí]\s(?P<quarter>{_Q})(?:{_AND}(?:qu[ýí]\s)?(?P<last>{_Q})(?!\s?tháng))?{_OF_YEAR_OR_NONE}",
        _quarters,
    ),
    _form(r"(?<!\w)qu[ýí]\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)", _near_quarter),
    # years
    _form(rf"(?<!\w)nửa\s(?P<half>đầu|cuối|sau)(?:\scủa)?\s{_THE_YEAR}", _half_year),
    _form(r"(?<!\w)(?<!đầu\s)(?<!cuối\s)(?<!giữa\s)thế kỷ\s(?:thứ\s)?(?P<century>[0-9]{1,2}|[xvi]+)(?!\w)", _century),
    _form(
        rf"(?<!\w)(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học|niên khóa|niên độ|khóa|năm|từ)\s(?:năm\s)?"
        rf"(?P<first>[12][0-9]{{3}}){_DASH}(?:năm\s)?{_Y}(?!\s?[/.-]\s?[0-9])",
        _year_range,
    ),
    _form(rf"(?P<first>(?:1[0-9]|20|21)[0-9]{{2}}){_DASH}(?:năm\s)?{_Y}", _year_range, whole=True),
    _form(rf"(?<!\w){_PART}(?:của\s)?{_THE_YEAR}", _part_of_year),
    _form(rf"(?<!\w){_PART}{_Y}(?P<relative>)", _part_of_year, whole=True),
    _form(rf"{_START}{_C}\snăm\s(?:vừa\s)?(?:qua|gần đây|gần nhất|trở lại đây)(?!\w)", _past_years),
    _form(rf"{_START}{_C}\snăm\s(?:tới|trước|sau|nữa|nay|tiếp theo)(?!\w)", _nothing),  # 5 năm tới
    _form(
        r"(?<!\w)(?:cả|trong|hết)\snăm(?!\s[0-9])(?!\s(?:nay|ngoái|trước|qua|sau|tới))(?P<year>)(?P<relative>)",
        _one_year,
        whole=True,
    ),
    _form(rf"(?<!\w)năm\s(?:mới\s|tài chính\s|học\s)?{_Y}(?P<relative>)(?!\s?[/.-]\s?[0-9])", _one_year),
    _form(rf"(?<!\w)năm\s(?:vừa\s)?{_REL}", _near_year),
    _form(rf"(?:cùng kỳ|cùng kì)\s{_Y}(?P<relative>)", _one_year, whole=True),
    _form(rf"(?:giai đoạn\s)?{_Y}(?P<relative>)", _one_year, whole=True),
    _form(rf"(?:{COUNT})\snăm\s(?P<first>[12][0-9]{{3}}){_DASH}{_Y}", _year_range, whole=True),
    # weeks
    _form(r"(?<!\w)(?:(?P<part>cuối)\s)?tuần\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)", _week),
)
