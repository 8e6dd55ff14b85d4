"""The whole way of one document: features, network, spans and edges, links, records."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path

import msgspec

from vn_dx_ie.assembly import link_and_assemble
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError, ModelError
from vn_dx_ie.neural.annotate import annotate
from vn_dx_ie.neural.folder import read_model_config
from vn_dx_ie.neural.pieces import load_pieces
from vn_dx_ie.neural.predict import Prediction, predict
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.normalize.dateline import find_dateline
from vn_dx_ie.parallel import map_batches

log = logging.getLogger(__name__)

_WARM_UP = "Sáng 8-8, tại Hà Nội, UBND tỉnh Sóc Trăng họp; tỷ lệ hồ sơ trực tuyến đạt 45%, tăng 2,5 lần."

ErrorHandler = Callable[[int, "Document | str", Exception], None]


def default_model_folder() -> Path:
    """Return the folder of the shipped model: in the installed package, or beside it in the repository.

    Raises:
        ModelError: neither is there.
    """
    package = Path(__file__).parent
    for folder in (package / "_model", package.parent / "models" / "default"):
        if folder.is_dir():
            return folder
    raise ModelError(f"{package / '_model'}: the shipped model is missing; install the wheel, or give a model folder")


def load(model: str | os.PathLike[str] | None = None, *, threads: int = 1, min_confidence: float = 0.0) -> Extractor:
    """Return an extractor over the shipped model, or over the model folder `model`.

    `threads` is how many threads the network may use for one call; many calls may run side by side.
    Entities, relations and records of less than `min_confidence` (0 to 1) are left out: the higher
    it is, the more of what remains is right, and the more is missed.

    Raises:
        ModelError: the folder is missing, incomplete or altered.
        InputError: `min_confidence` is not between 0 and 1, or `threads` is below 1.
    """
    folder = Path(model) if model is not None else default_model_folder()
    return Extractor(folder, threads=threads, min_confidence=min_confidence)


class Extractor:
    """Turns articles into documents with entities, relations and records.

    Thread-safe, picklable and deterministic; touches neither network nor disk once it is built.
    """

    def __init__(self, folder: Path, *, threads: int = 1, min_confidence: float = 0.0) -> None:
        if threads < 1:
            raise InputError(f"threads: expected at least 1, got {threads}")
        self._folder, self._threads, self._min_confidence = folder, threads, _checked(min_confidence)
        config = read_model_config(folder)
        self._labels = config.labels
        self._decoding = config.decoding()
        self._encoder = load_pieces(folder, config.tokenizer, config.special)
        self._scorer = OnnxScorer(folder, threads)
        self.name, self.version = config.name, config.version
        self(_WARM_UP)  # reads every lexicon, so that later calls touch no disk

    def settings(self) -> dict[str, float]:
        """Return what decides, beside the model, what is found."""
        return {"min_confidence": self._min_confidence}

    def __reduce__(self) -> tuple[Callable[..., Extractor], tuple[Path, int, float]]:
        return _rebuild, (self._folder, self._threads, self._min_confidence)

    def __call__(
        self,
        text: str | Document,
        *,
        id: str | None = None,
        published: date | None = None,
        min_confidence: float | None = None,
    ) -> Document:
        """Return the document of one article; `text` may be a Document whose text is read anew.

        `published` resolves dates such as ``sáng 8-8``; without it the article's own date line does.
        `min_confidence` takes the place of the extractor's own for this call.

        Raises:
            InputError: `text` is neither a string nor a Document, or `min_confidence` is not between 0 and 1.
        """
        document = _as_document(text, id, published)
        least = self._min_confidence if min_confidence is None else _checked(min_confidence)
        return self._complete(document, self._predict([document])[0], least)

    def pipe(
        self,
        texts: Iterable[str | Document],
        *,
        batch_size: int = 64,
        on_error: ErrorHandler | None = None,
        n_process: int = 1,
    ) -> Iterator[Document]:
        """Yield the document of each text, in order, holding no more than `batch_size` of them for each process.

        A text that fails is told to ``on_error(index, text, error)`` and left out; without a handler
        it is logged and comes back with nothing found, so that the stream never stops.
        """
        if batch_size < 1:
            raise InputError(f"batch_size: expected at least 1, got {batch_size}")
        if n_process < 1:
            raise InputError(f"n_process: expected at least 1, got {n_process}")
        index = 0
        for batch, results in self._attempts(_batches(texts, batch_size), n_process):
            for offset, (given, found) in enumerate(zip(batch, results, strict=True)):
                if isinstance(found, Document):
                    yield found
                elif on_error is not None:
                    on_error(index + offset, given, found)
                else:
                    log.warning("text %d failed: %s", index + offset, found)
                    yield _unread(given)
            index += len(batch)

    def _attempts(
        self, batches: Iterator[list[str | Document]], processes: int
    ) -> Iterator[tuple[list[str | Document], Sequence[Document | Exception]]]:
        if processes == 1:
            return ((batch, self._attempt(batch)) for batch in batches)
        return map_batches(partial(getattr, self, "_attempt"), batches, processes)

    def _attempt(self, batch: list[str | Document]) -> list[Document | Exception]:
        """Extract a batch; where it fails as a whole, one by one, so that only the bad ones fail."""
        try:
            documents = [_as_document(given, None, None) for given in batch]
            predictions = self._predict(documents)
            return [self._complete(*pair, self._min_confidence) for pair in zip(documents, predictions, strict=True)]
        except Exception as error:
            return [error] if len(batch) == 1 else [self._attempt([given])[0] for given in batch]

    def _predict(self, documents: list[Document]) -> list[Prediction]:
        return predict([document.text for document in documents], self._encoder, self._scorer, self._decoding)

    def _complete(self, document: Document, prediction: Prediction, least: float) -> Document:
        reference = document.published or find_dateline(document.text)
        entities, relations = annotate(document.text, prediction, self._labels, least)
        annotated = msgspec.structs.replace(document, entities=entities, relations=relations)
        found = link_and_assemble(annotated, reference)
        sure = (record for record in found.records if record.confidence >= least)
        return msgspec.structs.replace(found, records=tuple(sure))


def _batches(texts: Iterable[str | Document], size: int) -> Iterator[list[str | Document]]:
    stream = iter(texts)
    while batch := list(islice(stream, size)):
        yield batch


def _unread(given: object) -> Document:
    """Return the document of a text that failed: nothing found, and no text where none was given."""
    if isinstance(given, Document):
        return msgspec.structs.replace(given, entities=(), relations=(), records=())
    return Document(text=given if isinstance(given, str) else "")


def _checked(min_confidence: float) -> float:
    if not 0.0 <= min_confidence <= 1.0:
        raise InputError(f"min_confidence: expected a number from 0 to 1, got {min_confidence}")
    return min_confidence


def _rebuild(folder: Path, threads: int, min_confidence: float) -> Extractor:
    return Extractor(folder, threads=threads, min_confidence=min_confidence)


def _as_document(text: str | Document, id: str | None, published: date | None) -> Document:
    if isinstance(text, Document):
        changes = {key: value for key, value in (("id", id), ("published", published)) if value is not None}
        return msgspec.structs.replace(text, **changes)
    if isinstance(text, str):
        return Document(id=id, text=text, published=published)
    raise InputError(f"text: expected a string or a Document, got {type(text).__name__}")
