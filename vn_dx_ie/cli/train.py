"""``vn-dx-ie train``: a model from annotated documents."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from vn_dx_ie.errors import MissingExtraError

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("config", required=False, type=_FILE)
@click.option("--train", "train_paths", type=_FILE, multiple=True, help="Documents to learn from; may be repeated.")
@click.option("--dev", "dev_paths", type=_FILE, multiple=True, help="Documents to tune on; may be repeated.")
@click.option("--encoder", metavar="NAME_OR_PATH", help="A transformers checkpoint in place of the small encoder.")
@click.option("-o", "--out", type=_FILE, metavar="FOLDER", help="Where the model goes.")
@click.option("--seed", type=int, help="The same seed and settings give the same model.")
def train(
    config: Path | None,
    train_paths: tuple[Path, ...],
    dev_paths: tuple[Path, ...],
    encoder: str | None,
    out: Path | None,
    seed: int | None,
) -> None:
    """Train a model, from a CONFIG file or from --train and --dev; options override the file."""
    if config is None and not (train_paths and dev_paths):
        raise click.UsageError("expected CONFIG, or both --train and --dev, got neither")
    logging.basicConfig(level=logging.WARNING, format="%(message)s")  # to standard error
    logging.getLogger("vn_dx_ie").setLevel(logging.INFO)
    try:
        from vn_dx_ie.training.run import run_training

        run_training(config, train_paths, dev_paths, encoder, out, seed)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("vn_dx_ie"):
            raise
        raise MissingExtraError("training", "train") from error
