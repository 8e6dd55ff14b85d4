"""Laws of assembly as a whole."""

from __future__ import annotations

import unicodedata
from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assembly.annotated import annotated, renamed, shuffled
from vn_dx_ie.assembly import assemble
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS

ARTICLE = annotated(
    "<dat1 Sáng 8/7>, tại <pro1 Lào Cai>, <pos1 Bộ trưởng <age1 Bộ Y tế>> <off1 Lê An> chủ trì "
    "<eve1 hội nghị tổng kết>.\n"
    "<dat2 Năm 2023>, tỉnh <pro2 Lào Cai> có <val1 1.871> <ind1 tổ công nghệ>, tăng <val2 5%>.\n"
    "Ông <off2 An> yêu cầu <age2 UBND tỉnh> rà soát <doc1 Quyết định số 69/QĐ-UBND> của <age3 UBND tỉnh>.",
    "HOLDS off1 pos1",
    "CHAIRS off1 eve1",
    "DATED eve1 dat1",
    "LOCATED_AT eve1 pro1",
    "HAS_VALUE ind1 val1",
    "HAS_CHANGE ind1 val2",
    "DATED val1 dat2",
    "SCOPED_TO val1 pro2",
    "ISSUED_BY doc1 age3",
    published=date(2024, 7, 15),
)


def test_records_come_in_text_order() -> None:
    assert [type(record) for record in assemble(ARTICLE)] == [Meeting, Observation, Observation, Directive, Issuance]


def test_an_empty_document_gives_nothing() -> None:
    assert assemble(Document(text="")) == ()
    assert assemble(Document(text="Không có gì cả.")) == ()


def test_old_records_are_not_looked_at() -> None:
    done = msgspec.structs.replace(ARTICLE, records=assemble(ARTICLE))
    assert assemble(done) == done.records


def test_the_given_reference_outweighs_the_day_of_publication() -> None:
    (meeting, *_) = assemble(ARTICLE, date(2021, 8, 1))
    assert isinstance(meeting, Meeting)
    assert meeting.date == date(2021, 7, 8)


@settings(max_examples=30)
@given(st.permutations(range(len(ARTICLE.entities))), st.permutations(range(len(ARTICLE.relations))))
def test_the_order_of_entities_and_relations_does_not_count(entities: list[int], relations: list[int]) -> None:
    assert assemble(shuffled(ARTICLE, entities, relations)) == assemble(ARTICLE)


def test_renaming_the_province_renames_it_in_the_records() -> None:
    def surfaces(document: Document) -> list[object]:
        kept = ("evidence", "confidence", "scope_code", "slots")
        records = msgspec.json.decode(msgspec.json.encode(assemble(document)))
        return [{slot: value for slot, value in record.items() if slot not in kept} for record in records]

    other = renamed(ARTICLE, "Lào Cai", "Thái Nguyên")
    assert surfaces(other) == msgspec.json.decode(
        msgspec.json.encode(surfaces(ARTICLE)).decode().replace("Lào Cai", "Thái Nguyên")
    )
    codes = [record.scope_code for record in assemble(other) if isinstance(record, Observation)]
    assert codes == ["19", "19"]


def test_a_decomposed_text_gives_the_same_records() -> None:
    composed = ARTICLE.text
    bounds = [len(unicodedata.normalize("NFD", composed[:index])) for index in range(len(composed) + 1)]
    text = unicodedata.normalize("NFD", composed)
    entities = [
        Entity(e.id, e.label, bounds[e.start], bounds[e.end], text[bounds[e.start] : bounds[e.end]])
        for e in ARTICLE.entities
    ]
    document = Document(text=text, published=ARTICLE.published, entities=tuple(entities), relations=ARTICLE.relations)
    again = [unicodedata.normalize("NFC", repr(_without_evidence(record))) for record in assemble(document)]
    assert again == [repr(_without_evidence(record)) for record in assemble(ARTICLE)]


def _without_evidence(record: Meeting | Observation | Directive | Issuance) -> object:
    return msgspec.structs.replace(record, evidence=(), slots=())


def test_evidence_is_sorted_and_without_repetition() -> None:
    for record in assemble(ARTICLE):
        spans = [(span.start, span.end) for span in record.evidence]
        assert spans == sorted(set(spans))
        assert spans


def test_a_record_is_as_sure_as_what_there_is_no_record_without_and_a_slot_as_all_it_rests_on() -> None:
    entities = tuple(msgspec.structs.replace(entity, confidence=0.9) for entity in ARTICLE.entities)
    relations = tuple(msgspec.structs.replace(edge, confidence=0.7) for edge in ARTICLE.relations)
    records = assemble(msgspec.structs.replace(ARTICLE, entities=entities, relations=relations))
    sure = assemble(ARTICLE)
    assert all(unsure.confidence < known.confidence for unsure, known in zip(records, sure, strict=True))
    for unsure, known in zip(records, sure, strict=True):
        assert [slot.name for slot in unsure.slots] == [slot.name for slot in known.slots]
        assert all(one.confidence < other.confidence for one, other in zip(unsure.slots, known.slots, strict=True))


TEXT = (
    "Sáng 8/7, Bộ Y tế họp. Số thu đạt 5 tỷ đồng, tăng 3% so với năm 2022; yêu cầu phải rà soát Luật Đất đai: xong.\n"
    * 2
)


@st.composite
def _noise(draw: st.DrawFn) -> Document:
    """Return a document with arbitrary spans and edges, as a poor model might give."""
    spans = draw(st.lists(st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)), max_size=25))
    entities = []
    for number, (start, length) in enumerate(spans):
        surface = TEXT[start : start + length]
        label = draw(st.sampled_from(ENTITY_LABELS))
        confidence = draw(st.floats(0, 1))
        entities.append(Entity(f"e{number}", label, start, start + len(surface), surface, confidence))
    keys = st.sampled_from([f"e{number}" for number in range(len(spans) + 1)])
    edges = draw(st.lists(st.builds(Relation, st.sampled_from(RELATION_LABELS), keys, keys), max_size=25))
    published = draw(st.none() | st.dates(date(2000, 1, 1), date(2030, 1, 1)))
    return Document(text=TEXT, published=published, entities=tuple(entities), relations=tuple(edges))


@settings(max_examples=60)
@given(_noise())
def test_any_entities_and_edges_give_sound_records(document: Document) -> None:
    records = assemble(document)
    assert not msgspec.structs.replace(document, entities=(), relations=(), records=records).problems()
    assert all(0 <= record.confidence <= 1 for record in records)
    assert assemble(document) == records
