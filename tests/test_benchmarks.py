"""The benchmarks on cases made by hand; no test here looks at a clock."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from benchmarks import speed, underthesea_ner
from benchmarks.alignment import AlignmentError, align, decode_tags
from benchmarks.common_labels import (
    REDUCTIONS,
    Mention,
    as_document,
    innermost,
    outermost,
    to_common,
    without_type_words,
)
from benchmarks.ner_systems import mentions_of
from benchmarks.speed_tasks import joined
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.formats import write_documents

TEXT = "Ông An, UBND tỉnh Huế, về TP.HCM."
PERSON, BODY, PLACE, CITY = (
    Mention("PERSON", 4, 6),
    Mention("ORGANISATION", 8, 21),
    Mention("PLACE", 18, 21),
    Mention("PLACE", 26, 32),
)
ALL = {PERSON, BODY, PLACE, CITY}


def test_both_label_sets_come_to_the_common_ones_with_clean_edges() -> None:
    ours = [Mention("OFFICIAL", 4, 6), Mention("AGENCY", 8, 21), Mention("PROVINCE", 18, 21), Mention("DATE", 0, 3)]
    theirs = [Mention("PER", 3, 8), Mention("ORG", 8, 22), Mention("LOC", 18, 21), Mention("MISC", 0, 3)]
    assert to_common(TEXT, ours) == to_common(TEXT, theirs) == {PERSON, BODY, PLACE}
    assert to_common(TEXT, [Mention("LOC", 6, 8)]) == set()


def test_reductions_of_nested_mentions() -> None:
    assert outermost(ALL) == {PERSON, BODY, CITY}
    assert innermost(ALL) == {PERSON, PLACE, CITY}
    assert REDUCTIONS["all"](ALL) == ALL


def test_of_one_span_with_two_labels_and_of_crossing_spans_nothing_is_left_out() -> None:
    both = {PERSON, PERSON._replace(label="PLACE"), Mention("PLACE", 5, 9)}
    assert outermost(both) == innermost(both) == both


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("tỉnh Huế", "Huế"),
        ("Thành phố Huế", "Huế"),
        ("TP. Huế", "Huế"),
        ("TP.HCM", "HCM"),
        ("TPHCM", "HCM"),
        ("huyện Kế Sách", "Kế Sách"),
        ("tỉnh", "tỉnh"),
        ("Xãn", "Xãn"),
    ],
)
def test_type_words_come_off_places(text: str, kept: str) -> None:
    (found,) = without_type_words(text, {Mention("PLACE", 0, len(text))})
    assert text[found.start : found.end] == kept


def test_type_words_stay_on_others() -> None:
    named = {Mention("ORGANISATION", 0, 8)}
    assert without_type_words("Tỉnh Huế", named) == named


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_respelled_tokens_are_found_in_the_text(form: str) -> None:
    text = unicodedata.normalize(form, "Ngành\u00a0qui\n hoạch, nghành hoà bình .")
    spans = align(text, ["Ngành", "quy hoạch", ",", "ngành", "hòa bình", "."])
    found = [unicodedata.normalize("NFC", text[slice(*span)]) for span in spans if span]
    assert found == ["Ngành", "qui\n hoạch", ",", "nghành", "hoà bình", "."]


def test_a_syllable_that_begins_with_h_keeps_it() -> None:
    assert align("trường học", ["trường", "học"]) == [(0, 6), (7, 10)]


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (["An", "Huế"], "expected token 'Huế', got 'về Huế' at character 3"),
        (["An"], "expected a token, got none for 'về Huế' at character 3"),
        (["An", "về", "Huế", "!"], "expected token '!', got the end of the text at character 9"),
    ],
)
def test_what_cannot_be_aligned_is_named_with_its_place(tokens: list[str], message: str) -> None:
    with pytest.raises(AlignmentError, match=message):
        align("An về Huế", tokens)


def test_tags_become_spans() -> None:
    tags = ["B-PER", "I-PER", "B-PER", "I-LOC", "O", "I-LOC", "I-LOC"]
    spans = [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13)]
    assert list(decode_tags(spans, tags)) == [("PER", 0, 3), ("PER", 4, 5), ("LOC", 6, 7), ("LOC", 10, 13)]


def test_no_mention_runs_over_the_end_of_a_sentence() -> None:
    sentences = [[("Về", "O"), ("Huế", "B-LOC")], [("Hà Nội", "I-LOC"), (".", "O")]]
    found = list(mentions_of(Document(id="a", text="Về Huế\nHà Nội."), sentences))
    assert found == [Mention("LOC", 3, 6), Mention("LOC", 7, 13)]
    with pytest.raises(AlignmentError, match=r"document 'a'.*'Hà Nội' at character 0"):
        list(mentions_of(Document(id="a", text="Hà Nội"), sentences))


def test_scores_by_reduction() -> None:
    entities = (Entity("e1", "AGENCY", 8, 21, TEXT[8:21]), Entity("e2", "PROVINCE", 18, 21, "Huế"))
    gold = [Document(text=TEXT, entities=entities)] * 2
    flat, nested = [{Mention("PLACE", 13, 21)}] * 2, [{BODY, PLACE}] * 2
    found = underthesea_ner.compare(gold, {"underthesea": flat, "vn-dx-ie": nested})

    def f1(reduction: str, way: str, system: str) -> float:
        return found[reduction].scores[way][system].micro.f1

    assert [f1(name, "strict", "vn-dx-ie") for name in REDUCTIONS] == [1, 1, 1]
    assert [f1(name, "strict", "underthesea") for name in REDUCTIONS] == [0, 0, 0]
    assert [f1(name, "lenient", "underthesea") for name in REDUCTIONS] == [1, 0, pytest.approx(2 / 3)]
    assert found["innermost"].scores["strict"]["underthesea"].overlap.f1 == 1
    assert found["innermost"].gains["strict"]["entities"].difference.value == 1
    assert len(underthesea_ner.as_tables(found, {"underthesea": 1.0, "vn-dx-ie": 2.0})) == 4


def test_mentions_as_a_document_are_sound() -> None:
    assert not as_document(TEXT, ALL).problems(closed=False)


def test_a_long_text_begins_again_where_articles_are_too_few() -> None:
    assert joined([Document(text="a b c"), Document(text=" d e")], 7) == "a b c\n\n d e\n\na b"


@pytest.fixture
def gold(tmp_path: Path) -> str:
    """A file with one tiny article."""
    entities = (Entity("e1", "OFFICIAL", 4, 6, "An"),)
    write_documents([Document(id="a", text=TEXT, entities=entities)], tmp_path / "gold.jsonl")
    return str(tmp_path / "gold.jsonl")


def test_speed_of_one_tiny_document(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    speed.main([gold, "--long", gold, "--sizes", "20", "--repeat", "1", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert figures["single"]["articles"] == 1
    assert figures["single"]["words"] == figures["pipe"]["words"] == len(TEXT.split())
    assert figures["single"]["read_mb"] <= figures["single"]["folder_mb"]
    assert [one["words"] for one in figures["long"]] == [20]
    assert [one["words"] for one in figures["stream"]] == [21]
    assert len(speed.as_tables(figures)) == 3


def test_comparison_on_one_tiny_document(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("underthesea")
    underthesea_ner.main([gold, "--repeat", "1", "--json"])
    (figures,) = json.loads(capsys.readouterr().out).values()
    assert figures["all"]["scores"]["strict"]["vn-dx-ie"]["micro"]["recall"] == 1
    assert figures["words_per_s"].keys() == {"underthesea", "vn-dx-ie"}


def test_every_respelling_of_underthesea_can_be_aligned() -> None:
    normalizer = pytest.importorskip("underthesea.pipeline.text_normalize.text_normalizer")
    for given, respelled in {**normalizer.token_map, **normalizer.character_map}.items():
        assert align(given, [respelled]) == [(0, len(given))]
