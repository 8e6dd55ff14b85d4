"""Amounts: a number, in digits or in words, with the magnitude and the unit that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from vn_dx_ie.normalize.numbers import MAGNITUDES, read_digits, read_magnitude, read_words, scale, total
from vn_dx_ie.normalize.units import read_prefix_currency, read_unit

_HALF: Final = Decimal("0.5")
_HALF_WORD = re.compile(r"(?:phân |một )?nửa(?!\w)")
_LARGE = re.compile(r" ?(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)(?!\w)")
_HALF_MORE = re.compile(r" ?rưỡi(?!\w)")
_POINT = re.compile(r" phẩy (?=\w)")
_GLUED_LETTER = re.compile(r"[^\W\d_]")
_MIXED_TIME: Final = {("năm", "tháng"): ("tháng", 12), ("giờ", "phút"): ("phút", 60), ("phút", "giây"): ("giây", 60)}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its magnitude and unit, as far as they are written."""

    number: Decimal
    factor: Decimal
    unit: str | None
    end: int
    words: int = 0  # how many words the numeral has, none for digits

    @property
    def value(self) -> Decimal:
        """Return the number with its magnitude applied."""
        return scale(self.number, self.factor)


@dataclass(frozen=True, slots=True)
class Source:
    """The mention: ``text`` lower-cased, ``original`` in its own case, of the same length."""

    text: str
    original: str


def read_amount(source: Source, start: int) -> Amount | None:
    """Read number, magnitude and unit; parts of falling size (``41 tỷ 737 triệu``) add up."""
    read = read_number(source, start)
    if read is None:
        return None
    number, end, words = read
    factor, end = read_magnitude(source.text, end)
    if (half := _HALF_MORE.match(source.text, end)) is not None:
        last = MAGNITUDES.get(source.text[start:end].rpartition(" ")[2], Decimal(1)) if words else Decimal(1)
        number, end, words = total(number, scale(_HALF, last)), half.end(), words + 1
    lowest = factor
    while lowest > 1 and (part := _read_part(source, end, lowest)):
        value, lowest, end = part
        number, factor = total(scale(number, factor), value), Decimal(1)
    if _GLUED_LETTER.match(source.text, end) and not words and not read_unit(source.text, end, source.original):
        return None  # 4G, 17h30
    unit = read_unit(source.text, end, source.original, scaled=lowest > 1 or factor > 1)
    if unit is None:
        return Amount(number, factor, read_prefix_currency(source.text, start), end, words)
    if (half := _HALF_MORE.match(source.text, unit[1])) is not None:  # hai năm rưỡi
        return Amount(total(number, _HALF), factor, unit[0], half.end(), words + 2 if words else 0)
    return _with_smaller_unit(source, Amount(number, factor, unit[0], unit[1], words))


def read_number(source: Source, start: int) -> tuple[Decimal, int, int] | None:
    """Read a number without what follows it: value, the place after it, and how many words it has."""
    text = source.text
    if "0" <= text[start] <= "9":
        digits = read_digits(text, start)
        return (*digits, 0) if digits else None
    if (half := _HALF_WORD.match(text, start)) is not None:
        return _read_half(text, half.end())
    words = read_words(text, start)
    if words and (point := _POINT.match(text, words[1])) and (tail := read_words(text, point.end())):
        fraction = Decimal(f"0.{tail[0]}")
        return total(words[0], fraction), tail[1], words[2] + tail[2] + 1
    return words


def _read_half(text: str, end: int) -> tuple[Decimal, int, int] | None:
    """``nửa triệu`` and ``một nửa`` are quantities, ``nửa đầu năm`` is none."""
    alone = not text[end:].strip() or _LARGE.match(text, end) is not None
    return (_HALF, end, 2) if alone or text[:end].endswith(("một nửa", "phân nửa", "quá nửa", "hơn nửa")) else None


def _read_part(source: Source, end: int, limit: Decimal) -> tuple[Decimal, Decimal, int] | None:
    """Read a further part with a smaller magnitude: value, its magnitude, the place after it."""
    digits = read_digits(source.text, end + 1) if source.text[end : end + 1] == " " else None
    if digits is None:
        return None
    factor, after = read_magnitude(source.text, digits[1])
    return (scale(digits[0], factor), factor, after) if 1 < factor < limit else None


def _with_smaller_unit(source: Source, amount: Amount) -> Amount:
    """Join ``2 năm 3 tháng`` to 27 months."""
    digits = read_digits(source.text, amount.end + 1) if source.text[amount.end : amount.end + 1] == " " else None
    unit = read_unit(source.text, digits[1], source.original) if digits else None
    if digits and unit and (joint := _MIXED_TIME.get((amount.unit or "", unit[0]))):
        number = total(scale(amount.value, Decimal(joint[1])), digits[0])
        return Amount(number, Decimal(1), joint[0], unit[1], amount.words)
    return amount
