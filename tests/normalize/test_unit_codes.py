"""Codes of canonical units."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.normalize import units
from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.normalize.unit_codes import unit_code, unit_kind

UNITS = [*units._CURRENCIES, *units._MEASURES]
WITHOUT_CODE = {"độ Richter"}
# Atoms of UCUM with the prefixes in use, and annotations; an independent reading of its grammar.
ATOM = (
    r"[A-Z]{3}|[kcm]?m[23]?|har|[km]?g|d?t|m?L|\[(?:nmi_i|oz_tr|ppth)\]|[kMGT]?W|[kM]?V|A|[kMG]?Hz|[kMGTP]By"
    r"|[kMGT]bit|s|min|h|d|wk|mo|a|%|Cel|10\*-4|[0-9]+|"
)
TERM = rf"(?:{ATOM})(?:\{{[^\s{{}}]+\}})?"
FACTOR = rf"(?:{TERM}|\({TERM}(?:[./]{TERM})+\))"
CODE = re.compile(rf"{FACTOR}(?:[./]{FACTOR})*")


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        ("%", "%"), ("‰", "[ppth]"), ("điểm %", "%{điểm}"), ("điểm", "{điểm}"), ("điểm cơ bản", "10*-4"),
        ("VND", "VND"), ("USD", "USD"), ("EUR", "EUR"), ("JPY", "JPY"),
        ("km", "km"), ("ha", "har"), ("m2", "m2"), ("km2", "km2"), ("m3", "m3"), ("hải lý", "[nmi_i]"),
        ("tấn", "t"), ("tạ", "dt"), ("gram", "g"), ("ounce", "[oz_tr]"), ("lít", "L"), ("DWT", "t{DWT}"),
        ("MW", "MW"), ("kWh", "kW.h"), ("MVA", "MV.A"), ("Mbps", "Mbit/s"), ("GB", "GBy"), ("°C", "Cel"),
        ("giây", "s"), ("phút", "min"), ("giờ", "h"), ("ngày", "d"), ("ngày đêm", "d"), ("tuần", "wk"),
        ("tháng", "mo"), ("quý", "3.mo"), ("năm", "a"), ("tuổi", "a"),
        ("lượt", "{lượt}"), ("lần", "{lần}"), ("bậc", "{bậc}"),
        ("VND/m2", "VND/m2"), ("VND/người/tháng", "VND/{người}/mo"), ("USD/kWh", "USD/(kW.h)"),
        ("VND/quý", "VND/(3.mo)"), ("lượt/ngày", "{lượt}/d"), ("lượt khách/năm", "{lượt_khách}/a"),
        ("giao dịch/giây", "{giao_dịch}/s"), ("lít/100 km", "L/(100.km)"), ("ca/1.000 dân", "{ca}/(1000.{dân})"),
        ("VND/cp", "VND/{cổ_phiếu}"), ("VND/cổ phiếu", "VND/{cổ_phiếu}"), ("tấn/ha", "t/har"), ("km/h", "km/h"),
        ("độ Richter", None), ("hồ sơ", None), ("", None), ("/ngày", None), ("VND/", None), ("?/ngày", None),
        (None, None),
    ],
)  # fmt: skip
def test_code(unit: str | None, code: str | None) -> None:
    assert unit_code(unit) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("tăng 1,5 điểm phần trăm", "%{điểm}"), ("82,4%", "%"), ("93,31 Mbps", "Mbit/s"),
        ("25 triệu đồng/m2", "VND/m2"),
        ("1.200 lượt/ngày", "{lượt}/d"), ("5,2 tỷ đô la Mỹ", "USD"), ("12 héc-ta", "har"), ("1.871", None),
    ],
)  # fmt: skip
def test_code_of_a_parsed_quantity(value: str, code: str | None) -> None:
    quantity = parse_quantity(value)
    assert quantity is not None
    assert unit_code(quantity.unit) == code


def test_every_unit_has_a_code_or_is_listed() -> None:
    assert {unit for unit in UNITS if unit_code(unit) is None} == WITHOUT_CODE


def test_no_two_measures_share_a_code_but_by_meaning() -> None:
    same = {"ngày": "ngày đêm", "năm": "tuổi"}
    codes: dict[str | None, str] = {}
    for unit in UNITS:
        other = codes.setdefault(unit_code(unit), unit)
        assert other == unit or unit in (same.get(other), *(key for key, value in same.items() if value == other))


@given(st.sampled_from(UNITS), st.lists(st.sampled_from([*UNITS, *units._SHARES, "100 km"]), max_size=2))
def test_a_code_is_well_formed(unit: str, shares: list[str]) -> None:
    code = unit_code("/".join([unit, *shares]))
    missing = WITHOUT_CODE & {unit, *shares}
    assert (code is None) == bool(missing)
    assert code is None or CODE.fullmatch(code), code


@given(st.text(max_size=20))
def test_any_text_is_accepted(text: str) -> None:
    code = unit_code(text)
    assert code is None or CODE.fullmatch(code)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("%", "share"), ("điểm %", "share"), ("VND", "money"), ("VND/năm", "money"), ("VND/người", "rate"),
        ("VND/người/tháng", "rate"), ("lượt", "count"), ("lượt khách/ngày", "count"), ("giao dịch/giây", "count"),
        ("ca/1.000 dân", "rate"), ("điểm", "index"), ("Mbps", "speed"), ("lần", None), ("bậc", None),
        ("điểm cơ bản", None), (None, None),
    ],
)  # fmt: skip
def test_kind(unit: str | None, kind: str | None) -> None:
    assert unit_kind(unit) == kind
