"""Posts merged over mentions, and the body that their holder belongs to."""

from __future__ import annotations

import pytest

from tests.assembly.annotated import prepared
from vn_dx_ie.assembly.posts import agency_of, merged_posts


def _posts(marked: str) -> list[str]:
    context, _, _ = prepared(marked)
    return [post.text for post in merged_posts(context.of("POSITION"))]


def _agency(marked: str) -> str | None:
    context, _, bodies = prepared(marked)
    return agency_of(context, bodies, context.of("POSITION"))


def test_a_post_said_in_full_replaces_its_short_form() -> None:
    assert _posts("<pos1 Thủ tướng>, <pos2 Thủ tướng <age1 Chính phủ>>, <pos3 thủ tướng>") == ["Thủ tướng Chính phủ"]


def test_a_post_with_an_abbreviated_body_says_no_more() -> None:
    assert _posts("<pos1 Bộ trưởng Bộ Giao thông vận tải>; <pos2 Bộ trưởng Bộ GTVT>") == [
        "Bộ trưởng Bộ Giao thông vận tải"
    ]


@pytest.mark.parametrize(
    ("marked", "agency"),
    [
        ("<pos1 Thủ tướng>", "Chính phủ"),
        ("<pos1 Ủy viên <age1 Bộ Chính trị>> kiêm <pos2 Bộ trưởng <age2 Bộ Y tế>>", "Bộ Y tế"),
        ("<pos1 Phó Bí thư <age1 Tỉnh ủy>> kiêm <pos2 Chủ tịch <age2 UBND tỉnh>> <pro1 Lào Cai>", "UBND tỉnh Lào Cai"),
        ("<pos1 Bí thư <age1 Tỉnh ủy>> kiêm <pos2 Chủ tịch <age2 HĐND tỉnh>> <pro1 Lào Cai>", "Tỉnh ủy Lào Cai"),
        ("<age1 Cục Thuế> họp, <pos1 Cục trưởng> nói", "Cục Thuế"),
        ("<pos1 Thứ trưởng Nội vụ>", "Bộ Nội vụ"),
        ("<age1 Bộ Chính trị> và <age2 Bộ Y tế>; <pos1 Bộ trưởng>", "Bộ Y tế"),
        ("<age1 Bộ Y tế> họp; <pos1 Bộ trưởng>, <pos2 Chủ nhiệm <age2 Văn phòng Chính phủ>>", "Văn phòng Chính phủ"),
        ("<pos1 nguyên Bí thư <age1 Tỉnh ủy Lào Cai>>", None),
        ("<pos1 Chủ tịch nước>, <pos2 Ủy viên <age1 Quân ủy Trung ương>>", None),
        ("<pos1 nhà văn>", None),
    ],
)
def test_agency_of(marked: str, agency: str | None) -> None:
    assert _agency(marked) == agency
