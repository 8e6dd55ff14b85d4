"""``vn-dx-ie validate``: every mistake in annotated documents, with its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
import msgspec

from vn_dx_ie.checking import Finding, check
from vn_dx_ie.cli.messages import count
from vn_dx_ie.formats import Failure, Item, read_documents


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--guidelines", is_flag=True, help="Check against the annotation guidelines too; doubts are printed as notices."
)
def validate(paths: tuple[str, ...], guidelines: bool) -> None:
    """Check documents against the schema and the annotation rules.

    Prints each mistake on a line, as place: field: what is wrong. Exit status 1 where there is any;
    notices do not count.
    """
    documents = mistakes = 0
    for item in read_documents(paths, sys.stdin.buffer):
        documents += 1
        for finding in _findings(item, guidelines):
            mistakes += not finding.notice
            click.echo(finding)
    click.echo(f"{count(documents, 'document')}, {count(mistakes, 'mistake')}", err=True)
    if mistakes:
        click.get_current_context().exit(1)


def _findings(item: Item, guidelines: bool) -> Iterator[Finding]:
    if isinstance(item, Failure):
        yield Finding(item.place, item.message)
        return
    problems = (Finding(problem.place, problem.message) for problem in item.document.problems())
    for finding in check(item.document) if guidelines else problems:
        yield msgspec.structs.replace(finding, place=f"{item.place}: {finding.place}")
