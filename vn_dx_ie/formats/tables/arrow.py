"""Tables in Arrow, from which Parquet is written and DuckDB filled. Needs the extra ``tables``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from vn_dx_ie.errors import MissingExtraError
from vn_dx_ie.formats.tables.rows import Row
from vn_dx_ie.formats.tables.schema import SCHEMA_VERSION, TEXTS, Column, Table


def import_arrow() -> Any:
    """Return the module ``pyarrow`` with its ``parquet``.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing tables", "tables") from error
    return pyarrow


def arrow_schema(table: Table) -> Any:
    """Return the ``pyarrow.Schema`` of a table, with the version of all tables in its metadata."""
    arrow = import_arrow()
    fields = [arrow.field(one.name, _type(one, arrow), nullable=not one.required) for one in table.columns]
    return arrow.schema(fields, metadata={"vn_dx_ie_schema": str(SCHEMA_VERSION)})


def arrow_table(table: Table, rows: Sequence[Row]) -> Any:
    """Return rows as a ``pyarrow.Table`` of the table's schema."""
    return import_arrow().Table.from_pylist(rows, schema=arrow_schema(table))


def _type(column: Column, arrow: Any) -> Any:
    return arrow.list_(arrow.string()) if column.type is TEXTS else arrow.type_for_alias(column.type.arrow)
