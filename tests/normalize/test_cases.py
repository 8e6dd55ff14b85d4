"""Quantities and periods as they are written: the tables of the folder ``cases``."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from vn_dx_ie import parse_period, parse_quantity
from vn_dx_ie.records import Period, Quantity

CASES = Path(__file__).parent / "cases"
REFERENCE = date(2024, 10, 17)

_NUMBER = r"-?[\d_]+(?:\.\d+)?"
_QUANTITY = re.compile(
    rf"(?P<rank>rank )?(?:(?P<qualifier>about|over|under|nearly) )?(?P<number>{_NUMBER})(?:\.\.(?P<upper>{_NUMBER}))?"
    rf"(?: of (?P<denominator>{_NUMBER}))?(?: (?P<unit>.+))?"
)


def lines_of(name: str) -> list[str]:
    """Return the lines of a table, without empty ones and comments."""
    lines = (CASES / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def pairs_of(name: str) -> list[tuple[str, str]]:
    """Return what stands before and after the sign of equality of each line."""
    return [(text, value) for text, _, value in (line.partition(" = ") for line in lines_of(name))]


def spellings(text: str) -> list[str]:
    """Return `text` as it is, decomposed, and with non-breaking spaces."""
    return [text, unicodedata.normalize("NFD", text), text.replace(" ", "\u00a0")]


def quantity(written: str) -> Quantity:
    """Read ``rank 71 of 193``, ``about 5..7 %``."""
    found = _QUANTITY.fullmatch(written)
    assert found, written
    numbers = {name: Decimal(found[name]) for name in ("number", "upper", "denominator") if found[name]}
    return Quantity(**numbers, unit=found["unit"], qualifier=found["qualifier"], rank=found["rank"] is not None)


def period(written: str) -> Period:
    """Read ``2022-01-01..2022-03-31``, ``2022-08-08 morning``."""
    span, _, part = written.partition(" ")
    first, _, last = span.partition("..")
    return Period(date.fromisoformat(first), date.fromisoformat(last or first), part or None)


@pytest.mark.parametrize(("text", "value"), pairs_of("quantities"))
def test_a_quantity_has_its_value_in_every_spelling(text: str, value: str) -> None:
    assert [parse_quantity(spelling) for spelling in spellings(text)] == [quantity(value)] * 3


@pytest.mark.parametrize("text", lines_of("no_quantities"))
def test_what_states_no_quantity_gives_none(text: str) -> None:
    assert [parse_quantity(spelling) for spelling in spellings(text)] == [None] * 3


@pytest.mark.parametrize(("text", "value"), pairs_of("periods"))
def test_a_period_with_its_year_needs_no_reference(text: str, value: str) -> None:
    found = [parse_period(spelling, day) for spelling in spellings(text) for day in (None, REFERENCE)]
    assert found == [period(value)] * 6


@pytest.mark.parametrize(("text", "value"), pairs_of("near_periods"))
def test_a_period_without_its_year_lies_near_the_reference(text: str, value: str) -> None:
    assert [parse_period(spelling, REFERENCE) for spelling in spellings(text)] == [period(value)] * 3
    assert parse_period(text) is None


@pytest.mark.parametrize("text", lines_of("no_periods"))
def test_what_names_no_period_gives_none(text: str) -> None:
    assert [parse_period(spelling, day) for spelling in spellings(text) for day in (None, REFERENCE)] == [None] * 6


@pytest.mark.parametrize("name", ["quantities", "no_quantities", "periods", "near_periods", "no_periods"])
def test_no_case_stands_twice(name: str) -> None:
    texts = [line.partition(" = ")[0] for line in lines_of(name)]
    assert len(texts) == len(set(texts))
