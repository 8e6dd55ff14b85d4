"""The bytes of a request, no more than may come."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from starlette.requests import ClientDisconnect

from vn_dx_ie.serve.problems import ProblemError


async def read_body(request: Request, most: int) -> bytes:
    """Return the body of a request that is declared as JSON, as other pages' forms cannot do.

    Raises:
        ProblemError: 400 where the caller has gone before its end; 413 where it has more than
            `most` bytes, told as soon as that is known; 415 where it is not declared as JSON.
    """
    declared = request.headers.get("content-type", "none")
    if declared.partition(";")[0].strip().lower() != "application/json":
        raise ProblemError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"Content-Type: expected application/json, got {declared}"
        )
    _check(int(length) if (length := request.headers.get("content-length", "")).isdecimal() else 0, most)
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            _check(len(body), most)
    except ClientDisconnect as error:
        raise ProblemError(HTTPStatus.BAD_REQUEST, f"body: expected its end, got {len(body)} bytes of it") from error
    return bytes(body)


def _check(size: int, most: int) -> None:
    if size > most:
        raise ProblemError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"body: expected at most {most} bytes, got {size} or more"
        )
