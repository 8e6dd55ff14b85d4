"""What docs/integrations.md shows, works."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import torch

import vn_dx_ie.integrations.spacy  # noqa: F401 – registers the factory also where the entry point is not installed

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "integrations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, flags=re.DOTALL | re.MULTILINE)


def test_the_blocks_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("models", "annotations"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("datasets.config.HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)  # else it counts the call on its hub
    torch.set_num_threads(1)
    scope: dict[str, Any] = {"__name__": "guide"}
    for block in BLOCKS:
        if "import polars" in block and not find_spec("polars"):
            continue
        exec(compile(block, "integrations.md", "exec"), scope)  # noqa: S102
    assert "OFFICIAL" in scope["page"]
    assert "OFFICIAL" in scope["outermost"]
    assert [found["entity_group"] for found in scope["tagger"]("Họp tại Hà Nội.")] == ["PROVINCE"]
    assert set(scope["people"].features) == set(scope["corpus"]["test"].features)
    assert list(scope["figures"]["number"]) == [120500, 12]
