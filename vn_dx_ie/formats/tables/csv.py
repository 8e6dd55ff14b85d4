"""Tables as CSV: a folder with a file for each.

UTF-8 with a byte order mark, without which Excel garbles Vietnamese; pandas and DuckDB skip it. Lines
end in CR LF, as RFC 4180 has it. Cells without a value are empty, lists are joined by ``; ``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from vn_dx_ie.document import Document
from vn_dx_ie.formats.tables.folder import drafts
from vn_dx_ie.formats.tables.rows import Cell, batches
from vn_dx_ie.formats.tables.schema import TABLES

SEPARATOR: Final = "; "


def write_csv(documents: Iterable[Document], folder: Path) -> None:
    """Write the records of documents into the files of a folder, in place of those that are there.

    Raises:
        InputError: a document comes twice or holds what no file can, or `folder` has the ending of a file.
    """
    with drafts(folder, ".csv") as paths, ExitStack() as stack:
        writers = {}
        for table in TABLES:
            stream = stack.enter_context(open(paths[table.name], "w", encoding="utf-8-sig", newline=""))
            writers[table.name] = csv.writer(stream)
            writers[table.name].writerow([column.name for column in table.columns])
        for batch in batches(documents):
            for name, rows in batch.rows.items():
                writers[name].writerows([_text(cell) for cell in row.values()] for row in rows)


def _text(cell: Cell) -> str:
    """Return a cell as it stands in the file: 1871 and not 1871.0, days in ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, list):
        return SEPARATOR.join(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).removesuffix(".0") if isinstance(cell, float) else str(cell)
