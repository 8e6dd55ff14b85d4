"""Periods: a table of written forms against one reference day, and laws that hold for any day and any text."""

from __future__ import annotations

import time
import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.normalize.dates import same_period
from vn_dx_ie.normalize.periods import parse_day, parse_period
from vn_dx_ie.records import Period

REFERENCE = date(2023, 7, 26)  # a Wednesday


def days(written: str) -> Period:
    """Read ``2022-01-01..2022-03-31`` or ``2022-08-08 morning``."""
    span, _, part = written.partition(" ")
    start, _, end = span.partition("..")
    return Period(date.fromisoformat(start), date.fromisoformat(end or start), part or None)


# What says its year, or needs none from a reference.
ABSOLUTE = [
    ("27/4/2022", "2022-04-27"),
    ("27-4-2022", "2022-04-27"),
    ("27.4.2022", "2022-04-27"),
    ("ngày 09/05/2024", "2024-05-09"),
    ("ngày 6.6.1989", "1989-06-06"),
    ("19/ 11/2020", "2020-11-19"),
    ("12/7/23", "2023-07-12"),
    ("2025-01-26", "2025-01-26"),
    ("ngày 5 tháng 3 năm 2024", "2024-03-05"),
    ("5 tháng 3, 2024", "2024-03-05"),
    ("ngày 01 tháng 01 năm 2025", "2025-01-01"),
    ("ngày 5/3 năm 2024", "2024-03-05"),
    ("mùng 3 tháng 2 năm 2021", "2021-02-03"),
    ("29/2/2024", "2024-02-29"),
    ("Chiều ngày 12/7/2023", "2023-07-12 afternoon"),
    ("sáng ngày 22/6/2023", "2023-06-22 morning"),
    ("tối 28/1/2025", "2025-01-28 evening"),
    ("trưa 3/1/2024", "2024-01-03 noon"),
    ("23h30 ngày 21/2/2025", "2025-02-21"),
    ("Thứ Ba, 12/7/2023", "2023-07-12"),
    ("14:02 26/07/2023", "2023-07-26"),
    # several days
    ("18-19/8/2020", "2020-08-18..2020-08-19"),
    ("5 -8/7/2017", "2017-07-05..2017-07-08"),
    ("11 - 15/5/2024", "2024-05-11..2024-05-15"),
    ("từ 1/1 đến 30/6/2023", "2023-01-01..2023-06-30"),
    ("từ ngày 1/12 đến ngày 15/1/2023", "2022-12-01..2023-01-15"),
    ("1/7/2023 - 30/6/2024", "2023-07-01..2024-06-30"),
    ("ngày 22 và 23 tháng 5 năm 2023", "2023-05-22..2023-05-23"),
    ("ngày 1, 2 và 3/10/2020", "2020-10-01..2020-10-03"),
    ("5,6/11/2021", "2021-11-05..2021-11-06"),
    # months
    ("tháng 10/2022", "2022-10-01..2022-10-31"),
    ("tháng 1-2017", "2017-01-01..2017-01-31"),
    ("tháng 6.2012", "2012-06-01..2012-06-30"),
    ("tháng 3 năm 2024", "2024-03-01..2024-03-31"),
    ("tháng 2/2024", "2024-02-01..2024-02-29"),
    ("tháng năm năm 2024", "2024-05-01..2024-05-31"),
    ("9/2020", "2020-09-01..2020-09-30"),
    ("tháng 1-5/2022", "2022-01-01..2022-05-31"),
    ("tháng 5 - 9/2015", "2015-05-01..2015-09-30"),
    ("tháng 7, 8/2020", "2020-07-01..2020-08-31"),
    ("từ tháng 1/2023 đến tháng 6/2023", "2023-01-01..2023-06-30"),
    ("6/1991-12/1997", "1991-06-01..1997-12-31"),
    ("đầu tháng 3/2017", "2017-03-01..2017-03-10"),
    ("giữa tháng 8/2016", "2016-08-11..2016-08-20"),
    ("trung tuần tháng 1/2017", "2017-01-11..2017-01-20"),
    ("cuối tháng 8/2020", "2020-08-31"),
    ("6 tháng đầu năm 2023", "2023-01-01..2023-06-30"),
    ("Sáu tháng đầu năm 2017", "2017-01-01..2017-06-30"),
    ("hai tháng đầu năm 2018", "2018-01-01..2018-02-28"),
    ("6 tháng cuối năm 2017", "2017-07-01..2017-12-31"),
    ("9 tháng năm 2023", "2023-01-01..2023-09-30"),
    ("11 tháng của năm 2020", "2020-01-01..2020-11-30"),
    # quarters and halves
    ("quý I/2022", "2022-01-01..2022-03-31"),
    ("Quý II/2022", "2022-04-01..2022-06-30"),
    ("quý 3/2020", "2020-07-01..2020-09-30"),
    ("quý IV năm 2021", "2021-10-01..2021-12-31"),
    ("quí III/2017", "2017-07-01..2017-09-30"),
    ("quý I-2024", "2024-01-01..2024-03-31"),
    ("quý IV 2017", "2017-10-01..2017-12-31"),
    ("quý I và II/2022", "2022-01-01..2022-06-30"),
    ("đầu quý 2-2017", "2017-04-01..2017-04-30"),
    ("cuối quý I/2022", "2022-03-31"),
    ("3 quý đầu năm 2020", "2020-01-01..2020-09-30"),
    ("nửa đầu năm 2017", "2017-01-01..2017-06-30"),
    ("nửa cuối năm 2017", "2017-07-01..2017-12-31"),
    # years
    ("năm 2022", "2022-01-01..2022-12-31"),
    ("2022", "2022-01-01..2022-12-31"),
    ("cả năm 2017", "2017-01-01..2017-12-31"),
    ("đến năm 2025", "2025-01-01..2025-12-31"),
    ("cùng kỳ năm 2022", "2022-01-01..2022-12-31"),
    ("cùng kỳ 2019", "2019-01-01..2019-12-31"),
    ("đầu năm 2016", "2016-01-01..2016-01-31"),
    ("cuối năm 2023", "2023-12-31"),
    ("giai đoạn 2021 - 2025", "2021-01-01..2025-12-31"),
    ("giai đoạn 2011 – 2016", "2011-01-01..2016-12-31"),
    ("thời kỳ 2011–2020", "2011-01-01..2020-12-31"),
    ("nhiệm kỳ 2021-2026", "2021-01-01..2026-12-31"),
    ("năm 2021-2025", "2021-01-01..2025-12-31"),
    ("2016-2020", "2016-01-01..2020-12-31"),
    ("5 năm 2016-2020", "2016-01-01..2020-12-31"),
    ("từ năm 2016 đến năm 2020", "2016-01-01..2020-12-31"),
    ("thập niên 1990", "1990-01-01..1999-12-31"),
    ("những năm 90", "1990-01-01..1999-12-31"),
    ("thế kỷ 21", "2001-01-01..2100-12-31"),
    ("thế kỷ XX", "1901-01-01..2000-12-31"),
]

# What the reference completes.
RELATIVE = [
    ("8-8", "2023-08-08"),
    ("Sáng 8-8", "2023-08-08 morning"),
    ("25/2", "2023-02-25"),
    ("hôm nay 4.8", "2023-08-04"),
    ("3.7", "2023-07-03"),
    ("ngày 27/4", "2023-04-27"),
    ("ngày 30 tháng 4", "2023-04-30"),
    ("mùng 1/5", "2023-05-01"),
    ("mồng 3", "2023-07-03"),
    ("ngày 24", "2023-07-24"),
    ("sáng7/6", "2023-06-07 morning"),
    ("chiều tối 22/5", "2023-05-22 afternoon"),
    ("rạng sáng 3/4", "2023-04-03 morning"),
    ("đêm 18/6", "2023-06-18 evening"),
    ("buổi sáng ngày 14/6", "2023-06-14 morning"),
    ("đầu giờ chiều 17.5", "2023-05-17 afternoon"),
    ("sáng nay (19/7)", "2023-07-19 morning"),
    ("17h ngày 14/7", "2023-07-14"),
    ("ngày 10/10 năm ngoái", "2022-10-10"),
    ("17-18/6", "2023-06-17..2023-06-18"),
    ("25 và 26/7", "2023-07-25..2023-07-26"),
    ("từ ngày 5 đến 7/3", "2023-03-05..2023-03-07"),
    ("15/1-15/2", "2023-01-15..2023-02-15"),
    ("tối 12 và 13/6", "2023-06-12..2023-06-13"),
    ("hôm nay", "2023-07-26"),
    ("hôm qua", "2023-07-25"),
    ("ngày hôm qua", "2023-07-25"),
    ("hôm kia", "2023-07-24"),
    ("ngày mai", "2023-07-27"),
    ("sáng nay", "2023-07-26 morning"),
    ("chiều hôm nay", "2023-07-26 afternoon"),
    ("chiều qua", "2023-07-25 afternoon"),
    ("sáng mai", "2023-07-27 morning"),
    ("hai ngày trước", "2023-07-24"),
    ("Thứ Hai", "2023-07-24"),
    ("thứ Tư", "2023-07-26"),
    ("chủ nhật", "2023-07-23"),
    ("chiều thứ 6", "2023-07-21 afternoon"),
    ("thứ Sáu tuần trước", "2023-07-21"),
    ("thứ hai tuần này", "2023-07-24"),
    ("thứ bảy tuần sau", "2023-08-05"),
    ("thứ bảy tới", "2023-07-29"),
    ("tuần này", "2023-07-24..2023-07-30"),
    ("tuần trước", "2023-07-17..2023-07-23"),
    ("cuối tuần trước", "2023-07-22..2023-07-23"),
    ("tháng này", "2023-07-01..2023-07-31"),
    ("tháng trước", "2023-06-01..2023-06-30"),
    ("cuối tháng này", "2023-07-31"),
    ("tháng 6", "2023-06-01..2023-06-30"),
    ("tháng 12", "2023-12-01..2023-12-31"),
    ("tháng bảy năm nay", "2023-07-01..2023-07-31"),
    ("tháng 10 năm ngoái", "2022-10-01..2022-10-31"),
    ("hai tháng 5 và 6", "2023-05-01..2023-06-30"),
    ("6 tháng đầu năm", "2023-01-01..2023-06-30"),
    ("6 tháng cuối năm nay", "2023-07-01..2023-12-31"),
    ("7 tháng năm nay", "2023-01-01..2023-07-31"),
    ("6 tháng", "2023-01-01..2023-06-30"),
    ("6 tháng qua", "2023-01-01..2023-06-30"),
    ("3 tháng gần nhất", "2023-04-27..2023-07-26"),
    ("quý này", "2023-07-01..2023-09-30"),
    ("quý trước", "2023-04-01..2023-06-30"),
    ("quý 3", "2023-07-01..2023-09-30"),
    ("hai quý đầu năm", "2023-01-01..2023-06-30"),
    ("nửa cuối năm", "2023-07-01..2023-12-31"),
    ("năm nay", "2023-01-01..2023-12-31"),
    ("năm ngoái", "2022-01-01..2022-12-31"),
    ("năm trước", "2022-01-01..2022-12-31"),
    ("cùng kỳ năm trước", "2022-01-01..2022-12-31"),
    ("năm sau", "2024-01-01..2024-12-31"),
    ("năm qua", "2023-01-01..2023-12-31"),
    ("5 năm qua", "2019-01-01..2023-12-31"),
    ("cả năm", "2023-01-01..2023-12-31"),
    ("đầu năm", "2023-01-01..2023-01-31"),
    ("cuối năm ngoái", "2022-12-31"),
]

# The year that was left out, for other reference days.
NEIGHBOURS = [
    ("8-8", date(2022, 8, 9), "2022-08-08"),
    ("ngày 20/12", date(2024, 1, 10), "2023-12-20"),
    ("ngày 31/12", date(2024, 6, 1), "2024-12-31"),
    ("ngày 25/1", date(2020, 12, 27), "2021-01-25"),
    ("26/4", date(2024, 4, 15), "2024-04-26"),
    ("ngày 30", date(2024, 3, 5), "2024-01-30"),
    ("tháng 12", date(2025, 1, 8), "2024-12-01..2024-12-31"),
    ("quý IV", date(2025, 1, 8), "2024-10-01..2024-12-31"),
    ("11 tháng", date(2020, 12, 3), "2020-01-01..2020-11-30"),
    ("10 tháng", date(2025, 10, 6), "2025-01-01..2025-10-31"),
    ("8 tháng qua", date(2020, 10, 1), "2020-01-01..2020-08-31"),
    ("năm qua", date(2025, 1, 28), "2024-01-01..2024-12-31"),
    ("5 năm qua", date(2021, 4, 22), "2016-01-01..2020-12-31"),
    ("tháng trước", date(2024, 1, 3), "2023-12-01..2023-12-31"),
    ("quý trước", date(2024, 2, 3), "2023-10-01..2023-12-31"),
]

NONE = """
|một ngày đẹp trời|31/2|31/2/2023|45/13|05/13/2022|ngày 32|ngày 0/5|29/2/2023|tháng 13|tháng 0/2020|quý 5
|quý V/2022|58/63|5 - 7%|1.871|93,31|12.269/13.047|thứ 71/193|vị trí thứ hai|phiên họp thứ ba|đến nay|hiện nay
|thời gian qua|thời gian tới|ngày nay|cùng kỳ|cùng ngày|sáng cùng ngày|năm trước đó|những tháng đầu năm 2018
|những ngày đầu năm|mùng 6 Tết Đinh Dậu|29 Tết|đêm giao thừa|mùa hè năm nay|hè năm 2022|xuân Ất Tỵ|tháng Giêng
|tháng Chạp|hằng năm|mỗi tháng|nhiều năm|5 năm tới|10 năm nữa|cuối thế kỷ 21|năm|tháng|ngày|quý|quý vị|sáng
|buổi chiều|hội nghị|Thủ tướng|4G|Nghị quyết số 57-NQ/TW|2025-2021|30/6/2023 - 1/1/2023|7-5/3|abc|/|-|.|0
""".replace("\n", "").split("|")


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_a_written_form_has_its_days_with_and_without_a_reference(text: str, expected: str) -> None:
    assert parse_period(text) == days(expected)
    assert parse_period(text, reference=REFERENCE) == days(expected)


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
def test_the_reference_completes_what_is_left_out(text: str, expected: str) -> None:
    assert parse_period(text, reference=REFERENCE) == days(expected)


@pytest.mark.parametrize(("text", "expected"), RELATIVE)
def test_without_a_reference_nothing_is_guessed(text: str, expected: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(("text", "reference", "expected"), NEIGHBOURS)
def test_the_year_left_out_is_the_near_one(text: str, reference: date, expected: str) -> None:
    assert parse_period(text, reference=reference) == days(expected)


@pytest.mark.parametrize("text", NONE)
def test_text_that_names_no_period_gives_none(text: str) -> None:
    assert parse_period(text, reference=REFERENCE) is None


@pytest.mark.parametrize(("text", "expected"), [*ABSOLUTE, *RELATIVE])
def test_composed_and_decomposed_letters_mean_the_same(text: str, expected: str) -> None:
    assert parse_period(unicodedata.normalize("NFD", text.upper()), REFERENCE) == days(expected)


def test_the_contract() -> None:
    assert parse_period("quý I/2022") == Period(date(2022, 1, 1), date(2022, 3, 31), None)
    assert parse_period("Sáng 8-8", reference=date(2022, 8, 9)) == Period(date(2022, 8, 8), date(2022, 8, 8), "morning")
    assert parse_period("một ngày đẹp trời") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sáng 8-8", date(2023, 8, 8)),
        ("hôm qua", date(2023, 7, 25)),
        ("27/4/2022", date(2022, 4, 27)),
        ("cuối năm 2023", None),
        ("cuối tháng 6", None),
        ("17-18/6", None),
        ("năm 2022", None),
        ("31/2", None),
    ],
)
def test_only_a_calendar_day_is_a_day(text: str, expected: date | None) -> None:
    assert parse_day(text, REFERENCE) == expected


@pytest.mark.parametrize(
    ("period", "year", "expected"),
    [
        ("2023-01-01..2023-06-30", 2022, "2022-01-01..2022-06-30"),
        ("2023-02-01..2023-02-28", 2024, "2024-02-01..2024-02-29"),
        ("2024-02-29", 2023, "2023-02-28"),
        ("2022-10-01..2023-03-31", 2020, "2019-10-01..2020-03-31"),
    ],
)
def test_the_like_period_of_another_year(period: str, year: int, expected: str) -> None:
    assert same_period(days(period), year) == days(expected)


DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31))
WAYS = [
    "{d}/{m}/{y}",
    "{d}-{m}-{y}",
    "{d}.{m}.{y}",
    "ngày {d:02}/{m:02}/{y}",
    "ngày {d} tháng {m} năm {y}",
    "{y}-{m:02}-{d:02}",
]


@given(DAYS, st.sampled_from(WAYS))
def test_a_day_reads_back_in_every_way_of_writing_it(day: date, way: str) -> None:
    assert parse_period(way.format(d=day.day, m=day.month, y=day.year)) == Period(day, day)


@given(DAYS, st.integers(min_value=-45, max_value=240))
def test_a_yearless_day_reads_back_near_its_reference(day: date, ahead: int) -> None:
    reference = day - timedelta(days=ahead)
    if day.year == reference.year:
        assert parse_period(f"ngày {day.day}/{day.month}", reference) == Period(day, day)


@given(st.integers(1950, 2099), st.integers(1, 12))
def test_months_and_quarters_tile_the_year(year: int, month: int) -> None:
    whole, quarter = parse_period(f"tháng {month}/{year}"), parse_period(f"quý {(month + 2) // 3}/{year}")
    assert whole is not None
    assert quarter is not None
    assert quarter.start <= whole.start <= whole.end <= quarter.end
    assert (whole.end + timedelta(days=1)).day == whole.start.day == 1


@given(st.text(), st.none() | st.dates())
def test_no_text_raises(text: str, reference: date | None) -> None:
    parse_period(text, reference)


PIECES = [
    "5",
    "12",
    "2022",
    "0",
    "99",
    "/",
    "-",
    ".",
    ",",
    "(",
    "ngày",
    "tháng",
    "quý",
    "năm",
    "IV",
    "thứ",
    "tư",
    "tuần",
    "trước",
]
PIECES += [
    "đầu",
    "cuối",
    "nửa",
    "đến",
    "và",
    "qua",
    "nay",
    "tới",
    "sáng",
    "giai đoạn",
    "thế kỷ",
    "những năm",
    "hôm",
    "mai",
    "chủ nhật",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.dates(), st.sampled_from(["", " "]))
def test_no_heap_of_pieces_raises_and_periods_run_forward(pieces: list[str], reference: date, joint: str) -> None:
    found = parse_period(joint.join(pieces), reference)
    assert found is None or found.start <= found.end
    assert found is None or found.part_of_day is None or found.start == found.end


@pytest.mark.parametrize(
    "text",
    [
        "1" * 200_000,
        "1 " * 100_000,
        "(" * 200_000,
        "sáng " * 40_000 + "x",
        "5/2 " * 50_000,
        "ngày " * 40_000,
        "tháng 5 " * 25_000,
    ],
    ids=["digits", "spaces", "brackets", "frame", "days", "words", "months"],
)
def test_long_text_takes_linear_time(text: str) -> None:
    started = time.perf_counter()
    parse_period(text, REFERENCE)
    assert time.perf_counter() - started < 5
