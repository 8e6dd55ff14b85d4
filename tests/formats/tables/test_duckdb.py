"""Tables in a DuckDB file: types, repeated runs, and a file that stays as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pytest

from tests.formats.tables.samples import BARE, FULL, NAMES
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats import write_documents
from vn_dx_ie.formats.tables import TABLES, write_duckdb
from vn_dx_ie.formats.tables.rows import BATCH_ROWS, batches
from vn_dx_ie.records import Observation


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (folder := tmp_path / "[bài]").mkdir()
    return folder / "x.duckdb"


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        return connection.execute(query).fetchall()


def execute(path: Path, statement: str) -> None:
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(statement)


def everything(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(ask(path, f"FROM {name}"), key=repr) for name in NAMES}


def long_document(key: str) -> Document:
    return Document(id=key, text="", records=(Observation(indicator="xã", value="1", number=1),) * BATCH_ROWS)


def test_every_cell_comes_back(path: Path) -> None:
    write_documents([FULL, BARE], path)
    (batch,) = batches([FULL, BARE])
    for table in TABLES:
        wanted = [tuple(row.values()) for row in batch.rows[table.name]]
        assert ask(path, f"FROM {table.name} ORDER BY {', '.join(table.key)}") == wanted


def test_columns_have_the_declared_types(path: Path) -> None:
    write_duckdb([], path)
    for table in TABLES:
        found = ask(path, f"DESCRIBE {table.name}")
        assert [(name, kind) for name, kind, *_ in found] == [(one.name, one.type.sql) for one in table.columns]
        assert {name for name, _, null, *_ in found if null == "NO"} == {
            one.name for one in table.columns if one.required
        }
    assert ask(path, "FROM vn_dx_ie_schema") == [(1,)]


def test_a_second_run_doubles_nothing(path: Path) -> None:
    write_duckdb([FULL, BARE], path)
    before = everything(path)
    write_duckdb(iter([BARE, FULL]), path)
    assert everything(path) == before
    assert ask(path, "FROM vn_dx_ie_schema") == [(1,)]


def test_a_document_that_comes_again_gives_up_its_old_rows(path: Path) -> None:
    write_duckdb([FULL, BARE], path)
    write_duckdb([msgspec.structs.replace(FULL, published=date(2023, 1, 1), records=FULL.records[1:2])], path)
    assert ask(path, "SELECT record, published FROM observations WHERE document_id = 'a1'") == [(1, date(2023, 1, 1))]
    assert ask(path, "SELECT count(*) FROM meetings WHERE document_id = 'a1'") == [(0,)]
    assert ask(path, "SELECT count(*) FROM participants WHERE document_id <> 'a1'") == [(1,)]
    write_duckdb([msgspec.structs.replace(FULL, records=())], path)
    assert ask(path, "SELECT count(*) FROM observations WHERE document_id = 'a1'") == [(0,)]


def test_many_documents_go_in_by_batches(path: Path) -> None:
    write_duckdb([long_document("b"), long_document("c"), FULL], path)
    counts = "SELECT document_id, count(*) FROM observations GROUP BY ALL ORDER BY ALL"
    assert ask(path, counts) == [("a1", 1), ("b", BATCH_ROWS), ("c", BATCH_ROWS)]


def test_a_stream_that_breaks_leaves_the_file_as_it_was(path: Path) -> None:
    def stream() -> Iterator[Document]:
        yield msgspec.structs.replace(FULL, records=())
        yield long_document("b")  # fills a batch, which is written
        raise KeyError("lost")

    with pytest.raises(KeyError):
        write_duckdb(stream(), path)
    assert list(path.parent.iterdir()) == []
    write_duckdb([FULL], path)
    before = everything(path)
    with pytest.raises(KeyError):
        write_duckdb(stream(), path)
    assert everything(path) == before
    assert list(path.parent.iterdir()) == [path]


def test_tables_of_ones_own_stay(path: Path) -> None:
    execute(path, "CREATE TABLE provinces AS SELECT '07' AS code")
    write_duckdb([FULL], path)
    assert ask(path, "SELECT count(*) FROM observations JOIN provinces ON code = scope_code") == [(1,)]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE vn_dx_ie_schema SET version = 7", r"vn_dx_ie_schema: expected version 1, got \[7\]; write to another"),
        ("ALTER TABLE meetings ADD COLUMN note VARCHAR", "meetings.note: expected no such column, got VARCHAR"),
        ("ALTER TABLE directives DROP COLUMN content", "directives.content: expected VARCHAR, got none"),
        ("ALTER TABLE observations ALTER number TYPE FLOAT", "number: expected DOUBLE, got FLOAT"),
        ("DROP TABLE issuances; CREATE VIEW issuances AS SELECT 1 AS a", "issuances"),
    ],
)
def test_other_columns_are_refused(path: Path, statement: str, message: str) -> None:
    write_duckdb([FULL], path)
    execute(path, statement)
    with pytest.raises(InputError, match=rf"x\.duckdb: .*{message}"):
        write_duckdb([BARE], path)
    assert ask(path, "SELECT count(*) FROM participants") == [(2,)]


def test_a_file_that_is_none_is_refused(path: Path) -> None:
    path.write_bytes(b"document_id,record\r\n" * 500)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"x\.duckdb: .*not a valid DuckDB database"):
        write_duckdb([FULL], path)
    assert path.read_bytes() == before
    with pytest.raises(InputError, match=r"nowhere/x\.duckdb: "):
        write_duckdb([FULL], path.parent / "nowhere" / "x.duckdb")


@pytest.mark.parametrize("name", ["duckdb", "pyarrow"])
def test_the_extra_is_named_where_it_is_missing(path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingExtraError, match=r"writing tables needs .* 'vn-dx-ie\[tables\]'"):
        write_duckdb([FULL], path)
    assert not path.exists()
