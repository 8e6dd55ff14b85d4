"""The authoring format: what it looks like, and every mistake with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.formats.test_tools import there_and_back
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import Failure, Located, load_documents
from vn_dx_ie.formats.markup import format_document, read_markup_text
from vn_dx_ie.records import Directive, Evidence, Issuance, Meeting, Observation, Participant

SOURCE = """\
@document a1 published=2022-08-09
@text
Lãnh đạo [AGENCY UBND tỉnh] dự [EVENT:e0 phiên họp]

\\@ [DATE:d1 Sáng 8-8], [OFFICIAL:o1 Lê Văn Tám], [POSITION:p1 Chủ tịch [AGENCY UBND \\[tỉnh\\]]], chủ trì.
Đạt [VALUE:v1 hơn 93,5 tỷ đồng] [INDICATOR:i1 doanh thu].
[:s1 Ông [OFFICIAL:o2 Tám] yêu cầu các sở hoàn thành trước [DATE 30/9/2022].]
@end
# a remark
HOLDS o1 p1
CHAIRS o1,o2 e0
HAS_VALUE i1 v1 {"confidence":0.5}
meeting "phiên họp" date=2022-08-08 part_of_day=morning places="Hà Nội" places=Huế
participant @o1 positions=@p1 role=chair
participant agency="Sở \\"Y tế\\"" role=speaker
observation @i1 @v1 number=93500000000 unit=VND qualifier=over period=2022-01-01/2022-06-30
directive @s1 issuer=@o1 addressees="các sở" deadline=2022-09-30
issuance "Quyết định số 5/QĐ-UBND" number=5/QĐ-UBND
"""


def read(source: str) -> Document:
    (item,) = read_markup_text(source, "x")
    assert isinstance(item, Located), item
    return item.document


def failures(*lines: str, text: str = "[OFFICIAL:o1 An] [POSITION:p1 bà]") -> list[str]:
    source = "\n".join(["@document a", "@text", text, "@end", *lines])
    return [str(item) for item in read_markup_text(source, "x") if isinstance(item, Failure)]


def test_a_document_reads_as_it_looks() -> None:
    document = read(SOURCE)
    assert (document.id, document.published) == ("a1", date(2022, 8, 9))
    assert document.text.splitlines()[2] == "@ Sáng 8-8, Lê Văn Tám, Chủ tịch UBND [tỉnh], chủ trì."
    assert [entity.id for entity in document.entities] == ["e1", "e0", "d1", "o1", "p1", "e2", "v1", "i1", "o2", "e3"]
    assert document.problems() == ()
    assert document.relations == (
        Relation("HOLDS", "o1", "p1"),
        Relation("CHAIRS", "o1", "e0"),
        Relation("CHAIRS", "o2", "e0"),
        Relation("HAS_VALUE", "i1", "v1", 0.5),
    )
    meeting, figure, order, issued = document.records
    people = (
        Participant(name="Lê Văn Tám", positions=("Chủ tịch UBND [tỉnh]",), role="chair"),
        Participant(agency='Sở "Y tế"', role="speaker"),
    )
    places = ("Hà Nội", "Huế")
    assert meeting == Meeting(
        name="phiên họp", date=date(2022, 8, 8), part_of_day="morning", places=places, participants=people
    )
    assert isinstance(figure, Observation)
    assert (figure.indicator, figure.value, figure.role) == ("doanh thu", "hơn 93,5 tỷ đồng", "level")
    assert isinstance(order, Directive)
    assert order.content is not None
    start = document.text.index("Ông Tám")
    assert order.evidence == (Evidence(start, start + len(order.content)),)
    assert issued == Issuance(document="Quyết định số 5/QĐ-UBND", number="5/QĐ-UBND")


def test_what_is_written_is_read_by_people_too() -> None:
    lines = format_document(read(SOURCE)).splitlines()
    assert lines[2] == "Lãnh đạo [AGENCY UBND tỉnh] dự [EVENT:e0 phiên họp]"
    assert lines[4].startswith("\\@ [DATE:d1 Sáng 8-8], [OFFICIAL:o1 Lê Văn Tám], [POSITION:p1 Chủ tịch [AGENCY UBND")
    assert lines[6].startswith("[:s1 Ông [OFFICIAL:o2 Tám]")
    assert "observation @i1 @v1 number=93500000000 unit=VND qualifier=over period=2022-01-01/2022-06-30" in lines
    assert 'participant name="Lê Văn Tám" positions="Chủ tịch UBND [tỉnh]" role=chair' in lines
    assert not any(line.startswith("@record") for line in lines)


def test_crossing_spans_odd_ids_and_odd_records_come_back(tmp_path: object) -> None:
    document = Document(
        id="bài\n1",
        text="\ufeffmột hai ba\r\n@end\nbốn",
        entities=(
            Entity("b 2", "X Y", 5, 12, "hai ba\r"),
            Entity("e1", "DATE", 1, 8, "một hai"),
            Entity("e7", "EVENT", 5, 11, "hai ba", 0.5),
            Entity("e2", "DATE", 14, 17, "end"),
        ),
        relations=(Relation("meeting", "e1", "e7"), Relation("R", "b 2", "e1", 0.25)),
        records=(
            Observation(indicator="@x", value='"', number=2.0),
            Directive(issuer="a\nb", evidence=(Evidence(0, 2),)),
            Meeting(name="x=y", participants=(Participant(name="a\n"),)),
        ),
    )
    assert read(format_document(document)) == document


def test_several_documents_and_what_stands_between_them() -> None:
    source = "# notes\n\n@document\n@text\na\n@end\n\n@document b\n@text\n\n@end\n"
    assert [i.document for i in read_markup_text(source, "x") if isinstance(i, Located)] == [
        Document(text="a"),
        Document(id="b", text=""),
    ]
    places = [item.place for item in read_markup_text(source, "x")]
    assert places == ["x:3", "x:8"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n[AGENCY b", "x:4: expected a ] for the mark AGENCY, got none"),
        ("a ] b", "x:3: expected [LABEL text] or [LABEL:id text], got 'a ] b'"),
        ("a [b] c", "x:3: expected [LABEL text]"),
        ("[AGENCY ]", "x:3: expected text in the mark AGENCY, got none"),
        ("[ b]", "x:3: expected a label or an id"),
        ("[A:x b] [B:x c]", "x:1: expected each id once, got 'x' again"),
    ],
)
def test_mistakes_in_marks(text: str, message: str) -> None:
    (told,) = failures(text=text)
    assert told.startswith(message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("HOLDS o1", "expected LABEL head tail, or a record, got 'HOLDS o1'"),
        ("HOLDS o1 p9", "expected the id of an entity, got 'p9'"),
        ("HOLDS o1 p1 {x}", "JSON is malformed"),
        ("observation @o1 @p1 number=1", "expected one HAS_… relation from o1 to p1, or role=…, got 0"),
        ("observation a b number=1,5 role=level", "number: expected a number with a decimal point, got '1,5'"),
        ("observation a b c=1 role=level", "expected a slot of observation (indicator, value, number"),
        ("observation a b c role=level", "expected slot=value after the first slots of observation, got 'c'"),
        ("observation a b role=levle", "observation: Invalid enum value 'levle'"),
        ("observation a b role=level role=rank", "expected role once, got it again: 'rank'"),
        ("observation a b role=level period=2022", "observation: Expected `array` of length 2"),
        ("observation a @q role=level", "expected the id of a mark, got @q"),
        ('meeting\u00a0"a"', "expected meeting, participant, observation"),
        ('meeting "a', "No closing quotation; values with spaces stand in double quotes"),
        ("participant a", "expected a participant below its meeting"),
        ("directive x evidence=3", "evidence: expected start-end in code points, got '3'"),
        ("@odd 1", "expected @entity, @note, @order, @relation or @record, got @odd"),
        ('@note o1 {"a":1}', "Object contains unknown field `a`"),
        ("@record {}", "Object missing required field `kind`"),
    ],
)
def test_mistakes_in_lines(line: str, message: str) -> None:
    told = failures("HOLDS o1 p1", line, "HOLDS p1")
    assert len(told) == 2, "every broken line is told"
    assert told[0].startswith("x:6: ")
    assert message in told[0]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("hello", "x:1: expected a line beginning with @document, got 'hello'"),
        ("@document a b\n@text\n@end", "x:1: expected @document, an id and published=YYYY-MM-DD"),
        ("@document a published=8/8\n@text\n@end", "x:1: published: expected YYYY-MM-DD, got '8/8'"),
        ("@document a\nb", "x:1: expected @text on the next line"),
        ("@document a\n@text\nb", "x:1: expected @text on the next line, then the text, then @end"),
        ("@document a\n@text\nb\n@end\n@order []\n", "x:1: expected @order to name every entity once"),
    ],
)
def test_mistakes_around_the_text(source: str, message: str) -> None:
    source = source.replace("\nb\n", "\n[A b]\n")
    (told,) = [str(item) for item in read_markup_text(source, "x")]
    assert told.startswith(message)


def test_a_mistake_after_a_mark_over_several_lines_is_named_with_its_own_line() -> None:
    (told,) = failures(text="[A x\ny\nz] q\nw ] v")
    assert told.startswith("x:6: expected [LABEL text]")


def test_files_from_editors_that_turn_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.markup"
    path.write_bytes(b"\xef\xbb\xbf" + SOURCE.replace("\n", "\r\n").encode())
    assert load_documents(path) == [read(SOURCE)]


def test_relations_may_name_what_stands_outside_the_text() -> None:
    crossing = '@entity {"id":"x","label":"DATE","start":1,"end":4,"text":"n b"}'
    source = "\n".join(["@document a", "@text", "[OFFICIAL:o1 An] bà", "@end", crossing, "R o1 x"])
    assert read(source).relations == (Relation("R", "o1", "x"),)
    assert failures('@entity {"id":"x","label":"DATE","start":1,"end":99,"text":"n b"}')[0].startswith(
        "x:1: document 'a'"
    )


def test_unsound_documents_are_not_written() -> None:
    with pytest.raises(InputError, match=r"X: expected 'a', the text at \[0, 1\), got 'z'"):
        format_document(Document(id="a", text="ab", entities=(Entity("e1", "X", 0, 1, "z"),)))


def test_the_seeds_need_no_json(tmp_path: Path) -> None:
    for document in load_documents(Path(__file__).parents[2] / "annotations" / "seeds.jsonl"):
        assert "@entity" not in format_document(document)
        assert there_and_back("markup", document, tmp_path) == document
