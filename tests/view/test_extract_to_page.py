"""``vn-dx-ie extract --format html``: the page of what was extracted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import vn_dx_ie
import vn_dx_ie.extractor
from vn_dx_ie.cli import main


@pytest.fixture(autouse=True)
def loaded(extractor: vn_dx_ie.Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vn_dx_ie.extractor, "load", lambda *_, **__: extractor)


@pytest.mark.parametrize("arguments", [("--format", "html"), ("-o", "page.HTML")], ids=["by name", "by its ending"])
def test_the_page_has_what_was_extracted(arguments: tuple[str, str], tmp_path: Path) -> None:
    given = [str(tmp_path / part) if part.endswith("HTML") else part for part in arguments]
    result = CliRunner().invoke(main, ["extract", "-", *given], input="Họp tại Huế.")
    assert result.exit_code == 0, result.output
    page = result.stdout or (tmp_path / "page.HTML").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert '"label":"PROVINCE"' in page
