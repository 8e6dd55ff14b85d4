"""The article's own date line: stamps are found, dates in sentences are left alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.normalize.dateline import find_dateline

BODY = "\nChiều ngày 12/7/2023, Thủ tướng Chính phủ chủ trì hội nghị.\n"

STAMPS = [
    ("14:02 26/07/2023\nHội nghị trực tuyến toàn quốc về chuyển đổi số", date(2023, 7, 26)),
    (
        "Phiên họp lần thứ 2\n02:54 PM 27/04/2022 | Lượt xem: 11246 In bài viết |Ngày 27/4, tại Hà Nội",
        date(2022, 4, 27),
    ),
    ("Tin KHCN trong tỉnh\nPhiên họp tổng kết năm 2024 (06/02/2025)\n-   +   A-   A+", date(2025, 2, 6)),
    ("【x】Cần rõ người\n时间:2025-01-26 00:35:28 来源:网络整理", date(2025, 1, 26)),
    ("Thứ Ba, 12/7/2023\nHội nghị", date(2023, 7, 12)),
    ("Thứ ba, ngày 12/07/2023 | 08:30 GMT+7\nHội nghị", date(2023, 7, 12)),
    ("Hội nghị\nPV - Thứ sáu, 16/08/2024 08:11 (GMT+7)", date(2024, 8, 16)),
    ("Chủ nhật, 16/06/2024 - 08:11", date(2024, 6, 16)),
    ("Ngày đăng: 05/03/2024", date(2024, 3, 5)),
    ("Đăng ngày 5-3-2024 bởi Ban biên tập", date(2024, 3, 5)),
    ("Đăng lúc: 09h15 ngày 05/03/2024", date(2024, 3, 5)),
    ("Cập nhật lúc 14:02, ngày 26/7/2023", date(2023, 7, 26)),
    ("Cập nhật: Thứ Hai, 24/7/2023", date(2023, 7, 24)),
    ("Ngày xuất bản: 5 tháng 3, 2024", date(2024, 3, 5)),
    ("Published on 2024-03-05", date(2024, 3, 5)),
    ("26/07/2023 14:02", date(2023, 7, 26)),
    ("26/07/2023, 14:02:33", date(2023, 7, 26)),
    ("26.07.2023", date(2023, 7, 26)),
    ("(26/7/2023)", date(2023, 7, 26)),
    ("Trang chủ > Tin tức | 26/07/2023 - 09:00", date(2023, 7, 26)),
    ("\ufeff14:02\u00a026/07/2023\r\nHội nghị", date(2023, 7, 26)),
]

NO_STAMPS = [
    "",
    "Hội nghị trực tuyến toàn quốc về chuyển đổi số",
    "- Sáng 8-8, tại Hà Nội, Thủ tướng chủ trì phiên họp.",
    "Ngày 27/4/2022, tại Hà Nội, Ủy ban họp.",
    "Thực hiện Quyết định số 206/QĐ-TTg ngày 28/02/2024 của Thủ tướng",
    "Kỷ niệm 80 năm (22/12/1944 - 22/12/2024)",
    "Luật có hiệu lực từ ngày 1/7/2024 (01/07/2024) trên cả nước.",
    "Hội nghị diễn ra lúc 14 giờ ngày 26/7/2023 tại Hà Nội.",
    "Tàu rời bến vào ngày 26/7/2023, 14:30 thì đến nơi.",
    "14:02 31/02/2023",
    "31/12/1023",
    "Lượt xem: 11246",
]


@pytest.mark.parametrize(("text", "expected"), STAMPS)
def test_a_stamp_is_found(text: str, expected: date) -> None:
    assert find_dateline(text + BODY) == expected


@pytest.mark.parametrize("text", NO_STAMPS)
def test_a_date_in_a_sentence_is_no_stamp(text: str) -> None:
    assert find_dateline(text + BODY) is None


def test_the_first_stamp_wins() -> None:
    assert find_dateline("26/07/2023 14:02\nCập nhật: 27/07/2023") == date(2023, 7, 26)


def test_a_label_at_the_end_of_a_long_page_counts() -> None:
    assert find_dateline("Hội nghị" + BODY * 60 + "Ngày cập nhật: 13/07/2023") == date(2023, 7, 13)


def test_a_stamp_in_the_midst_of_a_long_page_does_not() -> None:
    assert find_dateline("Hội nghị" + BODY * 60 + "26/07/2023 14:02" + BODY * 60) is None


@given(st.text())
def test_no_text_raises(text: str) -> None:
    find_dateline(text)


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_any_day_reads_back(day: date) -> None:
    assert find_dateline(f"Hội nghị\n08:30 {day.day:02}/{day.month:02}/{day.year}{BODY}") == day
