"""Many runs of one configuration, to say what is luck and what each part brings.

    python scripts/experiments.py CONFIG --train REAL.jsonl --also MORE.jsonl --dev DEV.jsonl \
        --out FOLDER seeds folds curve without

Rows are groups of runs: `seeds` one for each of --seeds; `folds` cross-validation over --train and --dev
together, --also always in training; `curve` shares of --train and --also, in as many steps as the whole takes;
`without` the parts one by one. Each run is scored on documents that it never saw. A run that is there already is not
repeated, so a broken series goes on.
"""

from __future__ import annotations

import json
import random
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click
import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.extractor import load
from vn_dx_ie.formats.jsonl import write_jsonl
from vn_dx_ie.schema import ENTITY_LABELS
from vn_dx_ie.scoring import Scores, evaluate
from vn_dx_ie.scoring.counts import total
from vn_dx_ie.training.config import TrainConfig, read_config
from vn_dx_ie.training.data import documents_of, read_dataset
from vn_dx_ie.training.run import run

_FILE = click.Path(path_type=Path)
GROUPS = ("seeds", "folds", "curve", "without")
CORE = ("OFFICIAL", "AGENCY", "PROVINCE", "INDICATOR", "VALUE")
_SHARES = (0.1, 0.25, 0.5)
_LENGTHS = ("epochs", "predicted_spans_from", "pair_epochs")
_FOLDS = 5


@dataclass(frozen=True)
class Plan:
    """One run: its name, what it learns from, what it is scored on, and the settings that differ."""

    name: str
    train: list[Document]
    test: list[Document]
    changes: dict[str, object] = field(default_factory=dict)


@click.command()
@click.argument("config", type=_FILE)
@click.argument("groups", nargs=-1, required=True, type=click.Choice(GROUPS))
@click.option("--train", required=True, multiple=True, type=_FILE)
@click.option("--also", multiple=True, type=_FILE, help="More to learn from, the part that `without` leaves out.")
@click.option("--dev", required=True, multiple=True, type=_FILE)
@click.option("--encoder", help="As for vn-dx-ie train.")
@click.option("--out", required=True, type=_FILE, metavar="FOLDER")
@click.option("--seeds", default=5, show_default=True, help="How many.")
def main(
    config: Path,
    groups: tuple[str, ...],
    train: tuple[Path, ...],
    also: tuple[Path, ...],
    dev: tuple[Path, ...],
    encoder: str | None,
    out: Path,
    seeds: int,
) -> None:
    """Carry out GROUPS of runs of CONFIG and print a table of each."""
    settings = read_config(config)
    if encoder:
        settings = msgspec.structs.replace(settings, encoder=encoder)
    real, more, held = (documents_of(read_dataset(paths)) for paths in (train, also, dev))
    for group in groups:
        rows = []
        for plan in plans(group, settings, real, more, held, seeds):
            rows.append((plan.name, carry_out(plan, settings, out)))
            print_rows(rows[-1:])
        if len(rows) > 1 and group in ("seeds", "folds"):
            print_spread(rows)


def plans(
    group: str,
    settings: TrainConfig,
    real: list[Document],
    more: list[Document],
    dev: list[Document],
    seeds: int = 5,
) -> Iterator[Plan]:
    """Yield the runs of one group."""
    if group == "seeds":
        yield from (Plan(f"seed-{seed}", [*real, *more], dev, {"seed": seed}) for seed in range(1, seeds + 1))
    elif group == "folds":
        for number, (rest, fold) in enumerate(folds([*real, *dev], _FOLDS), start=1):
            yield Plan(f"fold-{number}", [*rest, *more], fold)
    elif group == "curve":
        for share in _SHARES:
            longer = {name: round(getattr(settings, name) / share) for name in _LENGTHS}
            yield Plan(f"share-{round(100 * share)}", [*part(real, share), *part(more, share)], dev, longer)
    else:
        yield Plan("without-real", more, dev)
        yield Plan("without-authored", real, dev)
        yield Plan("without-pretraining", [*real, *more], dev, {"pretrained": False, "encoder_learning_rate": 5e-4})
        yield Plan("without-lexicon", [*real, *more], dev, {"lexicon": False})
        yield Plan("without-augmentation", [*real, *more], dev, {"augmented": 0.0})


def folds(documents: Sequence[Document], count: int) -> Iterator[tuple[list[Document], list[Document]]]:
    """Yield the rest and the fold, for each of `count` parts of shuffled `documents`."""
    order = list(documents)
    random.Random(0).shuffle(order)
    for number in range(count):
        yield [one for index, one in enumerate(order) if index % count != number], order[number::count]


def part(documents: Sequence[Document], share: float) -> list[Document]:
    """Return a share of `documents`, the same whenever it is asked for; smaller shares lie in larger ones."""
    order = list(documents)
    random.Random(0).shuffle(order)
    return order[: round(share * len(order))]


def carry_out(plan: Plan, settings: TrainConfig, out: Path) -> dict[str, float]:
    """Train and score one run, or read the scores that it left; returns F1 scores by name.

    The documents of the test take no part in the run, not even to fit confidences.
    """
    folder = out / plan.name
    scores_path = folder / "scores.json"
    if not scores_path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "train.jsonl").open("wb") as stream:
            write_jsonl(plan.train, stream)
        changes = {"train": (folder / "train.jsonl",), "dev": (), "out": folder, **plan.changes}
        run(msgspec.structs.replace(settings, **changes))
        extractor = load(folder)
        found = list(extractor.pipe([Document(id=one.id, text=one.text, published=one.published) for one in plan.test]))
        scores_path.write_text(json.dumps(flattened(evaluate(plan.test, found))), encoding="utf-8")
        (folder / "train.jsonl").unlink()
    scores: dict[str, float] = json.loads(scores_path.read_text(encoding="utf-8"))
    return scores


def flattened(scores: Scores) -> dict[str, float]:
    """Return strict F1 of entities, of the five core labels together, of each label, and of relations."""
    by_label = scores.entities.by_label
    return {
        "entities": scores.entities.micro.f1,
        "core": total(by_label[label] for label in CORE if label in by_label).f1,
        "relations": scores.relations.micro.f1,
        **{label: by_label[label].f1 for label in ENTITY_LABELS if label in by_label},
    }


def print_rows(rows: Sequence[tuple[str, dict[str, float]]]) -> None:
    """Print each run's scores as a row of a Markdown table."""
    for name, scores in rows:
        print("| " + " | ".join([name, *(f"{key} {value:.3f}" for key, value in scores.items())]) + " |", flush=True)


def print_spread(rows: Sequence[tuple[str, dict[str, float]]]) -> None:
    """Print mean and standard deviation over `rows`."""
    for key in rows[0][1]:
        values = [scores[key] for _, scores in rows]
        print(f"| {key} | {statistics.mean(values):.3f} ± {statistics.stdev(values):.3f} |", flush=True)


if __name__ == "__main__":
    main()
