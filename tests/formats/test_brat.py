"""brat standoff, there and back, and what people's own files may hold."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from tests.strategies import documents
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import Failure, Located, load_documents, read_brat, write_brat
from vn_dx_ie.formats.brat import format_annotations, parse_annotations

TEXT = "Chủ tịch Nguyễn Văn A\r\ndự hội\nnghị 😀 tại Hà Nội"


def entity(key: str, label: str, mention: str) -> Entity:
    start = TEXT.index(mention)
    return Entity(key, label, start, start + len(mention), mention)


@given(documents())
@settings(max_examples=100, deadline=None)
def test_a_document_comes_back_the_same(document: Document) -> None:
    lines = format_annotations(document, "name")
    assert parse_annotations(document.text, lines, "x.ann", "name") == Located("x.ann", document)


@given(documents())
@settings(max_examples=50, deadline=None)
def test_every_annotation_is_one_line_for_any_reader(document: Document) -> None:
    lines = format_annotations(document, "name")
    assert lines.splitlines() == lines.split("\n")[:-1]


def test_lines_are_those_that_brat_knows() -> None:
    document = Document(
        id="a",
        text=TEXT,
        entities=(
            entity("e2", "OFFICIAL", "Nguyễn Văn A"),
            entity("p", "POSITION", "Chủ tịch"),
            entity("e9", "EVENT", "hội\nnghị"),
            entity("e3", "PROVINCE", "Hà Nội"),
        ),
        relations=(Relation("HOLDS", "e2", "p"), Relation("LOCATED_AT", "e9", "e3", 0.5)),
    )
    assert format_annotations(document, "a").splitlines() == [
        "T2\tOFFICIAL 9 21\tNguyễn Văn A",
        "T1\tPOSITION 0 8\tChủ tịch",
        "T9\tEVENT 26 29;30 34\thội nghị",
        "T3\tPROVINCE 41 47\tHà Nội",
        "R1\tHOLDS Arg1:T2 Arg2:T1",
        "R2\tLOCATED_AT Arg1:T9 Arg2:T3",
        '#1\tVnDxIe T1\t{"id":"p"}',
        '#2\tVnDxIe R2\t{"confidence":0.5}',
    ]


def test_files_keep_text_ids_and_order(tmp_path: Path) -> None:
    documents = [
        Document(id="../bài 1", text="\ufeffhòa\r\nhoà"),
        Document(id="../bài 1", text="hai"),
        Document(id=None, text="ba"),
        Document(id="", text=""),
        Document(id="b.txt", text="năm"),
        Document(id="B.TXT", text="sáu"),
        Document(id="x" * 400, text="bảy"),
    ]
    write_brat(documents, tmp_path / "out")
    back = load_documents(tmp_path / "out")
    assert sorted(map(repr, back)) == sorted(map(repr, documents))
    assert {path.parent for path in tmp_path.rglob("*.ann")} == {tmp_path / "out"}


def test_a_single_pair_of_files(tmp_path: Path) -> None:
    document = Document(id="a", text="Hà Nội", entities=(Entity("e1", "PROVINCE", 0, 6, "Hà Nội"),))
    write_brat([document], tmp_path / "a.ann")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "Hà Nội"
    assert read_brat(tmp_path / "a.ann") == Located(str(tmp_path / "a.ann"), document)
    with pytest.raises(InputError, match=r"expected one document for an \.ann file, got 2"):
        write_brat([document, document], tmp_path / "b.ann")


def test_a_folder_with_annotations_is_not_mixed_with_others(tmp_path: Path) -> None:
    write_brat([Document(id="a", text="")], tmp_path)
    with pytest.raises(InputError, match=r"expected a folder without \.txt and \.ann files"):
        write_brat([Document(id="b", text="")], tmp_path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"entities": (Entity("e1", "EVENT", 0, 3, "Chử"),)}, r"entities\[0\]: expected its text at \[0, 3\)"),
        ({"entities": (Entity("e1", "EVENT", 0, 0, ""),)}, r"entities\[0\]: expected its text"),
        ({"entities": (Entity("e1", "EVENT", 21, 25, "\r\ndự"),)}, "expected no line end at its ends"),
        ({"entities": (Entity("e1", "MY EVENT", 0, 3, "Chủ"),)}, r"entities\[0\].label: expected a label without"),
        ({"relations": (Relation("HOLDS", "e1", "e2"),)}, r"relations\[0\].head: expected the id of an entity"),
    ],
)
def test_what_brat_cannot_hold_is_refused(changes: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        format_annotations(Document(id="a", text=TEXT, **changes), "a")


def test_text_that_no_file_can_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"document 'a': expected text that UTF-8 can hold, got '\\udc80'"):
        write_brat([Document(id="a", text="x\udc80")], tmp_path)


@pytest.mark.parametrize(
    ("lines", "place", "message"),
    [
        ("T1\tEVENT 0 3\tChủ\nT1\tEVENT 4 8\ttịch", "x.ann:2", "expected each number once, got T1 again"),
        ("T1\tEVENT 0 99", "x.ann:1", "expected start < end <= 47, got '0 99'"),
        ("T1\tEVENT 5 3", "x.ann:1", "expected start < end"),
        ("T1\tEVENT 0 3\tChi", "x.ann:1", "expected 'Chủ', the text at its offsets, got 'Chi'"),
        ("T1\tEVENT 0 3;9 15\tChủ Nguyễn", "x.ann:1", "expected one continuous span"),
        ("T1 EVENT 0 3 Chủ", "x.ann:1", "expected an entity, a relation or an event in brat's form"),
        ("R1\tHOLDS Arg1:T1 Arg2:T2", "x.ann", "R1: expected the number of an entity, got T1"),
        ("#1\tVnDxIe *\t{", "x.ann", "note on \\*: Input data was truncated"),
        ('T1\tEVENT 0 3\n#1\tVnDxIe T1\t{"confidence":"x"}', "x.ann", "note on T1: Expected `float`"),
    ],
)
def test_mistakes_are_named_with_their_line(lines: str, place: str, message: str) -> None:
    failure = parse_annotations(TEXT, lines, "x.ann", "x")
    assert isinstance(failure, Failure)
    assert failure.place == place
    assert message.replace("\\*", "*") in failure.message


def test_foreign_lines_are_left_out_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    lines = "T7\tPROVINCE 41 47\tHà Nội\r\n\nA1\tNegated T7\n#1\tAnnotatorNotes T7\tchắc chưa?\n"
    with caplog.at_level(logging.WARNING):
        item = parse_annotations(TEXT, lines, "x.ann", "x")
    assert isinstance(item, Located)
    assert item.document.entities == (entity("e7", "PROVINCE", "Hà Nội"),)
    assert [record.getMessage().split(":")[1] for record in caplog.records] == ["3", "4"]


def test_missing_and_broken_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.ann").write_text("")
    assert read_brat(tmp_path / "a.ann") == Failure(str(tmp_path / "a.txt"), "no such file")
    (tmp_path / "a.txt").write_bytes(b"ab\xff")
    mistake = "expected UTF-8, got 0xff at byte 2"
    assert read_brat(tmp_path / "a.ann") == Failure(str(tmp_path / "a.txt"), mistake)


def test_ids_of_ones_own_may_repeat_or_look_like_numbers() -> None:
    entities = [
        msgspec.structs.replace(entity("e1", "PROVINCE", "Hà Nội"), id=key) for key in ("e1", "e1", "e01", "e0")
    ]
    document = Document(id="a", text=TEXT, entities=tuple(entities))
    assert parse_annotations(TEXT, format_annotations(document, "a"), "p", "a") == Located("p", document)


def test_events_are_read_as_relations_of_their_trigger() -> None:
    text = "Bộ Y tế họp tại Huế, Sở báo cáo."
    spans = (("T1", "AGENCY", "Bộ Y tế"), ("T2", "EVENT", "họp"), ("T3", "PROVINCE", "Huế"), ("T4", "EVENT", "báo cáo"))
    lines = [
        f"{key}\t{label} {text.index(mention)} {text.index(mention) + len(mention)}\t{mention}"
        for key, label, mention in spans
    ]
    lines += ["E1\tEVENT:T2 ORGANIZES:T1 LOCATED_AT2:T3", "E2\tEVENT:T4 Cause:E1"]
    item = parse_annotations(text, "\n".join(lines), "x.ann", "x")
    assert isinstance(item, Located)
    assert item.document.relations == (
        Relation("ORGANIZES", "e1", "e2"),  # only so does the schema allow it
        Relation("LOCATED_AT", "e2", "e3"),
        Relation("Cause", "e4", "e2"),
    )
    twice = parse_annotations(text, "\n".join([*lines, "E3\tEVENT:T2 ORGANIZES:T1 Theme2:T4"]), "x.ann", "x")
    assert isinstance(twice, Located)
    assert [edge.label for edge in twice.document.relations] == ["ORGANIZES", "LOCATED_AT", "Cause", "Theme"]
    assert twice.document.problems(closed=False) == ()
    again = parse_annotations(text, "\n".join([*lines, "E1\tEVENT:T2"]), "x.ann", "x")
    assert isinstance(again, Failure)
    assert "expected each number once, got E1 again" in again.message
    failure = parse_annotations(text, "\n".join([*lines, "E3 EVENT:T2"]), "x.ann", "x")
    assert isinstance(failure, Failure)
    assert "expected an entity, a relation or an event in brat's form" in failure.message
