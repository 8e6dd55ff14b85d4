"""The benchmark suite on tiny texts; no test here looks at a clock."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from benchmarks import throughput
from benchmarks.materials import MATERIALS, long_documents, short_notes
from benchmarks.parts import PARTS, Clock
from benchmarks.processes import in_fresh_process
from benchmarks.speed_tasks import words
from benchmarks.throughput import Material, Runner
from benchmarks.throughput_systems import SYSTEMS
from vn_dx_ie import Extractor
from vn_dx_ie.document import Document
from vn_dx_ie.formats import write_documents

SENTENCE = "Ông Trần Văn Bình, Chủ tịch UBND tỉnh Lào Cai, dự họp."
NOTE = " ".join([SENTENCE] * 3)


def counted(size: int) -> str:
    return " ".join(["từ"] * size)


@pytest.fixture
def gold(tmp_path: Path) -> str:
    """A file with one tiny article."""
    write_documents([Document(id="a", text=NOTE)], tmp_path / "gold.jsonl")
    return str(tmp_path / "gold.jsonl")


@pytest.fixture
def texts(tmp_path: Path) -> str:
    """A file with two tiny texts."""
    (tmp_path / "texts.json").write_text(json.dumps([NOTE, SENTENCE]), encoding="utf-8")
    return str(tmp_path / "texts.json")


@pytest.mark.parametrize(
    ("paragraphs", "notes"),
    [
        ((30,), [30]),
        ((80,), [80]),
        ((81,), []),
        ((29,), []),
        ((10, 20), [30]),
        ((10, 10, 20), [30]),
        ((10, 75, 20, 40), [60]),
        ((40, 50), [40, 50]),
    ],
)
def test_notes_are_one_or_two_paragraphs_of_30_to_80_words(paragraphs: tuple[int, ...], notes: list[int]) -> None:
    document = Document(text="\n\n".join(map(counted, paragraphs)))
    assert [words(note) for note in short_notes([document])] == notes


def test_long_documents_have_their_size_and_begin_apart() -> None:
    found = long_documents([Document(text=f"{letter} {letter}") for letter in "abcdef"], 5)
    assert [words(text) for text in found] == [5] * 6
    assert [text[0] for text in found] == list("abcdef")


def test_layers_find_what_the_extractor_finds(extractor: Extractor) -> None:
    whole = extractor(NOTE)
    unlinked = tuple(msgspec.structs.replace(entity, link=None) for entity in whole.entities)
    assert unlinked
    assert whole.relations
    assert SYSTEMS["entities"].load(None)(NOTE) == (unlinked, ())
    assert SYSTEMS["relations"].load(None)(NOTE) == (unlinked, whole.relations)


def test_time_belongs_to_the_innermost_part() -> None:
    moments = iter([0.0, 1.0, 3.0, 6.0, 10.0, 15.0])  # start, outer in, inner in, inner out, outer out, end
    clock = Clock(lambda: next(moments))
    inner: Callable[[], str] = clock.timed("inner", lambda: "done")
    assert clock.timed("outer", inner)() == "done"
    clock.switch("rest")
    assert clock.seconds == {"rest": 1 + 5, "outer": 2 + 4, "inner": 3}


def test_parts_share_the_whole_time(texts: str) -> None:
    found = in_fresh_process("benchmarks.parts", texts)
    assert tuple(found) == PARTS
    assert sum(found.values()) == pytest.approx(1)
    assert all(found.values())


def test_the_whole_way_in_two_processes(texts: str) -> None:
    found = in_fresh_process("benchmarks.throughput_tasks", "records", texts, "--processes", "2")
    assert found.keys() == {"words_per_s", "peak_mb"}
    assert all(figure > 0 for figure in found.values())


def test_what_would_take_too_long_or_is_not_installed_is_not_run(texts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    materials = [Material("articles", texts, 1, 5, 5, 5), Material("one document", texts, 1, 900, 900, 900)]
    monkeypatch.setattr(Runner, "run", lambda *_: {"words_per_s": 10.0, "peak_mb": 20.0})
    not_run = {"one process": "not run", "two processes": "not run"}
    measured = {"one process": {"words_per_s": 10.0, "peak_mb": 20.0}}
    assert Runner(None, 1).measure("split", materials, 89) == {"articles": measured, "one document": not_run}
    assert Runner(None, 1).measure("split", materials, 90) == {"articles": measured, "one document": measured}
    monkeypatch.setattr("benchmarks.throughput_systems.find_spec", lambda _: None)
    absent = {"one process": "not installed", "two processes": "not installed"}
    assert Runner(None, 1).measure("ner", materials, 90) == {"articles": absent, "one document": absent}


def test_the_suite_on_one_tiny_article(gold: str, capsys: pytest.CaptureFixture[str]) -> None:
    throughput.main([gold, "--long", gold, "--sizes", "50", "70", "--only", "split", "--repeat", "1", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert [one["words"] for one in figures["materials"]] == [36, 36, 300, 70]
    (cells,) = figures["systems"].values()
    assert [len(cells[name]) for name in MATERIALS] == [1, 1, 2, 1]
    assert len(throughput.as_tables(figures)) == 5
    with_parts = {**figures, "parts": dict.fromkeys(PARTS, 0.2)}
    assert len(throughput.as_tables(with_parts)) == 6


def test_spacy_reads_a_text() -> None:
    pytest.importorskip("spacy")
    assert str(SYSTEMS["spacy"].load(None)("Họp tại Huế.")) == "Họp tại Huế."
