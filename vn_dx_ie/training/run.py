"""One training run from a configuration: read, train, calibrate, export, report."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import msgspec
import torch
from tokenizers import Tokenizer
from transformers import AutoTokenizer

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.pieces import PieceEncoder, SpecialIds, load_pieces
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training.calibrate import calibrate
from vn_dx_ie.training.config import TrainConfig, read_config
from vn_dx_ie.training.data import Example, documents_of, make_examples, read_dataset
from vn_dx_ie.training.export import export_model
from vn_dx_ie.training.network import Network, PieceBackbone
from vn_dx_ie.training.scorer import TorchScorer
from vn_dx_ie.training.train import plain_decoding, train

log = logging.getLogger(__name__)
_MARKS = ("[CLS]", "[SEP]", "[PAD]", "[MASK]")


def run_training(
    config: Path | None,
    train: tuple[Path, ...] = (),
    dev: tuple[Path, ...] = (),
    encoder: str | None = None,
    out: Path | None = None,
    seed: int | None = None,
) -> None:
    """Train from a configuration file; the other arguments take the place of its settings.

    Raises:
        ConfigError: a setting is missing, unknown or wrong.
        InputError: a data file cannot be read.
    """
    given = {"train": train, "dev": dev, "encoder": encoder, "out": out, "seed": seed}
    changes = {key: value for key, value in given.items() if value not in (None, ())}
    settings = read_config(config) if config is not None else TrainConfig()
    run(msgspec.structs.replace(settings, **changes))


def run(config: TrainConfig) -> None:
    """Carry out one run and write the model folder to ``config.out``.

    Raises:
        ConfigError: the settings name no documents to train on, or no encoder.
        InputError: a data file cannot be read.
    """
    if not config.train:
        raise ConfigError("train: expected at least one file of documents, got none")
    if not config.encoder:
        raise ConfigError("encoder: expected a transformers folder or name, got none")
    torch.manual_seed(config.seed)
    if config.threads:
        torch.set_num_threads(config.threads)
    config.out.mkdir(parents=True, exist_ok=True)
    tokenizer, special = prepare_tokenizer(config.encoder, config.segmented, config.out)
    encoder = load_pieces(config.out, "segmented" if config.segmented else "fast", special)
    examples = make_examples(documents_of(read_dataset(config.train)), encoder, config.labels)
    dev = make_examples(documents_of(read_dataset(config.dev)), encoder, config.labels)
    log.info("%d documents to train on, %d to measure on", len(examples), len(dev))
    network = Network(PieceBackbone.from_pretrained(config.encoder), config.network, config.labels)
    trained = train_network(network, encoder, examples, dev, config)
    export_model(trained.network, trained.decoding, special, tokenizer, config.out, config.out.name, "1")
    (config.out / "training.json").write_bytes(msgspec.json.format(msgspec.json.encode(trained.report), indent=1))
    log.info("wrote %s", config.out)


class Report(msgspec.Struct, frozen=True):
    """What the run measured on its development set; F1 scores and errors in 0 to 1."""

    entities: float | None = None
    by_label: dict[str, float] = {}
    relations: float | None = None
    entity_calibration_error: float | None = None
    relation_calibration_error: float | None = None


class Outcome(msgspec.Struct, frozen=True):
    """A trained network with its decoding settings and report."""

    network: Network
    decoding: Decoding
    report: Report


def train_network(
    network: Network, encoder: PieceEncoder, examples: list[Example], dev: list[Example], config: TrainConfig
) -> Outcome:
    """Train, then fit the temperatures on `dev`; without `dev` the confidences stay as they are."""
    trained = train(network, encoder, examples, dev, config, config.out / "training.csv")
    decoding = plain_decoding(trained.network, config)
    if not dev or trained.scores is None:
        return Outcome(trained.network, decoding, Report())
    fitted = calibrate(dev, encoder, TorchScorer(trained.network), decoding)
    scores = fitted.scores
    report = Report(scores.entities, scores.by_label, scores.relations, fitted.entity_error, fitted.relation_error)
    return Outcome(trained.network, fitted.decoding, report)


def prepare_tokenizer(name_or_path: str, segmented: bool, folder: Path) -> tuple[Path, SpecialIds]:
    """Save the encoder's tokenizer into `folder`; returns where, and the ids of its special marks."""
    source = Path(name_or_path) / "tokenizer.json"
    if source.is_file() and not (Path(name_or_path) / "tokenizer_config.json").is_file():
        # A bare `tokenizers` file: its marks are known by their names.
        target = folder / "tokenizer.json"
        shutil.copyfile(source, target)
        return target, _bare_special(target)
    tokenizer = AutoTokenizer.from_pretrained(name_or_path)
    special = _special(tokenizer)
    if segmented:
        tokenizer.save_pretrained(folder / "tokenizer")
        return folder / "tokenizer", special
    if not tokenizer.is_fast:
        raise ConfigError(f"{name_or_path}: its tokenizer gives no offsets; set segmented = true")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    return folder / "tokenizer.json", special


def _bare_special(path: Path) -> SpecialIds:
    tokenizer = Tokenizer.from_file(str(path))
    ids = [index for mark in _MARKS if (index := tokenizer.token_to_id(mark)) is not None]
    if len(ids) != len(_MARKS):
        raise ConfigError(f"{path}: expected the marks [CLS], [SEP], [PAD] and [MASK] in the vocabulary")
    return SpecialIds(*ids)


def _special(tokenizer: object) -> SpecialIds:
    names = (
        ("cls_token_id", "bos_token_id"),
        ("sep_token_id", "eos_token_id"),
        ("pad_token_id",),
        ("mask_token_id", "unk_token_id"),
    )
    found = []
    for choices in names:
        ids = [getattr(tokenizer, choice, None) for choice in choices]
        known = [value for value in ids if value is not None]
        if not known:
            raise ConfigError(f"expected the tokenizer to have a {choices[0].removesuffix('_id')}, found none")
        found.append(known[0])
    return SpecialIds(*found)
