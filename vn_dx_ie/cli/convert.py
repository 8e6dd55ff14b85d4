"""``vn-dx-ie convert``: from one annotation format to another."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from vn_dx_ie.cli.messages import Report, check_output
from vn_dx_ie.document import Document
from vn_dx_ie.formats import (
    FORMATS,
    READABLE,
    WRITABLE,
    Located,
    distinct,
    output_format,
    read_documents,
    write_documents,
)


@click.command()
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--from", "source_form", type=click.Choice(READABLE), help="The format of IN.")
@click.option("--to", "target_form", type=click.Choice(WRITABLE), help="The format of OUT.")
def convert(source: str, target: Path, source_form: str | None, target_form: str | None) -> None:
    """Convert between annotation formats, by the ending of IN and OUT or by --from and --to.

    \b
    .jsonl .json         the library's own
    .markup              text with inline marks, for writing by hand
    a folder, .ann       brat standoff
    .conll               IOB2, a column a label
    .doccano.jsonl       doccano
    .label-studio.json   Label Studio
    .prodigy.jsonl       Prodigy
    .spacy               spaCy DocBin
    --to xmi             a folder of UIMA CAS XMI, as INCEpTION has it
    --to csv, parquet    a folder of tables of the records, written only
    .duckdb              the same tables in DuckDB, added to what is there

    Documents with mistakes are named and left out, and so is what CoNLL has no place for. A document
    that OUT cannot hold at all ends the conversion.
    """
    report = Report()
    logging.basicConfig(level=logging.WARNING, format="warning: %(message)s")  # to standard error
    items = read_documents([source], sys.stdin.buffer, source_form)
    check_output(target, (source,), source_form)
    if (form := output_format(target, target_form)) and FORMATS[form].keyed:
        items = distinct(items)
    write_documents(_sound(report.readable(items), report), target, target_form)
    report.end()


def _sound(items: Iterator[Located], report: Report) -> Iterator[Document]:
    for item in items:
        problems = item.document.problems(closed=False)
        if problems:
            report.fail(f"{item.place}: {problems[0].place}", problems[0].message)
        else:
            report.done += 1
            yield item.document
