"""Write the golden files anew, from the repository root: ``python -m tests.golden.update``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import vn_dx_ie
from vn_dx_ie.document import Document

FOLDER = Path(__file__).parent
SEEDS = sorted((FOLDER.parent.parent / "seeds").glob("*.txt"))


def render(document: Document) -> str:
    """Return the document as readable JSON, without its text and without confidences.

    Machines add floats in different orders: the digits of a confidence would differ between them.
    """
    found = {key: value for key, value in document.to_dict().items() if key != "text"}
    return json.dumps(_without_confidences(found), ensure_ascii=False, indent=1) + "\n"


def _without_confidences(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_confidences(item) for key, item in value.items() if key != "confidence"}
    return [_without_confidences(item) for item in value] if isinstance(value, list) else value


def main() -> None:
    """Extract every seed with the shipped model and write its golden file."""
    extractor = vn_dx_ie.load()
    for seed in SEEDS:
        document = extractor(seed.read_text(encoding="utf-8"), id=seed.stem)
        (FOLDER / f"{seed.stem}.json").write_text(render(document), encoding="utf-8")


if __name__ == "__main__":
    main()
