"""One training run from a configuration: read, train, calibrate, export, report."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import torch

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.extractor import default_model_folder
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training.calibrate import calibrate
from vn_dx_ie.training.checkpoints import Checkpoint
from vn_dx_ie.training.config import TrainConfig, read_config
from vn_dx_ie.training.data import Example, documents_of, make_examples, read_dataset
from vn_dx_ie.training.encoders import open_encoder
from vn_dx_ie.training.export import export_model
from vn_dx_ie.training.material import Material
from vn_dx_ie.training.network import Network
from vn_dx_ie.training.quantise import quantise_where_it_is_free
from vn_dx_ie.training.scorer import TorchScorer
from vn_dx_ie.training.train import blind_to_lexicon, plain_decoding
from vn_dx_ie.training.train import train as train_on

log = logging.getLogger(__name__)


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
        ConfigError: the settings name no documents to train on, or an encoder that cannot be used.
        InputError: a data file cannot be read.
    """
    if not config.train:
        raise ConfigError("train: expected at least one file of documents, got none")
    torch.manual_seed(config.seed)
    if config.threads:
        torch.set_num_threads(config.threads)
    config.out.mkdir(parents=True, exist_ok=True)
    start = open_encoder(config.encoder or str(default_model_folder()), config.segmented, config.out)
    encoder = start.pieces
    train, dev, silver = (documents_of(read_dataset(paths)) for paths in (config.train, config.dev, config.silver))
    log.info("%d documents to train on, %d annotated by models, %d to measure on", len(train), len(silver), len(dev))
    material = Material(train, silver, encoder, config)
    if not config.pretrained:
        start.backbone.forget()
    dev_examples = make_examples(dev, encoder, config.labels)
    network = Network(start.backbone, config.network, config.labels)
    if not config.lexicon:
        blind_to_lexicon(network)
    trained = train_network(network, encoder, material, dev_examples, config)
    export_model(trained.network, trained.decoding, encoder.special, start.tokenizer, config.out, config.out.name, "1")
    report = trained.report
    if config.int8 and dev_examples:
        changes, kept = quantise_where_it_is_free(config.out, dev_examples, encoder, trained.decoding)
        report = msgspec.structs.replace(report, int8=kept, int8_changes=changes)
    (config.out / "training.json").write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1))
    Checkpoint(config).remove()
    log.info("wrote %s", config.out)


class Report(msgspec.Struct, frozen=True):
    """What the run measured on its development set; F1 scores, their changes, and errors in 0 to 1.

    ``int8`` tells whether the exported network computes in 8-bit integers, ``int8_changes`` what that
    does to each label; the other figures are those of the network in 32-bit floats.
    """

    entities: float | None = None
    by_label: dict[str, float] = {}
    relations: float | None = None
    entity_calibration_error: float | None = None
    relation_calibration_error: float | None = None
    int8: bool = False
    int8_changes: dict[str, float] = {}


class Outcome(msgspec.Struct, frozen=True):
    """A trained network with its decoding settings and report."""

    network: Network
    decoding: Decoding
    report: Report


def train_network(
    network: Network, encoder: PieceEncoder, material: Material, dev: list[Example], config: TrainConfig
) -> Outcome:
    """Train, then fit the temperatures on `dev`; without `dev` the confidences stay as they are."""
    trained = train_on(network, encoder, material, dev, config, config.out / "training.csv")
    decoding = plain_decoding(trained.network, config)
    if not dev or trained.scores is None:
        return Outcome(trained.network, decoding, Report())
    fitted = calibrate(dev, encoder, TorchScorer(trained.network), decoding)
    scores = fitted.scores
    report = Report(scores.entities, scores.by_label, scores.relations, fitted.entity_error, fitted.relation_error)
    return Outcome(trained.network, fitted.decoding, report)
