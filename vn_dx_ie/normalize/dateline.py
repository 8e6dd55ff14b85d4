"""The day of publication as the page itself states it: a stamp near the top or a label at the end.

A date inside a sentence is never taken. What marks a stamp: a clock time beside the date, a label
(``Ngày đăng``, ``Cập nhật``), a weekday before it, brackets that close a heading, or a line of its own.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from vn_dx_ie.normalize.dates import make_day
from vn_dx_ie.text.unicode import normalise

_HEAD: Final = 2000  # characters; publication stamps stand in the first lines
_HEAD_LINES: Final = 12
_TAIL: Final = 600
_YEARS: Final = range(1990, 2101)

_DAY = (
    r"(?:(?P<day>[0-9]{1,2})\s?(?P<mark>[/.-])\s?(?P<month>[0-9]{1,2})\s?(?P=mark)\s?(?P<year>[12][0-9]{3})"
    r"|(?P<year2>[12][0-9]{3})(?P<mark2>[/-])(?P<month2>[0-9]{1,2})(?P=mark2)(?P<day2>[0-9]{1,2})"
    r"|(?P<day3>[0-9]{1,2}) tháng (?P<month3>[0-9]{1,2})(?:,| năm|, năm) (?P<year3>[12][0-9]{3}))(?![0-9/.-]*[0-9])"
)
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[ap]\.?m\.?(?!\w))?"
_ANY_CLOCK = r"[0-9]{1,2}(?:[:h]| giờ )[0-9]{2}(?::[0-9]{2})?(?: phút)?(?:\s?[ap]\.?m\.?(?!\w))?"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|cn|t[2-7])"
_LABEL = (
    r"(?:ngày đăng|đăng ngày|đăng lúc|ngày xuất bản|xuất bản|ngày cập nhật|cập nhật(?: lúc| ngày| lần cuối)?"
    r"|thời gian đăng|ngày tạo|ngày viết|ngày đưa tin|ngày phát hành|đăng bởi[^\n:|]{0,60}"
    r"|post(?:ed)?(?: on| date)?|published(?: on)?|updated|date|时间|发布时间|日期)"
)
_GAP = r"\s?[,|–-]?\s?"
# A word before the date makes it part of a sentence: vào ngày 26/7/2023 14:30.
_NOT_SAID = (
    "".join(rf"(?<!{word}\s)" for word in ("ngày", "vào", "sáng", "trưa", "chiều", "tối", "hôm")) + r"(?<![\w/.-])"
)
_LABELLED = re.compile(
    rf"(?<!\w){_LABEL}\s?[:：|-]?\s?(?:lúc\s)?(?:{_WEEKDAY},?\s)?(?:ngày\s)?(?:{_ANY_CLOCK}{_GAP})?(?:ngày\s)?{_DAY}"
)
_STAMPS: Final = (
    # 14:02 26/07/2023; in a sentence (lúc 14h30 ngày 26/7/2023) a word stands between or before
    re.compile(rf"(?:^|[|(>\]•])\s?(?:{_WEEKDAY},?\s)?{_CLOCK}{_GAP}(?:{_WEEKDAY},?\s)?(?:ngày\s)?{_DAY}"),
    re.compile(rf"{_WEEKDAY}{_GAP}(?:ngày\s)?{_DAY}{_GAP}(?:lúc\s)?{_CLOCK}(?!\w)"),
    re.compile(rf"{_NOT_SAID}{_DAY}{_GAP}(?:lúc\s)?{_CLOCK}(?!\w)"),
    re.compile(rf"(?:^|[|>•-]\s?){_WEEKDAY}{_GAP}(?:ngày\s)?{_DAY}\s?(?:$|[|(•-]|gmt)"),
    re.compile(rf"\((?:ngày\s)?{_DAY}\)\s?$"),
    re.compile(rf"^[(\[-]?\s?(?:ngày\s)?{_DAY}\s?[)\]|]?\s*$"),
    re.compile(rf"^{_DAY}\s?\|"),
)
_SENTENCE_END: Final = (".", "!", "?", ";")


def find_dateline(text: str) -> date | None:
    """Return the day of the page's own publication stamp, None where there is no reliable one."""
    lines = [line.strip() for line in normalise(text[:_HEAD]).lower().split("\n")]
    for line in [line for line in lines if line][:_HEAD_LINES]:
        if (found := _stamp_in(line)) is not None:
            return found
    if len(text) <= _HEAD:
        return None
    return _labelled_in(normalise(text[-_TAIL:]).lower())


def _stamp_in(line: str) -> date | None:
    if (labelled := _labelled_in(line)) is not None:
        return labelled
    for pattern in _STAMPS:
        for match in pattern.finditer(line):
            bracketed = match[0].startswith("(")
            if bracketed and line[: match.start()].rstrip().endswith(_SENTENCE_END):
                continue
            if (day := _day_of(match)) is not None:
                return day
    return None


def _labelled_in(text: str) -> date | None:
    return next((day for match in _LABELLED.finditer(text) if (day := _day_of(match)) is not None), None)


def _day_of(match: re.Match[str]) -> date | None:
    year, month, day = (int(match[name] or match[f"{name}2"] or match[f"{name}3"]) for name in ("year", "month", "day"))
    return make_day(year, month, day) if year in _YEARS else None
