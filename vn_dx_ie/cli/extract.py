"""``vn-dx-ie extract``: texts in, documents with entities, relations and records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from vn_dx_ie.cli.messages import Places, Report, check_output, progress
from vn_dx_ie.document import Document
from vn_dx_ie.formats import STREAM_WRITERS, read_documents


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "-o", "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to standard output."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(STREAM_WRITERS)),
    help="One document a line (jsonl) or one array (json). Default: the ending of OUT, else jsonl.",
)
@click.option("--model", type=click.Path(path_type=Path), metavar="FOLDER", help="A model other than the shipped one.")
@click.option("--batch-size", type=click.IntRange(min=1), default=64, show_default=True, help="Documents at a time.")
@click.option("--summary", is_flag=True, help="Also print the records for reading.")
def extract(
    paths: tuple[str, ...], out: Path | None, form: str | None, model: Path | None, batch_size: int, summary: bool
) -> None:
    """Extract entities, relations and event records."""
    items = read_documents(paths, sys.stdin.buffer)
    if out:
        check_output(out, paths)
    from vn_dx_ie.extractor import load

    extractor = load(model) if model else load()
    report, places = Report(), Places()
    results = extractor.pipe(
        places.enter(report.readable(items)),
        batch_size=batch_size,
        on_error=lambda index, _, error: report.fail(places.failed(index), error),
    )
    shown = not summary and (out is not None or not sys.stdout.isatty())
    with _output(out) as stream, progress(shown) as step:
        show = _summary_printer(to_stdout=out is not None) if summary else None
        STREAM_WRITERS[form or _form_of(out)](_followed(results, report, places, step, show), stream)
    report.end()


def _followed(
    results: Iterator[Document],
    report: Report,
    places: Places,
    step: Callable[[], None],
    show: Callable[[Document], None] | None,
) -> Iterator[Document]:
    """Pass results on and keep count of them."""
    for document in results:
        places.came_out()
        report.done += 1
        step()
        yield document
        if show:
            show(document)


def _form_of(out: Path | None) -> str:
    ending = out.suffix.lower().removeprefix(".") if out else ""
    return ending if ending in STREAM_WRITERS else "jsonl"


@contextmanager
def _output(out: Path | None) -> Iterator[BinaryIO]:
    if out is None:
        stream = sys.stdout.buffer
        yield stream
        stream.flush()
        return
    with open(out, "wb") as file:
        yield file


def _summary_printer(*, to_stdout: bool) -> Callable[[Document], None]:
    from vn_dx_ie.cli.summary import printer

    return printer(sys.stdout if to_stdout else sys.stderr)
