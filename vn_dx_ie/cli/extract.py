"""``vn-dx-ie extract``: texts in, documents with entities, relations and records out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import click

from vn_dx_ie.cli.corpus import run_corpus
from vn_dx_ie.cli.messages import Places, Report, check_output, progress
from vn_dx_ie.cli.outputs import OUTPUTS, output_of
from vn_dx_ie.document import Document
from vn_dx_ie.formats import distinct, read_documents
from vn_dx_ie.formats.registry import StreamWriter


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Write here, not to standard output.")
@click.option(
    "--format", "form", type=click.Choice(list(OUTPUTS)), help="What to write. Default: the ending of OUT, else jsonl."
)
@click.option("--model", type=click.Path(path_type=Path), metavar="FOLDER", help="A model other than the shipped one.")
@click.option("--batch-size", type=click.IntRange(min=1), default=64, show_default=True, help="Documents at a time.")
@click.option("--threads", type=click.IntRange(min=1), default=1, show_default=True, help="Of the network.")
@click.option(
    "--min-confidence",
    type=click.FloatRange(0.0, 1.0),
    default=0.0,
    show_default=True,
    help="Leave out what is less sure.",
)
@click.option("--summary", is_flag=True, help="Also print the records for reading.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="A corpus, in so many processes: also .gz and .zst; goes on after a kill; failures to OUT.failures.jsonl.",
)
@click.option("--overwrite", is_flag=True, help="With --workers: begin anew, whatever is there.")
def extract(
    paths: tuple[str, ...],
    out: Path | None,
    form: str | None,
    model: Path | None,
    batch_size: int,
    threads: int,
    min_confidence: float,
    summary: bool,
    workers: int | None,
    overwrite: bool,
) -> None:
    """Extract entities, relations and event records."""
    from vn_dx_ie.extractor import load

    if workers is not None:
        if out is None or summary or (form or output_of(out)) != "jsonl":
            raise click.UsageError("expected -o FILE.jsonl, and no other format or --summary, with --workers")
        extractor = load(model, threads=threads, min_confidence=min_confidence)
        run_corpus(paths, out, extractor, workers=workers, batch_size=batch_size, overwrite=overwrite)
        return
    items = read_documents(paths, sys.stdin.buffer)
    if out:
        check_output(out, paths)
    chosen = form or output_of(out)
    write = _writer(chosen, out)
    if OUTPUTS[chosen].keyed:
        items = distinct(items)
    extractor = load(model, threads=threads, min_confidence=min_confidence)
    report, places = Report(), Places()
    results = extractor.pipe(
        places.enter(report.readable(items)),
        batch_size=batch_size,
        on_error=lambda index, _, error: report.fail(places.failed(index), error),
    )
    shown = not summary and (out is not None or not sys.stdout.isatty())
    with progress(shown) as step:
        show = _summary_printer(to_stdout=out is not None) if summary else None
        write(_followed(results, report, places, step, show))
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


def _writer(form: str, out: Path | None) -> Callable[[Iterable[Document]], None]:
    """Return what writes documents in a format, to a file, a folder or standard output.

    Raises:
        click.UsageError: the format needs a folder and there is none, or a file and there is a folder.
    """
    known = OUTPUTS[form]
    if not known.to_folder and out is not None and out.is_dir():
        raise click.UsageError(f"expected a file to write {form} to, got the folder {str(out)!r}")
    if known.to_stream:
        return partial(_write_stream, known.to_stream, out)
    to_path = known.to_folder or known.to_file
    if to_path is None or out is None:
        raise click.UsageError(f"expected -o {'FOLDER' if known.to_folder else 'FILE'} for the format {form}, got none")
    return lambda documents: to_path(documents, out)


def _write_stream(write: StreamWriter, out: Path | None, documents: Iterable[Document]) -> None:
    if out is None:
        write(documents, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    with open(out, "wb") as stream:
        write(documents, stream)


def _summary_printer(*, to_stdout: bool) -> Callable[[Document], None]:
    from vn_dx_ie.cli.summary import printer

    return printer(sys.stdout if to_stdout else sys.stderr)
