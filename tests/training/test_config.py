"""The settings of a run: what is unknown, of another type or missing is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.windows import WindowSizes
from vn_dx_ie.training.config import NetworkConfig, TrainConfig, read_config

BASE = 'train = ["a.jsonl", "b.jsonl"]\nencoder = "e"\nout = "o"\n'


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_toml(tmp_path: Path) -> None:
    text = BASE + "epochs = 3\nlearning_rate = 1e-3\n[network]\nhidden = 7\n[windows]\ncore = 50\ncontext = 5\n"
    found = read_config(written(tmp_path / "c.toml", text))
    assert found == TrainConfig(
        train=(Path("a.jsonl"), Path("b.jsonl")),
        encoder="e",
        out=Path("o"),
        epochs=3,
        learning_rate=1e-3,
        network=NetworkConfig(hidden=7),
        windows=WindowSizes(50, 5),
    )
    assert found.labels == LabelSet()


def test_yaml_says_the_same(tmp_path: Path) -> None:
    toml = read_config(written(tmp_path / "c.toml", BASE + "seed = 4\n[network]\ndropout = 0.5\n"))
    text = "train: [a.jsonl, b.jsonl]\nencoder: e\nout: o\nseed: 4\nnetwork: {dropout: 0.5}\n"
    assert read_config(written(tmp_path / "c.yaml", text)) == toml


def test_labels_of_ones_own(tmp_path: Path) -> None:
    text = BASE + '[labels]\nentities = ["A", "B"]\n[labels.relations]\nR = [["A"], ["A", "B"]]\n'
    labels = read_config(written(tmp_path / "c.toml", text)).labels
    assert labels == LabelSet(("A", "B"), {"R": (("A",), ("A", "B"))})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BASE + "epoch = 3\n", "epoch"),
        (BASE + "[network]\nwidth = 3\n", "width"),
        (BASE + "[windows]\ncores = 3\n", "cores"),
        (BASE + '[labels]\nentity = ["A"]\n', "entity"),
        (BASE + 'epochs = "three"\n', "epochs"),
        (BASE + "segmented = 1\n", "segmented"),
        (BASE.replace('["a.jsonl", "b.jsonl"]', "3"), "train"),
        (BASE.replace('"o"', "[1]"), "out"),
        (BASE + "epochs = \n", "line 4"),
        (BASE + "epochs = 1\nepochs = 2\n", "line 5"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        read_config(written(tmp_path / "run.toml", text))
    assert "run.toml" in str(caught.value)


@pytest.mark.parametrize("text", ["train: [a\n", "epochs: many\n", "- 1\n"])
def test_mistakes_in_yaml_are_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError, match=r"run\.yaml"):
        read_config(written(tmp_path / "run.yaml", text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"gone\.toml: cannot read the configuration: No such file"):
        read_config(tmp_path / "gone.toml")


@pytest.mark.parametrize("name", ["c.toml", "c.yaml"])
def test_a_file_that_is_not_utf8_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b'encoder = "\xe0\xff"\n')
    with pytest.raises(ConfigError, match=name):
        read_config(tmp_path / name)
