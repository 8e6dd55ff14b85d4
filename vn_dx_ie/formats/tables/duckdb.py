"""Tables in a DuckDB file, to which each call adds, in one transaction. Needs the extra ``tables``.

Rows wait in Parquet files beside the database until the last document has come: a long transaction
of many small insertions takes ever more memory and time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats.tables.arrow import import_arrow
from vn_dx_ie.formats.tables.keys import document_key
from vn_dx_ie.formats.tables.parquet import write_parquet
from vn_dx_ie.formats.tables.schema import SCHEMA_VERSION, TABLES, Column, Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_VERSIONS: Final = "vn_dx_ie_schema"
_INCOMING: Final = "vn_dx_ie_incoming"
_ADVICE: Final = "write to another file"


def write_duckdb(documents: Iterable[Document], path: Path) -> None:
    """Add the records of documents to a file, which is made where there is none.

    A document that is in the file already gives its rows up for the new ones. Whatever goes wrong
    on the way, the file stays as it was.

    Raises:
        InputError: the file is none of DuckDB, is in use, or has other tables under these names; a
            document comes twice or holds what no file can.
        MissingExtraError: duckdb or pyarrow is not installed.
    """
    duckdb, existed = _import_duckdb(), path.exists()
    try:
        with closing(duckdb.connect(str(path))) as connection, _transaction(connection):
            _prepare(connection, path)
            with TemporaryDirectory(prefix=f"{path.name}.", dir=path.parent) as stage:
                _replace(connection, documents, Path(stage))
    except BaseException as error:
        if not existed:
            path.unlink(missing_ok=True)
        if isinstance(error, duckdb.Error):
            raise InputError(f"{path}: {error}") from error
        raise


def _import_duckdb() -> Any:
    import_arrow()
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise MissingExtraError("writing tables", "tables") from error
    return duckdb


def _definition(table: Table) -> str:
    """Return the statement that makes a table where there is none of its name."""
    columns = ", ".join(f'"{one.name}" {one.type.sql}{_constraint(one)}' for one in table.columns)
    return f'CREATE TABLE IF NOT EXISTS "{table.name}" ({columns})'


def _constraint(column: Column) -> str:
    return " NOT NULL" if column.required else ""


@contextmanager
def _transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    except BaseException:
        connection.rollback()
        raise
    connection.commit()


def _prepare(connection: DuckDBPyConnection, path: Path) -> None:
    """Make the tables that are missing and check those that are there."""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_VERSIONS} (version BIGINT NOT NULL)")
    versions = [row[0] for row in connection.execute(f"FROM {_VERSIONS}").fetchall()]
    if not versions:
        connection.execute(f"INSERT INTO {_VERSIONS} VALUES (?)", [SCHEMA_VERSION])  # noqa: S608 - a name of our own
    elif versions != [SCHEMA_VERSION]:
        raise InputError(f"{path}: {_VERSIONS}: expected version {SCHEMA_VERSION}, got {versions}; {_ADVICE}")
    for table in TABLES:
        connection.execute(_definition(table))
        _check(connection, table, path)


def _check(connection: DuckDBPyConnection, table: Table, path: Path) -> None:
    expected = {column.name: column.type.sql for column in table.columns}
    rows = connection.execute(f'DESCRIBE "{table.name}"').fetchall()
    found = {name: sql for name, sql, *_ in rows}
    for name in {**expected, **found}:
        if expected.get(name) != found.get(name):
            wanted, got = expected.get(name, "no such column"), found.get(name, "none")
            raise InputError(f"{path}: {table.name}.{name}: expected {wanted}, got {got}; {_ADVICE}")


def _replace(connection: DuckDBPyConnection, documents: Iterable[Document], stage: Path) -> None:
    """Put the rows of documents in place of those that they have; all are first written to the folder `stage`."""
    arrow = import_arrow()
    keys: list[str] = []
    write_parquet(_noted(documents, keys), stage)
    with _incoming(connection, arrow.table({"document_id": keys})):
        for table in TABLES:
            connection.execute(_deletion(table))
    for table in TABLES:
        with arrow.parquet.ParquetFile(stage / f"{table.name}.parquet") as file:
            rows = arrow.RecordBatchReader.from_batches(file.schema_arrow, file.iter_batches())
            with _incoming(connection, rows):
                connection.execute(f'INSERT INTO "{table.name}" BY NAME FROM {_INCOMING}')


@contextmanager
def _incoming(connection: DuckDBPyConnection, rows: Any) -> Iterator[None]:
    """Let statements read `rows`, in Arrow, under the name ``_INCOMING``, until one fails or all are done."""
    connection.register(_INCOMING, rows)
    yield
    connection.unregister(_INCOMING)


def _noted(documents: Iterable[Document], keys: list[str]) -> Iterator[Document]:
    """Pass documents on and note their keys."""
    for document in documents:
        keys.append(document_key(document))
        yield document


def _deletion(table: Table) -> str:
    return f'DELETE FROM "{table.name}" WHERE document_id IN (FROM {_INCOMING})'  # noqa: S608 - names of our own
