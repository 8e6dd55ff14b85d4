"""What memory.py measures, in a fresh process: ``python -m benchmarks.memory_tasks DOCUMENTS EVERY FILE …``."""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from benchmarks.materials import short_notes
from benchmarks.speed_tasks import articles

STATUS: Final = Path("/proc/self/status")  # of Linux


def resident_megabytes() -> float:
    """Return the resident memory of this process now, in MB (10⁶ bytes)."""
    (line,) = (line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024 / 1e6


def varied(notes: Sequence[str]) -> Iterator[str]:
    """Yield the notes again and again without end, each time with other digits and a number of its own."""
    chance = random.Random(1)  # noqa: S311 - digits, no secrets
    for number, note in enumerate(cycle(notes), start=1):
        digits = re.sub(r"[1-9]", lambda _: str(chance.randint(1, 9)), note)
        yield f"{digits}\nTin số {number}."


def sampled(model: str | None, paths: Sequence[str], documents: int, every: int) -> dict[str, Any]:
    """Extract so many notes as one stream of which nothing is kept, and look at the memory every so often.

    Returns ``samples``, pairs of documents read and MB, the first with the model just loaded, and the ``seconds``.
    """
    import vn_dx_ie

    notes = list(short_notes(articles(paths)))
    extractor = vn_dx_ie.load(model)
    samples, begin = [(0, resident_megabytes())], perf_counter()
    stream = (text for _, text in zip(range(documents), varied(notes), strict=False))
    for count, _ in enumerate(extractor.pipe(stream), start=1):
        if count % every == 0:
            samples.append((count, resident_megabytes()))
    return {"samples": samples, "seconds": perf_counter() - begin}


def main() -> None:
    """Print samples and seconds as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("documents", type=int)
    parser.add_argument("every", type=int)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--model")
    given = parser.parse_args()
    print(json.dumps(sampled(given.model, given.paths, given.documents, given.every)))


if __name__ == "__main__":
    main()
