"""Texts in Arrow to documents in Arrow."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from typing import Any

import msgspec
import pyarrow
import pytest

from vn_dx_ie.corpus.arrow import ROWS, SCHEMA, ArrowExtractor
from vn_dx_ie.document import Document, Entity, Link, Relation
from vn_dx_ie.errors import InputError, ModelError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.formats.tables import TABLES
from vn_dx_ie.formats.tables.rows import document_rows

EXTRACT = ArrowExtractor()


def _documents(articles: pyarrow.Table, extractor: Extractor) -> list[Document]:
    rows = [row for row in articles.to_pylist() if row["text"] is not None]
    return [extractor(row["text"], id=row["id"], published=row["published"]) for row in rows]


def test_a_row_has_all_that_the_extractor_finds(
    articles: pyarrow.Table, expected: pyarrow.Table, extractor: Extractor
) -> None:
    found = [row for row in expected.to_pylist() if row["error"] is None]
    for row, document in zip(found, _documents(articles, extractor), strict=True):
        assert msgspec.json.decode(row["document"], type=Document) == document
        assert (row["id"], row["published"]) == (document.id, document.published)
        assert msgspec.convert(row["entities"], tuple[Entity, ...]) == document.entities
        assert msgspec.convert(row["relations"], tuple[Relation, ...]) == document.relations
        rows = document_rows(document, document.id or "")
        for table in TABLES:
            assert row[table.name] == [one for of, one in rows if of is table]
    assert all(any(row[table.name] for row in found) for table in TABLES)


def test_nothing_is_lost_and_what_fails_says_why(articles: pyarrow.Table, expected: pyarrow.Table) -> None:
    assert expected["id"] == articles["id"]
    (failed,) = [row for row in expected.to_pylist() if row["error"] is not None]
    assert {name: value for name, value in failed.items() if value is not None} == {
        "id": "a02",
        "error": "text: expected a string, got null",
    }


def test_the_schema_is_fixed_and_has_all_fields(articles: pyarrow.Table) -> None:
    for rows in (articles.slice(2, 1), articles.slice(3, 1), articles.slice(0, 0)):
        assert EXTRACT(rows).schema.equals(SCHEMA, check_metadata=True)
    entity, relation = (SCHEMA.field(name).type.value_type for name in ("entities", "relations"))
    for fields, kind in ((entity, Entity), (entity.field("link").type, Link), (relation, Relation)):
        assert [field.name for field in fields] == list(kind.__struct_fields__)


def test_a_text_that_is_not_utf8_fails_alone() -> None:
    offsets, characters = pyarrow.array([0, 2, 5], pyarrow.int32()).buffers()[1], pyarrow.py_buffer(b"\xff!Hue")
    texts = pyarrow.StringArray.from_buffers(2, offsets, characters)
    bad, good = EXTRACT(pyarrow.table({"id": texts, "text": texts})).to_pylist()
    assert "can't decode byte 0xff" in bad["error"]
    assert bad["id"] == r"\xff!"
    assert (good["id"], good["error"]) == ("Hue", None)


def test_a_document_over_which_extraction_fails_is_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    call = Extractor.__call__

    def fail(self: Extractor, text: Document) -> Document:
        if text.id == "bad":
            raise MemoryError("too long")
        return call(self, text)

    monkeypatch.setattr(Extractor, "__call__", fail)
    found = EXTRACT(pyarrow.table({"id": ["bad", "good"], "text": ["Huế", "Huế"]}))
    assert found["error"].to_pylist() == ["MemoryError: too long", None]


@pytest.mark.parametrize("kind", ["large_string", "string_view"])
def test_all_kinds_of_strings_and_batches_are_read(kind: str, articles: pyarrow.Table, expected: pyarrow.Table) -> None:
    other = articles.set_column(1, "text", articles["text"].cast(kind))
    (batch,) = other.append_column("more", articles["text"]).to_batches()
    assert EXTRACT(batch) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.drop_columns("text"), r"column 'text': expected one of type string, got none among \['id"),
        (lambda table: table.rename_columns(["id", "text", "id"]), "column 'id': expected one of type string, got 2"),
        (lambda table: table.set_column(0, "id", [range(len(table))]), "column 'id': expected type string, got int64"),
        (lambda table: table.set_column(2, "published", table["id"]), "'published': expected type date32, got string"),
    ],
)
def test_a_column_that_is_not_as_it_must_be_is_named(
    change: Callable[[Any], Any], message: str, articles: pyarrow.Table
) -> None:
    with pytest.raises(InputError, match=message):
        EXTRACT(change(articles))


def test_a_stream_gives_the_same_rows_in_small_batches(articles: pyarrow.Table, expected: pyarrow.Table) -> None:
    given = [articles.slice(0, 1), articles.slice(1, 0), articles.slice(1)]
    batches = [batch for table in given for batch in table.to_batches()]
    assert pyarrow.Table.from_batches(EXTRACT.stream(batches), SCHEMA) == expected
    (many,) = pyarrow.table({"id": ["a"] * (ROWS + 1), "text": [""] * (ROWS + 1)}).to_batches()
    assert [batch.num_rows for batch in EXTRACT.stream([many])] == [ROWS, 1]


def test_it_pickles_without_the_model_which_a_process_loads_once_when_it_is_needed() -> None:
    packed = pickle.dumps(ArrowExtractor("no/such/folder", min_confidence=0.5))
    assert len(packed) < 300
    with pytest.raises(ModelError, match="no/such/folder"):
        pickle.loads(packed)(pyarrow.table({"id": ["a"], "text": ["Huế"]}))  # noqa: S301 (our own)
    assert ArrowExtractor().extractor() is EXTRACT.extractor()


def test_the_page_names_the_columns(page: str) -> None:
    (table,) = re.findall(r"<!-- schema -->(.*)<!-- /schema -->", page, re.DOTALL)
    assert re.findall(r"^\| `(\w+)` ", table, re.MULTILINE) == SCHEMA.names


def test_the_block_of_the_page_runs(block: Callable[[str], str]) -> None:
    scope: dict[str, Any] = {}
    exec(block("in_arrow.py"), scope)  # noqa: S102 (the page's own example)
    assert scope["found"]["error"].to_pylist() == [None, "text: expected a string, got null"]
