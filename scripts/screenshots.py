"""Make the pictures of docs/serving.md: the service's page with a seed article, in headless Chromium.

Needs chromium and chromedriver on the PATH, and the extras ``dev`` and ``serve``.
Usage: python scripts/screenshots.py
"""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import vn_dx_ie
from vn_dx_ie.serve import create_app

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "images"
ARTICLE = ROOT / "seeds" / "004_97638ece97064784.txt"
MOST_BYTES = 200_000
WIDE = {"width": 1200, "height": 800, "deviceScaleFactor": 1, "mobile": False}
PHONE = {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": True}


@contextmanager
def running_service() -> Iterator[str]:
    """Yield the address of a service on this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(vn_dx_ie.load()), log_level="error"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join()


@contextmanager
def browser() -> Iterator[webdriver.Chrome]:
    """Yield a headless Chromium."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "chromium"
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


def read_article(page: webdriver.Chrome, address: str) -> None:
    """Let the service read the article, and light the evidence of a slot."""
    page.get(address)
    text = ARTICLE.read_text(encoding="utf-8")
    page.execute_script("document.getElementById('text').value = arguments[0]", text)
    page.find_element(By.ID, "send").click()
    slot = '.card [data-slot="participants[1].positions"]'
    WebDriverWait(page, 60).until(lambda _: page.find_elements(By.CSS_SELECTOR, slot))
    page.execute_script("document.querySelector(arguments[0]).click()", slot)


def take(page: webdriver.Chrome, name: str, size: dict[str, int], scheme: str) -> None:
    """Save a picture of the page as it is, on a screen of `size` in a colour scheme."""
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.execute_script("document.querySelector('.lit').scrollIntoView({ block: 'center' })")
    picture = page.get_screenshot_as_png()
    if len(picture) > MOST_BYTES:
        sys.exit(f"{name}: expected at most {MOST_BYTES} bytes, got {len(picture)}")
    (TARGET / name).write_bytes(picture)


def main() -> None:
    """Make all pictures."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with running_service() as address, browser() as page:
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", WIDE)
        read_article(page, address)
        take(page, "page.png", WIDE, "light")
        take(page, "phone.png", PHONE, "dark")


if __name__ == "__main__":
    main()
