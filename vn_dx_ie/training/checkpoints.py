"""What an interrupted run needs to go on as if nothing had happened.

A checkpoint lies in the run's output folder until the run has ended. It is read without unpickling
objects (``weights_only``), and refused where the settings are no longer those it was written with.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any

import msgspec
import torch

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.training.config import TrainConfig

log = logging.getLogger(__name__)
CHECKPOINT = "checkpoint.pt"


class Checkpoint:
    """The checkpoint of the run that writes to ``config.out``."""

    def __init__(self, config: TrainConfig) -> None:
        self._path = config.out / CHECKPOINT
        self._settings = _fingerprint(config)

    def save(self, state: dict[str, Any]) -> None:
        """Write `state` (tensors, numbers, strings and containers of them), whole or not at all."""
        part = self._path.with_suffix(".part")
        torch.save({"settings": self._settings, **state}, part)
        part.replace(self._path)

    def load(self) -> dict[str, Any] | None:
        """Return what was saved, or None where nothing was.

        Raises:
            ConfigError: the checkpoint is of a run with other settings or data, or cannot be read.
        """
        if not self._path.exists():
            return None
        try:
            state: dict[str, Any] = torch.load(self._path, map_location="cpu", weights_only=True)
        except Exception as error:  # torch's errors share no base class
            raise ConfigError(f"{self._path}: cannot read the checkpoint; remove it to begin anew: {error}") from error
        if state["settings"] != self._settings:
            raise ConfigError(f"{self._path}: expected the settings of this run, got others; remove it to begin anew")
        log.info("going on from %s", self._path)
        return state

    def remove(self) -> None:
        """Remove the checkpoint of a run that has ended."""
        self._path.unlink(missing_ok=True)


def _fingerprint(config: TrainConfig) -> str:
    """Return a digest of the settings and of the data files; where the run writes does not matter."""
    digest = hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(config, out=Path()), enc_hook=str))
    for path in (*config.train, *config.dev, *config.silver):
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
