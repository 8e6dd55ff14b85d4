"""File names for documents, where a format has a file for each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Final

from vn_dx_ie.document import Document

_UNSAFE: Final = re.compile(r"[^\w.-]+|^[.-]+")
_LONGEST: Final = 60


def file_names(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Yield documents with names that every file system takes, each different from those before."""
    used: set[str] = set()
    for document in documents:
        stem = _UNSAFE.sub("_", document.id or "")[:_LONGEST] or "document"
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        name = next(name for name in names if name.casefold() not in used)
        used.add(name.casefold())
        yield name, document
