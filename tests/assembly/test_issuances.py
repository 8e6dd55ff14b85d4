"""Issuances: which documents get a record, their numbers, issuers and days."""

from __future__ import annotations

from datetime import date

import pytest

from tests.assembly.annotated import annotated
from vn_dx_ie.assembly import assemble
from vn_dx_ie.assembly.issuances import issuer_of_number, numbers_of
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
        ("02/NQ-CP", "Chính phủ"),
        ("69/QĐ-UBND", None),
        ("06", None),
        (None, None),
    ],
)
def test_issuer_of_number(number: str | None, issuer: str | None) -> None:
    assert issuer_of_number(number) == issuer
