"""How a run is going: its log, its best weights so far, when it has ended, and the bar that is shown."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.progress import track
from torch import Tensor

from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.evaluation import DevScores

log = logging.getLogger(__name__)
_COLUMNS = ("epoch", "seconds", "tag_loss", "pair_loss", "entity_f1", "relation_f1")
T = TypeVar("T")


@dataclass
class Course:
    """The epochs so far, a row each, and the best weights with their score.

    ``waited`` counts the scores since the best one.
    """

    rows: list[list[float]] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)
    best_score: float = -1.0
    waited: int = 0

    def ended(self, config: TrainConfig) -> bool:
        """Return whether all epochs are done, or the scores have stopped rising."""
        return len(self.rows) >= config.epochs or bool(config.patience and self.waited >= config.patience)

    def wants_scores(self, config: TrainConfig) -> bool:
        """Return whether the epoch that is just over is one of those that are scored."""
        epoch = len(self.rows) + 1
        return epoch % config.evaluate_every == 0 or epoch == config.epochs

    def add(
        self, seconds: float, losses: tuple[float, float], scores: DevScores | None, weights: dict[str, Tensor]
    ) -> None:
        """Note an epoch: how long it took, its mean losses, its scores if it was scored, its weights."""
        before = self.rows[-1][1] if self.rows else 0.0
        row = [len(self.rows) + 1, round(before + seconds), *(round(loss, 4) for loss in losses)]
        if scores is not None:
            row += [round(scores.entities, 4), round(scores.relations, 4)]
            self._compare((scores.entities + scores.relations) / 2, weights)
        self.rows.append(row)
        log.info("epoch %s, %s s, losses %s %s, dev %s", *row[:4], row[4:])

    def _compare(self, score: float, weights: dict[str, Tensor]) -> None:
        self.waited += 1
        if score > self.best_score:
            self.best_score, self.waited = score, 0
            self.best = {name: value.clone() for name, value in weights.items()}

    def write(self, path: Path) -> None:
        """Write the log as CSV."""
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([_COLUMNS, *self.rows])


def progress(items: Sequence[T], what: str) -> Iterable[T]:
    """Yield `items` behind a bar on standard error, where that is a terminal."""
    console = Console(stderr=True)
    return track(items, what, console=console, transient=True, disable=not console.is_terminal)
