"""The application: what answers to which path."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from http import HTTPStatus
from typing import Any, Final

import msgspec
from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse
from starlette.middleware.cors import CORSMiddleware

import vn_dx_ie
from vn_dx_ie.serve.body import read_body
from vn_dx_ie.serve.extraction import Reader, parse_request, read_batch, read_one
from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.messages import BatchRequest, BatchResponse, Health
from vn_dx_ie.serve.metrics import CountRequests, Metrics
from vn_dx_ie.serve.openapi import add_schemas, batch_operation, extract_operation, health_operation, text_operation
from vn_dx_ie.serve.page import service_page
from vn_dx_ie.serve.problems import ProblemError, answer_with_problems
from vn_dx_ie.serve.workers import Workers

EXTRACT: Final = "/extract"
BATCH: Final = "/extract/batch"
PATHS: Final = ("/", EXTRACT, BATCH, "/health", "/metrics", "/openapi.json")
_PAGE_HEADERS: Final = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def create_app(reader: Reader, limits: Limits | None = None, origins: Sequence[str] = ()) -> FastAPI:
    """Return the service over an extractor, which its threads share.

    Pages of `origins` may call it from a browser, besides its own; by default no others may.
    """
    bounds = limits or Limits()
    workers = Workers(bounds)
    metrics = Metrics(lambda: workers.pending)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        workers.close()

    app = FastAPI(
        title="vn-dx-ie",
        version=vn_dx_ie.__version__,
        description="Entities, relations and event records from Vietnamese text.",
        docs_url=None,  # those pages load their script from elsewhere
        redoc_url=None,
        lifespan=lifespan,
    )
    answer_with_problems(app)
    _add_reading(app, reader, bounds, workers, metrics)
    _add_watching(app, reader, workers, metrics)
    _add_page(app, bounds)
    add_schemas(app)
    if origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=["Content-Type"]
        )
    app.add_middleware(CountRequests, metrics=metrics, paths=PATHS)
    return app


def _add_reading(app: FastAPI, reader: Reader, limits: Limits, workers: Workers, metrics: Metrics) -> None:
    @app.post(EXTRACT, summary="Read one text", openapi_extra=extract_operation(limits))
    async def extract(request: Request) -> Response:
        asked = parse_request(await read_body(request, limits.max_body), limits)
        document = await workers.run(lambda _: read_one(reader, asked))
        metrics.read(len(document.text))
        return _json(document)

    @app.post(BATCH, summary="Read several texts", openapi_extra=batch_operation(limits))
    async def extract_batch(request: Request) -> Response:
        items = msgspec.json.decode(await read_body(request, limits.max_body), type=BatchRequest).documents
        if len(items) > limits.max_batch:
            raise ProblemError(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"documents: expected at most {limits.max_batch} documents, got {len(items)}",
            )
        results = await workers.run(partial(read_batch, reader, items, limits))
        for item in results:
            if item.document:
                metrics.read(len(item.document.text))
            elif item.problem:
                metrics.failed(BATCH, item.problem.status)
        return _json(BatchResponse(results))


def _add_watching(app: FastAPI, reader: Reader, workers: Workers, metrics: Metrics) -> None:
    @app.get("/health", summary="Whether the service is well", openapi_extra=health_operation())
    async def health() -> Response:
        return _json(Health("ok", reader.name, reader.version, workers.pending))

    @app.get("/metrics", summary="Counts for Prometheus", openapi_extra=text_operation("text/plain", "The counts."))
    async def counts() -> Response:
        return Response(metrics.text(), media_type=metrics.media_type)


def _add_page(app: FastAPI, limits: Limits) -> None:
    page = service_page(limits)

    @app.get("/", summary="The page", openapi_extra=text_operation("text/html", "A form, and what it finds."))
    async def show_page() -> Response:
        return HTMLResponse(page, headers=_PAGE_HEADERS)


def _json(value: Any) -> Response:
    return Response(msgspec.json.encode(value), media_type="application/json")
