"""Quantities: laws that hold for any number and any text."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.records import Quantity


@given(st.integers(min_value=0, max_value=10**15))
def test_a_grouped_integer_reads_back(number: int) -> None:
    assert parse_quantity(f"{number:,}".replace(",", ".")) == Quantity(number=Decimal(number))


@given(st.decimals(min_value=0, max_value=10**9, places=3), st.sampled_from(["", "%", " USD", " tấn"]))
def test_a_decimal_written_the_vietnamese_way_reads_back(number: Decimal, unit: str) -> None:
    written = f"{number:,}".translate(str.maketrans(",.", ".,")) + unit
    found = parse_quantity(written)
    assert found is not None
    assert (found.number, found.unit) == (number, unit.strip() or None)


@given(st.integers(min_value=1, max_value=999), st.integers(min_value=1, max_value=999))
def test_millions_and_thousands_add_up(millions: int, thousands: int) -> None:
    found = parse_quantity(f"{millions} triệu {thousands} nghìn đồng")
    assert found == Quantity(number=Decimal(millions * 10**6 + thousands * 1000), unit="VND")


def in_words(number: int) -> str:
    """Spell a number below a million, independently of the parser."""
    digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
    if number >= 1000:
        rest = number % 1000
        tail = f" {'không trăm ' if rest < 100 else ''}{'linh ' if rest < 10 else ''}{in_words(rest)}" if rest else ""
        return f"{in_words(number // 1000)} nghìn{tail}"
    if number >= 100:
        rest = number % 100
        return f"{digits[number // 100]} trăm" + (f" {'linh ' if rest < 10 else ''}{in_words(rest)}" if rest else "")
    tens, unit = divmod(number, 10)
    if tens == 0:
        return digits[unit]
    last = {0: "", 5: " lăm"}.get(unit, f" {'mốt' if unit == 1 and tens > 1 else digits[unit]}")
    return ("mười" if tens == 1 else f"{digits[tens]} mươi") + last


@given(st.integers(min_value=1, max_value=999_999))
def test_a_number_in_words_reads_back(number: int) -> None:
    assert parse_quantity(in_words(number)) == Quantity(number=Decimal(number))


@given(st.text())
def test_no_text_raises(text: str) -> None:
    parse_quantity(text)


PIECES = [
    "5",
    "1.871",
    "93,31",
    " ",
    "/",
    "-",
    "%",
    "một",
    "nghìn",
    "tỷ",
    "gấp",
    "thứ",
    "hơn",
    "trở lên",
    "đồng",
    "m²",
    "½",
    "(",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_no_heap_of_pieces_raises(pieces: list[str]) -> None:
    parse_quantity("".join(pieces))
    parse_quantity(" ".join(pieces))


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1." * 100_000,
        "1/" * 100_000,
        "1 " * 100_000,
        "(" * 200_000,
        "1 " + "a" * 200_000,
        "ngày " * 40_000,
    ],
    ids=["digits", "dots", "slashes", "spaces", "brackets", "letters", "words"],
)
def test_long_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    parse_quantity(text)
    assert time.perf_counter() - started < 5
