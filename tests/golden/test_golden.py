"""What the shipped model makes of the seeds, to the last field: a change must be looked at, then accepted.

``python -m tests.golden.update`` writes the files anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.update import FOLDER, SEEDS, render
from vn_dx_ie.document import Document
from vn_dx_ie.extractor import Extractor


def test_there_is_a_golden_file_for_each_seed() -> None:
    assert [path.stem for path in sorted(FOLDER.glob("*.json"))] == [path.stem for path in SEEDS]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_the_seed_gives_its_golden_document(extractor: Extractor, seed: Path) -> None:
    document: Document = extractor(seed.read_text(encoding="utf-8"), id=seed.stem)
    expected = (FOLDER / f"{seed.stem}.json").read_text(encoding="utf-8")
    assert render(document) == expected, "see the difference, then run: python -m tests.golden.update"
