"""The page of the service in headless Chromium: an article in, its findings out."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

pytest.importorskip("selenium")
pytest.importorskip("uvicorn")
import uvicorn
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.browser import wait_until
from tests.serve.readers import FirstWord
from vn_dx_ie.serve import Limits, create_app


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a service on this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(FirstWord(), Limits(max_chars=100)), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@pytest.fixture
def page(browser: Chrome, address: str) -> Chrome:
    browser.get("about:blank")  # an address that differs in its fragment alone would not load anew
    browser.get(address)
    return browser


def ask(page: Chrome, text: str) -> None:
    box = page.find_element(By.ID, "text")
    box.clear()
    box.send_keys(text, Keys.CONTROL, Keys.ENTER)


def wait_for(page: Chrome, name: str) -> None:
    """Wait until the document called `name` is shown."""
    heading = "return document.querySelector('main > h2')?.textContent;"
    wait_until(page, lambda: page.execute_script(heading) == name, f"{name} is not shown")


def test_an_article_is_read_and_shown(page: Chrome) -> None:
    page.find_element(By.ID, "text").send_keys("Huế họp sáng nay")
    page.execute_script("document.getElementById('published').value = '2022-08-09'")
    page.find_element(By.ID, "send").click()
    wait_for(page, "Huế họp sáng nay · 2022-08-09")
    assert page.switch_to.active_element.get_attribute("id") == "document"
    page.find_element(By.CSS_SELECTOR, '[data-slot="document"]').click()
    assert page.find_element(By.CLASS_NAME, "lit").text == "Huế"
    assert not page.find_element(By.TAG_NAME, "nav").is_displayed()


def test_later_articles_join_the_list(page: Chrome) -> None:
    for text in ("Huế họp", "Vinh họp"):
        ask(page, text)
        wait_for(page, text)
    listed = [one.text for one in page.find_elements(By.CSS_SELECTOR, "#documents button")]
    assert listed == ["Huế họp", "Vinh họp"]
    page.find_element(By.ID, "previous").click()
    wait_for(page, "Huế họp")


def test_a_problem_is_told(page: Chrome) -> None:
    ask(page, "!")
    wait_until(page, lambda: bool(page.find_element(By.ID, "failure").text), "no problem is told")
    assert page.find_element(By.ID, "failure").text.endswith("text: expected words, got '!'")
    assert page.find_element(By.ID, "send").is_enabled()


def test_a_phone_needs_no_sideways_scrolling(page: Chrome) -> None:
    size = {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        assert page.execute_script("return [innerWidth, document.documentElement.scrollWidth]") == [360, 360]
    finally:
        page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
