"""Agreement, calibration, intervals, comparison and lists of errors, against figures worked out elsewhere."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies import documents
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.errors import InputError
from vn_dx_ie.records import Meeting, Observation
from vn_dx_ie.scoring import (
    agreement,
    bootstrap,
    cohens_kappa,
    compare_systems,
    count_errors,
    evaluate,
    find_errors,
    krippendorffs_alpha,
    match_records,
)

TEXT = "Hôm qua ông Nam dự. Sở Y tế báo cáo: đạt 5% tại Huế."


def entity(key: str, label: str, mention: str, confidence: float = 1.0) -> Entity:
    start = TEXT.index(mention)
    return Entity(key, label, start, start + len(mention), mention, confidence)


def document(*entities: Entity, key: str = "a", relations: tuple[Relation, ...] = ()) -> Document:
    return Document(id=key, text=TEXT, entities=entities, relations=relations)


def test_kappa_of_a_table_worked_out_by_hand() -> None:
    # 50 units: 20 both yes, 15 both no; expected agreement 0.5 -> (0.7 - 0.5) / 0.5
    tags = Counter({("y", "y"): 20, ("y", "n"): 5, ("n", "y"): 10, ("n", "n"): 15})
    assert cohens_kappa(tags) == pytest.approx(0.4)
    assert cohens_kappa(Counter({("O", "O"): 7})) == 1.0
    assert cohens_kappa(Counter()) == 1.0


def test_alpha_of_a_table_worked_out_by_hand() -> None:
    # Two raters, ten units, nominal: 14 of one category and 6 of the other, four units disagree.
    # Observed disagreement 8 / 20, expected 2 * 14 * 6 / (20 * 19): alpha = 1 - 0.4 / 0.442105…
    tags = Counter({("0", "0"): 5, ("0", "1"): 3, ("1", "0"): 1, ("1", "1"): 1})
    assert krippendorffs_alpha(tags) == pytest.approx(1 - 0.4 / (168 / 380))
    assert krippendorffs_alpha(Counter({("O", "O"): 7})) == 1.0


@given(st.lists(st.tuples(*[st.sampled_from("BIO")] * 3), min_size=1, max_size=12))
@settings(deadline=None)
def test_alpha_is_one_less_observed_by_expected_disagreement(units: list[tuple[str, str, str]]) -> None:
    values = [value for unit in units for value in unit]
    within = np.mean([left != right for unit in units for left, right in permutations(unit, 2)])
    across = np.mean([left != right for left, right in permutations(values, 2)])
    expected = 1 - within / across if across else 1.0
    assert krippendorffs_alpha(Counter(units)) == pytest.approx(expected)


def test_agreement_of_three_annotators() -> None:
    one = document(entity("e1", "DATE", "Hôm qua"), entity("e2", "OFFICIAL", "Nam"), entity("e3", "AGENCY", "Sở Y tế"))
    two = document(entity("e1", "DATE", "Hôm qua"), entity("e2", "OFFICIAL", "Nam"))
    found = agreement({"an": [one], "ba": [two], "chi": [one]})
    assert list(found.pairs) == [("an", "ba"), ("an", "chi"), ("ba", "chi")]
    assert found.pairs["an", "chi"].scores.entities.micro.f1 == 1.0
    assert found.pairs["an", "chi"].kappa == 1.0
    assert found.pairs["an", "ba"].scores.entities.micro.f1 == pytest.approx(4 / 5)
    assert found.pairs["an", "ba"].kappa_by_label["DATE"] == 1.0
    assert found.pairs["an", "ba"].kappa_by_label["AGENCY"] == 0.0
    assert found.alpha_by_label["DATE"] == 1.0
    assert found.alpha_by_label["AGENCY"] < found.alpha < 1.0
    assert set(found.to_dict()["pairs"]) == {"an – ba", "an – chi", "ba – chi"}
    table = str(found)
    assert "an – ba" in table
    assert "Krippendorff's alpha" in table
    assert max(map(len, table.splitlines())) <= 100


def test_agreement_needs_two_and_the_same_documents() -> None:
    with pytest.raises(InputError, match="at least two annotators, got 1"):
        agreement({"an": [document()]})
    with pytest.raises(InputError, match="1 without a predicted counterpart: 'a'"):
        agreement({"an": [document()], "ba": [document(key="b")]})


def test_reliability_puts_predictions_into_tenths() -> None:
    gold = document(entity("e1", "DATE", "Hôm qua"), entity("e2", "OFFICIAL", "Nam"))
    predicted = document(
        entity("e1", "DATE", "Hôm qua", 0.95), entity("e2", "OFFICIAL", "Nam", 0.92), entity("e3", "AGENCY", "Huế", 0.3)
    )
    table = evaluate([gold], [predicted]).entities.calibration
    rows = table.to_dict()["bins"]
    assert [(row["from"], row["count"], row["accuracy"]) for row in rows] == [(0.3, 1, 0.0), (0.9, 2, 1.0)]
    assert table.error == pytest.approx((0.3 + 0.05 + 0.08) / 3)
    assert evaluate([gold], [gold]).entities.to_dict()["calibration"] is None, "made by hand, all sure"


@given(st.lists(documents(with_id=True), min_size=2, max_size=4, unique_by=lambda one: one.id))
@settings(max_examples=20, deadline=None)
def test_intervals_hold_their_value_and_are_the_same_again(gold: list[Document]) -> None:
    predicted = [msgspec.structs.replace(one, entities=one.entities[::2], relations=()) for one in gold]
    found = bootstrap(gold, predicted, resamples=50)
    assert found == bootstrap(gold, predicted, resamples=50)
    scores = evaluate(gold, predicted)
    if scores.entities.by_label:
        assert found["entities"].value == pytest.approx(scores.entities.micro.f1)
    for interval in found.values():
        assert 0 <= interval.low <= interval.high <= 1
    assert bootstrap(gold[:1], predicted[:1]) == {}


def test_a_perfect_system_has_a_narrow_interval_and_beats_a_bad_one() -> None:
    mentions = (entity("e1", "DATE", "Hôm qua"), entity("e2", "OFFICIAL", "Nam"))
    gold = [document(*mentions, key=f"d{number}") for number in range(12)]
    bad = [document(mentions[0], key=f"d{number}") for number in range(12)]
    assert bootstrap(gold, gold)["entities"].low == 1.0
    found = compare_systems(gold, bad, gold)
    assert found["entities"].a == pytest.approx(2 / 3)
    assert found["entities"].b == 1.0
    assert found["entities"].difference.low == pytest.approx(1 / 3)
    assert found["entities"].p_value < 0.01
    assert found["entities.DATE"].p_value == 1.0, "no difference at all"
    swapped = compare_systems(gold, gold, bad)
    assert swapped["entities"].difference.value == pytest.approx(-found["entities"].difference.value)
    assert swapped["entities"].p_value == found["entities"].p_value


def test_chance_is_told_from_a_difference() -> None:
    mentions = (entity("e1", "DATE", "Hôm qua"), entity("e2", "OFFICIAL", "Nam"))
    gold = [document(*mentions, key=f"d{number}") for number in range(20)]
    sides = [[document(mentions[(n + shift) % 2], key=f"d{n}") for n in range(20)] for shift in (0, 1)]
    assert compare_systems(gold, *sides)["entities"].p_value == 1.0
    with pytest.raises(InputError, match="at least two documents"):
        compare_systems(gold[:1], sides[0][:1], sides[1][:1])


def test_errors_name_their_kind_and_sentence() -> None:
    gold = document(
        entity("e1", "DATE", "Hôm qua"),
        entity("e2", "OFFICIAL", "Nam"),
        entity("e3", "AGENCY", "Sở Y tế"),
        entity("e4", "VALUE", "5%"),
        entity("e5", "PROVINCE", "Huế"),
        relations=(Relation("SCOPED_TO", "e4", "e5"), Relation("HOLDS", "e2", "e3"), Relation("DATED", "e4", "e1")),
    )
    predicted = document(
        entity("x1", "DATE", "Hôm qua ông"),
        entity("x3", "LOCATION", "Sở Y tế"),
        entity("x4", "VALUE", "5%"),
        entity("x5", "PROVINCE", "Huế"),
        entity("x6", "EVENT", "báo cáo"),
        relations=(Relation("LOCATED_AT", "x4", "x5"),),
    )
    found = list(find_errors([gold], [predicted]))
    told = [(error.layer, error.kind, error.gold, error.predicted) for error in found]
    assert told == [
        ("entity", "boundary", "DATE 'Hôm qua'", "DATE 'Hôm qua ông'"),
        ("entity", "missed", "OFFICIAL 'Nam'", None),
        ("entity", "label", "AGENCY 'Sở Y tế'", "LOCATION 'Sở Y tế'"),
        ("entity", "spurious", None, "EVENT 'báo cáo'"),
        (
            *("relation", "label"),
            *("SCOPED_TO from VALUE '5%' to PROVINCE 'Huế'", "LOCATED_AT from VALUE '5%' to PROVINCE 'Huế'"),
        ),
    ]
    assert found[1].sentence == "Hôm qua ông Nam dự."
    assert TEXT[found[3].start : found[3].end] == found[3].sentence
    assert count_errors(found)["entity"] == {"boundary": 1, "label": 1, "missed": 1, "spurious": 1}
    assert "predicted EVENT 'báo cáo'" in str(found[3])


@given(documents())
@settings(max_examples=30, deadline=None)
def test_a_document_has_no_errors_against_itself(one: Document) -> None:
    assert list(find_errors([one], [one])) == []


def test_missed_and_spurious_relations_between_found_ends() -> None:
    ends = (entity("e4", "VALUE", "5%"), entity("e5", "PROVINCE", "Huế"))
    linked, bare = document(*ends, relations=(Relation("SCOPED_TO", "e4", "e5"),)), document(*ends)
    assert [error.kind for error in find_errors([linked], [bare])] == ["missed"]
    assert [error.kind for error in find_errors([bare], [linked])] == ["spurious"]


def test_records_are_matched_across_orders() -> None:
    figures = [Observation(indicator="thẻ", value=str(n), number=n) for n in (1, 2, 3)]
    gold = Document(id="a", text="", records=tuple(figures))
    predicted = Document(id="a", text="", records=(figures[2], figures[0]))
    assert sorted(match_records(gold, predicted)) == [(0, 1, True), (2, 0, True)]
    other = Document(id="a", text="", records=(Observation(indicator="thẻ", value="2", number=2, unit="%"),))
    assert match_records(gold, other) == [(1, 0, False)]


def test_values_count_alike_in_matched_and_unmatched_records() -> None:
    meeting = Meeting(name="Họp", places=("Hà Nội", "hà nội"))
    sides = [Document(id="a", text="", records=records) for records in ((meeting,), ())]
    found = evaluate([sides[0]], [sides[1]]).records["meeting"].slot_counts["places"]
    assert (found.exact.fn, found.normalised.fn) == (2, 1)
    found = evaluate([sides[0]], [sides[0]]).records["meeting"].slot_counts["places"]
    assert (found.exact.tp, found.normalised.tp) == (2, 1)


def test_confidences_are_probabilities() -> None:
    for confidence in (1.5, -0.1, float("nan"), 1e308):
        odd = document(entity("e1", "DATE", "Hôm qua", confidence))
        with pytest.raises(InputError, match="confidence: expected 0 to 1, got"):
            evaluate([document()], [odd])


def test_resamples_are_at_least_one() -> None:
    pair = [document(key="a"), document(key="b")]
    with pytest.raises(InputError, match="resamples: expected at least 1, got 0"):
        bootstrap(pair, pair, resamples=0)


def test_annotators_are_paired_once() -> None:
    texts = [Document(text="Huế", entities=(Entity("e1", "PROVINCE", 0, 3, "Huế"),)), Document(text="Huế")]
    named = [
        [msgspec.structs.replace(one, id=key) for one, key in zip(texts, keys, strict=True)] for keys in ("pq", "qp")
    ]
    found = agreement({"a": texts, "b": named[0], "c": named[1]})
    assert found.pairs["b", "c"].kappa == found.pairs["b", "c"].scores.entities.micro.f1 == 1.0


def test_names_are_shown_as_they_are() -> None:
    one = document(entity("e1", "DATE", "Hôm qua"))
    table = str(agreement({"run[a]": [one], "[/x] :smile:": [one]}))
    assert "run[a] – [/x] :smile:" in table


def test_slots_in_three_senses() -> None:
    gold = Observation(indicator="tỷ lệ hồ sơ trực tuyến", value="5%", number=5, scope="Huế", role="level")
    predicted = Observation(indicator="Tỷ lệ hồ sơ", value="5%", number=5, scope="huế", role="level")
    sides = [[Document(id="a", text="", records=(record,))] for record in (gold, predicted)]
    slots = evaluate(*sides).records["observation"].slot_counts
    assert slots["scope"].exact.f1 == 0.0
    assert slots["scope"].normalised.f1 == 1.0
    assert slots["indicator"].normalised.f1 == 0.0
    assert slots["indicator"].soft.f1 == pytest.approx(2 * 4 / 10)
    assert slots["number"].soft.f1 == 1.0
