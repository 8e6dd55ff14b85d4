"""The contract of the extractor, with the shipped model."""

from __future__ import annotations

import json
import logging
import pickle
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import vn_dx_ie
from tests.strategies import texts
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.errors import InputError, ModelError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.text.unicode import normalise

SEEDS = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))]
SHORT = "Sáng 8-8, tại Hà Nội, Thủ tướng Chính phủ Phạm Minh Chính chủ trì hội nghị. Tỷ lệ hồ sơ đạt 82,4%."
ODD = {
    "empty": "",
    "spaces": " \t\r\n\u00a0\u200b\ufeff",
    "control characters": "\x00\x01\x02 \x7f",
    "latin-1 garbage": bytes(range(256)).decode("latin-1") * 4,
    "lone surrogates": "\ud800Hà Nội\udfff " + SHORT,
    "emoji": "😀👩\u200d💻🇻🇳 " + SHORT.replace(" ", " 😀 ", 3),
    "carriage returns": SHORT.replace(" ", "\r\n", 4),
    "byte order mark": "\ufeff" + SHORT,
    "no-break spaces": SHORT.replace(" ", "\u00a0"),
    "zero-width spaces": SHORT.replace(" ", "\u200b \u200b"),
    "new tone style": SHORT + " Ông Nguyễn Văn Hoà, Sở Y tế Khánh Hoà, dự.",
    "only marks": "\u0301\u0323" * 20,
    "one line of capitals": SHORT.upper(),
    "no spaces": SHORT.replace(" ", ""),
    "dots": "." * 3000,
    "marks of the tokenizer": "[CLS] [SEP] [PAD] [MASK] " + SHORT,
}


def assert_sound(document: Document, text: str) -> None:
    assert document.text == text
    assert document.problems() == ()
    assert all(text[entity.start : entity.end] == entity.text for entity in document.entities)
    assert all(0 <= thing.confidence <= 1 for thing in (*document.entities, *document.relations, *document.records))
    assert Document.from_dict(document.to_dict()) == document
    for record in document.records:
        assert all(0 <= span.start < span.end <= len(text) for span in record.evidence)


@pytest.fixture(scope="module")
def of_seeds(extractor: Extractor) -> list[Document]:
    return [extractor(text) for text in SEEDS]


def test_seeds(of_seeds: list[Document]) -> None:
    for text, document in zip(SEEDS, of_seeds, strict=True):
        assert_sound(document, text)
        assert len(document.entities) > 20
        assert len(document.relations) > 5
        assert document.records
        assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document


@pytest.mark.parametrize("kind", ODD)
def test_odd_texts(extractor: Extractor, kind: str) -> None:
    assert_sound(extractor(ODD[kind]), ODD[kind])


@settings(max_examples=15, deadline=None)
@given(text=texts())
def test_any_text_keeps_its_offsets(extractor: Extractor, text: str) -> None:
    assert_sound(extractor(text), text)


def test_a_text_without_words_holds_nothing(extractor: Extractor) -> None:
    for kind in ("empty", "spaces"):
        found = extractor(ODD[kind])
        assert (found.entities, found.relations, found.records) == ((), (), ())


def test_a_short_sentence(extractor: Extractor) -> None:
    found = extractor(SHORT)
    surfaces = {(entity.label, entity.text) for entity in found.entities}
    assert {("PROVINCE", "Hà Nội"), ("OFFICIAL", "Phạm Minh Chính"), ("VALUE", "82,4%")} <= surfaces
    hanoi = next(entity for entity in found.entities if entity.label == "PROVINCE")
    assert hanoi.link is not None
    assert (hanoi.link.kind, hanoi.link.code) == ("province", "01")


def test_entities_come_in_text_order_under_unique_ids(of_seeds: list[Document]) -> None:
    for document in of_seeds:
        places = [(entity.start, -entity.end) for entity in document.entities]
        assert places == sorted(places)
        assert [entity.id for entity in document.entities] == [f"e{i + 1}" for i in range(len(places))]


def test_the_same_text_gives_the_same_document(extractor: Extractor, of_seeds: list[Document]) -> None:
    assert extractor(SEEDS[0]) == of_seeds[0]


def surfaces_of(document: Document) -> list[tuple[str, str, float]]:
    return [(entity.label, normalise(entity.text), entity.confidence) for entity in document.entities]


@pytest.mark.parametrize("number", [0, 4])
def test_every_unicode_form_gives_the_same_entities(extractor: Extractor, number: int) -> None:
    found = [extractor(unicodedata.normalize(form, SEEDS[number])) for form in ("NFC", "NFD")]
    assert surfaces_of(found[0]) == surfaces_of(found[1])
    assert found[0].relations == found[1].relations
    assert [type(record) for record in found[0].records] == [type(record) for record in found[1].records]
    assert_sound(found[1], unicodedata.normalize("NFD", SEEDS[number]))


def test_line_ends_and_spaces_change_nothing(extractor: Extractor) -> None:
    text = SEEDS[4].replace("\r\n", "\n")
    other = "\ufeff" + text.replace("\n", "\r\n").replace(" ", "\u00a0")
    assert surfaces_of(extractor(text)) == surfaces_of(extractor(other))


def test_given_names_and_days_are_kept(extractor: Extractor) -> None:
    found = extractor(SHORT, id="a1", published=date(2022, 8, 9))
    assert (found.id, found.published) == ("a1", date(2022, 8, 9))
    again = extractor(found)
    assert again == found
    assert extractor(found, id="b", published=date(2023, 1, 1)).id == "b"
    stale = Document(text=SHORT, entities=(Entity("x", "DATE", 0, 4, "Sáng"),))
    assert extractor(stale).entities == extractor(SHORT).entities


@pytest.mark.parametrize("given_", [None, 5, b"bytes", ["a"]])
def test_what_is_no_text_is_refused(extractor: Extractor, given_: object) -> None:
    with pytest.raises(InputError, match=f"expected a string or a Document, got {type(given_).__name__}"):
        extractor(given_)


def test_pipe_is_the_same_as_one_by_one(extractor: Extractor, of_seeds: list[Document]) -> None:
    # In company, a text may share its batches: the last digit of a confidence may differ.
    for size in (2, 64):
        found = list(extractor.pipe(SEEDS, batch_size=size))
        for one, other in zip(found, of_seeds, strict=True):
            assert [(e.label, e.start, e.end) for e in one.entities] == [
                (e.label, e.start, e.end) for e in other.entities
            ]
            assert [(r.label, r.head, r.tail) for r in one.relations] == [
                (r.label, r.head, r.tail) for r in other.relations
            ]
            assert [e.confidence for e in one.entities] == pytest.approx(
                [e.confidence for e in other.entities], abs=2e-4
            )
            assert len(one.records) == len(other.records)


def test_pipe_reads_no_further_than_its_batch(extractor: Extractor) -> None:
    taken: list[int] = []

    def endless() -> Iterator[str]:
        while True:
            taken.append(1)
            yield "Hà Nội"

    stream = extractor.pipe(endless(), batch_size=4)
    for _ in range(4):
        assert next(stream).text == "Hà Nội"
    assert len(taken) == 4
    next(stream)
    assert len(taken) == 8


@pytest.mark.parametrize("size", [1, 2, 64])
def test_a_bad_item_is_left_to_the_handler(extractor: Extractor, size: int) -> None:
    told: list[tuple[int, object, type]] = []
    stream = ["Hà Nội", None, Document(id="d", text="Cà Mau"), 5, "Huế"]
    found = list(
        extractor.pipe(stream, batch_size=size, on_error=lambda i, given_, e: told.append((i, given_, type(e))))
    )
    assert [document.text for document in found] == ["Hà Nội", "Cà Mau", "Huế"]
    assert found[1].id == "d"
    assert told == [(1, None, InputError), (3, 5, InputError)]


def test_without_a_handler_a_bad_item_comes_back_empty(extractor: Extractor, caplog: pytest.LogCaptureFixture) -> None:
    stream: list[Any] = ["Hà Nội", None, "Huế"]
    with caplog.at_level(logging.WARNING):
        found = list(extractor.pipe(stream))
    assert [document.text for document in found] == ["Hà Nội", "", "Huế"]
    assert (found[1].entities, found[1].records) == ((), ())
    assert found[0].entities
    assert "text 1 failed: text: expected a string or a Document, got NoneType" in caplog.text


def test_a_document_that_fails_loses_what_it_held(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Extractor, documents: list[Document]) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(Extractor, "_predict", refuse)
    stale = Document(id="s", text="Huế", entities=(Entity("x", "PROVINCE", 0, 3, "Huế"),))
    assert list(extractor.pipe([stale])) == [Document(id="s", text="Huế")]


@pytest.mark.parametrize("size", [0, -1])
def test_batches_hold_at_least_one(extractor: Extractor, size: int) -> None:
    with pytest.raises(InputError, match=f"batch_size: expected at least 1, got {size}"):
        list(extractor.pipe(["a"], batch_size=size))


def test_processes_give_what_one_gives_in_order(extractor: Extractor) -> None:
    stream: list[Any] = [f"Ngày {day}/3/2024, UBND tỉnh Lào Cai họp." for day in range(1, 8)]
    stream.insert(2, 5)
    told: list[tuple[int, object]] = []
    found = extractor.pipe(
        stream, batch_size=2, n_process=2, on_error=lambda index, given_, _: told.append((index, given_))
    )
    assert list(found) == [extractor(text) for text in stream if text != 5]
    assert told == [(2, 5)]
    with pytest.raises(InputError, match="n_process: expected at least 1, got 0"):
        list(extractor.pipe([], n_process=0))


@pytest.mark.parametrize("least", [0.5, 0.9])
def test_a_call_may_have_a_confidence_of_its_own(extractor: Extractor, least: float) -> None:
    text = "Sáng 8/8, tại Hà Nội, Bộ trưởng Lê An dự hội nghị; Lào Cai có 120 trạm y tế."
    assert extractor(text, min_confidence=least) == vn_dx_ie.load(min_confidence=least)(text)
    with pytest.raises(InputError, match="min_confidence: expected a number from 0 to 1, got 2"):
        extractor(text, min_confidence=2)


def test_an_empty_stream(extractor: Extractor) -> None:
    assert list(extractor.pipe([])) == []


def test_pickled_extractors_work_alike(extractor: Extractor, of_seeds: list[Document]) -> None:
    raw = pickle.dumps(extractor)
    assert len(raw) < 1000
    again = pickle.loads(raw)  # noqa: S301
    assert (again.name, again.version) == (extractor.name, extractor.version)
    assert again(SEEDS[4]) == of_seeds[4]


def test_threads_get_what_one_gets(extractor: Extractor, of_seeds: list[Document]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(extractor, SEEDS))
    assert found == of_seeds


def test_a_long_article_is_read_to_its_end(extractor: Extractor) -> None:
    filler = "Người dân đi chợ mua rau và cá.\n" * 1200
    found = extractor(SHORT + "\n" + filler + SHORT)
    assert_sound(found, SHORT + "\n" + filler + SHORT)
    offset = len(SHORT) + 1 + len(filler)
    first = {(e.label, e.text) for e in found.entities if e.end <= len(SHORT)}
    last = {(e.label, e.text) for e in found.entities if e.start >= offset}
    expected = {("PROVINCE", "Hà Nội"), ("OFFICIAL", "Phạm Minh Chính"), ("VALUE", "82,4%")}
    assert expected <= first
    assert expected <= last


def test_loading_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere: expected a model folder"):
        vn_dx_ie.load(tmp_path / "nowhere")


@pytest.mark.parametrize("least", [0.5, 0.9])
def test_what_is_less_sure_is_left_out(of_seeds: list[Document], least: float) -> None:
    careful = vn_dx_ie.load(min_confidence=least)
    for text, everything in zip(SEEDS, of_seeds, strict=True):
        found = careful(text)
        assert found.problems() == ()
        assert all(one.confidence >= least for one in (*found.entities, *found.relations, *found.records))
        kept = [(e.label, e.start, e.end, e.confidence) for e in everything.entities if e.confidence >= least]
        assert [(e.label, e.start, e.end, e.confidence) for e in found.entities] == kept
        sure = {e.id: (e.start, e.end) for e in everything.entities if e.confidence >= least}
        assert len(found.relations) == sum(
            r.confidence >= least and r.head in sure and r.tail in sure for r in everything.relations
        )
    assert pickle.loads(pickle.dumps(careful))(SEEDS[0]) == careful(SEEDS[0])  # noqa: S301


@pytest.mark.parametrize(
    ("options", "message"),
    [({"min_confidence": 1.5}, "min_confidence: expected a number from 0 to 1"), ({"threads": 0}, "threads: expected")],
)
def test_settings_out_of_range(options: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        vn_dx_ie.load(**options)
