"""Plain text: one file, one document."""

from __future__ import annotations

from pathlib import Path

from vn_dx_ie.document import Document
from vn_dx_ie.formats.items import Failure, Item, Located, utf8_mistake


def read_text(path: str | Path) -> Item:
    """Return the file as a document whose id is the file name without its ending.

    The text is the file's characters as they stand, line ends and byte order mark included, so
    that offsets hold for what any other program reads.
    """
    return decode_text(Path(path).read_bytes(), str(path), Path(path).stem)


def decode_text(raw: bytes, place: str, name: str | None) -> Item:
    """Return the document for the bytes of a text."""
    mistake = utf8_mistake(raw)
    return Failure(place, mistake) if mistake else Located(place, Document(id=name, text=raw.decode("utf-8")))
