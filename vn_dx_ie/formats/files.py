"""File names for documents, where a format has a file for each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from vn_dx_ie.document import Document

_UNSAFE: Final = re.compile(r"[^\w.-]+|^[.-]+")
_LONGEST: Final = 60


def file_names(documents: Iterable[Document]) -> Iterator[tuple[str, Document]]:
    """Yield documents with names that every file system takes, each different from those before."""
    used: set[str] = set()
    numbers: Counter[str] = Counter()
    for document in documents:
        stem = name = _UNSAFE.sub("_", document.id or "")[:_LONGEST] or "document"
        while name.casefold() in used:
            numbers[stem] += 1
            name = f"{stem}-{numbers[stem] + 1}"
        used.add(name.casefold())
        yield name, document
