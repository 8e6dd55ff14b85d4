"""What provinces and bodies stand for on the day that an article speaks from."""

from __future__ import annotations

import unicodedata
from datetime import date
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.assembly.annotated import annotated
from vn_dx_ie.assembly import link_and_assemble
from vn_dx_ie.assembly.links import IN_FULL, LEAST, SHORTENED, THROUGH_THE_DOCUMENT, THROUGH_THE_HOME
from vn_dx_ie.document import Document, Link
from vn_dx_ie.lexicon._data import ProvinceUnit, province_units
from vn_dx_ie.lexicon.departments import LocalKind, local_kinds
from vn_dx_ie.records import Observation

BEFORE, BETWEEN, AFTER = date(2024, 6, 1), date(2025, 4, 1), date(2025, 9, 1)


def _links(marked: str, published: date | None = None) -> dict[str, Link | None]:
    found = link_and_assemble(annotated(marked, published=published))
    return {entity.id: entity.link for entity in found.entities}


def _code(name: str, day: date | None) -> str | None:
    link = _links(f"<age1 {name}> họp.", day)["age1"]
    return link.code if link else None


@pytest.mark.parametrize(
    ("name", "before", "between", "after"),
    [
        # Central bodies.
        ("Bộ Thông tin và Truyền thông", *["bo-thong-tin-va-truyen-thong"] * 3),
        ("Bộ TT&TT", *["bo-thong-tin-va-truyen-thong"] * 3),
        ("Bộ Khoa học và Công nghệ", *["bo-khoa-hoc-va-cong-nghe"] * 3),
        ("Cục Thuế", None, "cuc-thue", "cuc-thue"),
        # Both reorganisations: departments in March, provinces in July 2025.
        ("UBND tỉnh Lào Cai", "VN-10.ubnd", "VN-10.ubnd", "VN-15-2025.ubnd"),
        ("UBND tỉnh Yên Bái", "VN-15.ubnd", "VN-15.ubnd", "VN-15.ubnd"),
        ("Ủy ban nhân dân tỉnh Tuyên Quang", *["VN-08.ubnd"] * 3),
        ("HĐND tỉnh Quảng Bình khóa XVIII", *["VN-44.hdnd"] * 3),
        ("HĐND tỉnh Quảng Trị", "VN-45.hdnd", "VN-45.hdnd", "VN-44-2025.hdnd"),
        ("Sở Nội vụ tỉnh Gia Lai", "VN-64.so.nv", "VN-64.so.nv", "VN-52-2025.so.nv"),
        ("Sở TT&TT Bắc Ninh", *["VN-27.so.tttt"] * 3),
        ("Sở KH&CN Bắc Ninh", "VN-27.so.khcn", "VN-27.so.khcn", "VN-24-2025.so.khcn"),
        ("Sở Nông nghiệp và Môi trường Lâm Đồng", None, "VN-68.so.nnmt", "VN-68.so.nnmt"),
        ("Sở LĐ-TB&XH tỉnh Hà Giang", *["VN-02.so.ldtbxh"] * 3),
        ("Sở Lao động - Thương binh và Xã hội Sơn La", *["VN-14.so.ldtbxh"] * 3),
        ("Sở KH-ĐT TP.HCM", *["VN-79.so.khdt"] * 3),
        ("Sở Giao thông vận tải (GTVT) TP Cần Thơ", *["VN-92.so.gtvt"] * 3),
        ("Tỉnh ủy Long An", *["VN-80.tinh-uy"] * 3),
        ("Thành uỷ TP. Hồ Chí Minh", *["VN-79.thanh-uy"] * 3),
        ("Công an tỉnh Nghệ An", *["VN-40.cong-an"] * 3),
        ("Công an Hà Nội", *["VN-01.cong-an"] * 3),
        ("BHXH tỉnh Thanh Hóa", *["VN-38.bhxh"] * 3),
        ("Cục Thuế tỉnh Hậu Giang", *["VN-93.cuc-thue"] * 3),
        ("Thuế tỉnh Lạng Sơn", None, None, "VN-20.thue"),
        ("Cục Hải quan Hải Phòng", *["VN-31.cuc-hai-quan"] * 3),
        ("Đoàn ĐBQH tỉnh Cà Mau", *["VN-96.doan-dbqh"] * 3),
        ("Văn phòng UBND TP. Đà Nẵng", *["VN-48.van-phong-ubnd"] * 3),
        # Huế was a town of Thừa Thiên Huế until 2024.
        ("UBND TP Huế", None, "VN-46-2025.ubnd", "VN-46-2025.ubnd"),
        ("UBND tỉnh Thừa Thiên Huế", *["VN-46.ubnd"] * 3),
        # Below a province, of several provinces, of none, or of another kind.
        ("UBND huyện Bảo Yên", *[None] * 3),
        ("UBND thành phố Lào Cai", *[None] * 3),
        ("Thành ủy Lào Cai", *[None] * 3),
        ("UBND quận 1, TP. HCM", *[None] * 3),
        ("Cục Hải quan Gia Lai - Kon Tum", *[None] * 3),
        ("Sở Y tế các tỉnh", *[None] * 3),
        ("UBND tỉnh", *[None] * 3),
        ("Công an", *[None] * 3),
        ("Sở Nội vụ", *[None] * 3),
        ("Công ty Sao Mai", *[None] * 3),
    ],
)
def test_code_of_a_body_on_three_days(name: str, before: str | None, between: str | None, after: str | None) -> None:
    assert [_code(name, day) for day in (BEFORE, BETWEEN, AFTER)] == [before, between, after]
    assert _code(unicodedata.normalize("NFD", name), AFTER) == after


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [("Lào Cai", BEFORE, "10"), ("Lào Cai", AFTER, "15"), ("TPHCM", AFTER, "79"), ("Đà Lạt", AFTER, None)],
)
def test_code_of_a_province(text: str, day: date, code: str | None) -> None:
    link = _links(f"<pro1 {text}> họp.", day)["pro1"]
    assert (link and link.code) == code


@pytest.mark.parametrize(
    ("marked", "day", "code"),
    [
        ("<pro1 Lào Cai> đổi mới.\n<age1 UBND tỉnh> họp.", BEFORE, "VN-10.ubnd"),
        ("<pro1 Lào Cai> đổi mới.\n<age1 UBND tỉnh> họp.", AFTER, "VN-15-2025.ubnd"),
        ("<pro1 Lào Cai> đổi mới.\n<age1 Sở TT&TT> họp.", BEFORE, "VN-10.so.tttt"),
        ("<pro1 Hà Nội> đổi mới.\n<age1 Sở Xây dựng TP> họp.", BEFORE, "VN-01.so.xd"),
        ("<pro1 Hà Nội> đổi mới.\n<age1 Cục Thuế> họp.", BEFORE, "VN-01.cuc-thue"),
        ("<pro1 Hà Nội> đổi mới.\n<age1 Cục Thuế> họp.", AFTER, "cuc-thue"),
        # The only province that the article names.
        ("Tin vui.\n<pro1 Lào Cai> đổi mới. <age1 UBND tỉnh> họp.", BEFORE, "VN-10.ubnd"),
        ("Tin vui.\nTại <pro1 Hà Nội>, <age1 Tỉnh ủy> và <pro2 Lào Cai> vui.", BEFORE, "VN-10.tinh-uy"),
        ("Tin vui.\nTại <pro1 Hà Nội>, <age1 Sở Y tế> họp.", BEFORE, None),
        ("Tin vui.\n<pro1 Sơn La> và <pro2 Lào Cai> đổi mới. <age1 UBND tỉnh> họp.", BEFORE, None),
        # The level does not fit, the home is not sure, or it is gone.
        ("<pro1 Hà Nội> đổi mới.\n<age1 UBND tỉnh> họp.", BEFORE, None),
        ("<pro1 Lào Cai> đổi mới.\n<age1 Thành ủy> họp.", BEFORE, None),
        ("<pro1 Lào Cai>, <pro2 Sơn La>, <pro3 Hà Giang>.\n<age1 UBND tỉnh> họp.", BEFORE, None),
        ("<pro1 Yên Bái> đổi mới.\n<age1 UBND tỉnh> họp.", AFTER, None),
        ("<pro1 Hà Nội> đổi mới.\n<loc1 thành phố Sơn Tây>: <age1 Công an thành phố> họp.", BEFORE, None),
        ("<pro1 Hà Nội> đổi mới.\n<age1 Công an> họp.", BEFORE, None),
        # Named in full elsewhere, once or for two provinces.
        ("Tin vui.\n<age1 UBND tỉnh> họp. <age2 UBND tỉnh Lào Cai> vui.", BEFORE, "VN-10.ubnd"),
        ("<age1 Sở> họp. <age2 Sở Y tế Lào Cai> vui.", BEFORE, "VN-10.so.yt"),
        ("<age1 Bộ> họp. <age2 Bộ Y tế> vui.", BEFORE, "bo-y-te"),
        ("<age1 Bộ> họp. <age2 Bộ Y tế> gặp <age3 Bộ Nội vụ>.", BEFORE, None),
        ("<age1 UBND tỉnh> họp. <age2 UBND tỉnh Lào Cai> gặp <age3 UBND tỉnh Sơn La>.", BEFORE, None),
        ("<pro1 Sơn La> vui.\n<age1 UBND tỉnh> họp. <age2 UBND tỉnh Lào Cai> dự.", BEFORE, None),
        # The province stands right after the body.
        ("<age1 UBND tỉnh> <pro1 Lào Cai> họp.", BEFORE, "VN-10.ubnd"),
        ("<age1 Sở Nội vụ> tỉnh <pro1 Lào Cai> họp.", AFTER, "VN-15-2025.so.nv"),
        ("<age1 Cục Thuế> TP <pro1 Hà Nội> họp.", AFTER, "VN-01.cuc-thue"),
    ],
)
def test_what_the_document_says_of_a_body(marked: str, day: date, code: str | None) -> None:
    link = _links(marked, day)["age1"]
    assert (link and link.code) == code


@pytest.mark.parametrize(
    ("marked", "way"),
    [
        ("<age1 Sở Nội vụ tỉnh Lào Cai>", IN_FULL),
        ("<age1 Sở NV tỉnh Lào Cai>", SHORTENED),
        ("<age1 Bộ Y tế>", IN_FULL),
        ("<age1 BYT>", SHORTENED),
        ("<age1 Sở> của <age2 Sở Nội vụ tỉnh Lào Cai>", THROUGH_THE_DOCUMENT),
        ("<pro1 Lào Cai>.\n<age1 Sở Nội vụ>", THROUGH_THE_HOME),
    ],
)
def test_confidence_is_that_of_the_entity_times_that_of_the_way(marked: str, way: float) -> None:
    document = annotated(marked, published=BEFORE)
    for own in (1.0, 0.8, LEAST / way - 0.01):
        entities = tuple(msgspec.structs.replace(entity, confidence=own) for entity in document.entities)
        found = link_and_assemble(msgspec.structs.replace(document, entities=entities)).entity_by_id()["age1"].link
        assert (found and found.confidence) == (round(own * way, 4) if own * way >= LEAST else None)


def test_of_an_unknown_day_only_what_both_eras_share_is_linked_for_sure() -> None:
    assert _code("UBND tỉnh Lào Cai", None) is None
    assert _code("UBND tỉnh Sơn La", None) == "VN-14.ubnd"
    sure, unsure = (_links(f"<pro1 {name}> họp.")["pro1"] for name in ("Sơn La", "Lào Cai"))
    assert sure
    assert unsure
    assert (unsure.code, unsure.confidence < sure.confidence) == ("15", True)


def test_a_known_year_of_the_reorganisations_is_not_a_known_day() -> None:
    marked = "<age1 UBND tỉnh Lào Cai> họp <dat1 năm {}>."
    assert _links(marked.format(2025))["age1"] is None
    assert [link and link.code for link in _links(marked.format(2024)).values()] == ["VN-10.ubnd", None]


def test_the_code_of_a_scope_is_that_of_its_link() -> None:
    marked = "<pro1 Lào Cai> có <val1 12> <ind1 tổ công nghệ>."
    for day in (BEFORE, AFTER, None):
        found = link_and_assemble(annotated(marked, "HAS_VALUE ind1 val1", "SCOPED_TO val1 pro1", published=day))
        link, (record,) = found.entity_by_id()["pro1"].link, found.records
        assert isinstance(record, Observation)
        assert link
        assert record.scope_code == link.code


def test_links_that_a_document_had_are_replaced() -> None:
    document = annotated("<age1 Công ty Sao Mai> họp.", published=BEFORE)
    stale = tuple(msgspec.structs.replace(entity, link=Link("organisation", "x", "X")) for entity in document.entities)
    linked = link_and_assemble(msgspec.structs.replace(document, entities=stale))
    assert linked.entities[0].link is None


def _codes(document: Document, day: date) -> list[str]:
    found = link_and_assemble(msgspec.structs.replace(document, published=day))
    return [entity.link.code for entity in found.entities if entity.link]


def test_one_article_dated_before_and_after_both_reorganisations() -> None:
    marked = "<pro1 Lào Cai> đổi mới.\n<age1 UBND tỉnh> và <age2 Sở Nội vụ> họp với <age3 Bộ Y tế>."
    document = annotated(marked)
    old, new = ["10", "VN-10.ubnd", "VN-10.so.nv", "bo-y-te"], ["15", "VN-15-2025.ubnd", "VN-15-2025.so.nv", "bo-y-te"]
    days = (
        date(2019, 5, 2),
        date(2025, 2, 28),
        date(2025, 3, 1),
        date(2025, 6, 30),
        date(2025, 7, 1),
        date(2026, 2, 3),
    )
    assert [_codes(document, day) for day in days] == [old] * 4 + [new] * 2


@given(st.sampled_from(local_kinds()), st.sampled_from(province_units()), st.dates(date(2009, 1, 1), date(2027, 1, 1)))
def test_spelling_makes_no_difference_to_a_link(kind: LocalKind, unit: ProvinceUnit, day: date) -> None:
    name = f"{kind.name} {unit.name}"
    for form in (name.upper(), unicodedata.normalize("NFD", name), name.replace(" ", "\u00a0")):
        assert _code(form, day) == _code(name, day)


def test_no_two_bodies_ever_share_a_code() -> None:
    found: dict[str, set[str]] = {}
    for name, day in product({unit.name for unit in province_units()}, (BEFORE, AFTER)):
        if link := _links(f"<age1 UBND {name}> họp.", day)["age1"]:
            found.setdefault(link.code, set()).add(link.name)
    assert len(found) > 63
    assert [names for names in found.values() if len(names) > 1] == []
