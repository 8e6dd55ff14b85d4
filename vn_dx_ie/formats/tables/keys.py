"""By what the tables tell documents apart, and documents that come twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.items import Failure, Item, Located


def document_key(document: Document) -> str:
    """Return the id of a document, or a hash of its text where it has none: the same for the same text."""
    if document.id is not None:
        return document.id
    return f"sha256:{sha256(document.text.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def distinct(items: Iterable[Item]) -> Iterator[Item]:
    """Pass items on, but a failure in place of each document whose key has come before."""
    seen: set[str] = set()
    for item in items:
        key = document_key(item.document) if isinstance(item, Located) else None
        if key in seen:
            yield Failure(item.place, _repeated(key))
            continue
        if key is not None:
            seen.add(key)
        yield item


def with_keys(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Yield documents with their keys.

    Raises:
        InputError: a key comes again.
    """
    seen: set[str] = set()
    for document in documents:
        key = document_key(document)
        if key in seen:
            raise InputError(_repeated(key))
        seen.add(key)
        yield key, document


def _repeated(key: str) -> str:
    return f"document {key!r}: expected each document once in tables, got one of this id before"
