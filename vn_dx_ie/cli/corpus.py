"""``vn-dx-ie extract --workers``: a corpus of any size, in several processes, going on after a kill."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vn_dx_ie.cli.messages import SOME_FAILED, count

if TYPE_CHECKING:
    from vn_dx_ie.corpus.journal import State
    from vn_dx_ie.extractor import Extractor


def run_corpus(
    paths: Sequence[str], out: Path, extractor: Extractor, *, workers: int, batch_size: int, overwrite: bool
) -> None:
    """Extract a corpus into `out`, telling how far it is; leaves with status 1 where documents failed."""
    from vn_dx_ie.corpus import extract_corpus
    from vn_dx_ie.corpus.journal import Files

    with _bar(paths) as show:
        done = extract_corpus(
            paths, out, extractor, workers=workers, batch_size=batch_size, overwrite=overwrite, on_progress=show
        )
    if done.resumed:
        click.echo(f"went on after {count(done.resumed, 'document')} of an earlier run", err=True)
    click.echo(f"{count(done.done - done.failed, 'document')} done, {done.failed} failed", err=True)
    if done.failed:
        click.echo(f"what failed, and why: {Files.beside(out).failures}", err=True)
        click.get_current_context().exit(SOME_FAILED)


@contextmanager
def _bar(paths: Sequence[str]) -> Iterator[Callable[[State], None]]:
    """Show how many documents are done, how many a second and how long the rest takes, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda state: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from vn_dx_ie.corpus.sources import list_sources

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("documents, {task.fields[failed]} failed, {task.fields[rate]}/s, left:"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as bar:
        task = bar.add_task("", total=sum(1 for _ in list_sources(paths)), failed=0, rate="-")

        def show(state: State) -> None:
            speed = bar.tasks[task].speed
            bar.update(task, completed=state.done, failed=state.failed, rate=f"{speed:.1f}" if speed else "-")

        yield show
