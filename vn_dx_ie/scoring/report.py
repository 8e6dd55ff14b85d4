"""Scores as tables for people."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table

from vn_dx_ie.scoring.counts import Counts, Ratios
from vn_dx_ie.scoring.scores import Scores

_WIDTH = 100


def render(scores: Scores) -> str:
    """Return the tables as plain text."""
    page = io.StringIO()
    console = Console(file=page, width=_WIDTH, color_system=None, force_terminal=False)
    console.print(f"{scores.documents} documents", highlight=False)
    for table in _tables(scores):
        console.print(table)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).strip()


def _tables(scores: Scores) -> Iterable[Table]:
    entities, relations = scores.entities, scores.relations
    totals: list[tuple[str, Counts | Ratios]] = [("micro", entities.micro), ("macro", entities.macro)]
    yield _table("Entities", entities.by_label.items(), [*totals, ("overlap", entities.overlap)])
    totals = [("micro", relations.micro), ("macro", relations.macro)]
    yield _table("Relations", relations.by_label.items(), [*totals, ("boundary", relations.boundary)])
    for kind, record in scores.records.items():
        if record.found == Counts():
            continue
        filled = [(slot, counts) for slot, counts in record.by_slot.items() if counts != Counts()]
        yield _table(f"Records: {kind}", filled, [("all slots", record.slots), ("found", record.found)])


def _table(title: str, rows: Iterable[tuple[str, Counts]], totals: Iterable[tuple[str, Counts | Ratios]]) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", min_width=24)
    for name in ("precision", "recall", "F1", "right", "wrong", "missed"):
        table.add_column(name, justify="right", min_width=7)
    for name, counts in rows:
        table.add_row(name, *_cells(counts))
    table.add_section()
    for name, scores in totals:
        table.add_row(name, *_cells(scores))
    return table


def _cells(scores: Counts | Ratios) -> list[str]:
    ratios = [f"{ratio:.4f}" for ratio in (scores.precision, scores.recall, scores.f1)]
    return [*ratios, str(scores.tp), str(scores.fp), str(scores.fn)] if isinstance(scores, Counts) else ratios
