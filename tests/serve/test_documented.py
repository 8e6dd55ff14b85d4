"""What docs/serving.md says of options, counts and problems is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi")
from fastapi.testclient import TestClient

from tests.serve.readers import FirstWord
from vn_dx_ie.cli.serve import serve
from vn_dx_ie.serve import Limits, create_app

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")


def first_cells(pattern: str) -> set[str]:
    """Return the first cells of the tables of the page that are of a pattern, its group alone."""
    return {found[1] for found in re.finditer(rf"^\| {pattern} \|", PAGE, flags=re.MULTILINE)}


def test_limits_and_their_defaults() -> None:
    shown = dict(re.findall(r"^\| `(--[a-z-]+)` \| (\d+) \|", PAGE, flags=re.MULTILINE))
    assert set(shown) == {"--max-chars", "--max-batch", "--timeout", "--queue", "--threads"}
    defaults = {option.opts[0]: option.default for option in serve.params}
    assert shown == {name: f"{defaults[name]:g}" for name in shown}
    assert Limits(max_chars=int(shown["--max-chars"])).max_body < 2 * 1024**2, "as the proxy is told"


def test_problems_counts_and_endpoints() -> None:
    with TestClient(create_app(FirstWord())) as client:
        description = client.get("/openapi.json").json()
        counted = re.findall(r"^# TYPE (\S+) ", client.get("/metrics").text, re.MULTILINE)
    assert first_cells(r"(\d{3})") == set(description["paths"]["/extract"]["post"]["responses"]) - {"200"}
    assert first_cells(r"`(vn_dx_ie_\w+)`") == {name for name in counted if not name.endswith("_created")}
    assert first_cells(r"`(?:GET|POST) (\S+)`") == {*description["paths"], "/openapi.json"}


def test_pictures_are_there_and_small() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", PAGE)
    assert pictures
    assert all((ROOT / "docs" / name).stat().st_size < 200_000 for name in pictures)
