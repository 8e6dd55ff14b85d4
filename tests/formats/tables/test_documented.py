"""What docs/tables.md says: the columns are those of the tables, and the questions have answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from scripts.table_docs import TARGET, with_columns
from vn_dx_ie.cli import main

ROOT = Path(__file__).parents[3]
PAGE = TARGET.read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^([A-Z][^\n]*):\n\n```sql\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    path = tmp_path_factory.mktemp("tables") / "records.duckdb"
    result = CliRunner().invoke(main, ["extract", str(ROOT / "seeds"), "-o", str(path)])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "5 documents done, 0 failed\n")
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        yield connection


def test_the_columns_are_documented() -> None:
    assert with_columns(PAGE) == PAGE, "run: python scripts/table_docs.py"


def test_there_are_five_questions() -> None:
    assert len(QUESTIONS) == PAGE.count("```sql") == 5


@pytest.mark.parametrize("query", [query for _, query in QUESTIONS], ids=[name for name, _ in QUESTIONS])
def test_the_seeds_answer_the_questions(records: duckdb.DuckDBPyConnection, query: str) -> None:
    rows = records.execute(query).fetchall()
    assert rows
    assert all(any(cell is not None for cell in row) for row in rows)


def test_the_span_of_a_record_holds_its_value(records: duckdb.DuckDBPyConnection) -> None:
    found = records.execute('SELECT document_id, value, start, "end" FROM observations').fetchall()
    assert found
    for document, value, start, end in found:
        text = (ROOT / "seeds" / f"{document}.txt").read_bytes().decode()
        assert value in text[start:end]
