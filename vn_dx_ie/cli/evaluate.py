"""``vn-dx-ie evaluate``, ``compare`` and ``agreement``: documents against documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from vn_dx_ie.cli.messages import Report
from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats import read_documents

_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")


@click.command()
@click.argument("gold")
@click.argument("predicted", metavar="PRED")
@_json_option
@click.option("--errors", is_flag=True, help="List every error with its sentence.")
def evaluate(gold: str, predicted: str, as_json: bool, errors: bool) -> None:
    """Score the documents of PRED against those of GOLD.

    Entities strictly and under the other MUC schemes, relations, records slot by slot, 95%
    intervals over documents, and calibration where there are confidences.
    """
    wanted, found = _load(gold, predicted)
    from vn_dx_ie.scoring import add_up, count_errors, find_errors, intervals_of, score_documents
    from vn_dx_ie.scoring.report import render

    each = score_documents(wanted, found)
    scores, intervals = add_up(each), intervals_of(each)
    mistakes = list(find_errors(wanted, found))
    if as_json:
        _print_json(
            {
                **scores.to_dict(),
                "intervals": {name: interval.to_dict() for name, interval in intervals.items()},
                "error_counts": count_errors(mistakes),
                **({"errors": [mistake.to_dict() for mistake in mistakes]} if errors else {}),
            }
        )
        return
    click.echo(render(scores, intervals))
    for layer, kinds in count_errors(mistakes).items():
        told = ", ".join(f"{number} {kind}" for kind, number in kinds.items()) or "none"
        click.echo(f"\nErrors, {layer}: {told}", nl=False)
    click.echo()
    for mistake in mistakes if errors else ():
        click.echo(f"\n{mistake}")


@click.command()
@click.argument("gold")
@click.argument("a")
@click.argument("b")
@_json_option
def compare(gold: str, a: str, b: str, as_json: bool) -> None:
    """Compare two systems, A and B, on the documents of GOLD.

    Prints the F1 of both, the gain of B with its 95% interval, and the p-value of the difference.
    """
    wanted, first, second = _load(gold, a, b)
    from vn_dx_ie.scoring import compare_systems
    from vn_dx_ie.scoring.report import render_comparison

    found = compare_systems(wanted, first, second)
    if as_json:
        _print_json({name: comparison.to_dict() for name, comparison in found.items()})
    else:
        click.echo(render_comparison(found))


@click.command()
@click.argument("annotators", metavar="A B [C]...", nargs=-1, required=True)
@_json_option
def agreement(annotators: tuple[str, ...], as_json: bool) -> None:
    """Measure how far annotators agree who worked on the same documents.

    Prints, for each pair, F1 of spans and relations and Cohen's kappa over tokens, and
    Krippendorff's alpha over all.
    """
    if len(annotators) < 2:
        raise click.UsageError(f"expected at least two annotators, got {len(annotators)}")
    sides = _load(*annotators)
    from vn_dx_ie.scoring import agreement as measure

    found = measure(dict(zip(_names(annotators), sides, strict=True)))
    if as_json:
        _print_json(found.to_dict())
    else:
        click.echo(str(found))


def _names(paths: tuple[str, ...]) -> list[str]:
    """Return a short name for each path: its own where no other has the same, else the whole path."""
    stems = [Path(path).stem for path in paths]
    names = [stem if stems.count(stem) == 1 else path for stem, path in zip(stems, paths, strict=True)]
    if len(set(names)) < len(names):
        raise InputError(f"expected each annotator once, got {', '.join(paths)}")
    return names


def _load(*paths: str) -> list[list[Document]]:
    """Return the documents of each path, or leave with status 1 where some cannot be read."""
    report = Report()
    sides = [[item.document for item in report.readable(read_documents([path], sys.stdin.buffer))] for path in paths]
    if report.failed:
        click.echo("error: nothing was scored, as not all documents could be read", err=True)
        click.get_current_context().exit(1)
    return sides


def _print_json(value: dict[str, Any]) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
