"""What a reader yields: a document with its place, or what is wrong at a place.

Readers never stop at a mistake; they yield a `Failure` for it and go on with the next document.
"""

from __future__ import annotations

from typing import Any

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError


class Located(msgspec.Struct, frozen=True):
    """A document and where it was read: a file, and the line where the file holds several."""

    place: str
    document: Document


class Failure(msgspec.Struct, frozen=True):
    """What could not be read, and where."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


Item = Located | Failure

_DECODER = msgspec.json.Decoder(Document)


def decode_document(raw: bytes, place: str, offset: int = 0) -> Item:
    """Read one JSON object; `offset` is where `raw` begins in its file, to name a byte that is not UTF-8."""
    try:
        return Located(place, _DECODER.decode(raw))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return Failure(place, utf8_mistake(raw, offset) or str(error))


def encode_document(document: Document) -> bytes:
    """Return the JSON of a document on one line, without a line end.

    Raises:
        InputError: a string holds a lone surrogate, which no UTF-8 file can.
    """
    return encode_value(document, document)


def encode_value(value: Any, document: Document) -> bytes:
    """Return the JSON of what a format makes of a document, on one line, without a line end.

    Raises:
        InputError: a string holds a lone surrogate, which no UTF-8 file can.
    """
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError as error:
        raise surrogate_error(document, error) from error


def utf8_mistake(raw: bytes, offset: int = 0) -> str | None:
    """Say which byte is not UTF-8, or return None where all are."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"expected UTF-8, got 0x{raw[error.start]:02x} at byte {offset + error.start}"
    return None


def surrogate_error(document: Document, error: UnicodeEncodeError) -> InputError:
    """Return the error for a document that holds a character no file can."""
    found = ascii(error.object[error.start])
    return InputError(f"document {document.id!r}: expected text that UTF-8 can hold, got {found}")
