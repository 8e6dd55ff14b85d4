"""Scores of small documents, worked out by hand."""

from __future__ import annotations

import json
from datetime import date

import pytest

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant
from vn_dx_ie.scoring import Counts, evaluate

TEXT = "Thủ tướng Phạm Minh Chính chủ trì Phiên họp thứ ba tại Hà Nội."


def entity(key: str, label: str, mention: str) -> Entity:
    start = TEXT.index(mention)
    return Entity(key, label, start, start + len(mention), mention)


GOLD = Document(
    id="a",
    text=TEXT,
    entities=(
        entity("e1", "POSITION", "Thủ tướng"),
        entity("e2", "OFFICIAL", "Phạm Minh Chính"),
        entity("e3", "EVENT", "Phiên họp thứ ba"),
        entity("e4", "PROVINCE", "Hà Nội"),
    ),
    relations=(Relation("HOLDS", "e2", "e1"), Relation("CHAIRS", "e2", "e3"), Relation("LOCATED_AT", "e3", "e4")),
)


def of(*records: object) -> list[Document]:
    return [Document(id="a", text="", records=records)]


def test_entities_count_only_where_label_and_both_ends_agree() -> None:
    predicted = Document(
        id="a",
        text=TEXT,
        entities=(
            entity("x", "POSITION", "Thủ tướng"),
            entity("y", "OFFICIAL", "Minh Chính"),
            entity("z", "LOCATION", "Hà Nội"),
        ),
    )
    scores = evaluate([GOLD], [predicted]).entities
    assert scores.micro == Counts(tp=1, fp=2, fn=3)
    assert scores.overlap == Counts(tp=2, fp=1, fn=2)
    assert list(scores.by_label) == ["OFFICIAL", "POSITION", "PROVINCE", "LOCATION", "EVENT"]
    assert scores.macro.f1 == pytest.approx(1 / 5)
    assert scores.micro.precision == pytest.approx(1 / 3)
    assert scores.micro.recall == pytest.approx(1 / 4)
    assert scores.micro.f1 == pytest.approx(2 / 7)


def test_an_entity_predicted_twice_is_once_wrong() -> None:
    twice = Document(id="a", text=TEXT, entities=(*GOLD.entities, entity("e9", "PROVINCE", "Hà Nội")))
    assert evaluate([GOLD], [twice]).entities.micro == Counts(tp=4, fp=1, fn=0)


def test_relations_need_the_labels_of_their_ends_and_boundary_does_not() -> None:
    predicted = Document(
        id="a",
        text=TEXT,
        entities=(*GOLD.entities[:3], entity("e4", "LOCATION", "Hà Nội")),
        relations=(Relation("CHAIRS", "e2", "e3"), Relation("LOCATED_AT", "e3", "e4"), Relation("HOLDS", "e1", "e2")),
    )
    scores = evaluate([GOLD], [predicted]).relations
    assert scores.by_label["CHAIRS"] == Counts(tp=1)
    assert scores.by_label["LOCATED_AT"] == Counts(fp=1, fn=1)
    assert scores.by_label["HOLDS"] == Counts(fp=1, fn=1), "edges are directed"
    assert scores.boundary == Counts(tp=2, fp=1, fn=1)


def test_meeting_slots_ignore_case_spacing_tone_style_and_order() -> None:
    gold = Meeting(
        name="Hội nghị về hòa giải",
        date=date(2023, 7, 12),
        places=("Hà Nội", "Huế"),
        participants=(
            Participant(name="Nguyễn Văn A", positions=("Bộ trưởng", "Bí thư"), role="chair"),
            Participant(agency="Bộ Công an"),
        ),
    )
    predicted = Meeting(
        name="hội nghị  về hoà giải.",
        date=date(2023, 7, 12),
        places=("Huế", "Hà Nội"),
        mode="online",
        participants=(
            Participant(agency="bộ công an"),
            Participant(name="Nguyễn Văn A", positions=("Bí thư",), agency="Bộ Y tế", role="chair"),
        ),
        confidence=0.2,
    )
    scores = evaluate(of(gold), of(predicted)).records["meeting"]
    assert scores.found == Counts(tp=1)
    wrong = {slot: counts for slot, counts in scores.by_slot.items() if counts.fp or counts.fn}
    assert wrong == {
        "mode": Counts(fp=1),
        "participants.positions": Counts(tp=1, fn=1),
        "participants.agency": Counts(tp=1, fp=1),
    }


def test_a_meeting_under_another_name_is_found_by_day_and_participant() -> None:
    people = (Participant(name="Nguyễn Văn A"),)
    gold = Meeting(name="Phiên họp thứ ba", date=date(2023, 7, 12), participants=people)
    same = Meeting(name="hội nghị", date=date(2023, 7, 12), participants=people)
    other = Meeting(name="hội nghị", date=date(2023, 7, 13), participants=people)
    assert evaluate(of(gold), of(same)).records["meeting"].found == Counts(tp=1)
    assert evaluate(of(gold), of(other)).records["meeting"].found == Counts(fp=1, fn=1)


def test_observations_match_by_value_of_the_number_and_half_the_indicator() -> None:
    gold = Observation(indicator="tỷ lệ hộ gia đình có Internet", value="82,4%", number=82.4, unit="%")
    close = Observation(indicator="hộ gia đình có Internet", value="đạt 82,4%", number=82.40, unit="%")
    scores = evaluate(of(gold), of(close)).records["observation"]
    assert scores.found == Counts(tp=1)
    assert scores.by_slot["number"] == scores.by_slot["unit"] == Counts(tp=1)
    assert scores.by_slot["indicator"] == scores.by_slot["value"] == Counts(fp=1, fn=1)
    for changes in ({"number": 82}, {"indicator": "doanh thu"}, {"indicator": None}):
        other = Observation(**{"indicator": gold.indicator, "value": "x", "number": 82.4, **changes})
        assert evaluate(of(gold), of(other)).records["observation"].found == Counts(fp=1, fn=1)


def test_slots_of_unmatched_records_count_too() -> None:
    gold = Observation(indicator="thẻ", value="5", number=5, scope="VN")
    scores = evaluate(of(gold), of()).records["observation"]
    assert scores.found == Counts(fn=1)
    assert scores.slots == Counts(fn=5), "indicator, value, number, scope and role"


def test_the_alignment_prefers_the_record_with_more_equal_slots() -> None:
    first = Observation(indicator="thẻ", value="5", number=5, scope="Hà Nội", unit="%")
    second = Observation(indicator="thẻ", value="5", number=5, scope="Huế")
    scores = evaluate(of(first, second), of(second, first)).records["observation"]
    assert scores.slots.f1 == 1.0


def test_content_that_gold_leaves_out_is_not_held_against_a_prediction() -> None:
    gold = Directive(issuer="Thủ tướng", addressees=("Bộ Y tế",))
    predicted = Directive(issuer="thủ tướng", addressees=("Bộ Y tế",), content="khẩn trương rà soát")
    scores = evaluate(of(gold), of(predicted)).records["directive"]
    assert scores.found == Counts(tp=1)
    assert scores.slots == Counts(tp=2)


def test_issuances_match_by_number_then_by_name() -> None:
    gold = Issuance(document="Quyết định số 69/QĐ-UBND", number="69/QĐ-UBND")
    assert evaluate(of(gold), of(Issuance(document="x", number="69/qđ-ubnd"))).records["issuance"].found.tp == 1
    assert evaluate(of(gold), of(Issuance(document=gold.document, number="70"))).records["issuance"].found.tp == 0
    assert evaluate(of(gold), of(Issuance(document=gold.document))).records["issuance"].found.tp == 1


def test_numbers_of_any_size_and_kind_compare() -> None:
    for left, right in ((10**400, 10**400), (0, -0.0), (78_500_000, 7.85e7), (0.1 + 0.2, 0.3)):
        pair = [of(Observation(indicator=None, value="v", number=number)) for number in (left, right)]
        assert evaluate(*pair).records["observation"].by_slot["number"] == Counts(tp=1)


def test_documents_without_ids_are_paired_by_order() -> None:
    left, right = Document(text="một"), Document(text="hai")
    assert evaluate([left, right], [left, right]).documents == 2
    with pytest.raises(InputError, match=r"same text.*character 0"):
        evaluate([left, right], [right, left])
    with pytest.raises(InputError, match="expected 2 predicted ones"):
        evaluate([left, right], [left])


@pytest.mark.parametrize(
    ("gold", "predicted", "message"),
    [
        ("ab", "a", "1 without a predicted counterpart: 'b'"),
        ("a", "ab", "1 without a gold counterpart: 'b'"),
        ("aa", "a", "each gold document once.*'a'"),
        ("abcdefgh", "", "'a', 'b', 'c', 'd', 'e' and 3 more"),
    ],
)
def test_sets_must_hold_the_same_documents(gold: str, predicted: str, message: str) -> None:
    sides = [[Document(id=key, text="") for key in keys] for keys in (gold, predicted)]
    with pytest.raises(InputError, match=message):
        evaluate(*sides)


def test_texts_must_be_the_same() -> None:
    with pytest.raises(InputError, match=r"document 'a'.*differ from character 3"):
        evaluate([Document(id="a", text="hòa")], [Document(id="a", text="hòa bình")])


def test_a_relation_to_no_entity_is_named() -> None:
    broken = Document(id="a", text=TEXT, relations=(Relation("HOLDS", "e1", "e2"),))
    with pytest.raises(InputError, match=r"document 'a': relations\[0\].head: expected the id of an entity, got 'e1'"):
        evaluate([GOLD], [broken])


def test_the_dict_has_its_keys_even_for_nothing() -> None:
    scores = evaluate([], []).to_dict()
    assert scores["documents"] == 0
    assert set(scores["entities"]) == {"micro", "macro", "by_label", "overlap", "schemes", "layers", "calibration"}
    assert set(scores["relations"]) == {"micro", "macro", "by_label", "boundary", "calibration"}
    assert scores["entities"]["schemes"]["partial"]["micro"]["f1"] == 0
    assert list(scores["records"]) == ["meeting", "observation", "directive", "issuance"]
    assert scores["records"]["meeting"]["by_slot"]["participants.role"]["f1"] == 0
    assert scores["entities"]["micro"] == {"precision": 0, "recall": 0, "f1": 0, "tp": 0, "fp": 0, "fn": 0}
    json.dumps(scores)


def test_the_table_shows_labels_and_figures_in_a_hundred_columns() -> None:
    gold = Document(id="a", text=TEXT, entities=GOLD.entities, records=(Meeting(name="Phiên họp"),))
    table = str(evaluate([gold], [gold]))
    assert "1 documents" in table
    assert "OFFICIAL" in table
    assert "Records: meeting" in table
    assert "Records: issuance" not in table
    assert "\x1b" not in table
    assert max(map(len, table.splitlines())) <= 100
