"""The period that a figure is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from vn_dx_ie.assembly.context import Context, Edge, Mention
from vn_dx_ie.assembly.words import any_of
from vn_dx_ie.records import Period

Days = tuple[date, date]

_UNTIL_WORD: Final = re.compile(
    r"\b(?:(?:tính|cập nhật|thống kê|lũy kế)[^.,]{0,12} )?(?:đến hết|tới hết|đến|tới|hết)\s*$", re.IGNORECASE
)
_AS_NAMED: Final = frozenset({"đến", "tới"})
_SINCE: Final = re.compile(r"\btừ(?: khi [^.,]{0,25})?\s*$", re.IGNORECASE)
_TILL_NOW: Final = re.compile(r"[^.;]{0,5}(?:đến|tới) (?:nay|thời điểm)", re.IGNORECASE)
_FLOWS: Final = any_of(
    """
    thu, nộp, tiếp nhận, giải quyết, giải ngân, xử lý, xuất khẩu, nhập khẩu, xk, nk, xnk, kim ngạch, đón, phát hiện,
    bắt, khởi tố, tiêu thụ, đăng ký mới, cấp mới, thu hút, doanh thu, sản lượng, lượt, vụ, thông quan, làm thủ tục,
    chi, trị giá, tờ khai
    """
)
_FLOW: Final = re.compile(rf"\b(?:{_FLOWS})\b", re.IGNORECASE)
_COMPARED: Final = re.compile(r"\b(?:so với|so|cùng kỳ|hơn|bằng)\s*(?:với |cùng kỳ )?$", re.IGNORECASE)
_LONGEST_PART: Final = 360
_REACH: Final = 30
_CLAUSE: Final = 90
_SENTENCES_BACK: Final = 8
_UNTIL: Final = re.compile(r"\s*(?:đến|tới|cho đến|-)\s*(?:hết|nay là|cuối)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigurePeriod:
    """The first and the last day that a figure is for, and the parts of the document that say so."""

    days: Days | None = None
    parts: tuple[Mention | Edge, ...] = ()


def find_period(context: Context, figure: Edge) -> FigurePeriod:
    """Return the period of the figure under `figure`; a change has the period of its level."""
    if figure.label != "HAS_CHANGE":
        return dated_period(context, figure)
    return (
        _period_of_level(context, figure)
        or _period_in_sentence(context, figure)
        or _period_of_paragraph(context, figure)
        or _period_compared(context, figure)
    )


def dated_period(context: Context, figure: Edge) -> FigurePeriod:
    """Return the period that the value's own dates give."""
    dated = context.from_head("DATED", figure.tail)
    if not dated:
        return FigurePeriod()
    if len(dated) == 1:
        days = read_period(context, dated[0].tail, figure)
    else:
        days = joined_period(context, [edge.tail for edge in dated])
    return FigurePeriod(days, tuple(dated))


def read_period(context: Context, mention: Mention, figure: Edge) -> Days | None:
    """Return the days of one date, read with the words around it: ``hết ngày 30/11``, ``từ năm 2016 đến nay``."""
    period = context.reference.period(mention.text)
    if period is None:
        return None
    before = context.text[max(0, mention.start - _REACH) : mention.start]
    if _SINCE.search(before) and _TILL_NOW.match(context.text, mention.end):
        today = context.reference.day if context.reference.exact else None
        return (period.start, today) if today and today >= period.start else None
    if figure.label == "HAS_VALUE" and (until := _UNTIL_WORD.search(before)):
        return _days_until(context, period, until[0].strip().lower(), figure)
    return period.start, period.end


def _days_until(context: Context, period: Period, words: str, figure: Edge) -> Days:
    """Return the days that ``đến`` a date covers: the year so far for what flows, the last day for what stands."""
    year, until = period.end.year, period.end
    whole_year = (until - period.start).days > _LONGEST_PART
    if not whole_year and (_adds_up(context, figure) or words.endswith("hết")):
        return date(year, 1, 1), until
    if words in _AS_NAMED:
        return period.start, until
    return until, until


def _adds_up(context: Context, figure: Edge) -> bool:
    """Say whether a figure adds up over time, such as what is collected, rather than stands at a day."""
    first = min(figure.head.start, figure.tail.start)
    sentence = context.sentences[figure.tail.sentence]
    clause = context.text[max(sentence.start, first - _CLAUSE) : max(figure.head.end, figure.tail.end)]
    return bool(_FLOW.search(clause))


def joined_period(context: Context, dates: Sequence[Mention]) -> Days | None:
    """Return the days of one or more dates: ``từ A đến B`` is a span, else the narrowest or the last."""
    read = [(mention, context.reference.period(mention.text)) for mention in dates]
    found = [(mention, period) for mention, period in read if period is not None]
    if not found:
        return None
    if len(found) == 1:
        return found[0][1].start, found[0][1].end
    (first, opening), (second, closing) = found[0], found[-1]
    if _UNTIL.fullmatch(context.text[first.end : second.start]) and opening.start <= closing.end:
        return opening.start, closing.end
    chosen = _narrower(opening, closing) or max(opening, closing, key=lambda period: period.end)
    return chosen.start, chosen.end


def _narrower(one: Period, other: Period) -> Period | None:
    if one.start <= other.start and other.end <= one.end:
        return other
    if other.start <= one.start and one.end <= other.end:
        return one
    return None


def _period_of_level(context: Context, change: Edge) -> FigurePeriod | None:
    """Return the period of the level that a change belongs to: same indicator, else same sentence."""
    own = [edge for label in ("HAS_VALUE", "HAS_TARGET") for edge in context.from_head(label, change.head)]
    near = [
        edge
        for edge in context.figures_in(change.tail.sentence)
        if edge.label in ("HAS_VALUE", "HAS_TARGET") and edge.tail.start < change.tail.start
    ]
    for level in [*own, *reversed(near)]:
        period = dated_period(context, level)
        if period.days:
            return period
    return None


def _period_in_sentence(context: Context, change: Edge) -> FigurePeriod | None:
    """Return the period of the last date before a change in its sentence that is not one compared with."""
    sentence = context.sentences[change.tail.sentence]
    dates = context.between(sentence.start, change.tail.start, "DATE")
    for mention in reversed(dates):
        before = context.text[max(sentence.start, mention.start - _REACH) : mention.start]
        if _COMPARED.search(before) or mention.key.startswith("cùng kỳ"):
            continue
        days = read_period(context, mention, change)
        if days:
            return FigurePeriod(days, (mention,))
    return None


def _period_of_paragraph(context: Context, change: Edge) -> FigurePeriod | None:
    """Return the period of the last dated level before a change that is itself dated, in its paragraph."""
    if not context.from_head("DATED", change.tail):
        return None
    for index in range(change.tail.sentence, max(change.tail.sentence - _SENTENCES_BACK, 0) - 1, -1):
        for level in reversed(context.figures_in(index)):
            if (
                level.label != "HAS_VALUE"
                or level.tail.start > change.tail.start
                or level.tail.line != change.tail.line
            ):
                continue
            period = dated_period(context, level)
            if period.days:
                return period
    return None


def _period_compared(context: Context, change: Edge) -> FigurePeriod:
    """Return the year after the one compared with, where a change is dated by nothing else."""
    compared = dated_period(context, change)
    if not compared.days:
        return compared
    start, end = compared.days
    dates = [edge.tail for edge in compared.parts if isinstance(edge, Edge)]
    whole_year = (end - start).days > _LONGEST_PART and start.year == end.year
    back = any(mention.key.startswith("cùng kỳ") or _compares(context, mention) for mention in dates)
    if not (whole_year and back):
        return compared
    return FigurePeriod((date(start.year + 1, 1, 1), date(start.year + 1, 12, 31)), compared.parts)


def _compares(context: Context, mention: Mention) -> bool:
    return bool(_COMPARED.search(context.text[max(0, mention.start - _REACH) : mention.start]))
