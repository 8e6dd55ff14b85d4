"""The measure of variety, on articles small enough to count by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.diversity import main, masked_sentences, measure
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.formats import write_documents

ONE = Document(
    id="a",
    text="Ông An dự họp tại Huế. Trời mưa to quá.",
    entities=(
        Entity("e1", "OFFICIAL", 4, 6, "An"),
        Entity("e2", "AGENCY", 7, 21, "dự họp tại Huế"),
        Entity("e3", "PROVINCE", 18, 21, "Huế"),
    ),
)
TWO = Document(id="b", text="Ông Bình dự họp tại Vinh.", entities=(Entity("e1", "OFFICIAL", 4, 8, "Bình"),))


def test_outermost_entities_give_way_to_their_labels() -> None:
    assert list(masked_sentences(ONE)) == ["ông official agency", "trời mưa to quá"]


def test_shares_of_two_articles() -> None:
    alike = Document(id="c", text="Ông Chi dự họp tại Vinh.", entities=(Entity("e1", "OFFICIAL", 4, 7, "Chi"),))
    found = measure([ONE, TWO, alike])
    assert (found.articles, found.words, found.sentences.total()) == (3, 22, 4)
    assert found.one_of_a_kind == pytest.approx(2 / 4)
    # Ten words of one line make seven four-grams, six make three; the last two articles share one.
    assert found.grams.total() == 7 + 3 + 3
    assert found.shared_grams == pytest.approx(2 / 13)


def test_the_command_prints_both_sides(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write_documents([ONE], tmp_path / "a.jsonl")
    write_documents([ONE, TWO, TWO], tmp_path / "b.jsonl")
    arguments = [str(tmp_path / "a.jsonl"), "--against", str(tmp_path / "b.jsonl"), "--show", "1"]
    monkeypatch.setattr(sys, "argv", ["diversity.py", *arguments])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("these    1 articles, 10 words, 2 sentences, 100.00% of them one of a kind, 0.00%")
    assert lines[1].startswith("against  3 articles")
    assert lines[2].startswith("four-grams shared, these to against: 0.00")
