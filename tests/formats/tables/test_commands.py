"""Tables on the command line: where they go, and what is refused."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from tests.formats.tables.samples import BARE, FULL, NAMES
from vn_dx_ie.cli import main
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import load_documents, read_documents, write_documents


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_documents([FULL, BARE], tmp_path / "in.jsonl")
    return tmp_path / "in.jsonl"


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_documents_are_converted_into_a_folder(source: Path, form: str) -> None:
    result = run("convert", source, source.parent / "out", "--to", form)
    assert (result.exit_code, result.stderr) == (0, "2 documents done, 0 failed\n")
    assert {path.name for path in (source.parent / "out").iterdir()} == {f"{name}.{form}" for name in NAMES}


def test_a_repeated_document_is_named_and_left_out(source: Path) -> None:
    other = source.parent / "z.jsonl"
    write_documents([msgspec.structs.replace(FULL, text=f"{FULL.text} Hết.")], other)
    result = run("convert", source.parent, source.parent / "x.duckdb")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        f"error: {other}:1: document 'a1': expected each document once in tables, got one of this id before",
        "2 documents done, 1 failed",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--format", "csv"), "expected -o FOLDER for the format csv, got none"),
        (("--format", "duckdb"), "expected -o FILE for the format duckdb, got none"),
        (("--format", "duckdb", "-o", "."), "expected a file to write duckdb to, got the folder '.'"),
        (("-o", "no/such/x.duckdb"), "error: no/such/x.duckdb: IO Error"),
        (("-o", "out.csv"), "error: out.csv: expected a folder, to write a .csv file for each table to"),
    ],
)
def test_a_wrong_call(source: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("extract", source, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize("name", ["x.csv", "x.parquet", "x.duckdb"])
def test_tables_cannot_be_read_back(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    form = name.removeprefix("x.")
    with pytest.raises(InputError, match=rf"{name}: expected a format to read, one of jsonl, .*, got {form}, written"):
        read_documents([tmp_path / name])
    with pytest.raises(InputError, match=f"got {form}, written only"):
        read_documents([tmp_path], form=form)
    assert run("convert", tmp_path, tmp_path / "y.jsonl", "--from", form).exit_code == 2


def test_tables_beside_documents_are_passed_over(source: Path) -> None:
    run("convert", source, source.parent / "out", "--to", "csv")
    assert load_documents(source.parent) == [FULL, BARE]
