"""Errors as problem details: ``application/problem+json``, RFC 9457."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import msgspec
from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException

from vn_dx_ie.errors import InputError
from vn_dx_ie.serve.messages import ProblemDetails

PROBLEM_TYPE: Final = "application/problem+json"
log = logging.getLogger(__name__)


class ProblemError(Exception):
    """A request that gets no result, with the problem that it is answered with."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.problem = problem(status, detail)
        self.headers = headers


def problem(status: HTTPStatus, detail: str) -> ProblemDetails:
    """Return the problem of a status, titled as the status is."""
    return ProblemDetails(title=status.phrase, status=status.value, detail=detail)


def problem_of(error: Exception) -> ProblemDetails:
    """Return what to tell of an error; what nobody expected is logged, and told of without its message."""
    if isinstance(error, ProblemError):
        return error.problem
    if isinstance(error, msgspec.ValidationError | InputError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
    if isinstance(error, msgspec.DecodeError | UnicodeDecodeError):
        return problem(HTTPStatus.BAD_REQUEST, f"expected JSON in UTF-8, got something else: {error}")
    log.error("unexpected error", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, f"expected a result, got an internal {type(error).__name__}")


def answer_with_problems(app: FastAPI) -> None:
    """Let every error of `app` leave it as problem details."""
    for kind in (ProblemError, HTTPException, msgspec.DecodeError, InputError, UnicodeDecodeError, Exception):
        app.add_exception_handler(kind, _answer)


async def _answer(request: Request, error: Exception) -> Response:
    found = _not_routed(request, error) if isinstance(error, HTTPException) else problem_of(error)
    headers = error.headers if isinstance(error, ProblemError | HTTPException) else None
    return Response(msgspec.json.encode(found), found.status, headers, media_type=PROBLEM_TYPE)


def _not_routed(request: Request, error: HTTPException) -> ProblemDetails:
    """Return what to tell of an unknown path, or a known one with another method."""
    detail = f"expected a path and method of /openapi.json, got {request.method} {request.url.path}"
    return problem(HTTPStatus(error.status_code), detail)
