"""Measurements in processes of their own, on one thread."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
_POOLS = ("OMP", "OPENBLAS", "MKL", "RAYON")
_ONE_THREAD = {f"{pool}_NUM_THREADS": "1" for pool in _POOLS} | {"TOKENIZERS_PARALLELISM": "false"}


def in_fresh_process(module: str, *arguments: str) -> Any:
    """Return what ``python -m MODULE ARGUMENTS`` prints as JSON on its last line."""
    command = [sys.executable, "-m", module, *arguments]
    environment = {**os.environ, **_ONE_THREAD}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return json.loads(done.stdout.splitlines()[-1])


def medians(runs: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the median of each figure over several runs."""
    return {name: median(run[name] for run in runs) for name in runs[0]}


def peak_megabytes() -> float:
    """Return the peak resident memory of this process so far, in MB (10⁶ bytes).

    Linux starts the count at what the parent held when it began this process, so parents here stay small.
    """
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def absolute(paths: Sequence[str]) -> list[str]:
    """Return the paths as they are meant from here, for processes that start elsewhere."""
    return [str(Path(path).resolve()) for path in paths]
