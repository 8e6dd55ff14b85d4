"""The settings of a training run, read from one TOML or YAML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TypeVar

import msgspec

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.windows import WindowSizes
from vn_dx_ie.training.augment import AugmentConfig

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


class NetworkConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Widths and dropout of the parts above the encoder."""

    flag_width: int = 64
    word_width: int = 128
    hidden: int = 192
    pair_width: int = 192
    dropout: float = 0.3


class TrainConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One run: data, encoder, network and optimisation.

    Learning rates are the peaks of a linear warm-up and cosine decay. The development set is scored
    after each ``evaluate_every`` epochs, and fits the confidences at the end.
    """

    # Data: JSONL files of documents; those of `silver` are annotated by models.
    train: tuple[Path, ...] = ()
    dev: tuple[Path, ...] = ()
    silver: tuple[Path, ...] = ()
    silver_per_epoch: int = 500
    gold_only_epochs: int = 2  # the last ones, without silver
    augmented: float = 0.0  # share of the documents of `train` that an epoch changes
    augment: AugmentConfig = AugmentConfig()
    labels: LabelSet = LabelSet()
    out: Path = Path("runs/model")

    # A `transformers` folder or hub name, or a model folder; by default the shipped model.
    encoder: str = ""
    segmented: bool = False  # its tokenizer wants segmented words
    network: NetworkConfig = NetworkConfig()
    windows: WindowSizes = WindowSizes()
    # Off to measure what they bring: the encoder's weights; the lexicon features.
    pretrained: bool = True
    lexicon: bool = True

    epochs: int = 14
    documents_per_step: int = 4
    learning_rate: float = 2e-3
    encoder_learning_rate: float = 2e-4
    weight_decay: float = 0.01
    warmup: float = 0.08
    average: float = 0.99  # decay of the moving average of the weights, by step
    relation_weight: float = 1.0
    flag_dropout: float = 0.1
    piece_dropout: float = 0.05
    predicted_spans_from: int = 4  # the epoch from which wrongly predicted spans join the candidate pairs
    pair_epochs: int = 30  # more passes for relations alone, see `training.relations`
    pair_learning_rate: float = 1e-3

    evaluate_every: int = 2
    patience: int = 0  # so many scores without a better one end the run; 0 never does
    int8: bool = True  # export 8-bit integers if that costs no label 0.3 points of F1
    seed: int = 1
    threads: int = 0  # 0 leaves their number to torch


T = TypeVar("T")


def read_config(path: Path) -> TrainConfig:
    """Read the settings of a training run; see :func:`decode_config`."""
    return decode_config(path, TrainConfig)


def decode_config(path: Path, kind: type[T]) -> T:
    """Read a run's settings, TOML or YAML; relative paths in it count from the current folder.

    Raises:
        ConfigError: the file is missing or broken, or a setting is unknown or of another type.
    """
    try:
        if path.suffix == ".toml":
            return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), kind, dec_hook=_decode)
        return msgspec.yaml.decode(path.read_bytes(), type=kind, dec_hook=_decode)
    except OSError as error:
        raise ConfigError(f"{path}: cannot read the configuration: {error.strerror}") from error
    except (msgspec.MsgspecError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _decode(kind: type, value: object) -> object:
    if kind is Path:
        if isinstance(value, str):
            return Path(value)
        raise TypeError(f"Expected `str`, a path, got {value!r}")
    raise NotImplementedError(f"a setting of type {kind}")
