"""Where the process time of extraction goes: ``python -m benchmarks.parts TEXTS [--model FOLDER]``."""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from time import process_time
from typing import Any, Final

NETWORK, REST = "network", "rest"
_FEATURES, _DECODING, _PAIRS, _ASSEMBLY = "tokenising and features", "decoding", "pairs", "assembly"
# Module, function as that module calls it, part. A name that is gone is an error.
_FUNCTIONS: Final = (
    ("vn_dx_ie.neural.predict", "extract_features", _FEATURES),
    ("vn_dx_ie.neural.predict", "make_batch", _FEATURES),
    ("vn_dx_ie.neural.predict", "decode", _DECODING),
    ("vn_dx_ie.extractor", "annotate", _DECODING),
    ("vn_dx_ie.neural.predict", "decode_edges", _PAIRS),
    ("vn_dx_ie.extractor", "find_dateline", _ASSEMBLY),
    ("vn_dx_ie.extractor", "link_and_assemble", _ASSEMBLY),
)
_METHODS: Final = ("score_tokens", "score_pairs")  # in which onnxruntime runs
PARTS: Final = (NETWORK, *dict.fromkeys(part for _, _, part in _FUNCTIONS), REST)


class Clock:
    """Adds up process time by part; at any moment one part's time runs, that of the innermost call."""

    def __init__(self, now: Callable[[], float] = process_time) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._now, self._part, self._since = now, REST, now()

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return `function` such that the time it takes, less what it calls of other parts, is that of `part`."""

        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            outer = self.switch(part)
            try:
                return function(*arguments, **named)
            finally:
                self.switch(outer)

        return call

    def switch(self, part: str) -> str:
        """Let the time of `part` run from now on, and return the part whose time ran so far."""
        now, before = self._now(), self._part
        self.seconds[before] += now - self._since
        self._part, self._since = part, now
        return before


def shares(model: str | None, texts: list[str]) -> dict[str, float]:
    """Return the share of each part in extracting `texts` one by one, from 0 to 1.

    The library's functions are wrapped for good, so this is for a process of its own.
    """
    import vn_dx_ie
    from vn_dx_ie.neural.runtime import OnnxScorer

    extractor = vn_dx_ie.load(model)
    clock = Clock()
    places = [(import_module(module), name, part) for module, name, part in _FUNCTIONS]
    for place, name, part in [*places, *((OnnxScorer, name, NETWORK) for name in _METHODS)]:
        setattr(place, name, clock.timed(part, getattr(place, name)))
    for text in texts:
        extractor(text)
    clock.switch(REST)
    whole = sum(clock.seconds.values())
    return {part: clock.seconds[part] / whole for part in PARTS}


def main() -> None:
    """Print the shares as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model")
    given = parser.parse_args()
    print(json.dumps(shares(given.model, json.loads(given.texts.read_text(encoding="utf-8")))))


if __name__ == "__main__":
    main()
