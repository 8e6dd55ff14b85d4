"""Names of bodies and persons, and abbreviations."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.lexicon import _data
from vn_dx_ie.normalize.names import canonical_person, expand_abbreviation, link_organisation, strip_honorific


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bộ TT&TT", "bo-thong-tin-va-truyen-thong"),
        ("Bộ TTTT", "bo-thong-tin-va-truyen-thong"),
        ("BTTTT", "bo-thong-tin-va-truyen-thong"),
        ("bộ thông tin - truyền thông", "bo-thong-tin-va-truyen-thong"),
        ("Bộ KH & CN", "bo-khoa-hoc-va-cong-nghe"),
        ("Bộ VH,TT&DL", "bo-van-hoa-the-thao-va-du-lich"),
        ("BỘ NN&PTNT", "bo-nong-nghiep-va-phat-trien-nong-thon"),
        ("Uỷ ban Dân tộc", "uy-ban-dan-toc"),
        ("Bộ Tài chính Việt Nam", "bo-tai-chinh"),
        ("Quốc hội khóa XV", "quoc-hoi"),
        ("Chính phủ nước CHXHCN Việt Nam", "chinh-phu"),
        ("Ban Tổ chức T.Ư", "ban-to-chuc-trung-uong"),
        ("Ngân hàng Nhà nước", "ngan-hang-nha-nuoc"),
        ("EVN", "evn"),
    ],
)
def test_known_bodies(text: str, expected: str) -> None:
    for form in (text, unicodedata.normalize("NFD", text), f" {text}. ", text.replace(" ", "\u00a0")):
        body = link_organisation(form)
        assert body is not None, form
        assert body.id == expected


@pytest.mark.parametrize(
    "text", ["", "Bộ", "UBND tỉnh", "Bộ Ngoại giao Trung Quốc", "Việt Nam", "Thông tin", "khóa XV"]
)
def test_unknown_bodies(text: str) -> None:
    assert link_organisation(text) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Bộ TT&TT", "Bộ Khoa học và Công nghệ"),
        ("Bộ KH&ĐT", "Bộ Tài chính"),
        ("Bộ GTVT", "Bộ Xây dựng"),
        ("Bộ TN&MT", "Bộ Nông nghiệp và Môi trường"),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Môi trường"),
        ("Bộ LĐ-TB&XH", "Bộ Nội vụ"),
        ("Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo"),
        ("Tổng cục Hải quan", "Cục Hải quan"),
        ("Tổng cục Thuế", "Cục Thuế"),
        ("Ban Tuyên giáo Trung ương", "Ban Tuyên giáo và Dân vận Trung ương"),
        ("Ban Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Trung ương"),
    ],
)
def test_successions_of_2025(old: str, new: str) -> None:
    before, after = link_organisation(old, date(2026, 1, 1)), link_organisation(new)
    assert before is not None
    assert after is not None
    assert before.valid_to is not None
    assert before.valid_to < date(2025, 3, 1)
    assert before.successor == after.id
    assert after.valid_to is None


def test_every_spelling_links_to_its_body() -> None:
    for body in _data.organisations():
        for spelling in (body.name, *body.aliases):
            found = link_organisation(spelling, body.valid_from or body.valid_to)
            assert found == body, spelling


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Phạm  Minh\u00a0Chính ", "Phạm Minh Chính"),
        ("PHẠM MINH CHÍNH", "Phạm Minh Chính"),
        ("ĐỖ HOÀ", "Đỗ Hòa"),
        ("H'HEN NIÊ", "H'Hen Niê"),
        ("Y Thông", "Y Thông"),
        ("", ""),
    ],
)
def test_canonical_person(text: str, expected: str) -> None:
    assert canonical_person(text) == expected


@given(st.text(max_size=20))
def test_canonical_person_is_settled(text: str) -> None:
    assert canonical_person(canonical_person(text)) == canonical_person(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ông Nguyễn Văn A", "Nguyễn Văn A"),
        ("Bà Trần Thị B", "Trần Thị B"),
        ("Đồng chí Lê Minh C", "Lê Minh C"),
        ("đ/c Lê D", "Lê D"),
        ("PGS.TS Trần Đình E", "Trần Đình E"),
        ("GS.TSKH.Lê G", "Lê G"),
        ("Thạc sĩ, bác sĩ Lê H", "Lê H"),
        ("TS. KTS Ngô K", "Ngô K"),
        ("ca sĩ Anh Thơ", "Anh Thơ"),
        ("anh Nguyễn L", "Nguyễn L"),
        ("Phạm Minh Chính", "Phạm Minh Chính"),
        ("Anh Thơ", "Anh Thơ"),
        ("Bác Hồ", "Bác Hồ"),
        ("bà", "bà"),
        ("ông ấy", "ông ấy"),
        ("", ""),
    ],
)
def test_strip_honorific(text: str, expected: str) -> None:
    assert strip_honorific(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND", "Ủy ban nhân dân"),
        ("HĐND", "Hội đồng nhân dân"),
        ("TT&TT", "Thông tin và Truyền thông"),
        ("KH&CN", "Khoa học và Công nghệ"),
        ("UBND tỉnh Tuyên Quang", "Ủy ban nhân dân tỉnh Tuyên Quang"),
        ("Sở GD-ĐT TP.HCM", "Sở Giáo dục và Đào tạo Thành phố Hồ Chí Minh"),
        ("Sở LĐ-TB&XH", "Sở Lao động, Thương binh và Xã hội"),
        ("của UBND.", "của Ủy ban nhân dân."),
        ("UBND TP. Hà Nội", "Ủy ban nhân dân thành phố Hà Nội"),
        ("TP.Hà Nội", "Thành phố Hà Nội"),
        ("Ban Tổ chức T.Ư", "Ban Tổ chức Trung ương"),
        ("69/QĐ-UBND", None),
        ("UBNDX", None),
        ("ubnd", None),
        ("Hà Nội", None),
        ("", None),
    ],
)
def test_expand_abbreviation(text: str, expected: str | None) -> None:
    assert expand_abbreviation(text) == expected
