"""JSON lines and arrays: streams that go on after a mistake."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import documents
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import Failure, Item, Located, read_json, read_jsonl, write_json, write_jsonl
from vn_dx_ie.formats.jsonl import read_jsonl_lines

A, B = Document(id="a", text="một"), Document(id="b", text="hai\nba")


def read(raw: bytes) -> list[Item]:
    return list(read_jsonl_lines(io.BytesIO(raw), "x"))


@given(st.lists(documents(), max_size=3))
@settings(max_examples=40, deadline=None)
def test_lines_come_back_the_same(given_documents: list[Document]) -> None:
    stream = io.BytesIO()
    write_jsonl(given_documents, stream)
    expected = [Located(f"x:{line}", document) for line, document in enumerate(given_documents, start=1)]
    assert read(stream.getvalue()) == expected


@pytest.mark.parametrize("many", [(), (A,), (A, B)])
def test_an_array_comes_back_the_same(tmp_path: Path, many: tuple[Document, ...]) -> None:
    path = tmp_path / "x.json"
    with open(path, "wb") as stream:
        write_json(many, stream)
    assert list(read_json(path)) == [Located(f"{path}[{index}]", document) for index, document in enumerate(many)]
    assert [loaded["text"] for loaded in json.loads(path.read_bytes())] == [document.text for document in many]


def test_a_single_object_is_a_file_of_one(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text('\ufeff {"id": "a", "text": "một"}', encoding="utf-8")
    assert list(read_json(path)) == [Located(str(path), A)]


@pytest.mark.parametrize(
    ("raw", "message"), [(b"[1,", "truncated"), (b"", "truncated"), (b'["\xff"]', "got 0xff at byte 2")]
)
def test_a_broken_array_is_one_failure(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(raw)
    (failure,) = read_json(path)
    assert isinstance(failure, Failure)
    assert message in failure.message


def test_a_broken_line_is_named_and_the_rest_is_read() -> None:
    items = read(b'{"text": "a"}\n{"text": \n\n{"id": 7, "text": "b"}\n[1]\n{"text": "c"}')
    assert [item.place for item in items] == ["x:1", "x:2", "x:4", "x:5", "x:6"]
    assert [type(item).__name__ for item in items] == ["Located", "Failure", "Failure", "Failure", "Located"]
    assert str(items[2]) == "x:4: Expected `str | null`, got `int` - at `$.id`"


def test_a_byte_that_is_not_utf8_is_counted_from_the_start_of_the_file() -> None:
    raw = b'\xef\xbb\xbf{"text": "a"}\n{"text": "\xc3("}\n'
    assert read(raw) == [
        Located("x:1", Document(text="a")),
        Failure("x:2", f"expected UTF-8, got 0xc3 at byte {raw.index(0xC3)}"),
    ]


@pytest.mark.parametrize("raw", [b"", b"\n\r\n  \n", b"\xef\xbb\xbf"])
def test_nothing_is_no_documents(raw: bytes) -> None:
    assert read(raw) == []


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02", b"\xff\xfe{\x00", b'{"text":"a","x":' + b"[" * 10**5 + b"]" * 10**5 + b"}"]
)
def test_anything_else_is_a_failure(raw: bytes) -> None:
    assert {type(item) for item in read(raw)} == {Failure}


def test_reading_and_writing_hold_one_document_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"text": "a"}\nbroken')
    items = read_jsonl(path)
    assert next(items) == Located(f"{path}:1", Document(text="a"))

    written = io.BytesIO()

    def stream() -> Iterator[Document]:
        yield A
        assert written.getvalue().endswith(b"}\n")
        yield B

    write_jsonl(stream(), written)


def test_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(InputError, match=r"document 'a': expected text that UTF-8 can hold, got '\\ud800'"):
        write_jsonl([Document(id="a", text="\ud800")], io.BytesIO())
