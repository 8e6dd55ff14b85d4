"""The page in headless Chromium: gold beside predicted, filters, and what cannot run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import wait_until
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.records import Observation
from vn_dx_ie.view import render_page

pytest.importorskip("selenium")
from selenium import webdriver
from selenium.webdriver.common.by import By

RUN = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
# Decomposed on purpose, an emoji before the span, and a span inside another.
NFD = "Nguye\u0302\u0303n"
TEXT = f"😀 Chủ tịch UBND tỉnh Huế {NFD} {RUN}"


def entity(key: str, label: str, mention: str, confidence: float = 1.0) -> Entity:
    start = TEXT.index(mention)
    return Entity(key, label, start, start + len(mention), mention, confidence)


GOLD = (
    Document(
        id=f"bài 1 {RUN}",
        text=TEXT,
        entities=(
            entity("e1", "POSITION", "Chủ tịch UBND tỉnh Huế"),
            entity("e2", "AGENCY", "UBND tỉnh Huế"),
            entity("e3", "PROVINCE", "Huế"),
            entity("e4", "OFFICIAL", NFD),
        ),
        relations=(Relation("HOLDS", "e4", "e1"),),
        records=(Observation(indicator=RUN, value="5", number=5),),
    ),
    Document(id="bài 2", text="Huế", entities=(Entity("e1", "PROVINCE", 0, 3, "Huế"),)),
    Document(id="bài 3", text="Huế", entities=(Entity("e1", "PROVINCE", 0, 3, "Huế"),)),
)
PREDICTED = (
    Document(
        id=GOLD[0].id,
        text=TEXT,
        entities=(
            entity("e1", "POSITION", "Chủ tịch UBND tỉnh Huế", 0.75),
            entity("e2", "AGENCY", "UBND tỉnh"),
            entity("e3", "LOCATION", "Huế"),
        ),
    ),
    GOLD[1],
    Document(id="bài 3", text="Huế"),
)


@pytest.fixture
def page(browser: webdriver.Chrome, tmp_path: Path) -> webdriver.Chrome:
    path = tmp_path / "page.html"
    path.write_text(render_page(GOLD, PREDICTED, title="Vàng và máy"), "utf-8")
    browser.get(path.as_uri())
    return browser


def entities(page: webdriver.Chrome, side: int = 0) -> list[tuple[str, str, bool]]:
    """Return kind, mention without tags, and whether it is shown, of the entities of one side."""
    script = """
        return [...document.querySelectorAll('.side')[arguments[0]].querySelectorAll('.entity')].map((node) => {
          const copy = node.cloneNode(true);
          copy.querySelectorAll('.tag').forEach((tag) => tag.remove());
          return [node.dataset.kind, copy.textContent, !node.classList.contains('off')];
        });"""
    return [(kind, text, shown) for kind, text, shown in page.execute_script(script, side)]


def click(page: webdriver.Chrome, value: str) -> None:
    page.find_element(By.CSS_SELECTOR, f'input[value="{value}"]').click()


def wait_for(page: webdriver.Chrome, name: str) -> None:
    """Wait until the document called `name` is shown: the page turns after the click has returned."""
    heading = "return document.querySelector('main > h2').textContent;"
    wait_until(page, lambda: page.execute_script(heading) == name, f"{name} is not shown")


def test_both_sides_stand_side_by_side_with_their_differences(page: webdriver.Chrome) -> None:
    assert page.title == "Vàng và máy"
    assert [head.text for head in page.find_elements(By.CSS_SELECTOR, ".side h3")] == ["gold", "predicted"]
    assert entities(page) == [
        ("right", "Chủ tịch UBND tỉnh Huế", True),
        ("boundary", "UBND tỉnh Huế", True),
        ("label", "Huế", True),
        ("missed", NFD, True),
    ]
    assert [kind for kind, _, _ in entities(page, 1)] == ["right", "boundary", "label"]
    missed = page.find_element(By.CSS_SELECTOR, ".entity.missed").value_of_css_property("background-color")
    right = page.find_element(By.CSS_SELECTOR, ".entity.right").value_of_css_property("background-color")
    assert missed != right
    assert [one.get_attribute("title") for one in page.find_elements(By.CSS_SELECTOR, ".entity.right")] == [
        "POSITION 2–24 · right",
        "POSITION 2–24 · right · 0.75",
    ]


def test_text_is_shown_as_it_is_and_never_runs(page: webdriver.Chrome) -> None:
    script = "const text = document.querySelector('.text').cloneNode(true);"
    script += "text.querySelectorAll('.tag').forEach((tag) => tag.remove()); return text.textContent;"
    assert page.execute_script(script) == TEXT
    assert page.execute_script("return window.hacked") is None
    assert page.find_elements(By.TAG_NAME, "img") == []
    assert RUN in page.find_element(By.CSS_SELECTOR, ".records").text


def test_nothing_is_loaded_and_no_foreign_script_runs(page: webdriver.Chrome) -> None:
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0
    page.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.hacked=2'; document.body.append(s);"
    )
    assert page.execute_script("return window.hacked") is None, "the policy holds"


def test_documents_are_counted_and_jumped_to(page: webdriver.Chrome) -> None:
    buttons = page.find_elements(By.CSS_SELECTOR, "#documents button")
    assert [button.find_element(By.CLASS_NAME, "count").text for button in buttons] == ["5", "", "1"]
    buttons[2].click()
    wait_for(page, "bài 3")
    assert page.current_url.endswith("#3")
    assert entities(page) == [("missed", "Huế", True)]
    page.find_element(By.ID, "previous").click()
    wait_for(page, "bài 2")
    assert page.find_element(By.ID, "position").text == "2 / 3"


def test_kinds_and_labels_are_filtered(page: webdriver.Chrome) -> None:
    for value in ("right", "boundary", "label"):
        click(page, value)
    assert [shown for _, _, shown in entities(page)] == [False, False, False, True]
    items = page.find_elements(By.CSS_SELECTOR, "#documents li")
    assert [item.is_displayed() for item in items] == [True, False, True], "a document without such errors goes"
    page.find_element(By.ID, "next").click()
    wait_for(page, "bài 3")
    click(page, "PROVINCE")
    assert [shown for _, _, shown in entities(page)] == [False]


def test_a_relation_shows_its_ends(page: webdriver.Chrome) -> None:
    row = page.find_element(By.CSS_SELECTOR, ".relations tbody tr")
    assert [cell.text for cell in row.find_elements(By.XPATH, "./*")] == [
        NFD,
        "HOLDS",
        "Chủ tịch UBND tỉnh Huế",
        "missed",
    ]
    row.click()
    assert len(page.find_elements(By.CSS_SELECTOR, ".entity.focus")) == 2


def test_crossing_spans_are_cut_and_keep_the_text(browser: webdriver.Chrome, tmp_path: Path) -> None:
    text = "một hai ba bốn năm"
    spans = (("AGENCY", 0, 7), ("EVENT", 4, 10), ("DATE", 8, 14))
    crossing = tuple(Entity(label, label, start, end, text[start:end]) for label, start, end in spans)
    path = tmp_path / "one.html"
    path.write_text(render_page([Document(text=text, entities=crossing)], title="Một"), "utf-8")
    browser.get(path.as_uri())
    shown = browser.execute_script(
        "const t = document.querySelector('.text').cloneNode(true);"
        "t.querySelectorAll('.tag').forEach((tag) => tag.remove()); return t.textContent;"
    )
    assert shown == text
    assert browser.find_elements(By.CSS_SELECTOR, "#kinds label") == [], "one side has nothing to differ from"
    joined = browser.execute_script(
        "const found = {}; document.querySelectorAll('.entity').forEach((node) => {"
        "  const copy = node.cloneNode(true); copy.querySelectorAll('.tag').forEach((tag) => tag.remove());"
        "  found[node.dataset.label] = (found[node.dataset.label] || '') + copy.textContent; }); return found;"
    )
    assert joined == {entity.label: entity.text for entity in crossing}
