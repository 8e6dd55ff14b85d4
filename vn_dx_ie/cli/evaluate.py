"""``vn-dx-ie evaluate``: how well predicted documents agree with gold ones."""

from __future__ import annotations

import json
import sys

import click

from vn_dx_ie.cli.messages import Report
from vn_dx_ie.document import Document
from vn_dx_ie.formats import read_documents


@click.command()
@click.argument("gold")
@click.argument("predicted", metavar="PRED")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def evaluate(gold: str, predicted: str, as_json: bool) -> None:
    """Score the documents of PRED against those of GOLD."""
    report = Report()
    sides = [_load(path, report) for path in (gold, predicted)]
    if report.failed:
        click.echo("error: nothing was scored, as not all documents could be read", err=True)
        click.get_current_context().exit(1)
    from vn_dx_ie.scoring import evaluate as score

    scores = score(*sides)
    click.echo(json.dumps(scores.to_dict(), indent=2, ensure_ascii=False) if as_json else str(scores))


def _load(path: str, report: Report) -> list[Document]:
    return [item.document for item in report.readable(read_documents([path], sys.stdin.buffer))]
