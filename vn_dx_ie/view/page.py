"""The page: one HTML file with style, script and documents inside, which loads nothing and sends nothing.

Texts come to the page as JSON in a data block and are shown as text, never as markup; a content
security policy allows the page's own script and style, by their hashes, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib import resources
from typing import Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.schema import ENTITY_LABELS
from vn_dx_ie.scoring import pair_documents
from vn_dx_ie.view.payload import KINDS, Page, paired_page, single_page

# Nothing in the data block may end it, begin a comment in it, or end a line of script.
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


class _Content(msgspec.Struct, frozen=True):
    title: str
    labels: list[str]
    kinds: list[str]
    names: list[str]
    documents: list[Page]


def render_page(
    documents: Sequence[Document],
    predicted: Sequence[Document] | None = None,
    title: str = "Annotated documents",
    names: tuple[str, str] = ("gold", "predicted"),
) -> str:
    """Return the page for documents, with the `predicted` ones beside them where given.

    Raises:
        InputError: the two sides are not the same documents with the same texts, or a relation
            holds between no entities.
    """
    if predicted is None:
        pages = [single_page(document, number) for number, document in enumerate(documents, start=1)]
    else:
        pairs = pair_documents(documents, predicted)
        pages = [paired_page(gold, found, number) for number, (gold, found) in enumerate(pairs, start=1)]
    used = {entity[2]: None for page in pages for side in page.sides for entity in side.entities}
    labels = [label for label in ENTITY_LABELS if label in used] + sorted(used.keys() - set(ENTITY_LABELS))
    shown = list(names) if predicted is not None else [title]
    return _fill(_Content(title, labels, list(KINDS), shown, pages))


def _fill(content: _Content) -> str:
    style, script = _asset("page.css"), _asset("page.js")
    try:
        data = msgspec.json.encode(content).decode()
    except UnicodeEncodeError as error:
        raise InputError(f"expected text that UTF-8 can hold, got {error.object[error.start]!a}") from error
    for character, escaped in _ESCAPES.items():
        data = data.replace(character, escaped)
    parts = {
        "%POLICY%": f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'",
        "%STYLE%": style,
        "%DATA%": data,
        "%SCRIPT%": script,
    }
    page = _asset("page.html")
    pieces = []
    for mark, part in parts.items():
        before, _, page = page.partition(mark)  # in order, so that no part is searched for the next mark
        pieces += [before, part]
    return "".join([*pieces, page])


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
