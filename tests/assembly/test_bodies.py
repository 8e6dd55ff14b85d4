"""What short forms of agencies and places stand for."""

from __future__ import annotations

import pytest

from tests.assembly.annotated import prepared
from vn_dx_ie.assembly.bodies import completed, is_acronym, level_left_open, uncapitalised


def _resolved(marked: str, key: str) -> str:
    context, _, bodies = prepared(marked)
    return bodies.resolve(next(mention for mention in context.mentions if mention.id == key))


def test_an_abbreviation_in_brackets_is_the_name_before_it() -> None:
    marked = "<age1 Tổng công ty Ánh Dương> (<age2 Ánh Dương Corp>) báo lãi. <age3 Ánh Dương Corp> cho biết."
    assert _resolved(marked, "age3") == "Tổng công ty Ánh Dương"


def test_initials_stand_for_the_agency_that_has_them() -> None:
    marked = "<age1 Bộ TT&TT> họp. <age2 Bộ Thông tin và Truyền thông> vui."
    assert _resolved(marked, "age1") == "Bộ Thông tin và Truyền thông"


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("VPCP", "Văn phòng Chính phủ", True),
        ("Bộ GTVT", "Bộ Giao thông vận tải", True),
        ("Bộ TTTT", "Bộ Thông tin và Truyền thông", True),
        ("UBND TP", "UBND thành phố", False),
        ("Bộ Y tế", "Bộ Yêu thương", False),
    ],
)
def test_is_acronym(short: str, long: str, expected: bool) -> None:
    assert is_acronym(short, long) is expected


def test_a_bare_kind_is_the_body_of_that_kind_named_before() -> None:
    marked = "<age1 Cục Hải quan Lào Cai> và <age2 Cục Thuế Lào Cai> họp. <age3 Cục> báo cáo."
    assert _resolved(marked, "age3") == "Cục Thuế Lào Cai"


def test_a_body_without_its_rank_is_the_ranked_one() -> None:
    assert (
        _resolved("<age1 Hải quan Đà Nẵng> thu. <age2 Cục Hải quan TP Đà Nẵng> nộp.", "age1")
        == "Cục Hải quan TP Đà Nẵng"
    )


def test_a_local_body_takes_the_province_of_the_article() -> None:
    assert _resolved("Tỉnh <pro1 Tuyên Quang> họp. <age1 UBND tỉnh> báo cáo.", "age1") == "UBND tỉnh Tuyên Quang"
    assert _resolved("Tỉnh <pro1 Tuyên Quang> họp. <age1 Tỉnh ủy> báo cáo.", "age1") == "Tỉnh ủy Tuyên Quang"


def test_a_bare_province_level_is_never_a_city() -> None:
    marked = "Tại <pro1 Hà Nội>, <age1 UBND tỉnh> ký với <age2 UBND thành phố>. <pro2 Lào Cai> có lợi."
    assert _resolved(marked, "age1") == "UBND tỉnh Lào Cai"
    assert _resolved(marked, "age2") == "UBND thành phố Hà Nội"


def test_a_local_body_named_in_full_elsewhere_takes_that_name() -> None:
    assert _resolved("<age1 UBND TP> họp. <age2 UBND thành phố Huế> dự.", "age1") == "UBND thành phố Huế"


def test_a_district_body_takes_the_district() -> None:
    assert _resolved("<loc1 huyện Bảo Yên> họp. <age1 UBND huyện> dự.", "age1") == "UBND huyện Bảo Yên"
    assert _resolved("<loc1 Quận 12> họp. <age1 UBND Quận> dự.", "age1") == "UBND Quận 12"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("UBND tỉnh", "tỉnh"),
        ("Thành ủy", "thành phố"),
        ("UBND TP", "thành phố"),
        ("UBND các tỉnh", "tỉnh"),
        ("Bộ Y tế", None),
    ],
)
def test_level_left_open(name: str, level: str | None) -> None:
    assert level_left_open(name) == level


def test_completed_replaces_the_level_by_a_place_that_tells_it() -> None:
    assert completed("UBND TP", "TP.HCM") == "UBND TP.HCM"
    assert completed("Sở Y tế", "Lào Cai") == "Sở Y tế Lào Cai"


def test_uncapitalised_keeps_names() -> None:
    assert uncapitalised("Huyện Yên Định") == "huyện Yên Định"
    assert uncapitalised("Quận 12") == "quận 12"
    assert uncapitalised("Thanh Hóa") == "Thanh Hóa"
