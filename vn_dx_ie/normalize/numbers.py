"""Numbers as written in Vietnamese text, in digits or in words, read at a given place of a text.

The text is the lower-cased view. Every reader takes the text and a position and returns the value
with the position after it, or None where no such thing stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal
from typing import Final

_MAX_DIGITS: Final = 21
_EXACT: Final = Context(prec=80)

MAGNITUDES: Final = {
    "chục": Decimal(10),
    "trăm": Decimal(100),
    "nghìn": Decimal(10**3),
    "ngàn": Decimal(10**3),
    "vạn": Decimal(10**4),
    "triệu": Decimal(10**6),
    "tỷ": Decimal(10**9),
    "tỉ": Decimal(10**9),
}

_DIGIT_WORDS: Final = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
_SCALES: Final = {word: int(value) for word, value in MAGNITUDES.items() if value >= 1000}
_LEADS: Final = frozenset(_DIGIT_WORDS) - {"mốt", "lăm", "nhăm"} | {"mười"}
_WORDS: Final = frozenset(_DIGIT_WORDS) | frozenset(MAGNITUDES) | {"mười", "mươi", "linh", "lẻ"}

_DIGITS = re.compile(
    r"[0-9]{1,3}(?:\.[ ][0-9]{3}){1,6}(?![0-9])(?:,[0-9]+)?"  # 165. 434, a slip of the typist
    r"|[0-9]{1,3}(?:[ ][0-9]{3}){1,6}(?:,[0-9]+)?(?![0-9.,]*[0-9])"
    r"|[0-9]+(?:[.,][0-9]+)*"
)
_PLAIN_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in ".,"}
_MAGNITUDE = re.compile(rf" ?({'|'.join(MAGNITUDES)})(?!\w)")
_NEXT_WORD = re.compile(r" ?([^\W\d_]+)")


def scale(value: Decimal, factor: Decimal) -> Decimal:
    """Return the exact product, whatever the caller's decimal context."""
    return _EXACT.multiply(value, factor)


def total(*values: Decimal) -> Decimal:
    """Return the exact sum, whatever the caller's decimal context."""
    result = Decimal(0)
    for value in values:
        result = _EXACT.add(result, value)
    return result


def tidy(value: Decimal) -> Decimal:
    """Return `value` without needless zeros or exponent: ``78500000.0`` becomes ``78500000``."""
    shortest = value.normalize(_EXACT)
    exponent = shortest.as_tuple().exponent
    return shortest.quantize(Decimal(1), context=_EXACT) if isinstance(exponent, int) and exponent > 0 else shortest


def parse_digits(written: str) -> Decimal | None:
    """Return the value of a number in digits: the comma is the decimal mark, the full stop groups.

    The English way is understood where the Vietnamese one is impossible: ``12.5``, ``1,234,567``,
    ``1,263.26``. What fits neither (``27.4.2022``) or is longer than any statistic is None.
    """
    written = written.replace(" ", "")
    if sum(map(str.isdigit, written)) > _MAX_DIGITS:
        return None
    whole, mark, fraction = _split_fraction(written)
    for grouping in ".,":
        if grouping in whole:
            if grouping == mark or not _GROUPED[grouping].fullmatch(whole):
                return None
            whole = whole.replace(grouping, "")
    return Decimal(f"{whole}.{fraction}" if mark else whole)


def _split_fraction(written: str) -> tuple[str, str, str]:
    """Split off the decimal mark, which is the last separator where it stands once."""
    dots, commas = written.count("."), written.count(",")
    if dots and commas:
        mark = max(".,", key=written.rfind)
        return written.rpartition(mark) if written.count(mark) == 1 else (written, "", "")
    if commas == 1 or (dots == 1 and not _GROUPED["."].fullmatch(written)):
        return written.rpartition("," if commas else ".")
    return written, "", ""


def read_digits(text: str, position: int) -> tuple[Decimal, int] | None:
    """Read a number in digits, its groups parted by full stops or single spaces."""
    for found in (_DIGITS.match(text, position), _PLAIN_DIGITS.match(text, position)):
        if found and (value := parse_digits(found[0].replace(". ", "."))) is not None:
            return value, found.end()
    return None


def read_magnitude(text: str, position: int) -> tuple[Decimal, int]:
    """Read the magnitudes that follow a number (``nghìn tỷ``); the factor is 1 where none does."""
    factor = Decimal(1)
    for _ in range(3):
        found = _MAGNITUDE.match(text, position)
        if not found:
            break
        factor, position = scale(factor, MAGNITUDES[found[1]]), found.end()
    return factor, position


def read_words(text: str, position: int) -> tuple[Decimal, int, int] | None:
    """Read a number in words; returns the value, the place after it and how many words it has."""
    words, ends = _number_words(text, position)
    while words and words[-1] in ("linh", "lẻ"):
        words.pop()
    if not words or words[0] not in _LEADS or words == ["không"]:
        return None
    value = _value_of(words)
    return None if value is None else (Decimal(value), ends[len(words) - 1], len(words))


def _number_words(text: str, position: int) -> tuple[list[str], list[int]]:
    words: list[str] = []
    ends: list[int] = []
    for _ in range(24):
        found = _NEXT_WORD.match(text, position)
        if not found or found[1] not in _WORDS or (words and found[0][0] != " "):
            break
        words.append(found[1])
        ends.append(found.end())
        position = found.end()
    return _without_years(words), ends


def _without_years(words: list[str]) -> list[str]:
    """Drop a last ``năm`` that means years: five after tens is ``lăm``, after hundreds ``linh năm``."""
    if len(words) > 1 and words[-1] == "năm" and words[-2] not in ("linh", "lẻ"):
        return words[:-1]
    return words


def _value_of(words: Sequence[str]) -> int | None:
    """Return the value of a whole numeral: parts of falling scale, each below a thousand."""
    result = 0
    part: list[str] = []
    limit: int | None = None  # the last scale: those after it must be smaller
    for word in words:
        if word in _SCALES:
            factor = _SCALES[word]
            if part:
                below = _below_thousand(part)
                if below is None or (limit is not None and factor >= limit):
                    return None
                result, part, limit = result + below * factor, [], factor
            elif result and limit is not None:
                result, limit = result * factor, limit * factor  # nghìn tỷ
            else:
                return None
        else:
            part.append(word)
    if not part:
        return result
    rest = _below_thousand(part)
    if rest is None:
        return None
    if limit is not None and len(part) == 1 and part[0] in _DIGIT_WORDS:
        return result + rest * (limit // 10)  # hai nghìn mốt, một triệu hai
    return result + rest


def _below_thousand(words: Sequence[str]) -> int | None:
    """Return the value of a numeral below a thousand, None where the words make none."""
    hundreds, rest = 0, list(words)
    if "trăm" in rest:
        place = rest.index("trăm")
        if place != 1 or rest[0] not in _DIGIT_WORDS:
            return None
        hundreds, rest = _DIGIT_WORDS[rest[0]] * 100, rest[2:]
        if len(rest) == 1 and rest[0] in _DIGIT_WORDS:
            return hundreds + _DIGIT_WORDS[rest[0]] * 10  # một trăm hai
    if rest and rest[0] in ("linh", "lẻ"):
        rest = rest[1:]
        return hundreds + _DIGIT_WORDS[rest[0]] if len(rest) == 1 and rest[0] in _DIGIT_WORDS else None
    tens = _below_hundred(rest)
    return None if tens is None else hundreds + tens


def _below_hundred(words: Sequence[str]) -> int | None:
    match list(words):
        case []:
            return 0
        case [unit] if unit in _DIGIT_WORDS:
            return _DIGIT_WORDS[unit]
        case ["mười"]:
            return 10
        case ["mười", unit] if unit in _DIGIT_WORDS:
            return 10 + _DIGIT_WORDS[unit]
        case [tens, "mươi" | "chục"] if _DIGIT_WORDS.get(tens):
            return 10 * _DIGIT_WORDS[tens]
        case [tens, "mươi", unit] if _DIGIT_WORDS.get(tens) and unit in _DIGIT_WORDS:
            return 10 * _DIGIT_WORDS[tens] + _DIGIT_WORDS[unit]
        case [tens, unit] if _DIGIT_WORDS.get(tens) and unit in ("mốt", "tư", "lăm", "nhăm"):
            return 10 * _DIGIT_WORDS[tens] + _DIGIT_WORDS[unit]  # hai lăm
    return None
