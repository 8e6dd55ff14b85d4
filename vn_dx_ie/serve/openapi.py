"""The description of the service: schemas from the classes that requests and answers are made of."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import FastAPI

from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.messages import (
    EXAMPLE_TEXT,
    BatchItem,
    BatchRequest,
    BatchResponse,
    ExtractRequest,
    Health,
    ProblemDetails,
)
from vn_dx_ie.serve.problems import PROBLEM_TYPE, problem

_TYPES: Final = (ExtractRequest, Document, BatchRequest, BatchResponse, Health, ProblemDetails)
_JSON: Final = "application/json"

_REQUEST: Final = {"id": "a1", "text": EXAMPLE_TEXT, "published": "2022-08-09", "min_confidence": 0.5}
_DOCUMENT: Final = Document(
    id="a1",
    text=EXAMPLE_TEXT,
    entities=(
        Entity("e1", "POSITION", 22, 41, "Thủ tướng Chính phủ", 0.98),
        Entity("e2", "OFFICIAL", 42, 57, "Phạm Minh Chính", 0.99),
    ),
    relations=(Relation("HOLDS", "e2", "e1", 0.97),),
)

_MEANINGS: Final = {
    HTTPStatus.BAD_REQUEST: "The body is not JSON in UTF-8.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body, a text or a batch is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is not declared as JSON.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "A field is missing, unknown, or of another type.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many requests wait already; Retry-After says when to come again.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The time is up.",
}


def extract_operation(limits: Limits) -> dict[str, Any]:
    """Return what the description says of the reading of one text."""
    return {
        "description": f"Finds entities, relations and records in a text of at most {limits.max_chars:,} characters.",
        **_operation(ExtractRequest, _REQUEST, Document, _DOCUMENT),
    }


def batch_operation(limits: Limits) -> dict[str, Any]:
    """Return what the description says of the reading of several texts."""
    bad = problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Object missing required field `text`")
    answer = BatchResponse([BatchItem(document=_DOCUMENT), BatchItem(problem=bad)])
    return {
        "description": f"Reads at most {limits.max_batch} texts; each gives a document or a problem, in order.",
        **_operation(BatchRequest, {"documents": [_REQUEST, {"id": "a2"}]}, BatchResponse, answer),
    }


def health_operation() -> dict[str, Any]:
    """Return what the description says of the answer that the service is well."""
    return {"responses": {"200": _content("The service is well.", Health, Health("ok", "default", "1", 0))}}


def text_operation(media_type: str, meaning: str) -> dict[str, Any]:
    """Return what the description says of an answer that is not JSON."""
    content = {media_type: {"schema": {"type": "string"}}}
    return {"responses": {"200": {"description": meaning, "content": content}}}


def add_schemas(app: FastAPI) -> None:
    """Give the description of `app` the schemas that its operations refer to."""
    describe = app.openapi

    def described() -> dict[str, Any]:
        description = describe()
        _, schemas = msgspec.json.schema_components(_TYPES, ref_template="#/components/schemas/{name}")
        description["components"] = {"schemas": schemas}
        return description

    app.openapi = described  # type: ignore[method-assign]


def _operation(request: type, request_example: object, answer: type, answer_example: object) -> dict[str, Any]:
    content = {_JSON: {"schema": _reference(request), "example": request_example}}
    return {
        "requestBody": {"required": True, "content": content},
        "responses": {
            "200": _content("What was found.", answer, answer_example),
            **{str(status.value): _problem(status, meaning) for status, meaning in _MEANINGS.items()},
        },
    }


def _content(meaning: str, kind: type, example: object) -> dict[str, Any]:
    shown = {"schema": _reference(kind), "example": msgspec.to_builtins(example)}
    return {"description": meaning, "content": {_JSON: shown}}


def _problem(status: HTTPStatus, meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {PROBLEM_TYPE: {"schema": _reference(ProblemDetails)}}}


def _reference(kind: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{kind.__name__}"}
