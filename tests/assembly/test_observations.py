"""Figures: numbers, direction, period, scope and source."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.assembly.annotated import annotated
from vn_dx_ie.assembly import assemble
from vn_dx_ie.assembly.observations import plain_number, scope_code
from vn_dx_ie.records import Observation

PUBLISHED = date(2024, 7, 15)


def _observations(marked: str, *edges: str) -> list[Observation]:
    records = assemble(annotated(marked, *edges, published=PUBLISHED))
    return [record for record in records if isinstance(record, Observation)]


def _only(marked: str, *edges: str) -> Observation:
    (found,) = _observations(marked, *edges)
    return found


def test_one_record_an_edge_with_the_parsed_quantity() -> None:
    found = _only("Có <val1 hơn 78,5 triệu> <ind1 thẻ căn cước>.", "HAS_VALUE ind1 val1")
    assert (found.indicator, found.value, found.number, found.qualifier, found.role) == (
        "thẻ căn cước",
        "hơn 78,5 triệu",
        78_500_000,
        "over",
        "level",
    )


def test_a_ratio_has_its_denominator() -> None:
    found = _only("Xử lý <val1 12.269/13.047> <ind1 hồ sơ>.", "HAS_VALUE ind1 val1")
    assert (found.number, found.denominator) == (12_269, 13_047)


def test_a_value_without_an_indicator_gives_no_record() -> None:
    assert _observations("Có <val1 100> <ind1 hồ sơ>.") == []


@pytest.mark.parametrize(("number", "plain"), [(Decimal("93.31"), 93.31), (Decimal("5E+3"), 5000), (None, None)])
def test_plain_number(number: Decimal | None, plain: float | None) -> None:
    found = plain_number(number)
    assert found == plain
    assert type(found) is type(plain)


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("<ind1 Số thu> tăng <val1 5%>.", "up"),
        ("<ind1 Số thu> giảm <val1 5%>.", "down"),
        ("<ind1 Số thu> giảm nhưng sau đó tăng <val1 5%>.", "up"),
        ("<ind1 Số thu> <val1 gấp 3 lần> năm ngoái.", "up"),
        ("Cổ phiếu <ind1 FPT> (<val1 -2,8%>).", "down"),
        ("<ind1 Số thu> bằng <val1 96,8%> so với cùng kỳ.", "down"),
        ("<ind1 Số thu> bằng <val1 102%> so với cùng kỳ.", "up"),
        ("Bổ sung <val1 3> <ind1 thủ tục>.", "up"),
        ("Có <val1 28,9 ha> <ind1 đất> tăng này.", "up"),
        ("<ind1 Số thu> so với năm ngoái là <val1 5%>.", None),
    ],
)
def test_direction_of_a_change(words: str, direction: str | None) -> None:
    assert _only(words, "HAS_CHANGE ind1 val1").direction == direction


def test_a_target_has_a_direction_only_right_after_its_verb() -> None:
    assert _only("Phấn đấu <ind1 chi phí> giảm <val1 15%>.", "HAS_TARGET ind1 val1").direction == "down"
    assert _only("Tăng cường, <ind1 số thu> đạt <val1 15 tỷ>.", "HAS_TARGET ind1 val1").direction is None
    assert _only("<ind1 Số thu> tăng, đạt <val1 15 tỷ>.", "HAS_VALUE ind1 val1").direction is None


YEAR_2023 = (date(2023, 1, 1), date(2023, 12, 31))


def test_the_period_is_that_of_the_date() -> None:
    found = _only("<dat1 Năm 2023>, <ind1 số thu> đạt <val1 5 tỷ đồng>.", "HAS_VALUE ind1 val1", "DATED val1 dat1")
    assert found.period == YEAR_2023


def test_two_dates_joined_by_words_are_one_period() -> None:
    marked = "Từ <dat1 tháng 1/2023> đến <dat2 ngày 10/5/2023>, có <val1 5> <ind1 vụ>."
    found = _only(marked, "HAS_VALUE ind1 val1", "DATED val1 dat1", "DATED val1 dat2")
    assert found.period == (date(2023, 1, 1), date(2023, 5, 10))


def test_since_a_date_until_now_ends_on_the_day_of_publication() -> None:
    marked = "Từ <dat1 năm 2023> đến nay có <val1 5> <ind1 vụ>."
    assert _only(marked, "HAS_VALUE ind1 val1", "DATED val1 dat1").period == (date(2023, 1, 1), PUBLISHED)


def test_what_flows_until_a_day_counts_from_the_new_year() -> None:
    marked = "Tính đến <dat1 ngày 30/6/2024>, đơn vị <ind1 thu ngân sách> <val1 5 tỷ đồng>."
    found = _only(marked, "HAS_VALUE ind1 val1", "DATED val1 dat1")
    assert found.period == (date(2024, 1, 1), date(2024, 6, 30))


def test_what_stands_at_the_end_of_a_month_is_for_its_last_day() -> None:
    marked = "Tính đến <dat1 tháng 6/2024>, có <val1 5> <ind1 trường chuẩn>."
    found = _only(marked, "HAS_VALUE ind1 val1", "DATED val1 dat1")
    assert found.period == (date(2024, 6, 30), date(2024, 6, 30))


def test_a_change_has_the_period_of_its_level() -> None:
    marked = "<dat1 Năm 2023>, <ind1 số thu> đạt <val1 5 tỷ đồng>, tăng <val2 7%> so với <dat2 năm 2022>."
    edges = ("HAS_VALUE ind1 val1", "HAS_CHANGE ind1 val2", "DATED val1 dat1", "DATED val2 dat2")
    assert [found.period for found in _observations(marked, *edges)] == [YEAR_2023, YEAR_2023]


def test_a_change_without_a_level_takes_the_date_of_its_sentence() -> None:
    marked = "<dat1 Năm 2023>, <ind1 số thu> tăng <val1 7%> so với <dat2 năm 2022>."
    assert _only(marked, "HAS_CHANGE ind1 val1", "DATED val1 dat2").period == YEAR_2023


def test_a_change_dated_by_a_comparison_alone_is_for_the_year_after() -> None:
    marked = "<ind1 Số thu> tăng <val1 7%> so với <dat1 năm 2022>."
    assert _only(marked, "HAS_CHANGE ind1 val1", "DATED val1 dat1").period == YEAR_2023


def test_the_stated_scope_with_its_code() -> None:
    found = _only("<pro1 Lào Cai> có <val1 5> <ind1 trường>.", "HAS_VALUE ind1 val1", "SCOPED_TO val1 pro1")
    assert (found.scope, found.scope_code) == ("Lào Cai", "10")


def test_the_country_is_vn_and_has_no_province_code() -> None:
    found = _only("<loc1 Việt Nam> có <val1 5> <ind1 trường>.", "HAS_VALUE ind1 val1", "SCOPED_TO val1 loc1")
    assert (found.scope, found.scope_code) == ("VN", None)
    assert scope_code("VN", None) is None


def test_several_scopes_are_one_slot() -> None:
    edges = ("HAS_VALUE ind1 val1", "SCOPED_TO val1 pro1", "SCOPED_TO val1 pro2")
    assert _only("<pro1 Lào Cai>, <pro2 Hà Nam> có <val1 5> <ind1 trường>.", *edges).scope == "Lào Cai, Hà Nam"


def test_words_for_the_whole_country_outweigh_the_place_of_the_article() -> None:
    marked = "<pro1 Lào Cai> họp.\nTỉnh có <val1 5> <ind1 trường>.\nCả nước có <val2 90> <ind2 trường>."
    found = _observations(marked, "HAS_VALUE ind1 val1", "HAS_VALUE ind2 val2")
    assert [observation.scope for observation in found] == ["Lào Cai", "VN"]


def test_the_prevailing_scope_fills_what_is_not_stated() -> None:
    marked = "<age1 Cục Thuế> có <val1 5> <ind1 xe>.\nCó <val2 6> <ind2 máy>.\nCó <val3 7> <ind3 nhà>."
    edges = [f"HAS_VALUE ind{n} val{n}" for n in (1, 2, 3)]
    found = _observations(marked, *edges, "SCOPED_TO val1 age1", "SCOPED_TO val2 age1")
    assert [observation.scope for observation in found] == ["Cục Thuế"] * 3


def test_the_source_is_the_person_behind_a_post() -> None:
    marked = "<pos1 Giám đốc> <off1 Lê An> họp. Theo <pos2 Giám đốc>, có <val1 5> <ind1 xe>."
    assert _only(marked, "HOLDS off1 pos1", "HAS_VALUE ind1 val1", "REPORTED_BY ind1 pos2").source == "Lê An"


def test_the_source_goes_on_into_the_next_sentence_until_somebody_else_speaks() -> None:
    edges = ("HAS_VALUE ind1 val1", "HAS_VALUE ind2 val2", "REPORTED_BY ind1 age1")
    marked = "Theo <age1 Bộ Y tế>, có <val1 5> <ind1 ca>. Có <val2 7> <ind2 ổ>."
    assert [found.source for found in _observations(marked, *edges)] == ["Bộ Y tế", "Bộ Y tế"]
    marked = "Theo <age1 Bộ Y tế>, có <val1 5> <ind1 ca>. <off1 Lê An> cho biết có <val2 7> <ind2 ổ>."
    assert [found.source for found in _observations(marked, *edges)] == ["Bộ Y tế", None]
    marked = "Theo <age1 Bộ Y tế>, có <val1 5> <ind1 ca>.\nCó <val2 7> <ind2 ổ>."
    assert [found.source for found in _observations(marked, *edges)] == ["Bộ Y tế", "Bộ Y tế"]
    marked = "Theo <age1 Bộ Y tế>, có <val1 5> <ind1 ca>.\nHết.\nCó <val2 7> <ind2 ổ>."
    assert [found.source for found in _observations(marked, *edges)] == ["Bộ Y tế", None]


@pytest.mark.parametrize(
    ("marked", "breakdown"),
    [
        ("Ở cấp huyện tiếp nhận <val1 21.040> <ind1 hồ sơ>.", "cấp huyện"),
        ("Toàn tỉnh có <val1 5> <ind1 trường>; khu vực nông thôn <val2 3> <ind2 trường>.", "khu vực nông thôn"),
        ("<ind1 Tỷ lệ số hóa> của khối sở đạt <val1 92%>.", "khối sở"),
        ("Có <val1 12> <ind1 trường ở cấp huyện>.", None),
        ("<age1 Tòa án cấp huyện> thụ lý <val1 40> <ind1 vụ>.", None),
        ("Họ trao cấp huyện quyền duyệt <val1 40> <ind1 dự án>.", None),
    ],
)
def test_the_part_of_the_scope_that_a_figure_is_for(marked: str, breakdown: str | None) -> None:
    edges = ["HAS_VALUE ind1 val1", *(["HAS_VALUE ind2 val2"] if "val2" in marked else [])]
    assert _observations(marked, *edges)[-1].breakdown == breakdown
