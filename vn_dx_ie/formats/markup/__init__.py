"""The authoring format: text with inline marks, then a line for each relation and record.

It is made for writing and correcting annotations in any editor; annotations/FORMAT.md describes it.
Everything that a document can hold comes back the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from vn_dx_ie.document import Document
from vn_dx_ie.formats.items import Failure, Item, surrogate_error, utf8_mistake
from vn_dx_ie.formats.markup.reader import read_markup_text
from vn_dx_ie.formats.markup.writer import format_document


def read_markup(path: str | Path) -> Iterator[Item]:
    """Yield the documents of a .markup file, and a failure for every line that cannot be read."""
    raw = Path(path).read_bytes()
    if mistake := utf8_mistake(raw):
        yield Failure(str(path), mistake)
        return
    yield from read_markup_text(raw.decode("utf-8").removeprefix("\ufeff"), str(path))


def write_markup(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write documents one after the other, with a blank line between them.

    Raises:
        InputError: a document is not sound, or holds a character that UTF-8 cannot.
    """
    before = ""
    for document in documents:
        try:
            stream.write((before + format_document(document)).encode("utf-8"))
        except UnicodeEncodeError as error:
            raise surrogate_error(document, error) from error
        before = "\n"


__all__ = ["format_document", "read_markup", "read_markup_text", "write_markup"]
