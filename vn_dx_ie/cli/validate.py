"""``vn-dx-ie validate``: every mistake in annotated documents, with its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from vn_dx_ie.cli.messages import count
from vn_dx_ie.formats import Failure, Item, read_documents


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
def validate(paths: tuple[str, ...]) -> None:
    """Check documents against the schema and the annotation rules.

    Prints each mistake on a line, as place: field: what is wrong. Exit status 1 where there is any.
    """
    documents = mistakes = 0
    for item in read_documents(paths, sys.stdin.buffer):
        documents += 1
        for mistake in _mistakes(item):
            mistakes += 1
            click.echo(mistake)
    click.echo(f"{count(documents, 'document')}, {count(mistakes, 'mistake')}", err=True)
    if mistakes:
        click.get_current_context().exit(1)


def _mistakes(item: Item) -> Iterator[str]:
    if isinstance(item, Failure):
        yield str(item)
        return
    for problem in item.document.problems():
        yield f"{item.place}: {problem.place}: {problem.message}"
