"""A run that is interrupted goes on as if it had not been; one that stops improving ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from tests.training.conftest import write_config
from tests.training.test_run import log_of
from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training import train
from vn_dx_ie.training.checkpoints import CHECKPOINT, Checkpoint
from vn_dx_ie.training.evaluation import DevScores
from vn_dx_ie.training.network import Network
from vn_dx_ie.training.run import run_training

Handed = list[tuple[Network, Decoding]]


def interrupt_after(monkeypatch: pytest.MonkeyPatch, epochs: int) -> None:
    save = Checkpoint.save
    saved: list[int] = []

    def save_then_stop(checkpoint: Checkpoint, state: dict[str, Any]) -> None:
        save(checkpoint, state)
        saved.append(1)
        if len(saved) == epochs:
            raise KeyboardInterrupt

    monkeypatch.setattr(Checkpoint, "save", save_then_stop)


def test_an_interrupted_run_goes_on(
    tmp_path: Path, corpus: Path, checkpoint: Path, unexported: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"epochs": 4, "predicted_spans_from": 3, "evaluate_every": 2}
    run_training(write_config(tmp_path / "whole.toml", corpus, checkpoint, tmp_path / "whole", **settings))
    path = write_config(tmp_path / "broken.toml", corpus, checkpoint, tmp_path / "broken", **settings)
    with monkeypatch.context() as patch:
        interrupt_after(patch, 2)
        with pytest.raises(KeyboardInterrupt):
            run_training(path)
    assert (tmp_path / "broken" / CHECKPOINT).is_file()
    torch.manual_seed(99)  # another process would stand elsewhere in its own chance
    run_training(path)
    (whole, _), (resumed, _) = unexported
    assert all(torch.equal(value, resumed.state_dict()[key]) for key, value in whole.state_dict().items())
    without_time = [[{**row, "seconds": ""} for row in log_of(tmp_path / name)] for name in ("whole", "broken")]
    assert without_time[0] == without_time[1]
    assert not (tmp_path / "broken" / CHECKPOINT).exists(), "nothing is left once the run has ended"


def test_a_checkpoint_of_other_settings_is_refused(
    tmp_path: Path, corpus: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_config(tmp_path / "r.toml", corpus, checkpoint, tmp_path / "m")
    with monkeypatch.context() as patch:
        interrupt_after(patch, 1)
        with pytest.raises(KeyboardInterrupt):
            run_training(path)
    with pytest.raises(ConfigError, match="settings of this run"):
        run_training(path, seed=7)
    (tmp_path / "m" / CHECKPOINT).write_bytes(b"half a file")
    with pytest.raises(ConfigError, match="cannot read the checkpoint"):
        run_training(path)


def test_a_run_ends_where_the_scores_stop_rising(
    tmp_path: Path, corpus: Path, checkpoint: Path, unexported: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    scores = iter([0.2, 0.6, 0.5, 0.4, 0.9])
    seen: list[dict[str, torch.Tensor]] = []

    def scripted(network: Network, *rest: object) -> DevScores:
        seen.append({name: value.clone() for name, value in network.state_dict().items()})
        return DevScores(next(scores), {}, 0.0)

    monkeypatch.setattr(train, "_score", scripted)
    monkeypatch.setattr(train, "refine_relations", lambda *given: None)
    path = write_config(tmp_path / "r.toml", corpus, checkpoint, tmp_path / "m", epochs=9, evaluate_every=1, patience=2)
    run_training(path)
    assert [float(row["entity_f1"]) for row in log_of(tmp_path / "m")] == [0.2, 0.6, 0.5, 0.4]
    kept = unexported[0][0].state_dict()
    assert all(torch.equal(value, kept[name]) for name, value in seen[1].items()), "the best weights are kept"
    assert not torch.equal(seen[3]["crf.between"], kept["crf.between"])
