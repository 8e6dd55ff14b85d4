"""What docs/records.md shows is what the library does."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

PAGE = (Path(__file__).parents[1] / "docs" / "records.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_shows() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (shown,) = re.findall(r"<!-- explain -->\n```text\n(.*?)```", PAGE, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102 (the page's own example)
    assert _without_confidences(printed.getvalue()) == _without_confidences(shown)


def _without_confidences(text: str) -> str:
    """Leave out what differs a little from processor to processor."""
    return re.sub(r"\(\d\.\d\d\)", "", text)
