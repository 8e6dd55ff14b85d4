"""``vn-dx-ie view``: a page to read annotated documents on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from vn_dx_ie.cli.messages import Report, check_output, count
from vn_dx_ie.document import Document
from vn_dx_ie.formats import read_documents


@click.command()
@click.argument("path")
@click.argument("predicted", metavar="[PRED]", required=False)
@click.option("-o", "--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The page, an .html.")
@click.option("--title", help="The heading of the page.")
def view(path: str, predicted: str | None, out: Path, title: str | None) -> None:
    """Write a self-contained page of the documents of PATH.

    With PRED, the same documents as a system has them, both stand side by side: differences are
    coloured, and may be filtered by kind.
    """
    report = Report()
    inputs = (path, predicted) if predicted else (path,)
    sides = [_load(one, report) for one in inputs]
    check_output(out, inputs)
    from vn_dx_ie.view import render_page

    page = render_page(sides[0], sides[1] if predicted else None, title or Path(path).stem)
    out.write_text(page, encoding="utf-8")
    click.echo(f"wrote {out}, {count(len(sides[0]), 'document')}", err=True)
    report.done = len(sides[0])
    report.end()


def _load(path: str, report: Report) -> list[Document]:
    return [item.document for item in report.readable(read_documents([path], sys.stdin.buffer))]
