"""The findings of one document in headless Chromium: evidence, keyboard, narrow screens, files to keep."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from tests.browser import download, wait_until
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.formats import write_documents
from vn_dx_ie.records import Directive, Evidence, Issuance, Meeting, Observation, Participant, Slot
from vn_dx_ie.view import render_page

pytest.importorskip("selenium")
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

# The emoji counts as one; the blank lines push the order below the first screen.
TEXT = (
    "😀 Sáng 8-8, Chủ tịch UBND tỉnh Huế Lê An chủ trì hội nghị chuyển đổi số. Có 1.871 tổ công nghệ số."
    + "\n" * 60
    + 'Ông Lê An yêu cầu các sở, "khẩn trương" rà soát; Nghị quyết số 12/NQ-HĐND đã ban hành.'
)


def spans(*words: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(TEXT.index(word), TEXT.index(word) + len(word)) for word in words)


def entity(key: str, label: str, mention: str) -> Entity:
    (place,) = spans(mention)
    return Entity(key, label, place.start, place.end, mention, 0.9)


MEETING = Meeting(
    name="hội nghị chuyển đổi số",
    date=date(2022, 8, 8),
    participants=(Participant(name="Lê An", positions=("Chủ tịch UBND tỉnh Huế",), role="chair"),),
    confidence=0.9,
    evidence=spans("Sáng 8-8", "hội nghị chuyển đổi số"),
    slots=(
        Slot("date", 0.83, spans("Sáng 8-8")),
        Slot("participants[0].role", 0.71, spans("Lê An", "chủ trì")),
    ),
)
DOCUMENT = Document(
    id="bài 1/a",
    text=TEXT,
    published=date(2022, 8, 9),
    entities=(
        entity("e1", "POSITION", "Chủ tịch UBND tỉnh Huế"),
        entity("e2", "AGENCY", "UBND tỉnh Huế"),
        entity("e3", "OFFICIAL", "Lê An"),
    ),
    relations=(Relation("HOLDS", "e3", "e1", 0.66),),
    records=(
        MEETING,
        Observation(
            indicator="tổ công nghệ số",
            value="1.871",
            number=1871,
            indicator_id="text:tổ công nghệ số",
            period=(date(2022, 1, 1), date(2022, 6, 30)),
            evidence=spans("1.871", "tổ công nghệ số"),
            slots=(Slot("indicator", 0.8, spans("tổ công nghệ số")),),
        ),
        Directive(
            issuer="Lê An",
            addressees=("các sở", "phường"),
            content='các sở, "khẩn trương" rà soát',
            evidence=spans("các sở"),
        ),
        Issuance(document="Nghị quyết số 12/NQ-HĐND"),
    ),
)


@pytest.fixture
def page(browser: Chrome, tmp_path: Path) -> Chrome:
    path = tmp_path / "page.html"
    path.write_text(render_page([DOCUMENT, Document(id="b", text="Huế")], title="Bài"), "utf-8")
    browser.set_window_size(1400, 900)
    browser.get(path.as_uri())
    return browser


def slot(page: Chrome, name: str, record: int = 0) -> WebElement:
    return page.find_elements(By.CLASS_NAME, "card")[record].find_element(By.CSS_SELECTOR, f'[data-slot="{name}"]')


def lit(page: Chrome) -> str:
    script = "return [...document.querySelectorAll('.lit')].map((piece) => piece.textContent).join('|');"
    return str(page.execute_script(script))


def told(page: Chrome) -> str:
    return page.find_element(By.ID, "told").text


def test_a_slot_lights_its_evidence(page: Chrome) -> None:
    for name, record, words, reason in (
        ("date", 0, "Sáng 8-8", "its own evidence"),
        ("participants[0].role", 0, "Lê An|chủ trì", "that of the participant"),
        ("name", 0, "Sáng 8-8|hội nghị chuyển đổi số", "that of the record"),
        ("indicator_id", 1, "tổ công nghệ số", "that of the slot it is read off"),
        ("content", 2, "các sở", "that of the record, which has no slots"),
    ):
        slot(page, name, record).click()
        assert lit(page) == words, reason


def test_a_record_without_evidence_has_nothing_to_choose(page: Chrome) -> None:
    assert slot(page, "document", 3).tag_name == "span"


def test_confidences_are_shown(page: Chrome) -> None:
    assert slot(page, "date").text == "2022-08-08 0.83"
    assert page.find_element(By.CSS_SELECTOR, ".card h5").text == "Meeting 0.90"
    assert page.find_element(By.CSS_SELECTOR, ".relations td.kind").text == "0.66"


def test_evidence_comes_into_view_and_is_told(page: Chrome) -> None:
    slot(page, "issuer", 2).click()
    piece = page.find_element(By.CLASS_NAME, "lit")
    box, text = piece.rect, page.find_element(By.CLASS_NAME, "text").rect
    assert text["y"] <= box["y"] < text["y"] + text["height"]
    assert told(page) == "Issuer: “các sở”"


def test_the_keyboard_is_enough(page: Chrome) -> None:
    button = slot(page, "date")
    page.execute_script("arguments[0].focus()", button)
    page.switch_to.active_element.send_keys(Keys.ENTER)
    assert lit(page) == "Sáng 8-8"
    assert button.get_attribute("aria-pressed") == "true"
    assert page.switch_to.active_element == button
    page.switch_to.active_element.send_keys(Keys.TAB)
    following = page.switch_to.active_element
    assert following.get_attribute("role") == "region", "the table of participants, which may scroll"
    assert following.value_of_css_property("outline-style") == "solid", "the focus is seen"
    page.find_element(By.ID, "back").send_keys(Keys.ENTER)
    assert page.switch_to.active_element == button
    button.send_keys(Keys.ESCAPE)
    assert lit(page) == ""
    assert button.get_attribute("aria-pressed") == "false"
    assert not page.find_element(By.ID, "back").is_displayed()
    button.send_keys(Keys.ENTER)
    page.find_element(By.ID, "clear").send_keys(Keys.ENTER)
    assert lit(page) == ""
    assert page.switch_to.active_element == button, "it is not lost with the button that went"


def test_the_first_stop_leads_to_the_document(page: Chrome) -> None:
    page.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    link = page.switch_to.active_element
    assert link.text == "Skip to the document"
    link.send_keys(Keys.ENTER)
    assert page.switch_to.active_element.get_attribute("id") == "document"
    assert page.find_element(By.CSS_SELECTOR, "main > h2").text == "bài 1/a · 2022-08-09", "it stays"


def test_everything_to_choose_has_a_name(page: Chrome) -> None:
    script = """return [...document.querySelectorAll('button, input, [role="region"]')].filter((node) =>
        !(node.textContent.trim() || node.getAttribute('aria-label') || node.closest('label')?.textContent)).length;"""
    assert page.execute_script(script) == 0


def test_a_relation_lights_its_ends(page: Chrome) -> None:
    button = page.find_element(By.CSS_SELECTOR, ".relations button")
    page.execute_script("arguments[0].focus()", button)
    pointed = [one.get_attribute("data-label") for one in page.find_elements(By.CSS_SELECTOR, ".entity.focus")]
    assert pointed == ["POSITION", "OFFICIAL"]
    button.send_keys(Keys.ENTER)
    assert lit(page).replace("|", "") == "Chủ tịch UBND tỉnh HuếLê An"


def test_records_as_tables(page: Chrome) -> None:
    page.find_element(By.CSS_SELECTOR, 'input[value="tables"]').click()
    tables = [one for one in page.find_elements(By.CSS_SELECTOR, ".records section") if one.is_displayed()]
    names = [table.find_element(By.TAG_NAME, "h5").text for table in tables]
    assert names == ["Meetings", "Participants", "Observations", "Directives", "Issuances"]
    heads = [cell.text for cell in tables[2].find_elements(By.TAG_NAME, "th")]
    assert heads[:3] == ["indicator", "indicator id", "value"]
    assert {"period start", "period end"} < set(heads)
    tables[1].find_element(By.CSS_SELECTOR, '[data-slot="participants[0].role"]').click()
    assert lit(page) == "Lê An|chủ trì"


def test_an_inner_span_is_lined_above_the_outer(page: Chrome) -> None:
    outer, inner = page.find_elements(By.CSS_SELECTOR, ".entity")[:2]
    assert outer.value_of_css_property("padding-bottom") > inner.value_of_css_property("padding-bottom")


@pytest.mark.parametrize("layout", ["cards", "tables"])
def test_a_phone_needs_no_sideways_scrolling(page: Chrome, layout: str) -> None:
    size = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.find_element(By.CSS_SELECTOR, f'input[value="{layout}"]').click()
        assert page.execute_script("return document.documentElement.scrollWidth") == 360
        assert page.execute_script("return innerWidth") == 360
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_dark_mode_is_followed(page: Chrome) -> None:
    background = "return getComputedStyle(document.body).backgroundColor"
    bright = page.execute_script(background)
    feature = {"name": "prefers-color-scheme", "value": "dark"}
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    try:
        assert page.execute_script(background) != bright
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_on_paper_there_is_the_document_alone(page: Chrome) -> None:
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = [page.find_element(By.CSS_SELECTOR, name).is_displayed() for name in ("nav", "footer", ".downloads")]
        assert hidden == [False, False, False]
        assert page.find_element(By.CLASS_NAME, "card").is_displayed()
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def choose(page: Chrome, name: str) -> None:
    page.find_element(By.XPATH, f'//*[@class="downloads"]/button[.="{name}"]').click()


def test_the_json_is_the_documents_own(page: Chrome, tmp_path: Path) -> None:
    found = download(page, lambda: choose(page, "JSON"), tmp_path, "bài_1_a.json")
    assert Document.from_dict(json.loads(found)) == DOCUMENT


def test_all_documents_in_one_file(page: Chrome, tmp_path: Path) -> None:
    page.find_element(By.ID, "every").click()
    found = download(page, lambda: choose(page, "JSON"), tmp_path, "documents.jsonl")
    assert [json.loads(line)["id"] for line in found.splitlines()] == ["bài 1/a", "b"]


def test_the_csv_is_what_the_library_writes(page: Chrome, tmp_path: Path) -> None:
    write_documents([DOCUMENT], tmp_path / "tables", "csv")
    for path in (tmp_path / "tables").iterdir():
        found = download(page, partial(choose, page, path.name), tmp_path, f"bài_1_a.{path.name}")
        assert found == path.read_bytes().decode("utf-8")
        assert len(list(csv.reader(io.StringIO(found)))) == 2


def test_turning_the_page_puts_the_light_out(page: Chrome) -> None:
    slot(page, "date").click()
    page.find_element(By.ID, "next").click()
    wait_until(page, lambda: page.find_element(By.CSS_SELECTOR, "main > h2").text == "b", "b is not shown")
    assert told(page).startswith("Choose a value")
