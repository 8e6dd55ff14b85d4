"""From requests to documents, in a worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Protocol

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.messages import BatchItem, ExtractRequest
from vn_dx_ie.serve.problems import ProblemError, problem_of


class Reader(Protocol):
    """What the service needs of an extractor; called from several threads at the same time."""

    name: str
    version: str

    def __call__(
        self, text: str, *, id: str | None = None, published: date | None = None, min_confidence: float | None = None
    ) -> Document:
        """Return the document of one text, without what is less sure than `min_confidence`."""


def parse_request(body: bytes | msgspec.Raw, limits: Limits) -> ExtractRequest:
    """Return the request that a body holds.

    Raises:
        msgspec.DecodeError: it is not JSON, or not of the agreed shape.
        ProblemError: 413, its text is too long.
    """
    request = msgspec.json.decode(body, type=ExtractRequest)
    if len(request.text) > limits.max_chars:
        raise ProblemError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"text: expected at most {limits.max_chars} characters, got {len(request.text)}",
        )
    return request


def read_one(reader: Reader, request: ExtractRequest) -> Document:
    """Return the document of a request, without what is less sure than it asks for."""
    return reader(
        request.text, id=request.id, published=request.published, min_confidence=request.min_confidence or None
    )


def read_batch(
    reader: Reader, items: Sequence[msgspec.Raw], limits: Limits, expired: threading.Event
) -> list[BatchItem]:
    """Return a document or a problem for each of `items`, as far as it comes before `expired` is set."""
    results = []
    for item in items:
        if expired.is_set():
            break
        try:
            results.append(BatchItem(document=read_one(reader, parse_request(item, limits))))
        except Exception as error:
            results.append(BatchItem(problem=problem_of(error)))
    return results
