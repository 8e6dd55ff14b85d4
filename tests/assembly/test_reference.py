"""The day that an article speaks from."""

from __future__ import annotations

from datetime import date

from tests.assembly.annotated import prepared
from vn_dx_ie.assembly.reference import Reference


def _reference(marked: str, published: date | None = None) -> Reference:
    return prepared(marked, published=published)[0].reference


def test_the_day_of_publication_comes_first() -> None:
    assert _reference("Ngày <dat1 8/8/2022>", date(2023, 1, 2)) == Reference(date(2023, 1, 2))


def test_a_date_stamp_at_the_head_is_the_day() -> None:
    assert _reference("Thứ bảy, 17/08/2024 09:20 (GMT+7)\nTỉnh họp.").day == date(2024, 8, 17)


def test_the_first_day_without_a_year_lies_in_the_year_spoken_from() -> None:
    marked = "<dat1 Sáng 12/7>, tỉnh họp về <dat2 6 tháng đầu năm 2017>."
    assert _reference(marked) == Reference(date(2017, 7, 12))


def test_planned_years_are_not_spoken_from() -> None:
    assert _reference("Triển khai nhiệm vụ <dat1 năm 2021>, <dat2 năm 2020> thu đạt kế hoạch.").day == date(2020, 7, 1)
    assert _reference("<dat1 giai đoạn 2021 - 2025>") == Reference(None, exact=False)


def test_a_year_compared_with_is_the_one_before() -> None:
    assert _reference("Tăng 5% so với <dat1 cùng kỳ năm 2019>.").day == date(2020, 7, 1)


def test_a_year_named_far_more_often_wins_over_a_later_one() -> None:
    marked = "<dat1 Năm 2017>, <dat2 năm 2017>, <dat3 năm 2017>, <dat4 năm 2017> thu tốt; <dat5 năm 2018> thì chưa."
    assert _reference(marked).day == date(2017, 7, 1)


def test_words_that_hang_on_an_unknown_day_give_nothing() -> None:
    unknown = Reference(date(2020, 7, 1), exact=False)
    assert unknown.period("hôm nay") is None
    assert unknown.calendar_day("tối qua") is None
    found = unknown.period("quý I")
    assert found is not None
    assert (found.start, found.end) == (date(2020, 1, 1), date(2020, 3, 31))
