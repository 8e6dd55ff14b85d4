"""Issuances: which documents get a record, their numbers, issuers and days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assembly.annotated import annotated
from vn_dx_ie.assembly import assemble
from vn_dx_ie.assembly.document_numbers import issuer_of_number, kind_of_document, numbers_of, year_of_number
from vn_dx_ie.lexicon._data import ProvinceUnit
from vn_dx_ie.records import Issuance


def _issuances(marked: str, *edges: str) -> list[Issuance]:
    records = assemble(annotated(marked, *edges, published=date(2024, 7, 15)))
    return [record for record in records if isinstance(record, Issuance)]


def test_a_document_with_its_issuer_and_day() -> None:
    marked = "<doc1 Quyết định số 69/QĐ-UBND> <dat1 ngày 15/1/2024> của <age1 UBND tỉnh> <pro1 Lào Cai>."
    (found,) = _issuances(marked, "ISSUED_BY doc1 age1", "DATED doc1 dat1")
    assert (found.document, found.number, found.issuer, found.date) == (
        "Quyết định số 69/QĐ-UBND",
        "69/QĐ-UBND",
        "UBND tỉnh Lào Cai",
        date(2024, 1, 15),
    )


def test_mentions_of_one_number_are_one_document() -> None:
    marked = "<doc1 Nghị quyết số 57-NQ/TW> hay; <doc2 NQ 57-NQ/TW> của <age1 Bộ Chính trị>."
    assert [found.document for found in _issuances(marked, "ISSUED_BY doc2 age1")] == ["Nghị quyết số 57-NQ/TW"]


def test_the_day_right_behind_a_document_is_its_own_without_a_relation() -> None:
    (found,) = _issuances("<doc1 Nghị định số 170/2023/NĐ-CP> (<dat1 ngày 20/11/2023>)")
    assert found.date == date(2023, 11, 20)
    assert _issuances("<doc1 Nghị định số 170/2023/NĐ-CP> có hiệu lực từ <dat1 ngày 20/11/2023>") == []


def test_a_numbered_document_with_a_day_needs_no_issuer() -> None:
    assert len(_issuances("<doc1 Nghị định số 170/2023/NĐ-CP> <dat1 ngày 20/11/2023>", "DATED doc1 dat1")) == 1
    assert _issuances("<doc1 Luật Đất đai> <dat1 năm 2024>", "DATED doc1 dat1") == []
    assert _issuances("<doc1 Nghị định số 170/2023/NĐ-CP>") == []


def test_a_month_is_no_day_of_issue() -> None:
    marked = "<age1 Bộ Y tế> ban hành <doc1 Kế hoạch 5> <dat1 tháng 8/2023>."
    (found,) = _issuances(marked, "ISSUED_BY doc1 age1", "DATED doc1 dat1")
    assert (found.number, found.date) == ("5", None)


def test_a_post_that_issues_stays_a_post() -> None:
    marked = "<pos1 Thủ tướng> <off1 Lê An> ký <doc1 Chỉ thị 20>. <pos2 Thủ tướng> vui."
    (found,) = _issuances(marked, "HOLDS off1 pos1", "ISSUED_BY doc1 pos2")
    assert found.issuer == "Thủ tướng"


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("Nghị quyết số 57-NQ/TW", ["57-NQ/TW"]),
        ("Nghị quyết 19-2017/NQ-CP", ["19-2017/NQ-CP"]),
        ("Nghị quyết 01, 02 và 35", ["01", "02", "35"]),
        ("Luật Doanh nghiệp 2020", []),
        ("Đề án 06", []),
    ],
)
def test_numbers_of(name: str, numbers: list[str]) -> None:
    assert numbers_of(name) == numbers


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("206/QĐ-TTg", "Thủ tướng Chính phủ"),
        ("18/CT-TTg", "Thủ tướng Chính phủ"),
        ("77/CĐ-TTg", "Thủ tướng Chính phủ"),
        ("1234/TTg-KTTH", "Thủ tướng Chính phủ"),
        ("02/NQ-CP", "Chính phủ"),
        ("170/2023/NĐ-CP", "Chính phủ"),
        ("35/2018/QH14", "Quốc hội"),
        ("12/2024/UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("12/NQ-UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("05/2023/TT-BTC", "Bộ Tài chính"),
        ("88/QĐ-BTTTT", "Bộ Thông tin và Truyền thông"),
        ("88/BTTTT-THH", "Bộ Thông tin và Truyền thông"),
        ("9/KH-BGDĐT", "Bộ Giáo dục và Đào tạo"),
        ("41/TB-VPCP", "Văn phòng Chính phủ"),
        ("7/CT-NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("69/QĐ-UBND", None),
        ("57-NQ/TW", None),
        ("12-NQ/TU", None),
        ("01/2022/TTLT-BTC-BCA", None),
        ("88/QĐ-ABC", None),
        ("06", None),
        (None, None),
    ],
)
def test_issuer_of_number(number: str | None, issuer: str | None) -> None:
    assert issuer_of_number(number) == issuer


def test_a_local_number_is_of_the_province_given() -> None:
    lao_cai = ProvinceUnit(code="10", name="Lào Cai", kind="province")
    ha_noi = ProvinceUnit(code="01", name="Hà Nội", kind="city")
    assert issuer_of_number("69/QĐ-UBND", lao_cai) == "UBND tỉnh Lào Cai"
    assert issuer_of_number("4/2024/NQ-HĐND", ha_noi) == "HĐND thành phố Hà Nội"
    assert issuer_of_number("206/QĐ-TTg", lao_cai) == "Thủ tướng Chính phủ"


@pytest.mark.parametrize(
    ("marked", "issuer"),
    [
        ("<pro1 Lào Cai> đổi mới.\n<doc1 Kế hoạch số 9/KH-UBND> <dat1 ngày 5/1/2024>.", "UBND tỉnh Lào Cai"),
        ("<pro1 Hải Phòng> đổi mới.\n<doc1 Nghị quyết 9/NQ-HĐND> <dat1 ngày 5/1/2024>.", "HĐND thành phố Hải Phòng"),
        ("Tin vui.\n<doc1 Kế hoạch số 9/KH-UBND> <dat1 ngày 5/1/2024>, <pro1 Lào Cai>.", None),
        ("<pro1 Lào Cai>.\n<doc1 Kế hoạch số 9/KH-UBND> <dat1 ngày 5/1/2024>, <age1 UBND huyện>.", None),
    ],
)
def test_a_local_number_is_of_the_article_s_province_where_that_is_sure(marked: str, issuer: str | None) -> None:
    (found,) = _issuances(marked, "DATED doc1 dat1")
    assert found.issuer == issuer


def test_an_issuer_that_the_text_states_comes_before_that_of_the_number() -> None:
    (found,) = _issuances("<pos1 Thủ tướng> ký <doc1 Quyết định 206/QĐ-TTg>.", "ISSUED_BY doc1 pos1")
    assert found.issuer == "Thủ tướng"


@pytest.mark.parametrize(
    ("name", "number", "kind"),
    [
        ("Nghị quyết số 57-NQ/TW", "57-NQ/TW", "nghị quyết"),
        ("NGHỊ ĐỊNH 170/2023/NĐ-CP", "170/2023/NĐ-CP", "nghị định"),
        ("Công văn số 88/BTTTT-THH", "88/BTTTT-THH", "công văn"),
        ("Bộ luật Lao động", None, "bộ luật"),
        ("Luật Giao dịch điện tử", None, "luật"),
        ("Thông tư liên tịch 01", "01", "thông tư liên tịch"),
        ("Đề án 06", None, "đề án"),
        ("NQ 57-NQ/TW", "57-NQ/TW", "nghị quyết"),
        ("57-NQ/TW", "57-NQ/TW", "nghị quyết"),
        ("số 9/KH-UBND", "9/KH-UBND", "kế hoạch"),
        ("88/BTTTT-THH", "88/BTTTT-THH", None),
        ("Mở lối tương lai", None, None),
    ],
)
def test_kind_of_document(name: str, number: str | None, kind: str | None) -> None:
    assert kind_of_document(name, number) == kind


@pytest.mark.parametrize(
    ("number", "year"),
    [
        ("170/2023/NĐ-CP", 2023),
        ("19-2017/NQ-CP", 2017),
        ("35/2018/QH14", 2018),
        ("206/QĐ-TTg", None),
        ("2023/QĐ-TTg", None),
        ("06", None),
        (None, None),
    ],
)
def test_year_of_number(number: str | None, year: int | None) -> None:
    assert year_of_number(number) == year


def test_kind_and_year_are_in_the_record() -> None:
    (found,) = _issuances("<doc1 Nghị định số 170/2023/NĐ-CP> <dat1 ngày 20/11/2023>", "DATED doc1 dat1")
    assert (found.document_kind, found.year, found.issuer) == ("nghị định", 2023, "Chính phủ")
