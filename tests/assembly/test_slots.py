"""What each slot of a record rests on."""

from __future__ import annotations

from datetime import date

import msgspec

from tests.assembly.annotated import annotated
from vn_dx_ie.assembly import assemble
from vn_dx_ie.document import Document
from vn_dx_ie.records import Meeting, Observation, Record, Slot

ARTICLE = annotated(
    "<dat1 Sáng 8/7>, <pos1 Bộ trưởng Bộ Y tế> <off1 Lê An> dự <eve1 hội nghị tổng kết> tại <pro1 Lào Cai>.\n"
    "Theo <age1 Sở Y tế>, <dat2 năm 2023> tỉnh có <val1 hơn 120> <ind1 trạm y tế>.",
    *("HOLDS off1 pos1", "ATTENDS off1 eve1", "DATED eve1 dat1", "LOCATED_AT eve1 pro1"),
    *("HAS_VALUE ind1 val1", "DATED val1 dat2", "REPORTED_BY ind1 age1"),
    published=date(2024, 7, 9),
)


def _record(kind: type[Record], document: Document = ARTICLE) -> Record:
    return next(record for record in assemble(document) if isinstance(record, kind))


def _words(slot: Slot) -> list[str]:
    return [ARTICLE.text[span.start : span.end] for span in slot.evidence]


def test_every_slot_knows_the_words_that_gave_it() -> None:
    found = {slot.name: _words(slot) for slot in _record(Observation).slots}
    assert found["indicator"] == ["trạm y tế"]
    assert found["number"] == found["qualifier"] == ["hơn 120"]
    assert found["period"] == ["năm 2023"]
    assert found["source"] == ["Sở Y tế"]
    assert found["scope"] == []  # that of the article
    assert "unit" not in found  # there is none


def test_the_slots_of_participants() -> None:
    found = {slot.name: _words(slot) for slot in _record(Meeting).slots}
    assert found["date"] == ["Sáng 8/7"]
    assert found["places"] == ["Lào Cai"]
    assert found["participants[0].name"] == ["Lê An"]
    assert found["participants[0].positions"] == ["Bộ trưởng Bộ Y tế"]


def test_a_slot_is_as_sure_as_all_that_it_rests_on() -> None:
    entities = [msgspec.structs.replace(one, confidence=0.5 if one.id == "dat2" else 1.0) for one in ARTICLE.entities]
    relations = [
        msgspec.structs.replace(one, confidence=0.4 if one.tail == "dat2" else 1.0) for one in ARTICLE.relations
    ]
    unsure = msgspec.structs.replace(ARTICLE, entities=tuple(entities), relations=tuple(relations))
    before = {slot.name: slot.confidence for slot in _record(Observation).slots}
    after = {slot.name: slot.confidence for slot in _record(Observation, unsure).slots}
    assert after["period"] < before["period"]
    assert {name: value for name, value in after.items() if name != "period"} == {
        name: value for name, value in before.items() if name != "period"
    }


def test_an_explanation_shows_the_sentence_and_the_spans_of_each_slot() -> None:
    explanation = _record(Observation).explain(ARTICLE.text)
    period = next(reason for reason in explanation.reasons if reason.slot == "period")
    assert period.value == (date(2023, 1, 1), date(2023, 12, 31))
    assert period.sentences == ("Theo Sở Y tế, [năm 2023] tỉnh có hơn 120 trạm y tế.",)
    assert [ARTICLE.text[slice(*span)] for span in period.spans] == ["năm 2023"]
    text = str(explanation)
    assert text.startswith("observation\n")
    assert "number = 120" in text
    assert "    Theo Sở Y tế, năm 2023 tỉnh có [hơn 120] trạm y tế." in text


def test_an_explanation_of_a_participant() -> None:
    reasons = {reason.slot: reason for reason in _record(Meeting).explain(ARTICLE.text).reasons}
    assert reasons["participants[0].role"].value == "attendee"
    assert "[Lê An]" in reasons["participants[0].name"].sentences[0]


def test_a_record_that_was_not_extracted_has_no_reasons() -> None:
    assert Observation(indicator="a", value="1").explain("1 a").reasons == ()
