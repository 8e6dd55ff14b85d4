"""A headless Chromium for the tests that click through pages.

Needs Chromium and its driver; where there is none, the tests are skipped, unless
VN_DX_IE_BROWSER=required says that there must be one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ARGUMENTS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1400,900"),
    *("--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def _programs() -> tuple[str, str]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if chromium and driver:
        return chromium, driver
    if os.environ.get("VN_DX_IE_BROWSER") == "required":
        pytest.fail("expected chromium and chromedriver on the PATH, found none", pytrace=False)
    pytest.skip("no chromium with chromedriver on the PATH")


@contextmanager
def open_browser(folder: Path) -> Iterator[Chrome]:
    """Yield a browser that keeps its things in `folder`."""
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, program = _programs()
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*ARGUMENTS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(program))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A headless Chromium, the same for a whole file of tests."""
    with open_browser(tmp_path_factory.mktemp("browser")) as driver:
        yield driver


def wait_until(page: Chrome, holds: Callable[[], bool], message: str) -> None:
    """Wait until something holds of the page, which does what it does after a click has returned."""
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(page, 20).until(lambda _: holds(), message)


def download(page: Chrome, click: Callable[[], None], folder: Path, name: str) -> str:
    """Return the file that a click hands out, once it is whole, as it stands."""
    page.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    click()
    wait_until(page, (folder / name).is_file, f"{name} is not downloaded")
    return (folder / name).read_bytes().decode("utf-8")
