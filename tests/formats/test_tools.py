"""Formats of annotation tools: there and back, files in the tools' own shapes, and what is refused."""

from __future__ import annotations

import io
import json
import logging
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from tests.strategies import documents
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.formats import FORMATS, Failure, Located, load_documents, read_documents, write_documents
from vn_dx_ie.formats.conll import write_conll

LOSSLESS = ("markup", "doccano", "label-studio", "prodigy", "docbin")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
TEXT = "😀 Sáng 8-8, ông Lê Văn Tám dự họp tại Hà Nội."


def there_and_back(name: str, document: Document, folder: Path) -> Document:
    target = folder / f"x{FORMATS[name].ending}" if FORMATS[name].to_stream else folder / "out"
    write_documents([document], target, name)
    items = list(read_documents([target], form=name))
    assert len(items) == 1
    assert isinstance(items[0], Located), items[0]
    return items[0].document


def read_one(path: Path, name: str) -> Document:
    (item,) = read_documents([path], form=name)
    assert isinstance(item, Located), item
    return item.document


def failure(path: Path, name: str) -> str:
    (item,) = read_documents([path], form=name)
    assert isinstance(item, Failure), item
    return str(item)


@pytest.mark.parametrize("name", LOSSLESS)
def test_a_document_comes_back_the_same(name: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    @given(documents())
    @settings(max_examples=60, deadline=None)
    def check(document: Document) -> None:
        assert there_and_back(name, document, tmp_path_factory.mktemp("x")) == document

    check()


@given(documents())
@settings(max_examples=40, deadline=None)
def test_xmi_holds_all_that_xml_can(document: Document) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        if _NOT_XML.search(document.text):
            with pytest.raises(InputError, match="expected characters that XML can hold"):
                there_and_back("xmi", document, Path(folder))
        else:
            assert there_and_back("xmi", document, Path(folder)) == document


@given(documents())
@settings(max_examples=60, deadline=None)
def test_conll_keeps_text_and_spans(document: Document) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        back = there_and_back("conll", document, Path(folder))
    assert (back.id, back.text, back.published) == (document.id, document.text, document.published)
    wanted = sorted((e.label, e.start, e.end) for e in document.entities)
    assert sorted((e.label, e.start, e.end) for e in back.entities) == wanted


def test_conll_says_what_it_leaves_out(caplog: pytest.LogCaptureFixture) -> None:
    entities = (Entity("e1", "OFFICIAL", 0, 2, "An", 0.5), Entity("e2", "POSITION", 4, 6, "bà"))
    document = Document(id="a", text="An, bà", entities=entities, relations=(Relation("HOLDS", "e1", "e2"),))
    stream = io.BytesIO()
    with caplog.at_level(logging.WARNING):
        write_conll([document], stream)
    assert caplog.records[0].getMessage() == "document 'a': CoNLL has no place for 1 relations, 1 confidences"
    assert stream.getvalue().decode().splitlines()[:6] == [
        '# id = "a"',
        '# text = "An, bà"',
        "# columns = FORM OFFICIAL POSITION",
        "An\tB-OFFICIAL\tO",
        ",\tO\tO",
        "bà\tO\tB-POSITION",
    ]


def test_conll_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "x.conll"
    path.write_text("-DOCSTART- O\n\nÔng O\nAn B-PER\nđến O\n\nHuế B-LOC\n\n\nHọp O\ntại O\nVinh B-LOC\n", "utf-8")
    one, two = load_documents(path)
    assert one.text == "Ông An đến\nHuế"
    assert [(e.label, e.text) for e in one.entities] == [("PER", "An"), ("LOC", "Huế")]
    assert [(e.label, e.text) for e in two.entities] == [("LOC", "Vinh")]
    path.write_text("An I-PER\nở O\nHuế I-LOC\nVinh B-LOC\n", "utf-8")
    assert [e.text for e in load_documents(path)[0].entities] == ["An", "Huế", "Vinh"]
    path.write_text("# text = Họp .\nHọp O\n. O\n\n# text = Vinh\nVinh B-LOC\n", "utf-8")
    assert [(one.text, len(one.entities)) for one in load_documents(path)] == [("Họp .\nVinh", 1)]
    path.write_text("a B-X\nb\n", "utf-8")
    assert failure(path, "conll").endswith("x.conll:2: expected 2 columns as before, got 1: 'b'")
    path.write_text("a X\n", "utf-8")
    assert "expected O, B-LABEL or I-LABEL, got 'X'" in failure(path, "conll")
    path.write_text('# text = "ab"\nc O\n', "utf-8")
    assert "expected the token 'c' in the text" in failure(path, "conll")


def test_doccano_as_it_exports_relations(tmp_path: Path) -> None:
    line = {
        "id": 17,
        "text": TEXT,
        "entities": [
            {"id": 101, "label": "PER", "start_offset": 16, "end_offset": 26},
            {"id": 102, "label": "LOC", "start_offset": 38, "end_offset": 44},
        ],
        "relations": [{"id": 5, "from_id": 101, "to_id": 102, "type": "LIVES_IN"}],
        "Comments": [],
    }
    path = tmp_path / "admin.jsonl"
    path.write_text(json.dumps(line), "utf-8")
    document = read_one(path, "doccano")
    assert document.id == "17"
    assert [(e.id, e.label, e.text) for e in document.entities] == [
        ("e1", "PER", "Lê Văn Tám"),
        ("e2", "LOC", "Hà Nội"),
    ]
    assert document.relations == (Relation("LIVES_IN", "e1", "e2"),)


@pytest.mark.parametrize("key", ["label", "labels"])
def test_doccano_as_it_exports_sequence_labelling(tmp_path: Path, key: str) -> None:
    path = tmp_path / "x.doccano.jsonl"
    path.write_text(json.dumps({"id": 1, "text": TEXT, key: [[38, 44, "LOC"]]}), "utf-8")
    assert [(e.label, e.text) for e in load_documents(path)[0].entities] == [("LOC", "Hà Nội")]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"text": "a"}, "expected entities, label or labels"),
        ({"text": "a", "label": [[0, 5, "X"]]}, "X: expected 0 <= start < end <= 1, got 0 and 5"),
        ({"text": "a", "label": [["0", 1, "X"]]}, "no line of doccano: Expected `int`"),
        (
            {"text": "a", "entities": [], "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "R"}]},
            "R: expected the key of a span, got '1'",
        ),
        ({"text": "a", "entities": [], "vn_dx_ie": {"records": 3}}, "vn_dx_ie: Expected `array`"),
    ],
)
def test_doccano_mistakes(tmp_path: Path, line: dict[str, Any], message: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text("\n" + json.dumps(line), "utf-8")
    assert failure(path, "doccano").startswith(f"{path}:2: ")
    assert message in failure(path, "doccano")


def region(key: str, start: int, end: int, label: str, text: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": text, "labels": [label]}
    return {"id": key, "from_name": "ner", "to_name": "text", "type": "labels", "origin": "manual", "value": value}


def label_studio_task(*regions: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": 4,
        "data": {"text": TEXT},
        "annotations": [
            {"id": 8, "completed_by": 1, "was_cancelled": True, "result": []},
            {"id": 9, "completed_by": 1, "was_cancelled": False, "result": list(regions), "lead_time": 12.5},
        ],
        "predictions": [],
        "meta": {},
    }


def test_label_studio_counts_utf16_units(tmp_path: Path) -> None:
    task = label_studio_task(
        region("aB3", 17, 27, "PER", "Lê Văn Tám"),
        region("xY9", 39, 45, "LOC", "Hà Nội"),
        {"from_id": "xY9", "to_id": "aB3", "type": "relation", "direction": "left", "labels": ["LIVES_IN"]},
    )
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps([task]), "utf-8")
    document = read_one(path, "label-studio")
    assert [(e.label, e.text) for e in document.entities] == [("PER", "Lê Văn Tám"), ("LOC", "Hà Nội")]
    assert document.relations == (Relation("LIVES_IN", "e1", "e2"),), "an arrow to the left turns round"


def test_label_studio_as_it_exports_predictions_and_further_annotators(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    task = label_studio_task(region("aB3", 17, 27, "PER", "Lê Văn Tám"))
    task["annotations"].append({"id": 10, "result": []})
    task["predictions"] = [286]
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps([task]), "utf-8")
    with caplog.at_level(logging.WARNING):
        assert [e.text for e in read_one(path, "label-studio").entities] == ["Lê Văn Tám"]
    assert caplog.records[0].getMessage() == "task 4: left out, 1 annotations besides the first"


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            label_studio_task(region("a", 1, 3, "X", "?")),
            "region 'a': expected UTF-16 offsets of whole characters, got 1",
        ),
        (label_studio_task(region("a", 17, 27, "X", "Lê")), "expected 'Lê Văn Tám', the text at [16, 26), got 'Lê'"),
        (label_studio_task({"id": "a", "type": "labels", "value": {}}), "region 'a': Object missing required field"),
        (
            label_studio_task({"type": "relation", "from_id": "a"}),
            "expected a relation with from_id, to_id and one label",
        ),
        ({"data": {"html": "x"}}, "expected the text in data.text, got ['html']"),
        ({"annotations": []}, "no task of Label Studio: Object missing required field `data`"),
    ],
)
def test_label_studio_mistakes(tmp_path: Path, task: dict[str, Any], message: str) -> None:
    path = tmp_path / "x.label-studio.json"
    path.write_text(json.dumps([task]), "utf-8")
    assert failure(path, "label-studio").startswith(f"{path}[0]: ")
    assert message in failure(path, "label-studio")


def test_label_studio_gets_predictions_where_there_are_confidences(tmp_path: Path) -> None:
    document = Document(id="a", text="Huế", entities=(Entity("e1", "PROVINCE", 0, 3, "Huế", 0.75),))
    sure = msgspec.structs.replace(document, entities=(Entity("e1", "PROVINCE", 0, 3, "Huế"),))
    path = tmp_path / "x.label-studio.json"
    write_documents([document, sure], path)
    first, second = json.loads(path.read_text("utf-8"))
    assert first["predictions"][0]["result"][0]["score"] == 0.75
    assert "annotations" not in first
    assert "predictions" not in second
    assert second["annotations"][0]["result"][0]["value"] == {
        "start": 0,
        "end": 3,
        "labels": ["PROVINCE"],
        "text": "Huế",
    }


def test_what_an_annotator_changes_is_taken_and_the_rest_kept(tmp_path: Path) -> None:
    entities = (Entity("p", "PROVINCE", 38, 44, "Hà Nội", 0.5), Entity("d", "DATE", 2, 10, "Sáng 8-8", 0.6))
    path = tmp_path / "x.doccano.jsonl"
    write_documents([Document(id="a", text=TEXT, entities=entities)], path)
    line = json.loads(path.read_text("utf-8"))
    line["entities"][0]["end_offset"] = 40  # changed
    line["entities"].append({"id": 77, "label": "OFFICIAL", "start_offset": 16, "end_offset": 26})
    path.write_text(json.dumps(line), "utf-8")
    (document,) = load_documents(path)
    assert [(e.id, e.text, e.confidence) for e in document.entities] == [
        ("e1", "Hà", 1.0),
        ("d", "Sáng 8-8", 0.6),
        ("e2", "Lê Văn Tám", 1.0),
    ]


def test_what_is_unchanged_is_kept_under_new_keys(tmp_path: Path) -> None:
    entities = (Entity("p", "PROVINCE", 38, 44, "Hà Nội", 0.5), Entity("o", "OFFICIAL", 16, 26, "Lê Văn Tám", 0.6))
    document = Document(id="a", text=TEXT, entities=entities, relations=(Relation("LIVES_IN", "o", "p", 0.7),))
    path = tmp_path / "x.doccano.jsonl"
    write_documents([document], path)
    line = json.loads(path.read_text("utf-8"))
    for one in line["entities"]:
        one["id"] += 100
    line["relations"][0].update(id=9, from_id=102, to_id=101)
    path.write_text(json.dumps(line), "utf-8")
    assert load_documents(path) == [document]
    path = tmp_path / "x.prodigy.jsonl"
    write_documents([document], path)
    line = json.loads(path.read_text("utf-8"))
    del line["spans"][0], line["relations"]
    path.write_text(json.dumps(line), "utf-8")
    assert load_documents(path)[0].entities == entities[1:]


def test_prodigy_as_its_relations_view_writes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    head = {"start": 0, "end": 2, "token_start": 0, "token_end": 0, "label": "PER"}
    child = {"start": 12, "end": 15, "token_start": 3, "token_end": 3, "label": "LOC"}
    line = {
        "text": "An quê ở xứ Huế",
        "_input_hash": 1,
        "_task_hash": 2,
        "tokens": [{"text": "An", "start": 0, "end": 2, "id": 0, "ws": True}],
        "spans": [head, child],
        "relations": [
            {"head": 0, "child": 3, "head_span": head, "child_span": child, "color": "#c5bdf4", "label": "LIVES_IN"}
        ],
        "answer": "accept",
    }
    path = tmp_path / "x.prodigy.jsonl"
    path.write_text(json.dumps(line) + "\n" + json.dumps({**line, "answer": "reject"}), "utf-8")
    with caplog.at_level(logging.WARNING):
        (document,) = load_documents(path)
    assert caplog.records[0].getMessage() == f"{path}:2: left out, as its annotator did not accept it"
    assert [(e.label, e.text) for e in document.entities] == [("PER", "An"), ("LOC", "Huế")]
    assert document.relations == (Relation("LIVES_IN", "e1", "e2"),)
    path.write_text(json.dumps({"text": "a"}), "utf-8")
    assert "expected spans, as Prodigy writes them" in failure(path, "prodigy")


def test_prodigy_gets_tokens_that_hold_its_spans(tmp_path: Path) -> None:
    document = Document(id="a", text="xHà Nội", entities=(Entity("e1", "PROVINCE", 1, 7, "Hà Nội"),))
    path = tmp_path / "x.prodigy.jsonl"
    write_documents([document], path)
    line = json.loads(path.read_text("utf-8"))
    assert [token["text"] for token in line["tokens"]] == ["x", "Hà", "Nội"]
    assert [token["ws"] for token in line["tokens"]] == [False, True, False]
    assert line["spans"] == [{"start": 1, "end": 7, "label": "PROVINCE", "token_start": 1, "token_end": 2}]


def test_docbin_of_other_pipelines(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin, Span

    doc = spacy.blank("xx")("An ở Huế.")
    doc.ents = [Span(doc, 0, 1, "PER"), Span(doc, 2, 3, "LOC")]
    path = tmp_path / "x.spacy"
    DocBin(docs=[doc]).to_disk(path)
    assert [(e.label, e.text) for e in load_documents(path)[0].entities] == [("PER", "An"), ("LOC", "Huế")]
    doc = spacy.blank("xx")("Huế và Huế")
    doc.ents = [Span(doc, 0, 1, "LOC", span_id="hue"), Span(doc, 2, 3, "LOC", span_id="hue")]
    DocBin(docs=[doc]).to_disk(path)
    assert [e.text for e in load_documents(path)[0].entities] == ["Huế", "Huế"]
    path.write_bytes(b"nothing of the kind")
    assert "no DocBin of spaCy" in failure(path, "docbin")


def test_docbin_opens_in_spacy(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin

    document = Document(id="a", text=TEXT, entities=(Entity("e1", "PROVINCE", 38, 44, "Hà Nội"),))
    write_documents([document], tmp_path / "x.spacy")
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(spacy.blank("vi", config=SPACES).vocab)
    assert doc.text == TEXT
    assert [(span.text, span.label_) for span in doc.spans["vn_dx_ie"]] == [("Hà Nội", "PROVINCE")]


def test_docbin_of_the_pipeline_component(tmp_path: Path, extractor: Extractor) -> None:
    import spacy
    from spacy.tokens import DocBin

    text = "Sáng 8-8, tại Hà Nội, Thủ tướng Chính phủ Phạm Minh Chính chủ trì phiên họp."
    nlp = spacy.blank("xx")
    nlp.add_pipe("vn_dx_ie")
    DocBin(docs=[nlp(text)], store_user_data=True).to_disk(tmp_path / "x.spacy")
    (document,) = load_documents(tmp_path / "x.spacy")
    found = extractor(text)
    assert [(e.id, e.label, e.text) for e in document.entities] == [(e.id, e.label, e.text) for e in found.entities]
    assert (document.relations, document.records) == (found.relations, found.records)


SPACES = {"nlp": {"tokenizer": {"use_pyvi": False}}}
SYSTEM = """<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity</name><description/>
<supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>value</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>webanno.custom.Rel</name><description/>
<supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>Governor</name><description/>
<rangeTypeName>de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity</rangeTypeName></featureDescription>
<featureDescription><name>Dependent</name><description/>
<rangeTypeName>de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity</rangeTypeName></featureDescription>
<featureDescription><name>label</name><description/><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
</features></typeDescription></types></typeSystemDescription>"""
CAS = """<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"
 xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/>
<type:NamedEntity xmi:id="20" sofa="1" begin="17" end="27" value="PER"/>
<type:NamedEntity xmi:id="21" sofa="1" begin="39" end="45" value="LOC"/>
<custom:Rel xmi:id="22" sofa="1" begin="39" end="45" Governor="20" Dependent="21" label="LIVES_IN"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>
<cas:View sofa="1" members="20 21 22"/>
</xmi:XMI>"""


def test_xmi_as_inception_exports_it(tmp_path: Path) -> None:
    (tmp_path / "TypeSystem.xml").write_text(SYSTEM, "utf-8")
    (tmp_path / "bài 1.xmi").write_text(CAS.format(text=TEXT), "utf-8")
    (document,) = load_documents(tmp_path)
    assert document.id == "bài 1"
    assert [(e.label, e.text) for e in document.entities] == [("PER", "Lê Văn Tám"), ("LOC", "Hà Nội")]
    assert [(r.label, r.head, r.tail) for r in document.relations] == [
        ("LIVES_IN", document.entities[0].id, document.entities[1].id)
    ]


def test_xmi_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "a.xmi"
    path.write_text("<x/>")
    assert "expected TypeSystem.xml beside it, found none" in failure(path, "xmi")
    (tmp_path / "TypeSystem.xml").write_text(SYSTEM, "utf-8")
    path.write_text("no xml")
    assert "no CAS in XMI" in failure(path, "xmi")
    with pytest.raises(InputError, match=r"expected a folder without \.xmi files"):
        write_documents([], tmp_path, "xmi")
    with pytest.raises(InputError, match=r"expected characters that XML can hold, got '\\x00'"):
        write_documents([Document(id="a", text="\0")], tmp_path / "out", "xmi")


@pytest.mark.parametrize("name", [*LOSSLESS, "conll", "xmi"])
def test_unsound_documents_are_refused(name: str, tmp_path: Path) -> None:
    broken = (
        Document(id="a", text="ab", entities=(Entity("e1", "X", 0, 9, "ab"),)),
        Document(id="a", text="ab", entities=(Entity("e1", "X", 0, 1, "a"), Entity("e1", "X", 1, 2, "b"))),
        Document(id="a", text="ab", relations=(Relation("R", "e1", "e2"),)),
        Document(id="a", text="ab", entities=(Entity("e1", "X", 0, 1, "z"),)),
    )
    for number, document in enumerate(broken):
        with pytest.raises(InputError, match="document 'a'"):
            write_documents([document], tmp_path / f"{number}{FORMATS[name].ending}", name)


@pytest.mark.parametrize("name", ["doccano", "label-studio", "prodigy", "conll", "markup"])
def test_text_that_no_file_can_hold_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"document 'a': expected text that UTF-8 can hold, got '\\udc80'"):
        write_documents([Document(id="a", text="x\udc80")], tmp_path / "x", name)


@pytest.mark.parametrize("name", ["doccano", "label-studio", "prodigy", "conll", "markup"])
def test_bytes_that_are_no_text_are_named(name: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\xff\xfe")
    assert "expected UTF-8, got 0xff at byte 0" in failure(path, name)
