"""``vn-dx-ie convert``: from one annotation format to another."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from vn_dx_ie.cli.messages import Report, check_output
from vn_dx_ie.document import Document
from vn_dx_ie.formats import Located, read_documents, write_documents


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
def convert(source: str, target: Path) -> None:
    """Convert between .jsonl, .json and brat (a folder, or an .ann with its .txt), by file kind.

    Documents with mistakes are named and left out.
    """
    report = Report()
    items = read_documents([source], sys.stdin.buffer)
    check_output(target, (source,))
    write_documents(_sound(report.readable(items), report), target)
    report.end()


def _sound(items: Iterator[Located], report: Report) -> Iterator[Document]:
    for item in items:
        problems = item.document.problems(closed=False)
        if problems:
            report.fail(f"{item.place}: {problems[0].place}", problems[0].message)
        else:
            report.done += 1
            yield item.document
