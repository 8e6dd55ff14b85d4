"""Linking of province names."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.lexicon import _data
from vn_dx_ie.normalize.provinces import link_province

BEFORE, AFTER = date(2024, 6, 1), date(2026, 1, 1)
OLD = [unit for unit in _data.province_units() if (unit.valid_from or BEFORE) <= BEFORE <= (unit.valid_to or BEFORE)]
UNITS = st.sampled_from(_data.province_units())


def code(text: str, on: date | None = None) -> str | None:
    province = link_province(text, on)
    return province.code if province else None


def spellings(name: str, kind: str) -> list[str]:
    new_style = name.replace("òa", "oà").replace("óa", "oá")
    prefixes = ("thành phố", "Thành phố", "TP", "TP.", "Tp. ") if kind == "city" else ("tỉnh", "Tỉnh", "TỈNH")
    bare = name.removeprefix("Thành phố ")
    return [
        *(name, name.upper(), name.lower(), new_style, unicodedata.normalize("NFD", name)),
        *(f"  {name}, ", f'"{name}"', f"({name})", name.replace(" ", "\u00a0"), name.replace(" ", "  ")),
        *(f"{prefix} {bare}" for prefix in prefixes),
        *(name.replace(" - ", "-"), name.replace(" - ", " – "), name.replace(" - ", "- "), name.replace(" - ", " ")),
        without_accents(name),
    ]


def without_accents(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@pytest.mark.parametrize("unit", OLD, ids=lambda unit: str(unit.code))
def test_all_spellings_of_the_63_names(unit: _data.ProvinceUnit) -> None:
    for spelling in [*spellings(unit.name, unit.kind), *_data.province_aliases().get(unit.name, ())]:
        province = link_province(spelling, BEFORE)
        assert province is not None, spelling
        assert (province.code, province.name) == (unit.code, unit.name), spelling


@pytest.mark.parametrize(
    ("text", "on", "expected", "merged_into"),
    [
        ("TP. Hồ Chí Minh", AFTER, "79", None),
        ("TP.HCM", BEFORE, "79", "79"),
        ("TPHCM", None, "79", None),
        ("Sóc Trăng", date(2023, 7, 12), "94", "92"),
        ("Sóc Trăng", AFTER, "94", "92"),
        ("Sóc Trăng", None, "94", "92"),
        ("Tuyên Quang", BEFORE, "08", "08"),
        ("Tuyên Quang", AFTER, "08", None),
        ("Lào Cai", BEFORE, "10", "15"),
        ("Lào Cai", AFTER, "15", None),
        ("Lào Cai", None, "15", None),
        ("Bắc Ninh", date(2025, 6, 30), "27", "24"),
        ("Bắc Ninh", date(2025, 7, 1), "24", None),
        ("Đồng Tháp", BEFORE, "87", "82"),
        ("tỉnh Thừa Thiên - Huế", BEFORE, "46", "46"),
        ("Thừa Thiên Huế", AFTER, "46", "46"),
        ("Huế", BEFORE, "46", "46"),
        ("Huế", AFTER, "46", None),
        ("Thành phố Huế", None, "46", None),
        ("Hà Nội", BEFORE, "01", None),
        ("Thủ đô Hà Nội", None, "01", None),
        ("Hà Tây", BEFORE, "28", "01"),
        ("BR-VT", None, "77", "79"),
        ("Daklak", None, "66", None),
        ("Bắc Cạn", BEFORE, "06", "19"),
        ("Hanoi", None, "01", None),
        ("Đà Nẵng", date(1990, 1, 1), "48", "48"),
    ],
)
def test_entry_of_the_day(text: str, on: date | None, expected: str, merged_into: str | None) -> None:
    province = link_province(text, on)
    assert province is not None
    assert (province.code, province.merged_into) == (expected, merged_into)


def test_validity_is_given() -> None:
    province = link_province("Sóc Trăng")
    assert province is not None
    assert province.valid_to == date(2025, 6, 30)
    assert province.name == "Sóc Trăng"


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "tỉnh", "TP", "thành phố", "Quy Nhơn", "Vũng Tàu", "Việt Nam", "Hà", "Sóc", "UBND tỉnh Tuyên Quang"),
        *("thành phố Bắc Ninh", "TP Thái Nguyên", "TP. Hải Dương", "Hà Nội và Đà Nẵng", "Hà Nàm", "79", "\ud800"),
    ],
)
def test_what_names_no_province(text: str) -> None:
    assert link_province(text) is None


@given(UNITS, st.none() | st.dates())
def test_a_known_name_is_never_lost(unit: _data.ProvinceUnit, on: date | None) -> None:
    province = link_province(unit.name, on)
    assert province is not None
    assert province.name in {unit.name, "Thừa Thiên Huế"}


@given(UNITS, st.dates())
def test_the_entry_valid_on_the_day_is_preferred(unit: _data.ProvinceUnit, on: date) -> None:
    if (unit.valid_from or date.min) <= on <= (unit.valid_to or date.max):
        assert code(unit.name, on) == unit.code


@given(st.text(max_size=20))
def test_any_text_is_accepted(text: str) -> None:
    province = link_province(text)
    assert province is None or province.code
