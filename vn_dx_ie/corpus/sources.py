"""Where the documents of a corpus are, one after the other, each read only when it is its turn."""

from __future__ import annotations

import gzip
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, cast

from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats.items import Failure, Item, decode_document
from vn_dx_ie.formats.jsonl import BOM
from vn_dx_ie.formats.text import decode_text

_PACKED: Final = ("", ".gz", ".zst")
_LINES: Final = tuple(f".jsonl{packed}" for packed in _PACKED)
_TEXTS: Final = tuple(f".txt{packed}" for packed in _PACKED)
ENDINGS: Final = (*_LINES, *_TEXTS)


@dataclass(frozen=True, slots=True)
class Source:
    """One document: where it is, and how to read it."""

    place: str
    read: Callable[[], Item]


def list_sources(paths: Iterable[str | Path]) -> Iterator[Source]:
    """Yield the documents of files and folders: texts and JSON lines, plain or packed by gzip or zstd.

    The order is that of `paths`, inside a folder that of the names, at any depth: the same each time.

    Raises:
        InputError: a path is missing or of another kind.
        MissingExtraError: a file is packed by zstd and the package for it is missing.
    """
    for path in paths:
        for file in _files(Path(path)):
            if file.name.lower().endswith(_TEXTS):
                yield Source(str(file), partial(_read_text, file))
            else:
                yield from _read_lines(file)


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from _files_under(path)
    elif not path.exists():
        raise InputError(f"{path}: no such file or folder")
    elif not path.name.lower().endswith(ENDINGS):
        raise InputError(f"{path}: expected a folder or a file ending in {', '.join(ENDINGS)}, got {path.suffix!r}")
    else:
        yield path


def _files_under(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        names = sorted((entry.name, entry.is_dir()) for entry in entries)
    for name, is_folder in names:
        if is_folder:
            yield from _files_under(folder / name)
        elif name.lower().endswith(ENDINGS):
            yield folder / name


def _read_text(path: Path) -> Item:
    try:
        with _opened(path) as stream:
            name = path.name[: path.name.lower().rindex(".txt")]
            return decode_text(stream.read(), str(path), name)
    except (OSError, EOFError) as error:
        return Failure(str(path), f"cannot read: {error}")


def _read_lines(path: Path) -> Iterator[Source]:
    offset = 0
    try:
        with _opened(path) as stream:
            for number, line in enumerate(stream, start=1):
                start = len(BOM) if number == 1 and line.startswith(BOM) else 0
                place = f"{path}:{number}"
                if line[start:].strip():
                    yield Source(place, partial(decode_document, line[start:], place, offset + start))
                offset += len(line)
    except (OSError, EOFError) as error:
        failure = Failure(str(path), f"cannot read on: {error}")
        yield Source(str(path), lambda: failure)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file, unpacking it by its ending."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path, "rb") as stream:
            yield cast(BinaryIO, stream)
    elif path.suffix.lower() == ".zst":
        with _open_zstandard(path) as stream:
            yield stream
    else:
        with open(path, "rb") as stream:
            yield stream


def _open_zstandard(path: Path) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        raise MissingExtraError(f"reading {path.name}", "corpus") from error
    return cast(BinaryIO, io.BufferedReader(zstandard.open(path, "rb")))
