"""Documents to rows: every slot in its column, keys that hold, batches that stay small."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.formats.tables.samples import BARE, FULL, NAMES
from tests.strategies import documents
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import Failure, Located
from vn_dx_ie.formats.tables import TABLES, distinct, document_key
from vn_dx_ie.formats.tables.rows import Row, batches, document_rows
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant

NOT_COLUMNS = {"participants", "evidence", "slots", "period"}


def rows_of(document: Document) -> dict[str, list[Row]]:
    (batch,) = batches([document])
    return batch.rows


@pytest.mark.parametrize(
    ("name", "kind"),
    list(zip(NAMES, (Meeting, Participant, Observation, Directive, Issuance), strict=True)),
)
def test_every_slot_of_a_record_has_its_column(name: str, kind: type[msgspec.Struct]) -> None:
    (table,) = (table for table in TABLES if table.name == name)
    names = [column.name for column in table.columns]
    assert len(set(names)) == len(names)
    assert set(kind.__struct_fields__) - NOT_COLUMNS <= set(names)
    assert names[:2] == ["document_id", "published"]
    assert set(table.key) <= {column.name for column in table.columns if column.required}


def test_the_slots_stand_in_their_columns() -> None:
    rows = rows_of(FULL)
    assert rows["observations"] == [
        {
            "document_id": "a1",
            "published": date(2022, 8, 9),
            "record": 2,
            "indicator": 'thẻ "CCCD"\r\ngắn chip, 😀',
            "indicator_id": "dan_so.the",
            "value": "hơn 78,5 triệu",
            "number": 78_500_000.0,
            "unit": "%",
            "unit_code": "%",
            "qualifier": "over",
            "denominator": 63.0,
            "upper": 79.25,
            "role": "change",
            "direction": "up",
            "period_start": date(1931, 1, 1),
            "period_end": date(1931, 3, 31),
            "scope": "Bà Rịa - Vũng Tàu",
            "scope_code": "07",
            "breakdown": "cấp huyện",
            "source": "Bộ Công an",
            "start": 0,
            "end": 3,
            "confidence": 0.5,
        }
    ]
    assert isinstance(rows["observations"][0]["number"], float)
    assert rows["meetings"][0]["places"] == ["Huế", "Hà Nội; Đà Nẵng"]
    assert rows["directives"][0]["addressees"] == ["các bộ", "các tỉnh"]
    assert rows["issuances"][0]["year"] == 1999


def test_the_span_goes_from_the_first_to_the_last_evidence() -> None:
    (meeting,) = rows_of(FULL)["meetings"]
    assert (meeting["start"], meeting["end"]) == (4, 30)
    assert {(row["start"], row["end"]) for rows in rows_of(BARE).values() for row in rows} == {(None, None)}


def test_participants_have_what_their_own_slots_rest_on() -> None:
    shown = [
        tuple(row[name] for name in ("record", "participant", "name", "agency", "role", "start", "end", "confidence"))
        for row in rows_of(FULL)["participants"]
    ]
    assert shown == [
        (1, 1, "Lê Văn Tám", "Bộ Y tế", "chair", 3, 9, 0.25),
        (1, 2, None, "Sở Y tế", "attendee", None, None, 0.75),
    ]


def test_a_tenth_participant_is_not_the_first() -> None:
    meeting = msgspec.structs.replace(
        FULL.records[0],
        participants=(Participant(),) * 11,
        slots=[{"name": "participants[10].role", "confidence": 0.125}],
    )
    document = Document.from_dict(msgspec.structs.replace(FULL, records=(meeting,)).to_dict())
    confidences = [row["confidence"] for row in rows_of(document)["participants"]]
    assert confidences == [0.75] * 10 + [0.125]


@given(documents())
def test_each_record_is_one_row_under_its_number(document: Document) -> None:
    rows = [row for table, row in document_rows(document, "k") if table.name != "participants"]
    assert [row["record"] for row in rows] == list(range(1, len(document.records) + 1))
    assert [row["confidence"] for row in rows] == [record.confidence for record in document.records]


@given(st.lists(documents(), max_size=3, unique_by=document_key))
@settings(max_examples=30)
def test_no_two_rows_share_a_key(many: list[Document]) -> None:
    (batch,) = batches(many)
    for table in TABLES:
        keys = [tuple(row[name] for name in table.key) for row in batch.rows[table.name]]
        assert len(set(keys)) == len(keys)


def test_a_document_without_an_id_has_that_of_its_text() -> None:
    same = Document(text=BARE.text, published=date(2020, 1, 1))
    assert document_key(BARE) == document_key(same) == "sha256:687f10bd42c9d5bba5ef376734ab9376"
    assert document_key(Document(text=BARE.text + " ")) != document_key(BARE)
    assert document_key(Document(id="", text="x")) == ""
    assert document_key(Document(text="\ud800")).startswith("sha256:")


def test_batches_take_no_more_documents_than_they_need() -> None:
    taken = []

    def stream() -> Iterator[Document]:
        for number in range(10):
            taken.append(number)
            yield msgspec.structs.replace(FULL, id=str(number))

    found = batches(stream(), size=14)  # a document has a key and six rows
    assert (next(found).keys, taken) == (["0", "1"], [0, 1])
    assert [len(batch) for batch in found] == [14, 14, 14, 14, 0]


def test_a_document_may_come_once() -> None:
    with pytest.raises(InputError, match="document 'a1': expected each document once in tables"):
        list(batches([FULL, BARE, FULL]))
    items = [Located("x:1", FULL), Failure("x:2", "odd"), Located("x:3", BARE), Located("x:4", FULL)]
    again = Failure("x:4", "document 'a1': expected each document once in tables, got one of this id before")
    assert list(distinct(items)) == [*items[:3], again]


def test_a_character_that_no_file_can_hold_is_named() -> None:
    odd = Document(id="x", text="\ud800", records=(Issuance(document="Luật \ud800"),))
    with pytest.raises(InputError, match=r"document 'x': expected text that UTF-8 can hold, got '\\ud800'"):
        list(batches([odd]))
