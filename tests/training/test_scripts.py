"""The scripts around training: series of runs, and silver data."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts import annotate_silver, experiments
from tests.checkpoints import TEXTS, sample_documents
from tests.training.conftest import Exported, write_config
from vn_dx_ie.document import Document
from vn_dx_ie.formats import load_documents
from vn_dx_ie.training.config import TrainConfig

MANY = [Document(id=str(number), text="x") for number in range(23)]


def test_each_document_is_tested_in_one_fold_and_trained_on_in_the_others() -> None:
    parts = list(experiments.folds(MANY, 5))
    assert sorted(int(one.id or "") for _, fold in parts for one in fold) == list(range(23))
    for rest, fold in parts:
        assert {one.id for one in rest} | {one.id for one in fold} == {one.id for one in MANY}
        assert not {one.id for one in rest} & {one.id for one in fold}


def test_smaller_shares_lie_in_larger_ones() -> None:
    shares = [{one.id for one in experiments.part(MANY, share)} for share in (0.1, 0.5, 1.0)]
    assert [len(share) for share in shares] == [2, 12, 23]
    assert shares[0] < shares[1] < shares[2]


@pytest.mark.parametrize("group", experiments.GROUPS)
def test_no_run_is_tested_on_what_it_learnt_from(group: str) -> None:
    plans = list(experiments.plans(group, TrainConfig(out=Path("out")), MANY[:10], MANY[10:15], MANY[15:]))
    assert len({plan.name for plan in plans}) == len(plans) >= 3
    for plan in plans:
        assert plan.test
        assert not {one.id for one in plan.train} & {one.id for one in plan.test}


def test_a_share_is_read_as_often_as_the_whole() -> None:
    settings = TrainConfig(out=Path("out"), epochs=3)
    for plan in experiments.plans("curve", settings, MANY[:20], [], MANY[20:]):
        assert len(plan.train) * int(str(plan.changes["epochs"])) == 20 * settings.epochs


def test_a_series_is_scored_and_goes_on(
    tmp_path: Path, corpus: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scored: list[str] = []

    def scores_of(plan: experiments.Plan, *rest: object) -> dict[str, float]:
        scored.append(plan.name)
        return {"entities": 0.5 + len(scored) / 10, "relations": 0.4}

    monkeypatch.setattr(experiments, "carry_out", scores_of)
    config = write_config(tmp_path / "r.toml", corpus, checkpoint, tmp_path / "m")
    data = ["--train", str(corpus), "--dev", str(corpus), "--out", str(tmp_path), "--seeds", "3"]
    result = CliRunner().invoke(experiments.main, [str(config), "seeds", *data])
    assert result.exit_code == 0, result.output
    assert scored == ["seed-1", "seed-2", "seed-3"]
    assert "| seed-2 | entities 0.700 | relations 0.400 |" in result.output
    assert "| entities | 0.700 ± 0.100 |" in result.output


@pytest.mark.parametrize("name", ["texts.txt", "texts.jsonl"])
def test_silver_of_texts_and_documents(trained: Exported, tmp_path: Path, corpus: Path, name: str) -> None:
    texts = tmp_path / name
    texts.write_text("\n\n".join(TEXTS) if name.endswith("txt") else corpus.read_text("utf-8"), encoding="utf-8")
    out = tmp_path / "silver.jsonl"
    arguments = [str(trained.folder), "--texts", str(texts), "-o", str(out), "--limit", "3"]
    result = CliRunner().invoke(annotate_silver.main, arguments)
    assert result.exit_code == 0, result.output
    silver = load_documents(out)
    assert 0 < len(silver) <= 3
    assert [one.text for one in silver] == [one.text for one in sample_documents()][: len(silver)]
    assert all(one.entities and one.problems() == () for one in silver)
