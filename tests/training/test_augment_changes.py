"""Each change of the augmentation on a text that shows it."""

from __future__ import annotations

import random
import re
from datetime import date

from tests.training.augmented import augmenter, marked, only
from vn_dx_ie.document import Document
from vn_dx_ie.normalize.provinces import link_province


def outcomes(document: Document, *kinds: str, seeds: int = 40) -> list[Document]:
    return [augmenter(only(*kinds))(document, random.Random(seed)) for seed in range(seeds)]


def mentions(document: Document) -> list[str]:
    return [entity.text for entity in document.entities]


# Names


def test_short_forms_follow_and_foreigners_stay() -> None:
    document = marked(
        "[OFFICIAL NGUYỄN TIẾN DŨNG]: ông [OFFICIAL Nguyễn Tiến Dũng], ông [OFFICIAL Dũng] và ông [OFFICIAL Tiến Dũng]"
        " gặp ông [OFFICIAL Kenji Matsuda] và bà [OFFICIAL Lan]"
    )
    for new in outcomes(document, "officials"):
        capitals, full, given_name, two, foreigner, woman = mentions(new)
        assert capitals == full.upper() != "NGUYỄN TIẾN DŨNG"
        assert full.split()[-1:] == [given_name]
        assert full.split()[-2:] == two.split()
        assert 3 <= len(full.split()) <= 4
        assert foreigner == "Kenji Matsuda"
        assert len(woman.split()) == 1
    assert len({new.text for new in outcomes(document, "officials")}) > 20


def test_women_and_men_keep_their_sex() -> None:
    for new in outcomes(marked("Bà [OFFICIAL Lê Thu Hà], ông [OFFICIAL Lê Bình]; ông [OFFICIAL Bình]"), "officials"):
        assert "Văn" not in new.entities[0].text
        assert "Thị" not in new.entities[1].text


def test_provinces_keep_their_kind_everywhere() -> None:
    document = marked(
        "[AGENCY UBND tỉnh [PROVINCE Cà Mau]], [PROVINCE CÀ MAU], TP. [PROVINCE Cần Thơ], [LOCATION thành phố Cà Mau]"
    )
    for new in outcomes(document, "provinces"):
        agency, province, capitals, city, town = mentions(new)
        assert (agency, capitals, town) == (f"UBND tỉnh {province}", province.upper(), f"thành phố {province}")
        assert province not in ("Cà Mau", "Hà Nội", "Đà Nẵng")
        assert city in ("Hà Nội", "Hải Phòng", "Đà Nẵng")


def test_only_ho_chi_minh_city_holds_its_generic_word() -> None:
    document = marked("[AGENCY Sở Y tế [PROVINCE TP.HCM]]")
    for new in outcomes(document, "provinces"):
        assert new.entities[0].text == f"Sở Y tế TP. {new.entities[1].text}"
    forms = {new.entities[1].text for new in outcomes(document, "cities")}
    assert {"TPHCM", "TP HCM", "Thành phố Hồ Chí Minh"} < forms
    assert {(found := link_province(form)) and found.code for form in forms} == {"79"}


def test_places_without_their_generic_word_follow() -> None:
    document = marked(
        "[LOCATION Huyện Kế Sách], [LOCATION Kế Sách], [LOCATION Việt Nam], [AGENCY UBND [LOCATION xã Trí Lực]]"
    )
    for new in outcomes(document, "locations"):
        district, bare, country, agency, commune = mentions(new)
        assert (district, country, agency) == (f"Huyện {bare}", "Việt Nam", f"UBND {commune}")
        assert commune.startswith("xã ")
        assert "Kế Sách" not in bare


def test_bodies_change_unless_a_short_form_is_introduced() -> None:
    document = marked("[AGENCY Sở TT&TT], [AGENCY Sở Thông tin và Truyền thông]; [AGENCY Bộ Công Thương] (BCT)")
    changed = outcomes(document, "agencies")
    assert all(new.entities[2].text == "Bộ Công Thương" for new in changed)
    assert all(new.entities[i].text.startswith("Sở ") for new in changed for i in (0, 1))
    assert ["Sở KH&CN", "Sở Khoa học và Công nghệ"] in [mentions(new)[:2] for new in changed]


# Figures and dates


def test_figures_keep_their_form() -> None:
    document = marked(
        "[VALUE 1.870], [VALUE 08/9], [VALUE 5 - 7%], [VALUE 100%], [VALUE 103,4%], [VALUE 30 m2], [VALUE 63/63]"
    )
    for new in outcomes(document, "numbers"):
        forms = (
            r"[1-9]\.\d[1-9]0",
            r"0[1-9]/[1-9]",
            r"[1-9] - [1-9]%",
            "100%",
            r"1\d\d,[1-9]%",
            "[1-9]0 m2",
            r"(\d\d)/\1",
        )
        assert all(re.fullmatch(form, text) for form, text in zip(forms, mentions(new), strict=True)), mentions(new)
        low, high = map(int, re.findall(r"\d", new.entities[2].text))
        assert low < high


def test_dates_stay_possible_and_in_order() -> None:
    document = marked(
        "[DATE Sáng 8-8], [DATE ngày 31/08/2022], [DATE quý I/2022], [DATE quý III], [DATE 6 tháng đầu năm 2023], "
        "[DATE năm 1986], [DATE ngày 30 tháng 12], [DATE 2/9]"
    )
    for new in outcomes(document, "dates", seeds=200):
        first, second, quarter, later, half, old, worded, holiday = mentions(new)
        day, month, year = map(int, second.removeprefix("ngày ").split("/"))
        assert date(year, month, day)
        assert first.startswith("Sáng ")
        assert int(first[5:7]) < day
        assert 2016 <= year <= 2026
        assert (quarter[-4:], half) == (str(year), f"6 tháng đầu năm {year + 1}")
        assert len(quarter.split()[1].split("/")[0]) <= len(later.split()[1]) or later.endswith("IV")
        assert (old, holiday) == ("năm 1986", "2/9")
        assert int(worded.split()[-1]) > month


def test_units_change_within_their_family() -> None:
    document = marked(
        "[VALUE 5 tỷ đồng], [VALUE 7 tấn], [VALUE 45%], [VALUE 2 điểm phần trăm], tỷ lệ, [VALUE 5 tỷ đồng]"
    )
    seen = [mentions(new) for new in outcomes(document, "units")]
    assert {texts[0] for texts in seen} == {"5 tỷ đồng", "5 tỉ đồng", "5 triệu đồng", "5 nghìn tỷ đồng"}
    assert {texts[1] for texts in seen} == {"7 tấn", "7 kg"}
    assert {texts[2] for texts in seen} == {"45%", "45 phần trăm"}
    assert {texts[3] for texts in seen} == {"2 điểm phần trăm", "2 điểm %"}
    assert all(texts[0] == texts[4] for texts in seen)
    assert {"tỷ lệ" in new.text for new in outcomes(document, "units")} == {True, False}


# Form


def test_abbreviations_go_both_ways() -> None:
    document = marked(
        "[AGENCY UBND tỉnh] họp\nCNTT và [INDICATOR chuyển đổi số] ở TP. [PROVINCE Huế]. TTHC\nBHYT (BHYT)"
    )
    seen = {new.text for new in outcomes(document, "abbreviations", seeds=200)}
    for form in (
        "Ủy ban nhân dân tỉnh",
        "UBND",
        "\nCông nghệ thông tin và",
        "CĐS",
        "ở thành phố Huế",
        ". Thủ tục hành chính",
    ):
        assert any(form in text for text in seen), form
    assert all("BHYT (BHYT)" in text for text in seen)
    capitals = {new.text for new in outcomes(marked("[AGENCY UBND TỈNH] HỌP"), "abbreviations")}
    assert capitals == {"UBND TỈNH HỌP", "ỦY BAN NHÂN DÂN TỈNH HỌP"}


LINES = "Bộ trưởng nói về cải cách hành chính với báo chí ở đây."


def test_form_changes() -> None:
    quotes = {new.text for new in outcomes(marked('[EVENT lớp "Tin học" mới], “A” H\'Mông'), "quotes")}
    assert "lớp «Tin học» mới, «A» H'Mông" in quotes
    assert "lớp “Tin học” mới, “A” H'Mông" in quotes
    assert outcomes(marked("Hết.\nTP. [PROVINCE Huế] 1,5.\n…"), "stops")[0].text == "Hết\nTP. Huế 1,5\n…"
    assert outcomes(marked("[AGENCY Bộ Y tế] họp\n[AGENCY Bộ Y tế]"), "capitals")[0].text == "BỘ Y TẾ HỌP\nBộ Y tế"
    assert outcomes(marked("[AGENCY Bộ]Phó"), "lower_case")[0].text == "bộPhó"
    joined = {new.text for new in outcomes(marked("ở [AGENCY công nghệ] Số, [DATE năm nay]"), "joined_words")}
    assert joined == {"ở công nghệ Số, năm nay", "ở côngnghệ Số, năm nay"}
    spaces = {new.text for new in outcomes(marked("a, b (c) 1, 2"), "spaces")}
    assert {"a,b  (c) 1, 2", "a, b(c) 1,  2"} <= spaces


def test_lines_are_listed_broken_and_joined() -> None:
    two = marked(f"Tựa\n\n{LINES}\n\n{LINES}\n\nẢnh: TTXVN")
    listed = {new.text for new in outcomes(two, "lists")}
    assert f"Tựa\n\n1. {LINES}\n\n2. {LINES}\n\nẢnh: TTXVN" in listed
    assert all(text.count(mark) == 2 for text in listed if (mark := text[5:7]) != "1.")
    assert {new.text for new in outcomes(two, "joined_paragraphs")} == {f"Tựa\n\n{LINES} {LINES}\n\nẢnh: TTXVN"}
    held = marked("[INDICATOR:i Thu] tăng. Đạt [VALUE:v 5%]. Chi giảm.", "HAS_VALUE i v")
    assert {new.text for new in outcomes(held, "line_breaks")} == {"Thu tăng. Đạt 5%.\nChi giảm."}
