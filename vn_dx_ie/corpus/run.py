"""A whole corpus to one file of JSON lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

import msgspec

from vn_dx_ie.corpus.journal import Files, Heading, Journal, State
from vn_dx_ie.corpus.sources import Source, list_sources
from vn_dx_ie.document import Document
from vn_dx_ie.errors import VnDxIeError, WorkerError
from vn_dx_ie.extractor import Extractor
from vn_dx_ie.formats.items import Failure, encode_document
from vn_dx_ie.parallel import map_batches

BATCH_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class Done:
    """How many documents a run has done in all, how many of them failed, and how many an earlier run had done."""

    done: int
    failed: int
    resumed: int


def extract_corpus(
    paths: Sequence[str | Path],
    out: Path,
    extractor: Extractor,
    *,
    workers: int = 1,
    batch_size: int = BATCH_SIZE,
    overwrite: bool = False,
    on_progress: Callable[[State], None] | None = None,
) -> Done:
    """Extract every document of `paths` into `out`, a line each, in the order of :func:`list_sources`.

    Documents that fail go to ``OUT.failures.jsonl`` with their place and the reason. A run that was
    killed goes on where it was when it is started again with the same arguments, by ``OUT.journal``;
    the number of workers may differ. Memory does not grow with the corpus.

    Raises:
        InputError: a path cannot be read, or `out` is there already and not from such a run.
    """
    heading = Heading([str(path) for path in paths], f"{extractor.name} {extractor.version}", extractor.settings())
    with Journal(Files.beside(out), heading, overwrite=overwrite) as journal:
        resumed = journal.state.done
        sources = islice(list_sources(paths), resumed, None)
        for lines in _lines(_batches(sources, batch_size), extractor, workers):
            journal.add([line for done, line in lines if done], [line for done, line in lines if not done])
            if on_progress:
                on_progress(journal.state)
        journal.finish()
    return Done(journal.state.done, journal.state.failed, resumed)


Given = tuple[str, Document | str]  # a place, and its document or the reason why there is none
Line = tuple[bool, bytes]  # whether a document is done, and the line for its result or its failure


def _batches(sources: Iterator[Source], size: int) -> Iterator[list[Given]]:
    while taken := list(islice(sources, size)):
        items = ((source.place, source.read()) for source in taken)
        yield [(place, item.message if isinstance(item, Failure) else item.document) for place, item in items]


def _lines(batches: Iterable[list[Given]], extractor: Extractor, workers: int) -> Iterator[list[Line]]:
    if workers == 1:
        yield from map(partial(_extract, extractor), batches)
        return
    for batch, found in map_batches(partial(partial, _extract, extractor), batches, workers):
        yield [
            (False, _failure(place, one)) if isinstance(one, WorkerError) else one
            for (place, _), one in zip(batch, found, strict=True)
        ]


def _extract(extractor: Extractor, batch: list[Given]) -> list[Line]:
    """Return the line of each document of a batch."""
    documents = [given for _, given in batch if isinstance(given, Document)]
    errors: dict[int, Exception] = {}
    found = extractor.pipe(
        documents, batch_size=max(len(documents), 1), on_error=lambda index, _, error: errors.update({index: error})
    )
    extracted = list(found)
    outcomes = iter([errors.get(index) or extracted.pop(0) for index in range(len(documents))])
    return [
        _line(place, next(outcomes)) if isinstance(given, Document) else (False, _failure(place, given))
        for place, given in batch
    ]


def _line(place: str, outcome: Document | Exception) -> Line:
    if isinstance(outcome, Exception):
        return False, _failure(place, outcome)
    try:
        return True, encode_document(outcome)
    except VnDxIeError as error:
        return False, _failure(place, error)


def _failure(place: str, reason: str | Exception) -> bytes:
    kind = "" if isinstance(reason, str | VnDxIeError) else f"{type(reason).__name__}: "
    return msgspec.json.encode({"place": place, "error": f"{kind}{reason}"})
