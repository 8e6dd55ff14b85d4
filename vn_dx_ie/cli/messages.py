"""What a command says while it works, always on standard error, and the status that it ends with."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from vn_dx_ie.document import Document
from vn_dx_ie.errors import VnDxIeError
from vn_dx_ie.formats import Failure, Item, Located, list_files

SOME_FAILED = 1


class Report:
    """Counts documents and names those that fail."""

    def __init__(self) -> None:
        self.done = 0
        self.failed = 0

    def fail(self, place: str, reason: str | Exception) -> None:
        """Name a document that failed, and why."""
        if isinstance(reason, Exception) and not isinstance(reason, VnDxIeError):
            reason = f"{type(reason).__name__}: {reason}"
        self.failed += 1
        click.echo(f"error: {place}: {reason}", err=True)

    def readable(self, items: Iterator[Item]) -> Iterator[Located]:
        """Pass documents on and name what could not be read."""
        for item in items:
            if isinstance(item, Failure):
                self.fail(item.place, item.message)
            else:
                yield item

    def end(self) -> None:
        """Say how many documents there were, and leave with status 1 where some failed."""
        click.echo(f"{count(self.done, 'document')} done, {self.failed} failed", err=True)
        if self.failed:
            click.get_current_context().exit(SOME_FAILED)


class Places:
    """Where the documents came from that are on their way through a stream that keeps their order.

    Each is forgotten once it has come out or failed, so that long streams need no more memory.
    """

    def __init__(self) -> None:
        self._places: dict[int, str] = {}
        self._count = 0

    def enter(self, items: Iterator[Located]) -> Iterator[Document]:
        """Pass documents on and remember where they are from."""
        for item in items:
            self._places[self._count] = item.place
            self._count += 1
            yield item.document

    def failed(self, index: int) -> str:
        """Return the place of the document that entered as number `index`, from 0, and failed."""
        return self._places.pop(index)

    def came_out(self) -> None:
        """Forget the first of those that are on their way."""
        del self._places[next(iter(self._places))]


def count(number: int, noun: str) -> str:
    """Return ``1 document`` or ``2 documents``."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def check_output(out: Path, inputs: tuple[str, ...], form: str | None = None) -> None:
    """Refuse to write over a file that is yet to be read.

    Raises:
        click.UsageError: `out` is among the files that `inputs` stand for.
    """
    if out.exists() and any(Path(file).exists() and out.samefile(file) for file in list_files(inputs, form)):
        raise click.UsageError(f"expected an output other than the inputs, got {str(out)!r} for both")


@contextmanager
def progress(shown: bool) -> Iterator[Callable[[], None]]:
    """Show how many documents are done where `shown` and standard error is a terminal; yields a step."""
    if not shown or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), redirect_stdout=False, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda: bar.advance(task)
