"""Tables as Parquet: a folder with a file for each. Needs the extra ``tables``."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from vn_dx_ie.document import Document
from vn_dx_ie.formats.tables.arrow import arrow_schema, arrow_table, import_arrow
from vn_dx_ie.formats.tables.folder import drafts
from vn_dx_ie.formats.tables.rows import batches
from vn_dx_ie.formats.tables.schema import TABLES


def write_parquet(documents: Iterable[Document], folder: Path) -> None:
    """Write the records of documents into the files of a folder, in place of those that are there.

    Raises:
        InputError: a document comes twice or holds what no file can, or `folder` has the ending of a file.
        MissingExtraError: pyarrow is not installed.
    """
    parquet = import_arrow().parquet
    with drafts(folder, ".parquet") as paths, ExitStack() as stack:
        writers = {
            table.name: stack.enter_context(parquet.ParquetWriter(paths[table.name], arrow_schema(table)))
            for table in TABLES
        }
        for batch in batches(documents):
            for table in TABLES:
                if rows := batch.rows[table.name]:
                    writers[table.name].write_table(arrow_table(table, rows))
