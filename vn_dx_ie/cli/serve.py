"""``vn-dx-ie serve``: extraction over HTTP."""

from __future__ import annotations

import os
from pathlib import Path

import click

from vn_dx_ie.errors import MissingExtraError

_COUNT = click.IntRange(min=1)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--model", type=click.Path(path_type=Path), metavar="FOLDER", help="A model other than the shipped one.")
@click.option("--threads", type=_COUNT, default=1, show_default=True, help="Of the network, for one request.")
@click.option("--workers", type=_COUNT, help="Requests worked on at a time. Default: the cores, by --threads.")
@click.option("--queue", type=click.IntRange(min=0), default=16, show_default=True, help="Requests that may wait.")
@click.option("--max-chars", type=_COUNT, default=100_000, show_default=True, help="Of one text.")
@click.option("--max-batch", type=_COUNT, default=32, show_default=True, help="Texts of one batch.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=30.0, show_default=True, help="Seconds for a request."
)
@click.option("--cors-origin", "origins", multiple=True, help="An origin whose pages may call; may be repeated.")
def serve(
    host: str,
    port: int,
    model: Path | None,
    threads: int,
    workers: int | None,
    queue: int,
    max_chars: int,
    max_batch: int,
    timeout: float,
    origins: tuple[str, ...],
) -> None:
    """Serve extraction over HTTP, with a page to try it on.

    \b
    GET  /               the page
    POST /extract        {"text": …, "id": …, "published": …, "min_confidence": …}
    POST /extract/batch  {"documents": [{"text": …}, …]}
    GET  /health         whether the service is well
    GET  /metrics        counts for Prometheus
    GET  /openapi.json   the description of all this
    """
    try:
        from vn_dx_ie.serve import Limits, create_app, run_server
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("vn_dx_ie"):
            raise
        raise MissingExtraError("serving", "serve") from error
    from vn_dx_ie.extractor import load

    at_a_time = workers or max(1, (os.cpu_count() or 1) // threads)
    limits = Limits(max_chars=max_chars, max_batch=max_batch, timeout=timeout, workers=at_a_time, queue=queue)
    run_server(create_app(load(model, threads=threads), limits, origins), host, port, timeout)
