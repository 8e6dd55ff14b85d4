"""Quantities: ``hơn 78,5 triệu``, ``12.269/13.047``, ``thứ 71/193``, ``5 - 7%``, ``gấp đôi``.

A mention is read from its first number on: qualifier before it, number, magnitudes, unit, then the
upper end of a range or the whole of a ratio, then what may follow (``trở lên``). Words that are no
unit are left alone. A number that counts nothing (a day, a document number, ``Đề án 06``) is passed over.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import msgspec

from vn_dx_ie.normalize.amounts import Amount, Source, read_amount, read_number
from vn_dx_ie.normalize.mentions import countable_view
from vn_dx_ie.normalize.numbers import scale, tidy
from vn_dx_ie.normalize.qualifiers import qualifier_after, qualifier_before
from vn_dx_ie.normalize.units import TIMES
from vn_dx_ie.records import Quantity

_MONEY_FROM: Final = Decimal(10**10)
_START = re.compile(
    r"(?<![\w/.,:%])(?<!\w-)(?:[0-9]|gấp(?!\w)|nửa(?!\w)|phân nửa(?!\w)"
    r"|(?:không|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín|mười)(?!\w))"
)
_RANK = re.compile(
    r"(?<!\w)(?:thứ hạng|vị trí thứ|hạng thứ|vị trí số|đứng số|hạng số|thứ|vị trí|hạng|top|tốp|nhóm|số)[ -]$"
)
_WEAK_RANK = re.compile(r"(?<!\w)(?:nhóm|số) $")
_ORDINAL = re.compile(r"(?<!\w)(?:lần|họp|hội|khóa|kỳ|đại hội) $")
_RANK_WORDS = re.compile(r"(?<!\w)(?:vị trí thứ|thứ hạng|hạng|thứ) (nhất|nhì|tư)(?!\w)")
_RANK_VALUES: Final = {"nhất": Decimal(1), "nhì": Decimal(2), "tư": Decimal(4)}
_LEADING = re.compile(r"(?:đứng|dẫn) đầu(?: (?:cả nước|toàn quốc|thế giới|khu vực))?")
_OF = re.compile(r" ?/ ?| trong (?:tổng )?(?:số )?(?:hơn |khoảng )?(?=[0-9])| trên tổng (?:số )?(?=[0-9])")
_TO = re.compile(r" ?- ?| đến | tới ")
_TO_QUALIFIER = re.compile(r"(?:hơn|gần|dưới|trên|khoảng) ")
_MINUS = re.compile(r"(?<![\w%])(?:-|âm |trừ )$")
_PARTS = re.compile(r" phần (?=(?:[2-9]|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười)(?!\w))")
_TIMES = re.compile(r"gấp (đôi|rưỡi)(?!\w)")
_TIMES_VALUES: Final = {"đôi": Decimal(2), "rưỡi": Decimal("1.5")}
# With these one says một without counting: một ngày, một lần nữa, một điểm.
_SAID_WITH_ONE: Final = TIMES | {"lần", "lượt", "điểm"}


def parse_quantity(text: str) -> Quantity | None:
    """Return the first quantity that `text` states, None where it states none.

    ``number`` carries magnitude and sign; in a range it is the lower end and ``upper`` the other; in
    a ratio ``denominator`` is the whole. Counted nouns are no unit. Never raises on a string.
    """
    original = countable_view(text)
    lowered = original.lower()
    if len(lowered) != len(original):  # a letter such as İ has no lower case of one character
        original = lowered
    source = Source(lowered, original)
    if _LEADING.fullmatch(lowered):
        return Quantity(number=Decimal(1), rank=True)
    if (ranked := _read_worded_rank(source)) is not None:
        return ranked
    for start in _START.finditer(lowered):
        if (found := _read_quantity(source, start.start())) is not None:
            return _as_money(source, found)
    return None


def _as_money(source: Source, found: Quantity) -> Quantity:
    """``gần 20 tỷ`` with nothing after it is money: nothing else is counted in tens of billions."""
    if found.unit is None and found.number >= _MONEY_FROM and source.text.endswith((" tỷ", " tỉ")):
        return msgspec.structs.replace(found, unit="VND")
    return found


def _read_worded_rank(source: Source) -> Quantity | None:
    found = _RANK_WORDS.search(source.text)
    if not found or _ORDINAL.search(source.text, max(0, found.start() - 12), found.start()):
        return None
    if _is_weekday(source, found.start(1)):
        return None
    return _finish(source, found.start(), Quantity(number=_RANK_VALUES[found[1]], rank=True), found.end())


def _is_weekday(source: Source, start: int) -> bool:
    """Tell ``thứ Hai``, the Monday, from ``thứ hai``, the second."""
    return source.original[start].isupper() and not source.original.isupper()


def _read_quantity(source: Source, start: int) -> Quantity | None:
    """Read the quantity whose number starts at `start`, None where no quantity is meant there."""
    if source.text.startswith("gấp", start):
        return _read_multiple(source, start)
    amount = read_amount(source, start)
    if amount is None:
        return None
    if (rank := _RANK.search(source.text, max(0, start - 14), start)) is not None:
        if _is_weekday(source, start) or _ORDINAL.search(source.text, max(0, rank.start() - 12), rank.start()):
            return None
        weak = _WEAK_RANK.search(source.text, rank.start(), start)
        if not weak or (amount.value <= 10 and rank.start() == 0):
            return _read_rank(source, rank.start(), amount)
    if not _counts(source, start, amount):
        return None
    return _read_rest(source, start, amount)


def _counts(source: Source, start: int, amount: Amount) -> bool:
    """Tell a numeral that counts from a word that only looks like one (``một ngày``, ``ba mẹ``)."""
    if amount.words == 0:
        return True
    if amount.words > 1 or amount.factor != 1 or _PARTS.match(source.text, amount.end):
        return True
    if (upper := _read_upper(source, amount)) is not None and (upper.unit is not None or _ends_at(source, upper.end)):
        return True  # hai đến ba bậc
    alone = _ends_at(source, amount.end) and qualifier_before(source.text, start)[1] == 0
    return alone and not (amount.number == 1 and amount.unit in _SAID_WITH_ONE)


def _ends_at(source: Source, end: int) -> bool:
    return not source.text[end:].strip(" .,;")


def _read_rank(source: Source, start: int, amount: Amount) -> Quantity | None:
    whole = _read_whole(source, amount)
    return _finish(
        source,
        start,
        Quantity(number=tidy(amount.value), denominator=tidy(whole.value) if whole else None, rank=True),
        whole.end if whole else amount.end,
    )


def _read_whole(source: Source, amount: Amount) -> Amount | None:
    of = _OF.match(source.text, amount.end)
    if of is None or not source.text[of.end() : of.end() + 1].isascii():
        return None
    whole = read_amount(source, of.end()) if source.text[of.end() : of.end() + 1].isdigit() else None
    return whole if whole and not whole.words else None


def _read_rest(source: Source, start: int, amount: Amount) -> Quantity | None:
    """Read what makes the amount a ratio, a fraction in words, or a range."""
    if amount.unit is None or source.text[amount.end : amount.end + 2].lstrip().startswith("/"):
        if (whole := _read_whole(source, amount)) is not None:
            return _ratio(source, start, amount, whole)
        if (parts := _PARTS.match(source.text, amount.end)) and (words := read_number(source, parts.end())):
            return _ratio(source, start, amount, Amount(words[0], Decimal(1), None, words[1], words[2]))
    sign = _MINUS.search(source.text, max(0, start - 5), start)
    number = tidy(amount.value.copy_negate() if sign else amount.value)
    upper = None if sign else _read_upper(source, amount)
    if upper is None:
        found = Quantity(number=number, unit=amount.unit)
        return _finish(source, sign.start() if sign else start, found, amount.end)
    lower = _lower_value(source, amount, upper)
    if lower > upper.value:
        return None
    ends = Quantity(number=tidy(lower), upper=tidy(upper.value), unit=upper.unit or amount.unit)
    return _finish(source, start, ends, upper.end)


def _ratio(source: Source, start: int, amount: Amount, whole: Amount) -> Quantity | None:
    """A ratio; 27/4 with no word beside it is more likely a day than twenty-seven quarters."""
    if source.text[whole.end : whole.end + 1] == "/" or whole.value == 0:
        return None
    if amount.unit is None and whole.unit is None and whole.value < amount.value <= 31 and whole.value <= 12:
        return None
    ratio = Quantity(number=tidy(amount.value), denominator=tidy(whole.value), unit=amount.unit or whole.unit)
    return _finish(source, start, ratio, whole.end)


def _read_upper(source: Source, amount: Amount) -> Amount | None:
    to = _TO.match(source.text, amount.end)
    if to is None:
        return None
    start = to.end()
    if (word := _TO_QUALIFIER.match(source.text, start)) is not None:
        start = word.end()
    if start >= len(source.text) or not (source.text[start].isdigit() or amount.words):
        return None
    upper = read_amount(source, start) if _START.match(source.text, start) or source.text[start].isdigit() else None
    if upper is None or (upper.words and not amount.words) or (upper.unit is None and amount.unit is not None):
        return None
    return upper


def _lower_value(source: Source, lower: Amount, upper: Amount) -> Decimal:
    """The lower end shares the magnitude of the upper one, also a written-out ``13-14.000``."""
    if lower.factor != 1 or lower.unit is not None:
        return lower.value
    thousands = scale(lower.number, Decimal(1000))
    digits = source.text[lower.end : upper.end]
    if upper.factor == 1 and lower.number < 1000 <= upper.number and ".000" in digits and thousands < upper.number:
        return thousands
    return scale(lower.number, upper.factor)


def _read_multiple(source: Source, start: int) -> Quantity | None:
    """``gấp đôi``, ``gấp rưỡi``, ``gấp 3 lần``, ``gấp 2-3 lần``: times."""
    text = source.text
    if (worded := _TIMES.match(text, start)) is not None:
        return _finish(source, start, Quantity(number=_TIMES_VALUES[worded[1]], unit="lần"), worded.end())
    place = start + 4
    while (filler := re.compile(r"(?:hơn|gần|khoảng|trên|tới|đến|từ) ").match(text, place)) is not None:
        place = filler.end()
    amount = read_amount(source, place) if place < len(text) else None
    if amount is None or amount.unit not in (None, "lần"):
        return None
    found = _read_rest(source, place, amount)
    if found is None:
        return None
    outer, _ = qualifier_before(text, start)
    return msgspec.structs.replace(found, unit="lần", qualifier=found.qualifier or outer)


def _finish(source: Source, start: int, found: Quantity, end: int) -> Quantity:
    """Add the qualifier that stands before `start` or after `end`; the one after is the stronger."""
    qualifier = qualifier_after(source.text, end) or qualifier_before(source.text, start)[0]
    return msgspec.structs.replace(found, qualifier=qualifier)
