"""The ways in which text names quarters and years, parts of them and runs of them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from vn_dx_ie.normalize.dates import (
    last_full_year,
    make_day,
    months,
    one_day,
    plus_months,
    quarters,
    relative_year,
    year_of_month,
    years,
)
from vn_dx_ie.normalize.day_forms import COUNT, Form, numeral, year_in
from vn_dx_ie.normalize.form_parts import (
    AND,
    COUNTED,
    DASH,
    NO_YEAR,
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

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NUMERAL_OF_CENTURY: Final = {"xvii": 17, "xviii": 18, "xix": 19, "xx": 20, "xxi": 21, "xxii": 22}
_THE_YEAR = rf"năm(?:\s(?:{YEAR}|{RELATIVE})|{NO_YEAR})"
_Q = r"(?:(?:iv|iii|ii|i|[1-4])(?!\w)|(?:một|hai|ba|tư|bốn)(?=\s?[/,]|\s(?:của|năm|và|đến)\s|$))"
_PART = r"(?:(?P<part>đầu|giữa|cuối)\s)"


def _quarter(written: str) -> int:
    return _ROMAN[written] if written in _ROMAN else numeral(written)


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
    near = plus_months(reference.replace(day=1), 3 * STEPS[match["relative"]]) if reference else None
    return quarters(near.year, *[(near.month + 2) // 3] * 2) if near else None


def _quarters_of_years(match: re.Match[str], reference: date | None) -> Period | None:
    first, last = _quarter(match["first"]), _quarter(match["last"])
    return months(int(match["year0"]), 3 * first - 2, 3 * last, int(match["year"]))


def _run_of_quarters(match: re.Match[str], reference: date | None) -> Period | None:
    """``3 quý đầu năm``, ``2 quý cuối năm``."""
    year, count = year_of(match, reference), numeral(match["count"])
    if year is None:
        return None
    return quarters(year, 1, count) if match["part"] == "đầu" else quarters(year, 5 - count, 4)


def _half_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = year_of(match, reference)
    if year is None:
        return None
    return months(year, 1, 6) if match["half"] == "đầu" else months(year, 7, 12)


def _part_of_year(match: re.Match[str], reference: date | None) -> Period | None:
    """``cuối năm`` is its last day, at which figures are taken; ``đầu năm`` its first month."""
    year = year_of(match, reference)
    if year is None:
        return None
    match match["part"]:
        case "đầu":
            return months(year, 1, 1)
        case "giữa":
            return months(year, 6, 7)
    return one_day(make_day(year, 12, 31))


def _one_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = year_of(match, reference)
    return None if year is None else years(year, year)


def _near_year(match: re.Match[str], reference: date | None) -> Period | None:
    year = relative_year(match["relative"], reference)
    return None if year is None else years(year, year)


def _year_range(match: re.Match[str], reference: date | None) -> Period | None:
    return years(int(match["first"]), int(match["year"]))


def _listed_years(match: re.Match[str], reference: date | None) -> Period | None:
    """Years named one by one are a period where none between them is left out."""
    named = [int(year) for year in re.findall("[0-9]{4}", match[0])]
    return years(named[0], named[-1]) if named == list(range(named[0], named[-1] + 1)) else None


def _past_years(match: re.Match[str], reference: date | None) -> Period | None:
    if reference is None:
        return None
    last = last_full_year(reference)
    return years(last - numeral(match["count"]) + 1, last)


def _century(match: re.Match[str], reference: date | None) -> Period | None:
    written = match["century"]
    number = int(written) if written.isdigit() else _NUMERAL_OF_CENTURY.get(written, 0)
    return years(100 * number - 99, 100 * number) if number else None


def _decade(match: re.Match[str], reference: date | None) -> Period | None:
    start = int(match["decade"])
    start += 1900 if start < 100 else 0
    return years(start, start + 9) if start % 10 == 0 else None


DECADES: Final = (form(r"(?<!\w)(?:thập niên|thập kỷ|những năm)\s(?P<decade>[0-9]{2}|[12][0-9]{3})(?!\w)", _decade),)
QUARTERS: Final[tuple[Form, ...]] = (
    form(rf"{START}{COUNTED}\squ[ýí]\s(?P<part>đầu|cuối)(?:\scủa)?(?:\snăm)?{OF_YEAR_OR_NONE}", _run_of_quarters),
    form(
        rf"(?<!\w)qu[ýí]\s(?P<first>{_Q})(?:\s?[/.-]\s?|\snăm\s)(?P<year0>[12][0-9]{{3}}){DASH}"
        rf"qu[ýí]\s(?P<last>{_Q})(?:\s?[/.-]\s?|\snăm\s){YEAR}",
        _quarters_of_years,
    ),
    form(
        rf"(?<!\w){_PART}?qu[ýí]\s(?P<quarter>{_Q})(?:{AND}(?:qu[ýí]\s)?(?P<last>{_Q})(?!\s?tháng))?{OF_YEAR_OR_NONE}",
        _quarters,
    ),
    form(r"(?<!\w)qu[ýí]\s(?P<relative>này|trước|qua|vừa qua|sau|tới)(?!\w)(?!\sđó)", _near_quarter),
)
YEARS: Final[tuple[Form, ...]] = (
    form(rf"(?<!\w)nửa\s(?P<half>đầu|cuối|sau)(?:\scủa)?\s{_THE_YEAR}", _half_year),
    form(rf"(?<!\w)nửa\s(?:năm\s)?(?P<half>đầu|cuối|sau)\s{YEAR}(?P<relative>)", _half_year),
    form(r"(?<!\w)(?<!đầu\s)(?<!cuối\s)(?<!giữa\s)thế kỷ\s(?:thứ\s)?(?P<century>[0-9]{1,2}|[xvi]+)(?!\w)", _century),
    form(
        rf"(?<!\w)(?:giai đoạn|nhiệm kỳ|thời kỳ|năm học|niên khóa|niên độ|khóa|năm|từ)\s(?:năm\s)?"
        rf"(?P<first>[12][0-9]{{3}}){DASH}(?:năm\s)?{YEAR}(?!\s?[/.-]\s?[0-9])",
        _year_range,
    ),
    form(rf"(?P<first>(?:1[0-9]|20|21)[0-9]{{2}}){DASH}(?:năm\s)?{YEAR}", _year_range, whole=True),
    form(rf"(?<!\w){_PART}(?:của\s)?{_THE_YEAR}", _part_of_year),
    form(rf"(?<!\w){_PART}{YEAR}(?P<relative>)", _part_of_year, whole=True),
    form(rf"{START}{COUNTED}\snăm\s(?:vừa\s)?(?:qua|gần đây|gần nhất|trở lại đây)(?!\w)", _past_years),
    form(rf"{START}{COUNTED}\snăm\s(?:tới|trước|sau|nữa|nay|tiếp theo)(?!\w)", nothing),  # 5 năm tới
    form(
        r"(?<!\w)(?:cả|trong|hết)\snăm(?!\s[0-9])(?!\s(?:nay|ngoái|trước|qua|sau|tới))(?P<year>)(?P<relative>)",
        _one_year,
        whole=True,
    ),
    form(
        r"(?<!\w)năm\s[12][0-9]{3}(?:(?:\s?,\s?|\svà\s)(?:năm\s)?[12][0-9]{3}(?!\w|\s?[/.-]\s?[0-9]))+",
        _listed_years,
    ),
    form(rf"(?<!\w)năm\s(?:mới\s|tài chính\s|học\s)?{YEAR}(?P<relative>)(?!\s?[/.-]\s?[0-9])", _one_year),
    form(rf"(?<!\w)năm\s(?:vừa\s)?{RELATIVE}", _near_year),
    form(rf"(?:cùng kỳ|cùng kì)\s{YEAR}(?P<relative>)", _one_year, whole=True),
    form(rf"(?:giai đoạn\s)?{YEAR}(?P<relative>)", _one_year, whole=True),
    form(rf"(?:{COUNT})\snăm\s(?P<first>[12][0-9]{{3}}){DASH}{YEAR}", _year_range, whole=True),
)
