"""Documents as datasets: nothing is lost but the order of records, and all files have the same columns."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from datasets import concatenate_datasets, load_dataset
from hypothesis import given, settings

from tests.strategies import documents
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.formats import write_documents
from vn_dx_ie.integrations.datasets import RECORD_COLUMNS, document_features, load_annotations

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
TEXT = "Sáng 8-8-2022, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì hội nghị. Tỷ lệ hồ sơ trực tuyến đạt 82,4%."


def rebuilt(row: dict[str, Any]) -> Document:
    kinds = [(one, kind) for name, kind in RECORD_COLUMNS.items() for one in row.pop(name)]
    return msgspec.structs.replace(
        msgspec.convert(row, Document), records=tuple(msgspec.convert(one, kind) for one, kind in kinds)
    )


def by_kind(document: Document) -> Document:
    order = list(RECORD_COLUMNS.values())
    return msgspec.structs.replace(
        document, records=tuple(sorted(document.records, key=lambda record: order.index(type(record))))
    )


def test_a_document_comes_back_the_same(tmp_path: Path) -> None:
    @given(documents())
    @settings(max_examples=40)
    def check(document: Document) -> None:
        write_documents([document], path := tmp_path / "one.jsonl")
        (row,) = load_annotations({"train": path})["train"]
        assert rebuilt(row) == by_kind(document)

    check()


def test_gold_and_extracted_documents_have_the_same_columns(tmp_path: Path, extractor: Extractor) -> None:
    write_documents([extractor(TEXT, id="a", published=date(2022, 8, 9))], tmp_path / "a.jsonl")
    found = load_annotations({"gold": ANNOTATIONS / "seeds.jsonl", "found": tmp_path / "a.jsonl"})
    assert {split: data.num_rows for split, data in found.items()} == {"gold": 5, "found": 1}
    assert found["gold"].features == found["found"].features == document_features()
    assert concatenate_datasets(list(found.values())).num_rows == 6
    row = found["found"][0]
    assert row["published"] == date(2022, 8, 9)
    assert row["meetings"][0]["date"] == date(2022, 8, 8)
    assert [one["number"] for one in row["observations"]] == [82.4]


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    (path := tmp_path / "bad.jsonl").write_text('{"id": 1}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"bad\.jsonl:1"):
        load_annotations({"train": path})


@pytest.mark.parametrize(
    "options",
    [{"path": "json", "data_files": str(ANNOTATIONS / "train.jsonl")}, {"path": str(ANNOTATIONS)}],
    ids=["file", "folder"],
)
def test_the_annotations_load_without_this_library(
    options: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("datasets.config.HF_HUB_OFFLINE", True)  # else it counts the call on its hub
    corpus = load_dataset(**options, cache_dir=str(tmp_path))["train"]
    assert corpus.num_rows == (ANNOTATIONS / "train.jsonl").read_bytes().count(b"\n")
    assert {record["kind"] for row in corpus for record in row["records"]} == {
        "meeting", "observation", "directive", "issuance"
    }  # fmt: skip
