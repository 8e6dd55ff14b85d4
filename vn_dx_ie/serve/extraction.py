"""From requests to documents, in a worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Protocol

import msgspec

from vn_dx_ie.assembly import link_and_assemble
from vn_dx_ie.document import Document
from vn_dx_ie.normalize.dateline import find_dateline
from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.messages import BatchItem, ExtractRequest
from vn_dx_ie.serve.problems import ProblemError, problem_of


class Reader(Protocol):
    """What the service needs of an extractor; called from several threads at the same time."""

    name: str
    version: str

    def __call__(self, text: str, *, id: str | None = None, published: date | None = None) -> Document:
        """Return the document of one text."""


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
    document = reader(request.text, id=request.id, published=request.published)
    return only_sure(document, request.min_confidence) if request.min_confidence else document


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


def only_sure(document: Document, minimum: float) -> Document:
    """Return `document` as an extractor with this ``min_confidence`` gives it, but under the ids it has.

    Relations go with their ends, and the records are made anew from what remains.
    """
    entities = tuple(entity for entity in document.entities if entity.confidence >= minimum)
    ids = {entity.id for entity in entities}
    relations = tuple(
        edge for edge in document.relations if edge.confidence >= minimum and edge.head in ids and edge.tail in ids
    )
    kept = msgspec.structs.replace(document, entities=entities, relations=relations)
    found = link_and_assemble(kept, document.published or find_dateline(document.text))
    return msgspec.structs.replace(
        found, records=tuple(record for record in found.records if record.confidence >= minimum)
    )
