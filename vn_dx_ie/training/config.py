"""The settings of a training run, read from one TOML or YAML file."""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.windows import WindowSizes

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

    ``train`` and ``dev`` are JSONL files of documents; ``encoder`` is a ``transformers`` folder or
    hub name, or a model folder, by default the shipped one; ``segmented`` tells that its tokenizer
    wants segmented words. Learning rates are the
    peaks of a linear warm-up and cosine decay; ``average`` is the decay of the moving average of
    the weights, by step; from epoch ``predicted_spans_from`` on, wrongly predicted spans join the
    candidate pairs of relations; ``pair_epochs`` more passes, with ``pair_learning_rate``, are for
    relations alone (see :mod:`vn_dx_ie.training.relations`); ``threads`` of 0 leaves their number
    to torch.
    """

    train: tuple[Path, ...] = ()
    dev: tuple[Path, ...] = ()
    encoder: str = ""
    out: Path = Path("runs/model")
    segmented: bool = False
    labels: LabelSet = LabelSet()
    network: NetworkConfig = NetworkConfig()
    windows: WindowSizes = WindowSizes()
    epochs: int = 14
    documents_per_step: int = 4
    learning_rate: float = 2e-3
    encoder_learning_rate: float = 2e-4
    weight_decay: float = 0.01
    warmup: float = 0.08
    average: float = 0.99
    relation_weight: float = 1.0
    flag_dropout: float = 0.1
    piece_dropout: float = 0.05
    predicted_spans_from: int = 4
    pair_epochs: int = 30
    pair_learning_rate: float = 1e-3
    evaluate_every: int = 2
    seed: int = 1
    threads: int = 0


def read_config(path: Path) -> TrainConfig:
    """Read a run's settings; relative paths in it count from the current folder.

    Raises:
        ConfigError: the file is missing or broken, or a setting is unknown or of another type.
    """
    try:
        if path.suffix == ".toml":
            return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), TrainConfig, dec_hook=_decode)
        return msgspec.yaml.decode(path.read_bytes(), type=TrainConfig, dec_hook=_decode)
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
