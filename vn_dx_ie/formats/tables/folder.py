"""A folder with a file for each table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.tables.schema import TABLES


@contextmanager
def drafts(folder: Path, ending: str) -> Iterator[dict[str, Path]]:
    """Yield the path of a draft for each table, under the table's name, to write and to close.

    The drafts take the places of the files once all are written; whatever goes wrong before, the
    files stay as they were.

    Raises:
        InputError: `folder` has the ending of a file.
    """
    if folder.suffix.lower() == ending and not folder.is_dir():
        raise InputError(f"{folder}: expected a folder, to write a {ending} file for each table to, got a file's name")
    folder.mkdir(parents=True, exist_ok=True)
    parts = {table.name: folder / f"{table.name}{ending}.part" for table in TABLES}
    try:
        yield parts
        for part in parts.values():
            part.replace(part.with_suffix(""))
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
