"""Each mistake that the checker knows, in a document that has no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.strategies import documents
from vn_dx_ie.checking import Finding, check
from vn_dx_ie.document import Document
from vn_dx_ie.formats import Located, load_documents
from vn_dx_ie.formats.markup import read_markup_text

SEEDS = Path(__file__).parents[2] / "annotations" / "seeds.jsonl"
FIGURE = ("HAS_VALUE i1 v1", "observation @i1 @v1 number=5 unit=%")


def document(text: str, *lines: str) -> Document:
    source = "\n".join(["@document a", "@text", text, "@end", *lines])
    (item,) = read_markup_text(source, "x")
    assert isinstance(item, Located), item
    return item.document


def told(text: str, *lines: str) -> list[str]:
    return [str(finding) for finding in check(document(text, *lines))]


def test_the_seeds_hold_no_mistake() -> None:
    for seed in load_documents(SEEDS):
        assert [finding for finding in check(seed) if not finding.notice] == []


def test_a_sound_document_is_passed_over_in_silence() -> None:
    text = "[DATE Sáng 8/8/2023], [OFFICIAL:o1 Lê Văn Tám], [POSITION:p1 Giám đốc [AGENCY Sở Y tế]], dự họp."
    assert told(f"{text}\n[INDICATOR:i1 Tỷ lệ hồ sơ] đạt [VALUE:v1 5%].", "HOLDS o1 p1", *FIGURE) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tại [PROVINCE Huế,]", "expected no punctuation at the end, got PROVINCE 'Huế,'"),
        ("ở [AGENCY “Sở Y tế]", "expected no punctuation at the start"),
        ("ở [AGENCY Sở Y] tế", None),
        ("ở [AGENCY Sở Y t]ế", "expected the span to end at the edge of a word"),
        ("năm [AGENCY Sở] Y tế và Hà [PROVINCE N]ội", "expected the span to end at the edge of a word"),
        ("tại [PROVINCE tỉnh Cà Mau]", "expected PROVINCE without 'tỉnh' before it"),
        ("tại Thành phố [PROVINCE Hồ Chí Minh]", "expected the generic word of Hồ Chí Minh City inside"),
        ("tại [PROVINCE Thành phố Hồ Chí Minh]", None),
        ("gặp [OFFICIAL ông Lê Văn Tám]", "expected the name alone"),
        ("gặp [OFFICIAL Đinh Thị Hoà]", None),
        ("gặp [POSITION đồng chí Giám đốc]", "expected POSITION without 'đồng chí' before it"),
        ("[DATE đến năm 2025] xong", "expected DATE without 'đến' before it"),
        ("[AGENCY các sở] họp", "expected AGENCY without 'các' before it"),
        ("họp [EVENT hội nghị\nthứ hai]", "expected a span within one sentence"),
        ("ở [AGENCY Công ty A (Việt Nam)] đó", None),
    ],
)
def test_edges_and_form(text: str, message: str | None) -> None:
    found = [line for line in told(text) if "notice" not in line]
    assert len(found) == (1 if message else 0), found
    assert message is None or message in found[0]


def test_a_value_needs_a_number_and_an_indicator() -> None:
    found = told("[INDICATOR:i1 Tỷ lệ] đạt [VALUE:v1 rất cao].", "HAS_VALUE i1 v1")
    assert "expected a number in a VALUE, got VALUE 'rất cao'" in found[0]
    found = told("[INDICATOR Tỷ lệ] đạt [VALUE 5%].")
    assert ["expected a HAS_… relation" in line for line in found] == [True, True]


def test_spans_must_nest() -> None:
    crossing = '@entity {"id":"x","label":"AGENCY","start":9,"end":18,"text":"Sở Y tế d"}'
    found = told("Giám đốc Sở Y tế dự.", crossing)
    assert "expected the span to end at the edge of a word" in found[0]
    crossing = '@entity {"id":"x","label":"AGENCY","start":9,"end":19,"text":"Sở Y tế dự"}'
    found = told("[POSITION Giám đốc Sở Y tế] dự.", crossing)
    assert any("expected spans to nest, got AGENCY 'Sở Y tế dự' (x, at 9) across POSITION" in line for line in found)


def test_signatures_and_overlaps_come_first_and_alone() -> None:
    found = told("[OFFICIAL:o1 An] ở [PROVINCE:l1 Huế,]", "HOLDS o1 l1")
    assert found == ["relations[0].tail: expected HOLDS to have POSITION, got PROVINCE"]


def test_ends_of_relations_stand_near_each_other() -> None:
    text = "[OFFICIAL:o1 Lê An] đến.{}[POSITION:p1 Giám đốc] nói."
    far = told(text.format("\n"), "HOLDS o1 p1")
    assert "relations[0]: expected both ends in one paragraph, got HOLDS from OFFICIAL 'Lê An'" in far[0]
    farther = told(text.format(" Trời mưa. Đường trơn. "), "HOLDS o1 p1")
    assert "notice: expected both ends in neighbouring sentences" in farther[0]
    assert told(text.format(" "), "HOLDS o1 p1") == []


def test_records_are_borne_out_by_relations() -> None:
    text = "[INDICATOR:i1 Tỷ lệ] đạt [VALUE:v1 5%]."
    assert "expected an observation for Tỷ lệ – 5% – level, got 1 too few" in told(text, "HAS_VALUE i1 v1")[0]
    found = told(text, *FIGURE, "observation @i1 @v1 number=5 unit=% role=target")
    assert "expected a HAS_… relation for the observation Tỷ lệ – 5% – target, 1 too many" in found[0]
    found = told("[DOCUMENT:d1 Luật Căn cước] của [AGENCY:a1 Quốc hội]", "ISSUED_BY d1 a1")
    assert found == ["records: notice: expected an issuance for DOCUMENT 'Luật Căn cước', which has ISSUED_BY"]
    found = told("[OFFICIAL:o1 Lê An] dự [EVENT:e1 hội nghị]", "ATTENDS o1 e1", 'meeting "hội nghị"')
    assert "expected a participant for OFFICIAL 'Lê An'" in found[0]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("number=50 unit=%", "notice: number of '5%': 5 is what is usually meant, got 50"),
        ("number=5", "notice: unit of '5%': % is what is usually meant, got None"),
        ("unit=%", "expected a number for '5%', got none"),
        ("number=5 unit=% direction=up", "expected a direction only for a change or a target, got level"),
        ("number=5 unit=% period=2023-02-01/2023-01-01", "expected a period to start before it ends"),
    ],
)
def test_slots_of_figures(line: str, message: str) -> None:
    found = told("[INDICATOR:i1 Tỷ lệ] đạt [VALUE:v1 5%].", "HAS_VALUE i1 v1", f"observation @i1 @v1 {line}")
    assert message in found[0]


def test_a_change_has_a_direction_and_an_order_its_text() -> None:
    found = told("[INDICATOR:i1 Thu] tăng [VALUE:v1 5%].", "HAS_CHANGE i1 v1", "observation @i1 @v1 number=5 unit=%")
    assert found == ["records[0]: expected a direction for the change '5%', got none"]
    assert "expected content to be the text of its evidence" in told("abc", "directive x evidence=0-2")[0]


def test_what_was_forgotten_elsewhere_is_noticed() -> None:
    text = "[OFFICIAL Lê Văn Tám] đến.\n\nLê Văn Tám nói. Tin, ảnh: Lê Văn Tám\n\nẢnh: Lê Văn Tám\n\nLê Văn Tám Anh"
    found = [line for line in told(text) if "no OFFICIAL" in line]
    assert len(found) == 2, "credits are passed over"
    assert "notice: no OFFICIAL at 17: 'Lê Văn Tám' in …" in found[0]
    assert any("no PROVINCE at 4: 'Huế'" in line for line in told("Tại Huế."))
    assert any("no VALUE at 4: '5%'" in line for line in told("đạt 5%."))
    assert any("no DATE at 0: 'Ngày 8/8/2023'" in line for line in told("Ngày 8/8/2023, họp."))
    assert not any("AGENCY" in line for line in told("[AGENCY Chính phủ] họp về Chính phủ số."))


@given(documents())
@settings(max_examples=60, deadline=None)
def test_any_document_can_be_checked(one: Document) -> None:
    for finding in check(one):
        assert isinstance(finding, Finding)
        assert str(finding)
