"""CoNLL-style columns: a token a line, and a column of IOB2 tags for each label, since spans nest.

::

    # id = "a1"
    # text = "Họp tại Hà Nội."
    # columns = FORM LOCATION PROVINCE
    Họp     O   O
    tại     O   O
    Hà      O   B-PROVINCE
    Nội     O   I-PROVINCE
    .       O   O

A blank line ends a sentence; two end a document, as does the next ``# id``. The text stands in a
comment, so that offsets come back exactly. Entities come back with new ids; confidences, links,
relations and records have no place here and are left out with a warning. Files of other origin are
read too, with an ``I`` where a span begins (IOB1) as well: their text is their tokens with a space
between them and a line end after each sentence.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.exchange import to_plain
from vn_dx_ie.formats.items import Failure, Item, Located, surrogate_error, utf8_mistake
from vn_dx_ie.schema import ENTITY_LABELS
from vn_dx_ie.text.segments import cut_tokens, sentence_spans
from vn_dx_ie.text.tagging import read_layer, tag_layer

_logger = logging.getLogger(__name__)
_COMMENT: Final = re.compile(r"# (id|published|text|columns) = (.*)")
_TAG: Final = re.compile(r"([BI])-(\S+)")
_DOCUMENT_START: Final = "-DOCSTART-"
_FORM: Final = "FORM"
Span = tuple[int, int]


def write_conll(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write documents one after the other, all their labels in columns.

    Raises:
        InputError: a document is not sound, or a label has a space in it.
    """
    for document in documents:
        try:
            stream.write(("\n".join(_lines(document)) + "\n\n\n").encode())
        except UnicodeEncodeError as error:
            raise surrogate_error(document, error) from error


def read_conll(path: str | Path) -> Iterator[Item]:
    """Yield the documents of a file, or what is wrong with one and in which line."""
    raw = Path(path).read_bytes().removeprefix(b"\xef\xbb\xbf")
    if mistake := utf8_mistake(raw):
        yield Failure(str(path), mistake)
        return
    for number, lines in _documents(raw.decode().split("\n")):
        yield _read(lines, number, str(path))


def _read(lines: Sequence[str], number: int, name: str) -> Item:
    parsed = _Parsed()
    for place, line in enumerate(lines, start=number):
        try:
            parsed.read_line(line.removesuffix("\r"))
        except InputError as error:
            return Failure(f"{name}:{place}", str(error))
    try:
        return Located(f"{name}:{number}", parsed.document())
    except InputError as error:
        return Failure(f"{name}:{number}", str(error))


def _lines(document: Document) -> Iterator[str]:
    plain = to_plain(document)
    _warn(document)
    labels = sorted({span.label for span in plain.spans}, key=_rank)
    if odd := [label for label in labels if not _TAG.fullmatch(f"B-{label}")]:
        raise InputError(f"document {document.id!r}: expected labels without spaces, got {odd[0]!r}")
    tokens = cut_tokens(plain.text, (edge for span in plain.spans for edge in (span.start, span.end)))
    layers = [[tag if tag == "O" else f"{tag}-{label}" for tag in _layer(document, label, tokens)] for label in labels]
    if document.id is not None:
        yield f"# id = {_json(document.id)}"
    if document.published is not None:
        yield f"# published = {_json(document.published)}"
    yield f"# text = {_json(document.text)}"
    yield f"# columns = {' '.join([_FORM, *labels])}"
    ends = deque(end for _, end in sentence_spans(document.text))
    for index, (start, end) in enumerate(tokens):
        yield "\t".join([document.text[start:end], *(layer[index] for layer in layers)])
        if ends and end >= ends[0]:
            while ends and ends[0] <= end:
                ends.popleft()
            following = [layer[index + 1][0] for layer in layers] if index + 1 < len(tokens) else ["I"]
            if "I" not in following:  # never inside a span
                yield ""


def _layer(document: Document, label: str, tokens: Sequence[Span]) -> list[str]:
    spans = sorted((one.start, one.end) for one in document.entities if one.label == label)
    for left, right in pairwise(spans):
        if right[0] < left[1]:
            raise InputError(
                f"document {document.id!r}: expected spans of {label} not to overlap, got {left} and {right}"
            )
    return tag_layer(tokens, spans)


def _begun(tags: Sequence[str]) -> list[str]:
    """Return IOB2 tags for IOB1 ones: an ``I`` that goes on with nothing begins a span."""
    return ["B" if tag == "I" and before == "O" else tag for before, tag in pairwise(["O", *tags])]


def _rank(label: str) -> tuple[int, str]:
    return (ENTITY_LABELS.index(label), label) if label in ENTITY_LABELS else (len(ENTITY_LABELS), label)


def _warn(document: Document) -> None:
    lost = {
        "relations": len(document.relations),
        "records": len(document.records),
        "confidences": sum(entity.confidence != 1.0 for entity in document.entities),
        "links": sum(entity.link is not None for entity in document.entities),
    }
    told = ", ".join(f"{number} {name}" for name, number in lost.items() if number)
    if told:
        _logger.warning("document %r: CoNLL has no place for %s", document.id, told)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _documents(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines of each document with the number of the first, from 1."""
    start, blank, seen = 0, 0, False
    for index, line in enumerate(lines):
        begins = line.startswith(("# id = ", _DOCUMENT_START)) or (seen and blank >= 2 and line.strip())
        if begins and seen:
            yield start + 1, list(lines[start:index])
            start, seen = index, False
        blank = 0 if line.strip() else blank + 1
        seen = seen or bool(line.strip())
    if seen:
        yield start + 1, list(lines[start:])


@dataclass(slots=True)
class _Parsed:
    """One document as far as its lines have been read."""

    notes: dict[str, str] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)
    tags: list[list[str]] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)

    def read_line(self, line: str) -> None:
        """Take in a line.

        Raises:
            InputError: it has more or fewer columns than those before, or a tag that is none.
        """
        if match := _COMMENT.fullmatch(line):
            # A text for each sentence, as CoNLL-U has it, is none for the document.
            repeated = match[1] == "text" and "text" in self.notes
            self.notes[match[1]] = "" if repeated else match[2]
        elif not line.strip():
            self.breaks.add(len(self.forms))
        elif not line.startswith(("# ", _DOCUMENT_START)) or "\t" in line:
            form, *tags = line.split("\t") if "\t" in line else line.split()
            if self.tags and len(tags) != len(self.tags[0]):
                raise InputError(f"expected {len(self.tags[0]) + 1} columns as before, got {len(tags) + 1}: {line!r}")
            if odd := [tag for tag in tags if tag != "O" and not _TAG.fullmatch(tag)]:
                raise InputError(f"expected O, B-LABEL or I-LABEL, got {odd[0]!r}")
            self.forms.append(form)
            self.tags.append(tags)

    def document(self) -> Document:
        """Return the document of all lines.

        Raises:
            InputError: a token is not in the text.
        """
        text, tokens = self._placed()
        found: set[tuple[int, int, str]] = set()
        for column in zip(*self.tags, strict=True):
            labels = {match[2] for tag in column if (match := _TAG.fullmatch(tag))}
            for label in labels:
                layer = [tag[0] if tag[2:] == label else "O" for tag in column]
                spans = read_layer(_begun(layer))
                found |= {(tokens[first][0], tokens[stop - 1][1], label) for first, stop in spans}
        entities = sorted(found, key=lambda span: (span[0], -span[1], _rank(span[2])))
        return Document(
            id=self._note("id", str),
            text=text,
            published=self._note("published", date),
            entities=tuple(
                Entity(f"e{number}", label, start, end, text[start:end])
                for number, (start, end, label) in enumerate(entities, start=1)
            ),
        )

    def _note(self, name: str, kind: Any) -> Any:
        if name not in self.notes:
            return None
        try:
            return msgspec.json.decode(self.notes[name], type=kind)
        except msgspec.DecodeError as error:
            if kind is str:
                return self.notes[name]  # as other programs write it, without quotes
            raise InputError(f"# {name}: {error}") from error

    def _placed(self) -> tuple[str, list[Span]]:
        """Return the text, and where each token is in it."""
        if not self.notes.get("text"):
            return self._joined()
        text = self._note("text", str)
        tokens: list[Span] = []
        position = 0
        for form in self.forms:
            start = text.find(form, position)
            if start < 0 or text[position:start].strip():
                raise InputError(f"expected the token {form!r} in the text after character {position}")
            position = start + len(form)
            tokens.append((start, position))
        return text, tokens

    def _joined(self) -> tuple[str, list[Span]]:
        pieces: list[str] = []
        tokens: list[Span] = []
        length = 0
        for index, form in enumerate(self.forms):
            before = "" if index == 0 else "\n" if index in self.breaks else " "
            tokens.append((length + len(before), length + len(before) + len(form)))
            pieces.append(before + form)
            length = tokens[-1][1]
        return "".join(pieces), tokens
