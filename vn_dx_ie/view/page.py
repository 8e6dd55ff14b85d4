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
from vn_dx_ie.view.payload import KINDS, Columns, Page, paired_page, single_page, table_columns

# Nothing in the data block may end it, begin a comment in it, or end a line of script.
_ESCAPES: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_STYLES: Final = ("page.css", "findings.css")
# The helpers first; the last begins to work as it is read.
_SCRIPTS: Final = (
    *("dom.js", "text.js", "evidence.js", "relations.js", "slots.js"),
    *("cards.js", "tables.js", "downloads.js", "page.js"),
)


class _Content(msgspec.Struct, frozen=True):
    title: str
    labels: list[str]
    kinds: list[str]
    names: list[str]
    tables: list[Columns]
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
    used = {entity["label"] for page in pages for side in page.sides for entity in side.entities}
    labels = [label for label in ENTITY_LABELS if label in used] + sorted(used - set(ENTITY_LABELS))
    shown = list(names) if predicted is not None else [title]
    return _fill(_Content(title, labels, list(KINDS), shown, table_columns(), pages))


def render_form_page(title: str, form: str, style: str, script: str) -> str:
    """Return the page without documents, but with a form above that asks for some.

    `form` is HTML, `style` and `script` go behind those of the page. The script may fetch from where
    the page is from and give what comes to ``addDocument``.
    """
    content = _Content(title, list(ENTITY_LABELS), list(KINDS), [title], table_columns(), [])
    return _fill(content, form, style, script, connect="'self'")


def _fill(content: _Content, form: str = "", style: str = "", script: str = "", connect: str = "'none'") -> str:
    style = "".join(map(_asset, _STYLES)) + style
    script = f'"use strict";\n(() => {{\n{"".join(map(_asset, _SCRIPTS))}{script}}})();\n'
    sources = f"style-src {_hash(style)}; script-src {_hash(script)}; connect-src {connect}"
    parts = {
        "%POLICY%": f"default-src 'none'; {sources}; base-uri 'none'; form-action 'none'",
        "%STYLE%": style,
        "%FORM%": form,
        "%DATA%": _data(content),
        "%SCRIPT%": script,
    }
    page = _asset("page.html")
    pieces = []
    for mark, part in parts.items():
        before, _, page = page.partition(mark)  # in order, so that no part is searched for the next mark
        pieces += [before, part]
    return "".join([*pieces, page])


def _data(content: _Content) -> str:
    """Return the content as JSON that cannot end the block that it stands in.

    Raises:
        InputError: a text holds a lone surrogate.
    """
    try:
        data = msgspec.json.encode(content).decode()
    except UnicodeEncodeError as error:
        raise InputError(f"expected text that UTF-8 can hold, got {error.object[error.start]!a}") from error
    for character, escaped in _ESCAPES.items():
        data = data.replace(character, escaped)
    return data


def _asset(name: str) -> str:
    return (resources.files(__package__) / "assets" / name).read_text(encoding="utf-8")


def _hash(source: str) -> str:
    digest = hashlib.sha256(source.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
