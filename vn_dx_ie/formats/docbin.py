"""spaCy's DocBin (.spacy): entities in ``doc.spans["vn_dx_ie"]``, the rest in ``doc.user_data``.

The tokens are those of this library, cut also where a span begins or ends, so that every span fits.
Needs the extra ``spacy``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import msgspec

from vn_dx_ie.document import Document, Relation
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats.exchange import (
    EXTRAS,
    Edge,
    EdgeNote,
    EntityNote,
    Extras,
    Plain,
    Span,
    from_plain,
    to_plain,
    unpack_extras,
)
from vn_dx_ie.formats.items import Failure, Item, Located, surrogate_error
from vn_dx_ie.records import Record
from vn_dx_ie.text.segments import cut_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

_EDGES: Final = f"{EXTRAS}.edges"
_REST: Final = f"{EXTRAS}.rest"


def write_docbin(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write all documents into one DocBin.

    Raises:
        InputError: a document is not sound.
        MissingExtraError: spaCy is not installed.
    """
    spacy = _spacy()
    vocab = spacy.blank("xx").vocab
    bin_of = spacy.tokens.DocBin(store_user_data=True)
    for document in documents:
        try:
            bin_of.add(_to_doc(to_plain(document), vocab, spacy))
        except UnicodeEncodeError as error:
            raise surrogate_error(document, error) from error
    stream.write(bin_of.to_bytes())


def read_docbin(path: str | Path) -> Iterator[Item]:
    """Yield the document of every Doc: the spans under our key, else its ``ents``; places are ``file[index]``.

    What the pipeline component ``vn_dx_ie`` has put on a Doc is read as well.
    """
    spacy = _spacy()
    try:
        docs = list(spacy.tokens.DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))
    except Exception as error:  # whatever zlib, msgpack or spaCy make of a file that is none
        yield Failure(str(path), f"no DocBin of spaCy: {type(error).__name__}: {error}")
        return
    for index, doc in enumerate(docs):
        place = f"{path}[{index}]"
        try:
            yield Located(place, from_plain(_to_plain(doc)))
        except InputError as error:
            yield Failure(place, str(error))


def _spacy() -> Any:
    try:
        import spacy
        import spacy.tokens
    except ModuleNotFoundError as error:
        raise MissingExtraError("DocBin", "spacy") from error
    return spacy


def _to_doc(plain: Plain, vocab: Vocab, spacy: Any) -> Doc:
    tokens = cut_tokens(plain.text, (edge for span in plain.spans for edge in (span.start, span.end)))
    words, spaces = _words(plain.text, tokens)
    doc: Doc = spacy.tokens.Doc(vocab, words=words, spaces=spaces)
    spans = []
    for span in plain.spans:
        found = doc.char_span(span.start, span.end, label=span.label, span_id=span.key)
        if found is None:
            raise InputError(
                f"document {plain.extras.id!r}: {span.label} [{span.start}, {span.end}): expected no space at its ends"
            )
        spans.append(found)
    doc.spans[EXTRAS] = spans
    doc.user_data[_EDGES] = [(edge.label, edge.head, edge.tail) for edge in plain.edges]
    doc.user_data[_REST] = msgspec.json.encode(plain.extras).decode()
    return doc


def _words(text: str, tokens: Sequence[tuple[int, int]]) -> tuple[list[str], list[bool]]:
    """Return spaCy's words, white space other than a single space being words too."""
    words: list[str] = []
    spaces: list[bool] = []
    position = 0
    for start, end in (*tokens, (len(text), len(text))):
        gap = text[position:start]
        if gap.startswith(" ") and words:
            spaces[-1] = True
            gap = gap[1:]
        for word in (gap, text[start:end]):
            if word:
                words.append(word)
                spaces.append(False)
        position = end
    return words, spaces


def _to_plain(doc: Doc) -> Plain:
    group = doc.spans.get(EXTRAS, doc.ents)
    if isinstance(facts := doc.user_data.get(EXTRAS), bytes):
        return _from_component(doc, facts)
    own = _EDGES in doc.user_data  # elsewhere a span's id says what it stands for, and may repeat
    spans = [
        Span(span.id_ if own else str(index), span.label_, span.start_char, span.end_char)
        for index, span in enumerate(group)
    ]
    edges = tuple(Edge(*map(str, edge)) for edge in doc.user_data.get(_EDGES, ()))
    rest = doc.user_data.get(_REST)
    try:
        extras = unpack_extras(msgspec.json.decode(rest)) if isinstance(rest, str) else Extras()
    except msgspec.DecodeError as error:
        raise InputError(f"{_REST}: {error}") from error
    return Plain(doc.text, tuple(spans), edges, extras)


class _Facts(msgspec.Struct, frozen=True):
    """What the pipeline component keeps on a Doc beside the spans, as MessagePack."""

    relations: tuple[Relation, ...] = ()
    records: tuple[Record, ...] = ()


def _from_component(doc: Doc, raw: bytes) -> Plain:
    try:
        facts = msgspec.msgpack.decode(raw, type=_Facts)
    except msgspec.DecodeError as error:
        raise InputError(f"{EXTRAS}: {error}") from error
    spans = [Span(span.id_, span.label_, span.start_char, span.end_char) for span in doc.spans.get(EXTRAS, ())]
    keys = {span.key for span in spans}  # the component leaves out what no tokens hold
    kept = [one for one in facts.relations if {one.head, one.tail} <= keys]
    edges = tuple(Edge(one.label, one.head, one.tail) for one in kept)
    extras = Extras(
        entities=tuple(EntityNote(span, span.key) for span in spans),
        relations=tuple(EdgeNote(edge, one.confidence) for edge, one in zip(edges, kept, strict=True)),
        records=facts.records,
    )
    return Plain(doc.text, tuple(spans), edges, extras)
