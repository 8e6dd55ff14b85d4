"""Tiny encoders on disk, and one trained model that several tests look at."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
import torch

from tests.checkpoints import sample_documents, write_checkpoint, write_documents, write_segmented_checkpoint
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training import run
from vn_dx_ie.training.config import NetworkConfig
from vn_dx_ie.training.export import export_model
from vn_dx_ie.training.network import Network

logging.getLogger("torch.__trace").propagate = False  # the exporter's traces would all be captured
SIZES = NetworkConfig(flag_width=8, word_width=8, hidden=8, pair_width=8)

torch.set_num_threads(1)  # tiny tensors: threads would only wait for each other


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="session")
def segmented_checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_segmented_checkpoint(tmp_path_factory.mktemp("segmented"))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_documents(tmp_path_factory.mktemp("corpus") / "train.jsonl", sample_documents())


def write_config(path: Path, corpus: Path, encoder: Path, out: Path, **settings: object) -> Path:
    """Write a TOML configuration for a tiny network; `settings` are numbers, booleans or TOML."""
    lines = {
        "train": f'["{corpus.as_posix()}"]',
        "dev": f'["{corpus.as_posix()}"]',
        "encoder": f'"{encoder.as_posix()}"',
        "out": f'"{out.as_posix()}"',
        "epochs": 2,
        "documents_per_step": 2,
        "threads": 1,
        "predicted_spans_from": 2,
        "pair_epochs": 2,
        "int8": "false",
        **{key: str(value).lower() for key, value in settings.items()},
    }
    network = "[network]\n" + "".join(f"{key} = {value}\n" for key, value in msgspec.structs.asdict(SIZES).items())
    text = "".join(f"{key} = {value}\n" for key, value in lines.items())
    path.write_text(text + network + "[windows]\ncore = 24\ncontext = 6\n", encoding="utf-8")
    return path


class Exported(NamedTuple):
    """A run's network as it was handed to the exporter, its decoding, and the model folder."""

    network: Network
    decoding: Decoding
    folder: Path


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory, corpus: Path, checkpoint: Path) -> Exported:
    """One run, long enough to learn the sample by heart, exported."""
    folder = tmp_path_factory.mktemp("trained")
    options = {"epochs": 60, "learning_rate": 0.02, "encoder_learning_rate": 0.01, "average": 0.8, "evaluate_every": 60}
    path = write_config(folder / "run.toml", corpus, checkpoint, folder / "model", **options)
    handed: list[tuple[Network, Decoding]] = []

    def spy(network: Network, decoding: Decoding, *rest: Any) -> None:
        handed.append((network, decoding))
        export_model(network, decoding, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "export_model", spy)
        run.run_training(path)
    return Exported(*handed[0], folder / "model")


@pytest.fixture
def unexported(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Network, Decoding]]:
    """Runs hand their network over here; the slow export is left out."""
    handed: list[tuple[Network, Decoding]] = []
    monkeypatch.setattr(run, "export_model", lambda network, decoding, *rest: handed.append((network, decoding)))
    return handed
