"""The benchmark of memory on a few notes."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import memory
from benchmarks.memory_tasks import STATUS, varied
from vn_dx_ie.document import Document
from vn_dx_ie.formats import write_documents

NOTE = (
    "Ngày 15/3/2024, UBND tỉnh Lào Cai cho biết 1.250 hồ sơ đã nộp trực tuyến, đạt 82,5% kế hoạch của quý đầu năm. " * 2
)
GROWING = [(count, 100.0 if count < 50 else 100 + 2e-6 * count) for count in range(0, 101, 5)]


def test_notes_come_again_with_other_digits() -> None:
    first, other, again = islice(varied([NOTE, "Hai."]), 3)
    assert other == "Hai.\nTin số 2."
    assert len({NOTE, first.rsplit("\n", 1)[0], again.rsplit("\n", 1)[0]}) == 3
    assert re.sub("[1-9]", "#", first) == re.sub("[1-9]", "#", f"{NOTE}\nTin số 1.")
    assert [first, other, again] == list(islice(varied([NOTE, "Hai."]), 3))


def test_the_slope_is_that_of_the_second_half() -> None:
    assert memory.slope(GROWING) == pytest.approx(2)


def test_marks_are_the_first_and_ten_more() -> None:
    assert [count for count, _ in memory.marks(GROWING)] == list(range(0, 101, 10))
    assert memory.marks(GROWING[:3]) == GROWING[:3]


def test_the_same_samples_give_the_same_plot(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    for name in ("a.svg", "b.svg"):
        memory.draw(GROWING, tmp_path / name)
    drawn = (tmp_path / "a.svg").read_bytes()
    assert drawn == (tmp_path / "b.svg").read_bytes()
    assert b"<svg" in drawn
    assert b"dc:date" not in drawn


@pytest.mark.skipif(not STATUS.exists(), reason="only Linux tells the resident memory so")
def test_memory_over_a_few_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_documents([Document(id="a", text=NOTE)], tmp_path / "gold.jsonl")
    memory.main([str(tmp_path / "gold.jsonl"), "--documents", "20", "--every", "5", "--json"])
    figures = json.loads(capsys.readouterr().out)
    assert [count for count, _ in figures["samples"]] == [0, 5, 10, 15, 20]
    assert len(memory.as_tables(figures)) == 2


def test_too_few_documents_for_a_slope_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(memory, "STATUS", Path(__file__))  # there on any system
    with pytest.raises(SystemExit):
        memory.main(["--documents", "20"])
    assert "--documents: expected at least twice --every (1000), got 20" in capsys.readouterr().err


def test_a_system_without_proc_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(memory, "STATUS", Path("no-such-file"))
    with pytest.raises(SystemExit):
        memory.main([])
    assert "expected Linux, where no-such-file tells the resident memory" in capsys.readouterr().err
