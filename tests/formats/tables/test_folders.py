"""Tables as CSV and Parquet: what is read back, and what is there when something goes wrong."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.formats.tables.samples import BARE, FULL, NAMES
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, MissingExtraError
from vn_dx_ie.formats import write_documents
from vn_dx_ie.formats.tables import TABLES, document_key, write_csv, write_parquet
from vn_dx_ie.formats.tables.arrow import arrow_schema
from vn_dx_ie.formats.tables.rows import batches

Writer = Callable[[Iterable[Document], Path], None]
BOTH = pytest.mark.parametrize(("write", "ending"), [(write_csv, ".csv"), (write_parquet, ".parquet")])


def broken_stream() -> Iterator[Document]:
    yield BARE
    raise KeyError("lost")


def read_csv(path: Path) -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def test_csv_is_made_for_excel_and_pandas(tmp_path: Path) -> None:
    write_csv([FULL, BARE], tmp_path / "out")
    raw = (tmp_path / "out" / "issuances.csv").read_bytes()
    assert raw.startswith("\ufeffdocument_id,published,record,document,".encode())
    assert raw.count(b"\r\n") == 3
    full, bare = read_csv(tmp_path / "out" / "observations.csv")
    assert full["indicator"] == 'thẻ "CCCD"\r\ngắn chip, 😀'
    numbers = (full["number"], full["upper"], full["confidence"], full["record"], full["scope_code"])
    assert numbers == ("78500000", "79.25", "0.5", "2", "07")
    assert (full["published"], full["period_start"]) == ("2022-08-09", "1931-01-01")
    assert bare["document_id"] == document_key(BARE)
    assert {name for name, cell in bare.items() if cell} == {"document_id", "record", "value", "role", "confidence"}
    assert read_csv(tmp_path / "out" / "directives.csv")[0]["addressees"] == "các bộ; các tỉnh"


def test_csv_means_the_same_to_duckdb(tmp_path: Path) -> None:
    write_csv([FULL], tmp_path)
    found = duckdb.read_csv(str(tmp_path / "observations.csv")).project("document_id, number, period_end")
    assert found.fetchall() == [("a1", 78_500_000, date(1931, 3, 31))]


def test_parquet_gives_back_every_cell(tmp_path: Path) -> None:
    write_parquet([FULL, BARE], tmp_path / "out")
    (batch,) = batches([FULL, BARE])
    for name in NAMES:
        assert pq.read_table(tmp_path / "out" / f"{name}.parquet").to_pylist() == batch.rows[name]


def test_parquet_has_the_declared_types(tmp_path: Path) -> None:
    write_parquet([], tmp_path)
    for table in TABLES:
        found = pq.read_schema(tmp_path / f"{table.name}.parquet")
        assert found.equals(arrow_schema(table))
        assert found.metadata[b"vn_dx_ie_schema"] == b"1"
    directives = pq.read_schema(tmp_path / "directives.parquet")
    assert directives.field("addressees").type.value_type == pa.string()
    assert directives.field("deadline").type == pa.date32()
    assert not directives.field("document_id").nullable


@BOTH
def test_no_documents_are_tables_without_rows(write: Writer, ending: str, tmp_path: Path) -> None:
    write([], tmp_path / "new" / "out")
    assert sorted(path.name for path in (tmp_path / "new" / "out").iterdir()) == sorted(name + ending for name in NAMES)
    for table in TABLES:
        found = duckdb.sql(f"FROM '{tmp_path}/new/out/{table.name}{ending}'")
        assert found.columns == [column.name for column in table.columns]
        assert found.fetchall() == []


@BOTH
def test_a_stream_that_breaks_leaves_what_was_there(write: Writer, ending: str, tmp_path: Path) -> None:
    write([FULL], tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(KeyError):
        write(broken_stream(), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    write([BARE], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == set(before)
    assert {path.name for path in tmp_path.iterdir() if path.read_bytes() == before[path.name]} == set()


@BOTH
def test_a_file_is_no_folder(write: Writer, ending: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"x\{ending}: expected a folder, to write a \{ending} file for each table"):
        write_documents([FULL], tmp_path / f"x{ending}")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / f"y{ending}").mkdir()
    write([FULL], tmp_path / f"y{ending}")
    assert len(list((tmp_path / f"y{ending}").iterdir())) == len(NAMES)


def test_only_csv_does_without_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    missing: dict[str, Any] = {"pyarrow": None, "duckdb": None}
    for name in missing:
        monkeypatch.setitem(sys.modules, name, None)
    write_csv([FULL], tmp_path / "out")
    with pytest.raises(MissingExtraError, match=r"writing tables needs .* 'vn-dx-ie\[tables\]'"):
        write_parquet([FULL], tmp_path / "out2")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
