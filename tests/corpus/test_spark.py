"""The same rows by Spark."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pytest

from vn_dx_ie.corpus.arrow import SCHEMA, ArrowExtractor
from vn_dx_ie.corpus.spark import in_pandas, spark_schema

EXTRACT = ArrowExtractor()
GIVEN = "id string, text string, published date"


@pytest.fixture
def frame(spark: Any, articles: pyarrow.Table) -> Any:
    rows = [tuple(row.values()) for row in articles.to_pylist()]
    return spark.createDataFrame(rows, GIVEN)


def test_spark_gives_the_rows_of_one_process(frame: Any, expected: pyarrow.Table) -> None:
    found = frame.mapInArrow(EXTRACT.stream, spark_schema())
    assert found.toArrow().sort_by("id") == expected


def test_pandas_gives_the_same(frame: Any, expected: pyarrow.Table) -> None:
    found = frame.mapInPandas(in_pandas(EXTRACT), spark_schema())
    assert found.toArrow().sort_by("id") == expected


def test_the_schema_is_in_the_language_of_spark() -> None:
    columns = spark_schema()
    assert columns.startswith(
        "`id` STRING, `error` STRING, `published` DATE, `document` STRING, `entities` ARRAY<STRUCT<"
    )
    assert all(f"`{field.name}` " in columns for field in SCHEMA)


def test_the_block_of_the_page_runs(
    spark: Any,
    articles: pyarrow.Table,
    expected: pyarrow.Table,
    block: Callable[[str], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles").mkdir()
    lines = [json.dumps(row, default=str) + "\n" for row in articles.to_pylist()]
    (tmp_path / "articles" / "a.jsonl").write_text("".join(lines), encoding="utf-8")
    scope: dict[str, Any] = {}
    exec(block("on_spark.py"), scope)  # noqa: S102 (the page's own example)
    assert spark.read.parquet(f"{tmp_path}/found").toArrow().sort_by("id") == expected
    rows = [row for found in expected["observations"].to_pylist() for row in found or ()]
    order = [("document_id", "ascending"), ("record", "ascending")]
    assert scope["observations"].toArrow().sort_by(order).to_pylist() == rows
