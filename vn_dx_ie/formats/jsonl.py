"""JSON: one document a line, or one array of documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.formats.items import Failure, Item, decode_document, encode_document, utf8_mistake

BOM: Final = b"\xef\xbb\xbf"


def read_jsonl(path: str | Path) -> Iterator[Item]:
    """Yield the document of every line that is not blank, or what is wrong with it; places are ``file:line``."""
    with open(path, "rb") as lines:
        yield from read_jsonl_lines(lines, str(path))


def read_jsonl_lines(lines: Iterable[bytes], name: str) -> Iterator[Item]:
    """Do the same with lines from anywhere, under the name that places are to bear."""
    offset = 0
    for number, line in enumerate(lines, start=1):
        start = len(BOM) if number == 1 and line.startswith(BOM) else 0
        if line[start:].strip():
            yield decode_document(line[start:], f"{name}:{number}", offset + start)
        offset += len(line)


def write_jsonl(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write one document a line, each as soon as it comes."""
    stream.writelines(encode_document(document) + b"\n" for document in documents)


def read_json(path: str | Path) -> Iterator[Item]:
    """Yield the documents of a JSON array, or of a single object; places are ``file[index]``."""
    raw = Path(path).read_bytes()
    if mistake := utf8_mistake(raw):
        yield Failure(str(path), mistake)
        return
    raw = raw.removeprefix(BOM)
    if raw.lstrip().startswith(b"{"):
        yield decode_document(raw, str(path))
        return
    try:
        parts = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, RecursionError) as error:
        yield Failure(str(path), str(error))
        return
    for index, part in enumerate(parts):
        yield decode_document(bytes(part), f"{path}[{index}]")


def write_json(documents: Iterable[Document], stream: BinaryIO) -> None:
    """Write one array, document by document, so that any number of them fits into memory."""
    before = b"[\n"
    for document in documents:
        stream.write(before + encode_document(document))
        before = b",\n"
    stream.write(b"\n]\n" if before == b",\n" else b"[]\n")
