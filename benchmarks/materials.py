"""Texts of four sizes from articles, written to files that every system reads: ``python -m benchmarks.materials …``.

They are files of plain JSON, so that the process of a small system holds nothing but its texts.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.speed_tasks import articles, joined, words

if TYPE_CHECKING:
    from vn_dx_ie import Document

NOTES, ARTICLES, LONG, LONGEST = MATERIALS = ("short notes", "articles", "long documents", "one document")
_NOTE: Final = range(30, 81)  # words
_LONG_DOCUMENTS = 6


def short_notes(documents: Sequence[Document]) -> Iterator[str]:
    """Yield notes of 30 to 80 words: a paragraph of an article, or a short one with the next."""
    for document in documents:
        before = ""
        for paragraph in filter(str.strip, document.text.split("\n")):
            note = f"{before}\n{paragraph}".strip()
            if words(note) in _NOTE:
                yield note
                before = ""
            else:
                before = paragraph if words(paragraph) < _NOTE.start else ""


def long_documents(documents: Sequence[Document], size: int) -> list[str]:
    """Return six texts of `size` words, which begin at articles as far apart as there are enough of them."""
    starts = [number * len(documents) // _LONG_DOCUMENTS for number in range(_LONG_DOCUMENTS)]
    return [joined([*documents[start:], *documents[:start]], size) for start in starts]


def write(folder: Path, paths: Sequence[str], long_paths: Sequence[str], sizes: tuple[int, int]) -> dict[str, str]:
    """Write the texts of each material to a file in `folder` and return its path by material.

    Notes and articles are those of `paths`; articles of `long_paths` are joined to documents of
    ``sizes[0]`` words and to one of ``sizes[1]``.
    """
    short, many = articles(paths), articles(long_paths)
    texts = {
        NOTES: list(short_notes(short)),
        ARTICLES: [document.text for document in short],
        LONG: long_documents(many, sizes[0]),
        LONGEST: [joined(many, sizes[1])],
    }
    files = {name: folder / f"{name}.json" for name in texts}
    for name, file in files.items():
        file.write_text(json.dumps(texts[name]), encoding="utf-8")
    return {name: str(file) for name, file in files.items()}


def main() -> None:
    """Write the materials and print their paths as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--gold", nargs="+", required=True)
    parser.add_argument("--long", nargs="+", required=True)
    parser.add_argument("--sizes", nargs=2, type=int, required=True)
    given = parser.parse_args()
    print(json.dumps(write(given.folder, given.gold, given.long, tuple(given.sizes))))


if __name__ == "__main__":
    main()
