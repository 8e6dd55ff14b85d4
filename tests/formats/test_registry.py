"""Paths of all kinds, read and written by their endings."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import Failure, Located, load_documents, read_documents, write_documents

DOCUMENT = Document(id="a", text="Hà Nội", entities=(Entity("e1", "PROVINCE", 0, 6, "Hà Nội"),))


def test_a_text_is_taken_exactly_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "bài.v1.txt"
    path.write_bytes("\ufeffhoà\r\nhòa\u00a0\r".encode())
    assert load_documents(path) == [Document(id="bài.v1", text="\ufeffhoà\r\nhòa\u00a0\r")]


def test_an_empty_text_is_a_document(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert load_documents(tmp_path) == [Document(id="a", text="")]


def test_a_folder_is_read_in_order_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.txt", "a.txt", "sub/c.TXT", "readme.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "z.jsonl").write_text('{"id": "z1", "text": ""}\n{"id": "z2", "text": ""}\n')
    assert [document.id for document in load_documents(tmp_path)] == ["a", "b", "c", "z1", "z2"]


def test_a_text_in_a_folder_is_read_with_its_annotations(tmp_path: Path) -> None:
    write_documents([DOCUMENT], tmp_path / "brat")
    (tmp_path / "brat" / "b.txt").write_text("x")
    assert load_documents(tmp_path / "brat") == [DOCUMENT, Document(id="b", text="x")]
    assert load_documents(tmp_path / "brat" / "a.txt") == [Document(id="a", text=DOCUMENT.text)]
    assert load_documents(tmp_path / "brat" / "a.ann") == [DOCUMENT]


@pytest.mark.parametrize("name", ["x.jsonl", "x.json", "a.ann", "folder"])
def test_what_is_written_is_read_back(tmp_path: Path, name: str) -> None:
    write_documents([DOCUMENT], tmp_path / name)
    assert load_documents(tmp_path / name) == [DOCUMENT]


@pytest.mark.parametrize("name", ["x.txt", "x.pdf"])
def test_other_endings_are_refused_for_writing(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"expected \.jsonl, .* or a folder to write to, got '\.(txt|pdf)'"):
        write_documents([DOCUMENT], tmp_path / name)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.txt", "no such file or folder"),
        ("x.pdf", r"expected a folder or a file ending in \.jsonl, .*\.xmi, got '\.pdf'"),
        ("empty", r"expected a folder with \.jsonl, .* files, got none"),
    ],
)
def test_paths_are_checked_before_anything_is_read(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "x.pdf").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match=message):
        read_documents([tmp_path / name])


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n")
    (tmp_path / "b.txt").write_text("b")
    gone = tmp_path / "c.txt"
    gone.touch()
    items = read_documents([tmp_path])
    gone.unlink()
    assert list(items) == [
        Failure(str(tmp_path / "a.txt"), "expected UTF-8, got 0x89 at byte 0"),
        Located(str(tmp_path / "b.txt"), Document(id="b", text="b")),
        Failure(str(gone), "No such file or directory"),
    ]
    with pytest.raises(InputError, match=r"a\.txt: expected UTF-8, got 0x89 at byte 0"):
        load_documents(tmp_path)


@pytest.mark.parametrize(
    ("raw", "texts"),
    [
        ('\ufeff\n{"text": "a"}\n{"text": "b"}\n', ["a", "b"]),
        ("Hà Nội\r\nHuế", ["Hà Nội\r\nHuế"]),
        ("\n\nHuế", ["\n\nHuế"]),
        ("", [""]),
    ],
)
def test_standard_input_is_lines_of_json_or_one_text(raw: str, texts: list[str]) -> None:
    items = read_documents(["-"], io.BytesIO(raw.encode()))
    assert [item.document.text for item in items if isinstance(item, Located)] == texts


def test_standard_input_must_be_given() -> None:
    with pytest.raises(InputError, match="expected a stream to read for '-'"):
        read_documents(["-"])
