"""The benchmark of clusters on a few texts, with the system that needs none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import clusters
from benchmarks.cluster_tasks import SYSTEMS
from vn_dx_ie.document import Document
from vn_dx_ie.formats import write_documents

FIRST = next(iter(SYSTEMS))


def test_partitions_hold_every_text_once(tmp_path: Path) -> None:
    clusters.write_partitions([f"Tin {number}." for number in range(40)], tmp_path / "given")
    files = sorted((tmp_path / "given").iterdir())
    rows = [[json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] for file in files]
    assert {len(some) for some in rows} == {2, 3}
    assert {row["text"] for some in rows for row in some} == {f"Tin {number}." for number in range(40)}
    assert len({row["id"] for some in rows for row in some}) == 40


def test_a_system_that_loses_articles_is_an_error(tmp_path: Path) -> None:
    clusters.write_partitions(["Tin 1."], tmp_path / "given")
    with pytest.raises(ValueError, match="expected results of 2 articles, got 1"):
        clusters.seconds(FIRST, tmp_path / "given", workers=1, expected=2)


def test_one_system_over_a_few_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(clusters, "SYSTEMS", [FIRST])
    write_documents([Document(id="a", text="Sáng 8/8, tại Hà Nội."), Document(text="Hai.")], tmp_path / "gold.jsonl")
    asked = [str(tmp_path / "gold.jsonl"), "--articles", "20", "--workers", "1", "--repeat", "1", "--json"]
    clusters.main(asked)
    figures = json.loads(capsys.readouterr().out)
    assert (figures["articles"], figures["words"]) == (20, 10 * 5 + 10)
    assert list(figures["systems"]) == [FIRST]
    assert [len(one.rows) for one in clusters.as_tables(figures)] == [3, 1]
    with pytest.raises(SystemExit):
        clusters.main(["--articles", "16"])
    assert "expected more than 16, got 16" in capsys.readouterr().err
