"""What ``extract`` can write: the formats of documents, and the page of ``view``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from vn_dx_ie.document import Document
from vn_dx_ie.formats import FORMATS, WRITABLE, Format, format_of

_TITLE: Final = "Extracted documents"


def _write_page(documents: Iterable[Document], stream: BinaryIO) -> None:
    from vn_dx_ie.view import render_page

    stream.write(render_page(list(documents), title=_TITLE).encode())


OUTPUTS: Final = {
    **{name: FORMATS[name] for name in WRITABLE},
    "html": Format(".html", None, to_stream=_write_page),
}


def output_of(path: Path | None) -> str:
    """Return the name of the format that the ending of `path` stands for, ``jsonl`` where it stands for none."""
    if path is not None and path.name.lower().endswith(OUTPUTS["html"].ending):
        return "html"
    found = format_of(path) if path else None
    return found if found in OUTPUTS else "jsonl"
