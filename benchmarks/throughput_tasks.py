"""What throughput.py measures, each in a fresh process: ``python -m benchmarks.throughput_tasks SYSTEM TEXTS …``.

Loading and a first text are outside the clock. One pass over few texts may be too short to be timed,
so the texts are read again until a fifth of a second has passed.
"""

from __future__ import annotations

import argparse
import json
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from time import perf_counter

from benchmarks.processes import peak_megabytes
from benchmarks.speed_tasks import Figures, words
from benchmarks.throughput_systems import SYSTEMS, WHOLE_WAY, Read

PROCESSES = 2
_SECONDS = 0.2
_WARM_UP = 4_000  # characters
_PATIENCE = 300.0  # seconds until both processes have loaded
_LARGEST_BATCH = 64
_BATCHES = 16  # at least, so that no process waits long for the other at the end

_read: Read  # of this worker


def alone(system: str, model: str | None, texts: Sequence[str]) -> Figures:
    """Read the texts in this process."""
    read = _load(system, model, texts)
    begin = perf_counter()
    size = _read_for_a_while(read, texts)
    return _figures(size, perf_counter() - begin)


def side_by_side(system: str, model: str | None, texts: Sequence[str]) -> Figures:
    """Read every other text in one process and the rest in another, from when both have loaded."""
    context = get_context("spawn")
    ready = context.Barrier(PROCESSES + 1)
    begun = (system, model, texts[:1], ready)
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_begin, initargs=begun) as pool:
        shares = [pool.submit(_work, texts[start::PROCESSES]) for start in range(PROCESSES)]
        ready.wait(_PATIENCE)
        begin = perf_counter()
        size = sum(share.result() for share in shares)
        seconds = perf_counter() - begin
    return _figures(size, seconds)


def piped(model: str | None, texts: Sequence[str]) -> Figures:
    """Read the texts by ``pipe(n_process=2)``, from when its processes have loaded and read all of them once."""
    import vn_dx_ie

    batch_size = max(1, min(_LARGEST_BATCH, len(texts) // _BATCHES))
    begin = end = 0.0

    def stream() -> Iterator[str]:
        nonlocal begin
        yield from texts
        # pipe() hands out some batches before it takes a result back; when these empty ones are handed out,
        # everything before them is done.
        yield from [""] * (8 * batch_size)
        begin = perf_counter()
        yield from texts

    for _ in vn_dx_ie.load(model).pipe(stream(), batch_size=batch_size, n_process=PROCESSES):
        end = perf_counter()
    return _figures(sum(map(words, texts)), end - begin)


def _load(system: str, model: str | None, texts: Sequence[str]) -> Read:
    read = SYSTEMS[system].load(model)
    read(texts[0][:_WARM_UP])
    return read


def _read_for_a_while(read: Read, texts: Sequence[str]) -> int:
    """Read the texts until a fifth of a second has passed, at least once; return how many words were read."""
    passes, stop = 0, perf_counter() + _SECONDS
    while not passes or perf_counter() < stop:
        for text in texts:
            read(text)
        passes += 1
    return passes * sum(map(words, texts))


def _begin(system: str, model: str | None, texts: Sequence[str], ready: Barrier) -> None:
    global _read
    _read = _load(system, model, texts)
    ready.wait()


def _work(texts: Sequence[str]) -> int:
    return _read_for_a_while(_read, texts)


def _figures(size: int, seconds: float) -> Figures:
    """Return the words a second, and the peak memory of the largest process."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"words_per_s": size / seconds, "peak_mb": peak_megabytes() * max(1.0, children / own)}


def main() -> None:
    """Measure one system on one material and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=SYSTEMS)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--model")
    parser.add_argument("--processes", type=int, choices=(1, PROCESSES), default=1)
    given = parser.parse_args()
    texts = json.loads(given.texts.read_text(encoding="utf-8"))
    if given.processes == 1:
        figures = alone(given.system, given.model, texts)
    elif given.system == WHOLE_WAY:
        figures = piped(given.model, texts)
    else:
        figures = side_by_side(given.system, given.model, texts)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
