"""Which format a path has, and reading and writing by it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.brat import read_brat, write_brat
from vn_dx_ie.formats.items import Failure, Item
from vn_dx_ie.formats.jsonl import BOM, read_json, read_jsonl, read_jsonl_lines, write_json, write_jsonl
from vn_dx_ie.formats.markup import read_markup, write_markup
from vn_dx_ie.formats.text import decode_text, read_text

STDIN: Final = "-"

Writer = Callable[[Iterable[Document], BinaryIO], None]

STREAM_WRITERS: Final[dict[str, Writer]] = {"jsonl": write_jsonl, "json": write_json, "markup": write_markup}

_READERS: Final[dict[str, Callable[[Path], Iterator[Item]]]] = {
    ".jsonl": read_jsonl,
    ".json": read_json,
    ".txt": lambda path: iter([read_text(path)]),
    ".ann": lambda path: iter([read_brat(path)]),
    ".markup": read_markup,
}
_IN_FOLDERS: Final = frozenset({".jsonl", ".txt", ".ann", ".markup"})


def read_documents(paths: Iterable[str | Path], stdin: BinaryIO | None = None) -> Iterator[Item]:
    """Yield the documents of files and folders in the order given, one at a time.

    A folder stands for its .txt, .jsonl and .ann files at any depth, sorted; a .txt beside an .ann
    of the same name is read with its annotations. ``-`` stands for `stdin`: JSON lines where it
    begins with ``{``, else one text.

    Raises:
        InputError: at once, where a path is missing, of an unknown kind, or a folder holds nothing to read.
    """
    files = list_files(paths)
    if STDIN in files and stdin is None:
        raise InputError("expected a stream to read for '-', got none")
    return chain.from_iterable(
        _read_stdin(stdin) if stdin and file == STDIN else _read_file(Path(file)) for file in files
    )


def list_files(paths: Iterable[str | Path]) -> list[str]:
    """Return the files that :func:`read_documents` reads for `paths`, and raise the same errors."""
    return [file for path in paths for file in _expand(path)]


def load_documents(*paths: str | Path) -> list[Document]:
    """Return all documents of files and folders.

    Raises:
        InputError: something cannot be read; the message names the first place.
    """
    documents = []
    for item in read_documents(paths):
        if isinstance(item, Failure):
            raise InputError(str(item))
        documents.append(item.document)
    return documents


def write_documents(documents: Iterable[Document], path: str | Path) -> None:
    """Write a .jsonl, a .json, an .ann with its .txt, or a brat folder (a name without ending).

    Raises:
        InputError: the ending is unknown, or the format cannot hold a document.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix.removeprefix(".") in STREAM_WRITERS and not target.is_dir():
        with open(target, "wb") as stream:
            STREAM_WRITERS[suffix.removeprefix(".")](documents, stream)
    elif suffix in ("", ".ann") or target.is_dir():
        write_brat(documents, target)
    else:
        raise InputError(f"{path}: expected .jsonl, .json, .ann or a folder to write to, got {suffix!r}")


def _expand(path: str | Path) -> list[str]:
    """Return the files that `path` stands for."""
    if str(path) == STDIN:
        return [STDIN]
    place = Path(path)
    if place.is_dir():
        found = sorted(file for file in place.rglob("*") if file.suffix.lower() in _IN_FOLDERS and file.is_file())
        if not found:
            raise InputError(f"{path}: expected a folder with .txt, .jsonl or .ann files, got none in it")
        annotated = {file.with_suffix(".txt") for file in found if file.suffix.lower() == ".ann"}
        return [str(file) for file in found if file not in annotated]
    if not place.exists():
        raise InputError(f"{path}: no such file or folder")
    if place.suffix.lower() not in _READERS:
        raise InputError(f"{path}: expected a folder or a file ending in {', '.join(_READERS)}, got {place.suffix!r}")
    return [str(path)]


def _read_file(path: Path) -> Iterator[Item]:
    try:
        yield from _READERS[path.suffix.lower()](path)
    except OSError as error:
        yield Failure(str(path), error.strerror or str(error))


def _read_stdin(stream: BinaryIO) -> Iterator[Item]:
    head: list[bytes] = []  # up to the first line that says what the rest is
    for line in stream:
        head.append(line)
        if line.removeprefix(BOM).strip():
            break
    if head and head[-1].removeprefix(BOM).lstrip().startswith(b"{"):
        return read_jsonl_lines(chain(head, stream), "<stdin>")
    return iter([decode_text(b"".join(head) + stream.read(), "<stdin>", None)])
