"""Quantities: a table of written forms."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

import pytest

from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.records import Quantity

# text, number, and the other slots as keywords
NUMBERS = [
    ("291", "291", {}),
    ("05", "5", {}),
    ("007", "7", {}),
    ("0", "0", {}),
    ("1.871", "1871", {}),
    ("1.812.259", "1812259", {}),
    ("93,31", "93.31", {}),
    ("0,5", "0.5", {}),
    ("265,372", "265.372", {}),
    ("1.263,26", "1263.26", {}),
    ("24.589.185", "24589185", {}),
    # English marks, where the Vietnamese reading is impossible
    ("12.5", "12.5", {}),
    ("0.85", "0.85", {}),
    ("0.125", "0.125", {}),
    ("36.78", "36.78", {}),
    ("1,234,567", "1234567", {}),
    ("1,263.26", "1263.26", {}),
    ("1234.567", "1234.567", {}),
    # groups parted by spaces
    ("1 234 567", "1234567", {}),
    ("12 500", "12500", {}),
    ("1\u00a0871", "1871", {}),
    ("33. 690", "33690", {}),
    # words
    ("hai mươi mốt nghìn không trăm mười một", "21011", {}),
    ("Tám", "8", {}),
    ("ba", "3", {}),
    ("một", "1", {}),
    ("mười", "10", {}),
    ("mười lăm", "15", {}),
    ("hai mươi tư", "24", {}),
    ("hai lăm", "25", {}),
    ("ba mươi", "30", {}),
    ("một trăm", "100", {}),
    ("một trăm linh năm", "105", {}),
    ("hai trăm lẻ ba", "203", {}),
    ("một trăm hai", "120", {}),
    ("hai nghìn năm trăm", "2500", {}),
    ("chín mươi chín", "99", {}),
    ("một triệu hai", "1200000", {}),
    ("mười hai vạn", "120000", {}),
    ("hai rưỡi", "2.5", {}),
    ("ba triệu rưỡi", "3500000", {}),
    ("hai phẩy năm", "2.5", {}),
    ("25 (hai mươi lăm)", "25", {}),
    # signs
    ("-1,6%", "-1.6", {"unit": "%"}),
    ("−1,6%", "-1.6", {"unit": "%"}),
    ("âm 6,17%", "-6.17", {"unit": "%"}),
]

MAGNITUDES = [
    ("1.013 triệu", "1013000000", {}),
    ("2,5 vạn", "25000", {}),
    ("110 nghìn", "110000", {}),
    ("120 ngàn", "120000", {}),
    ("3 chục", "30", {}),
    ("5 trăm", "500", {}),
    ("4,4 tỷ", "4400000000", {}),
    ("4,4 tỉ", "4400000000", {}),
    ("78,5 triệu", "78500000", {}),
    ("100 nghìn tỷ đồng", "100000000000000", {"unit": "VND"}),
    ("1,18 triệu tỷ đồng", "1180000000000000", {"unit": "VND"}),
    ("1 tỷ 500 triệu", "1500000000", {}),
    ("1 triệu 200 nghìn", "1200000", {}),
    ("41 tỷ 737 triệu đồng", "41737000000", {"unit": "VND"}),
    ("4.403 tỷ 46 triệu đồng", "4403046000000", {"unit": "VND"}),
    ("nửa triệu", "500000", {}),
    ("2 triệu rưỡi", "2500000", {}),
    ("năm tỷ đồng", "5000000000", {"unit": "VND"}),
    ("một tỷ đồng", "1000000000", {"unit": "VND"}),
    ("hơn 3.000 tỷ", "3000000000000", {"unit": "VND", "qualifier": "over"}),  # nothing else comes in such numbers
]

UNITS = [
    ("82,4%", "82.4", {"unit": "%"}),
    ("78,6 %", "78.6", {"unit": "%"}),
    ("100 phần trăm", "100", {"unit": "%"}),
    ("ba mươi phần trăm", "30", {"unit": "%"}),
    ("5 điểm %", "5", {"unit": "điểm %"}),
    ("2 điểm phần trăm", "2", {"unit": "điểm %"}),
    ("50 điểm cơ bản", "50", {"unit": "điểm cơ bản"}),
    ("54,1 điểm", "54.1", {"unit": "điểm"}),
    ("5,5‰", "5.5", {"unit": "‰"}),
    ("700 triệu đồng", "700000000", {"unit": "VND"}),
    ("500đ", "500", {"unit": "VND"}),
    ("57.000 VNĐ", "57000", {"unit": "VND"}),
    ("23.400 VND/USD", "23400", {"unit": "VND/USD"}),
    ("53 tỷ USD", "53000000000", {"unit": "USD"}),
    ("5 triệu đô la Mỹ", "5000000", {"unit": "USD"}),
    ("$5 triệu", "5000000", {"unit": "USD"}),
    ("US$ 12,5 triệu", "12500000", {"unit": "USD"}),
    ("957 triệu Euro", "957000000", {"unit": "EUR"}),
    ("€20", "20", {"unit": "EUR"}),
    ("2.608 triệu Yên Nhật", "2608000000", {"unit": "JPY"}),
    ("100 tỷ nhân dân tệ", "100000000000", {"unit": "CNY"}),
    ("3 triệu bảng Anh", "3000000", {"unit": "GBP"}),
    ("40 triệu đô la Úc", "40000000", {"unit": "AUD"}),
    ("93,31 Mbps", "93.31", {"unit": "Mbps"}),
    ("18 Tbps", "18", {"unit": "Tbps"}),
    ("500 GB", "500", {"unit": "GB"}),
    ("134km", "134", {"unit": "km"}),
    ("16ha", "16", {"unit": "ha"}),
    ("600 hécta", "600", {"unit": "ha"}),
    ("1.250 héc-ta", "1250", {"unit": "ha"}),
    ("139.000m²", "139000", {"unit": "m2"}),
    ("3,9 triệu m 2", "3900000", {"unit": "m2"}),
    ("20 mét vuông", "20", {"unit": "m2"}),
    ("13,56 km²", "13.56", {"unit": "km2"}),
    ("32 triệu m3", "32000000", {"unit": "m3"}),
    ("1.435mm", "1435", {"unit": "mm"}),
    ("5 m", "5", {"unit": "m"}),
    ("393,34 gam", "393.34", {"unit": "gram"}),
    ("35 kg", "35", {"unit": "kg"}),
    ("43 triệu tấn", "43000000", {"unit": "tấn"}),
    ("10,81 triệu Teus", "10810000", {"unit": "TEU"}),
    ("150 MW", "150", {"unit": "MW"}),
    ("196,8 tỷ kWh", "196800000000", {"unit": "kWh"}),
    ("46 tuổi", "46", {"unit": "tuổi"}),
    ("15 bậc", "15", {"unit": "bậc"}),
    ("18 lần", "18", {"unit": "lần"}),
    ("hai lần", "2", {"unit": "lần"}),
    ("70.000 lượt tuyển sinh", "70000", {"unit": "lượt"}),
    ("30°C", "30", {"unit": "°C"}),
    ("5 năm", "5", {"unit": "năm"}),
    ("ba năm", "3", {"unit": "năm"}),
    ("hai mươi năm", "20", {"unit": "năm"}),
    ("6 giờ", "6", {"unit": "giờ"}),
    ("2 năm rưỡi", "2.5", {"unit": "năm"}),
    ("một năm rưỡi", "1.5", {"unit": "năm"}),
    ("2 năm 3 tháng", "27", {"unit": "tháng"}),
    ("1 giờ 30 phút", "90", {"unit": "phút"}),
    # rates
    ("20 lượt/ngày", "20", {"unit": "lượt/ngày"}),
    ("10.000 giao dịch/giây", "10000", {"unit": "giao dịch/giây"}),
    ("20%/năm", "20", {"unit": "%/năm"}),
    ("6.300 tỷ đồng/năm", "6300000000000", {"unit": "VND/năm"}),
    ("15 triệu đồng/m²", "15000000", {"unit": "VND/m2"}),
    ("15 triệu/m2", "15000000", {"unit": "VND/m2"}),
    ("100 triệu mỗi căn", "100000000", {"unit": "VND/căn"}),
    ("2,34 triệu đồng một tháng", "2340000", {"unit": "VND/tháng"}),
    ("2.317 USD một ounce", "2317", {"unit": "USD/ounce"}),
    ("225 USD/người/năm", "225", {"unit": "USD/người/năm"}),
    ("300 người/km2", "300", {"unit": "người/km2"}),
    ("80km/h", "80", {"unit": "km/h"}),
    ("6,2mg/l", "6.2", {"unit": "mg/l"}),
    ("2.000 tấn rác/ngày đêm", "2000", {"unit": "tấn/ngày đêm"}),
    ("18 triệu lượt khách/năm", "18000000", {"unit": "lượt khách/năm"}),
    ("25 triệu hành khách/năm", "25000000", {"unit": "hành khách/năm"}),
    ("5 triệu khách/5 năm", "5000000", {"unit": "khách/5 năm"}),
    # what is counted is no unit
    ("78,5 triệu thẻ", "78500000", {}),
    ("12 đồng chí", "12", {}),
    ("63 điểm cầu", "63", {}),
    ("24 bậc học", "24", {}),
    ("350 đồng bào", "350", {}),
]

QUALIFIERS = [
    ("khoảng 53 tỷ USD", "53000000000", {"unit": "USD", "qualifier": "about"}),
    ("ước khoảng 43,6%", "43.6", {"unit": "%", "qualifier": "about"}),
    ("xấp xỉ 50%", "50", {"unit": "%", "qualifier": "about"}),
    ("~ 50", "50", {"qualifier": "about"}),
    ("trên dưới 50", "50", {"qualifier": "about"}),
    ("chừng 300", "300", {"qualifier": "about"}),
    ("trên 200.000", "200000", {"qualifier": "over"}),
    ("Hơn 42,7 nghìn", "42700", {"qualifier": "over"}),
    ("quá 500", "500", {"qualifier": "over"}),
    ("tối thiểu 100", "100", {"qualifier": "over"}),
    ("ít nhất từ 80%", "80", {"unit": "%", "qualifier": "over"}),
    ("không dưới 12", "12", {"qualifier": "over"}),
    ("không ít hơn nửa triệu", "500000", {"qualifier": "over"}),
    ("80% trở lên", "80", {"unit": "%", "qualifier": "over"}),
    ("từ 15 tuổi trở lên", "15", {"unit": "tuổi", "qualifier": "over"}),
    ("1000+", "1000", {"qualifier": "over"}),
    ("dưới 2%", "2", {"unit": "%", "qualifier": "under"}),
    ("chưa đến 15%", "15", {"unit": "%", "qualifier": "under"}),
    ("chưa tới 1%", "1", {"unit": "%", "qualifier": "under"}),
    ("chưa đầy 2 tháng", "2", {"unit": "tháng", "qualifier": "under"}),
    ("không quá 100", "100", {"qualifier": "under"}),
    ("tối đa 50", "50", {"qualifier": "under"}),
    ("nhỏ hơn 30%", "30", {"unit": "%", "qualifier": "under"}),
    ("10 triệu đồng trở xuống", "10000000", {"unit": "VND", "qualifier": "under"}),
    ("gần 16.000", "16000", {"qualifier": "nearly"}),
    ("ngót 300", "300", {"qualifier": "nearly"}),
    ("suýt soát 90%", "90", {"unit": "%", "qualifier": "nearly"}),
    # the nearest word decides
    ("khoảng gần 16.000", "16000", {"qualifier": "nearly"}),
    ("khoảng trên 137.000", "137000", {"qualifier": "over"}),
    ("khoảng từ 370.000", "370000", {"qualifier": "about"}),
    # a comparison is no bound
    ("nhiều hơn 5%", "5", {"unit": "%"}),
    ("cao hơn 12 bậc", "12", {"unit": "bậc"}),
    ("đạt 93,31 Mbps", "93.31", {"unit": "Mbps"}),
    ("tăng 29,98% so với năm 2022", "29.98", {"unit": "%"}),
]

PARTS_AND_MULTIPLES = [
    ("58/63", "58", {"denominator": "63"}),
    ("12.269/13.047", "12269", {"denominator": "13047"}),
    ("88,5/90 điểm", "88.5", {"denominator": "90", "unit": "điểm"}),
    ("1.812,6 tỉ đồng/3.103,6 tỉ đồng", "1812600000000", {"denominator": "3103600000000", "unit": "VND"}),
    ("hơn 3/4", "3", {"denominator": "4", "qualifier": "over"}),
    ("¼", "1", {"denominator": "4"}),
    ("2½", "2.5", {}),
    ("một phần ba", "1", {"denominator": "3"}),
    ("gần hai phần ba", "2", {"denominator": "3", "qualifier": "nearly"}),
    ("48 trên tổng số 63", "48", {"denominator": "63"}),
    ("một nửa", "0.5", {}),
    ("hơn một nửa", "0.5", {"qualifier": "over"}),
    ("gấp đôi", "2", {"unit": "lần"}),
    ("gần như gấp đôi", "2", {"unit": "lần", "qualifier": "nearly"}),
    ("gấp ba", "3", {"unit": "lần"}),
    ("gấp rưỡi", "1.5", {"unit": "lần"}),
    ("gấp 3 lần", "3", {"unit": "lần"}),
    ("gấp 2,03 lần", "2.03", {"unit": "lần"}),
    ("gấp 2", "2", {"unit": "lần"}),
    ("hơn gấp 3 lần", "3", {"unit": "lần", "qualifier": "over"}),
    ("gấp hơn 3 lần", "3", {"unit": "lần", "qualifier": "over"}),
    ("gấp hai lần rưỡi", "2.5", {"unit": "lần"}),
    ("gấp 2-3 lần", "2", {"upper": "3", "unit": "lần"}),
]

RANKS = [
    ("thứ 42", "42", {}),
    ("thứ 71/193", "71", {"denominator": "193"}),
    ("vị trí thứ 71/193", "71", {"denominator": "193"}),
    ("vị trí 91/189", "91", {"denominator": "189"}),
    ("thứ 3 trong hơn 30", "3", {"denominator": "30"}),
    ("hạng 5", "5", {}),
    ("thứ hạng 12", "12", {}),
    ("thứ nhất", "1", {}),
    ("thứ nhì", "2", {}),
    ("thứ ba", "3", {}),
    ("vị trí thứ tư", "4", {}),
    ("thứ mười", "10", {}),
    ("thứ hai mươi", "20", {}),
    ("hạng nhất", "1", {}),
    ("top 10", "10", {}),
    ("số 1", "1", {}),
    ("đứng đầu", "1", {}),
    ("xếp thứ 42 thế giới", "42", {}),
]

RANGES = [
    ("5 - 7%", "5", {"upper": "7", "unit": "%"}),
    ("2,5-3%", "2.5", {"upper": "3", "unit": "%"}),
    ("4,8%-6,8%", "4.8", {"upper": "6.8", "unit": "%"}),
    ("từ 5 đến 7%", "5", {"upper": "7", "unit": "%"}),
    ("23% đến 25%", "23", {"upper": "25", "unit": "%"}),
    ("40-50 triệu", "40000000", {"upper": "50000000"}),
    ("khoảng 5,25–5,5%", "5.25", {"upper": "5.5", "unit": "%", "qualifier": "about"}),
    ("74,98 – 76,98 triệu đồng/lượng", "74980000", {"upper": "76980000", "unit": "VND/lượng"}),
    ("300 triệu đến 500 triệu đồng", "300000000", {"upper": "500000000", "unit": "VND"}),
    ("900 triệu - 1,2 tỷ đồng", "900000000", {"upper": "1200000000", "unit": "VND"}),
    ("800.000-1.000.000 ha", "800000", {"upper": "1000000", "unit": "ha"}),
    ("13-14.000 container/ngày", "13000", {"upper": "14000", "unit": "container/ngày"}),
    ("20 đến hơn 70%", "20", {"upper": "70", "unit": "%"}),
    ("25 (hai mươi lăm) đến 30 (ba mươi)", "25", {"upper": "30"}),
    ("2-4", "2", {"upper": "4"}),
    ("8.500-9.000 USD/người", "8500", {"upper": "9000", "unit": "USD/người"}),
]

NONE = """
||một ngày đẹp trời|không|năm nay|năm 2022|năm 2021-2025|giai đoạn 2021 - 2025|ngày 27/4|27/4/2022|27-4-2022
|27.4.2022|2025-01-26|27/4|sáng 8-8|tháng 10|tháng 10/2022|quý I/2022|quý 3|14:02|17h30|6 tháng đầu năm
|sáu tháng đầu năm|9 tháng năm 2023|Nghị quyết số 57-NQ/TW|Quyết định số 206/QĐ-TTg|13/2023/NĐ-CP|Đề án 06
|Điều 5|Quận 12|Quốc lộ 37|4G|5G|G20|COVID-19|IPv6|hàng trăm|hàng triệu người|vài chục nghìn|mấy trăm
|nửa đầu năm|triệu|trăm năm|ba mẹ|hai bên|tư nhân|một bên|một lần nữa|lần thứ 2|phiên họp thứ ba|Thứ Ba|7-5%
|1.2.3.4|1,2,3|3/2|5/0|không phần trăm|abc|%|-|.|,|/|...|()|Thủ tướng|nhiệm kỳ 2021-2026
""".replace("\n", "").split("|")

TABLE = [*NUMBERS, *MAGNITUDES, *UNITS, *QUALIFIERS, *PARTS_AND_MULTIPLES, *RANGES]


def quantity(number: str, slots: dict[str, str], *, rank: bool = False) -> Quantity:
    decimals = {name: Decimal(slots[name]) for name in ("denominator", "upper") if name in slots}
    words = {name: slots[name] for name in ("unit", "qualifier") if name in slots}
    return Quantity(number=Decimal(number), rank=rank, **decimals, **words)


@pytest.mark.parametrize(("text", "number", "slots"), TABLE)
def test_a_written_form_has_its_value(text: str, number: str, slots: dict[str, str]) -> None:
    assert parse_quantity(text) == quantity(number, slots)


@pytest.mark.parametrize(("text", "number", "slots"), RANKS)
def test_a_rank_is_told_from_a_count(text: str, number: str, slots: dict[str, str]) -> None:
    assert parse_quantity(text) == quantity(number, slots, rank=True)


@pytest.mark.parametrize("text", NONE)
def test_text_that_states_no_quantity_gives_none(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(("text", "number", "slots"), TABLE)
def test_composed_and_decomposed_letters_mean_the_same(text: str, number: str, slots: dict[str, str]) -> None:
    assert parse_quantity(unicodedata.normalize("NFD", text)) == quantity(number, slots)


def test_numbers_carry_no_needless_zeros_or_exponents() -> None:
    found = parse_quantity("78,50 triệu")
    assert found is not None
    assert str(found.number) == "78500000"


def test_the_first_quantity_of_a_phrase_is_taken_past_names_and_dates() -> None:
    found = parse_quantity("ngày 27/4, theo Nghị quyết số 57-NQ/TW, đạt 93%")
    assert found == Quantity(number=Decimal(93), unit="%")
