"""Scores as tables for people, in 100 columns and without colours."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping

from rich import box
from rich.console import Console, RenderableType
from rich.table import Table

from vn_dx_ie.scoring.agreement import Agreement
from vn_dx_ie.scoring.calibration import Calibration
from vn_dx_ie.scoring.counts import Counts, Ratios, total
from vn_dx_ie.scoring.intervals import Comparison, Interval
from vn_dx_ie.scoring.schemes import SchemeCounts
from vn_dx_ie.scoring.scores import EntityScores, RecordScores, Scores

_WIDTH = 100


def render(scores: Scores, intervals: Mapping[str, Interval] | None = None) -> str:
    """Return the tables of scores as plain text, with 95% intervals where they are given."""
    return _print([f"{scores.documents} documents", *_tables(scores, intervals or {})])


def render_comparison(comparisons: Mapping[str, Comparison]) -> str:
    """Return the table of two systems, measure by measure."""
    table = _empty_table("F1 of two systems", "A", "B", "B - A", "95% interval", "p")
    for name, found in comparisons.items():
        gain = found.difference
        p_value = f"{found.p_value:.4f}"
        table.add_row(name, f"{found.a:.4f}", f"{found.b:.4f}", f"{gain.value:+.4f}", _interval(gain, "+"), p_value)
    return _print([table])


def render_agreement(found: Agreement) -> str:
    """Return the tables of every pair of annotators, and of alpha over all."""
    parts: list[RenderableType] = [f"{found.documents} documents"]
    for names, pair in found.pairs.items():
        table = _empty_table(" – ".join(names), "F1", "kappa")
        entities, relations = pair.scores.entities, pair.scores.relations
        for label, counts in entities.by_label.items():
            table.add_row(label, f"{counts.f1:.4f}", f"{pair.kappa_by_label.get(label, 1.0):.4f}")
        table.add_section()
        table.add_row("entities", f"{entities.micro.f1:.4f}", f"{pair.kappa:.4f}")
        table.add_row("entities, overlap", f"{entities.overlap.f1:.4f}", "")
        table.add_section()
        for label, counts in relations.by_label.items():
            table.add_row(label, f"{counts.f1:.4f}", "")
        table.add_section()
        table.add_row("relations", f"{relations.micro.f1:.4f}", "")
        for kind, record in pair.scores.records.items():
            if record.found != Counts():
                table.add_row(f"{kind}, slots", f"{record.slots.f1:.4f}", "")
        parts.append(table)
    alphas = _empty_table("Krippendorff's alpha, tokens", "alpha")
    for label, alpha in found.alpha_by_label.items():
        alphas.add_row(label, f"{alpha:.4f}")
    alphas.add_section()
    alphas.add_row("all layers", f"{found.alpha:.4f}")
    return _print([*parts, alphas])


def _print(parts: Iterable[RenderableType]) -> str:
    page = io.StringIO()
    console = Console(
        file=page, width=_WIDTH, color_system=None, force_terminal=False, markup=False, emoji=False, highlight=False
    )  # names are shown as they are
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()).strip()


def _tables(scores: Scores, intervals: Mapping[str, Interval]) -> Iterator[Table]:
    entities, relations = scores.entities, scores.relations
    totals: list[tuple[str, Counts | Ratios]] = [("micro", entities.micro), ("macro", entities.macro)]
    yield _table("Entities, strict", entities.by_label.items(), [*totals, ("overlap", entities.overlap)])
    if any(entities.schemes.values()):
        yield _scheme_table(entities)
    totals = [("micro", relations.micro), ("macro", relations.macro)]
    yield _table("Relations", relations.by_label.items(), [*totals, ("boundary", relations.boundary)])
    for kind, record in scores.records.items():
        if record.found != Counts():
            yield _record_table(kind, record)
    tables = {"Entities": entities.calibration, "Relations": relations.calibration}
    tables |= {f"Records: {kind}": record.calibration for kind, record in scores.records.items()}
    for name, calibration in tables.items():
        if calibration.known:
            yield _calibration_table(name, calibration)
    if intervals:
        yield _interval_table(intervals)


def _table(title: str, rows: Iterable[tuple[str, Counts]], totals: Iterable[tuple[str, Counts | Ratios]]) -> Table:
    table = _empty_table(title, "precision", "recall", "F1", "right", "wrong", "missed")
    for name, counts in rows:
        table.add_row(name, *_cells(counts))
    table.add_section()
    for name, scores in totals:
        table.add_row(name, *_cells(scores))
    return table


def _empty_table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("", min_width=24)
    for name in columns:
        table.add_column(name, justify="right", min_width=7)
    return table


def _cells(scores: Counts | Ratios) -> list[str]:
    ratios = [f"{ratio:.4f}" for ratio in (scores.precision, scores.recall, scores.f1)]
    return [*ratios, str(scores.tp), str(scores.fp), str(scores.fn)] if isinstance(scores, Counts) else ratios


def _scheme_table(entities: EntityScores) -> Table:
    table = _empty_table("Entities, F1 by scheme", *entities.schemes, "tokens")
    for label in entities.by_label:
        found = [by_label.get(label, SchemeCounts()).f1 for by_label in entities.schemes.values()]
        table.add_row(label, *(f"{f1:.4f}" for f1 in (*found, entities.layers.get(label, Counts()).f1)))
    table.add_section()
    sums = [sum(by_label.values(), SchemeCounts()).f1 for by_label in entities.schemes.values()]
    table.add_row("micro", *(f"{f1:.4f}" for f1 in (*sums, total(entities.layers.values()).f1)))
    return table


def _record_table(kind: str, record: RecordScores) -> Table:
    table = _empty_table(f"Records: {kind}", "precision", "recall", "F1", "exact F1", "soft F1", "right", "missed")
    rows = [(name, counts) for name, counts in record.slot_counts.items() if counts.normalised != Counts()]
    for name, counts in (*rows, ("all slots", record.all_slots)):
        if name == "all slots":
            table.add_section()
        own = counts.normalised
        f1s = (own.precision, own.recall, own.f1, counts.exact.f1, counts.soft.f1)
        table.add_row(name, *(f"{ratio:.4f}" for ratio in f1s), str(own.tp), str(own.fn))
    found = record.found
    ratios = [f"{ratio:.4f}" for ratio in (found.precision, found.recall, found.f1)]
    table.add_row("found", *ratios, "", "", str(found.tp), str(found.fn))
    return table


def _calibration_table(name: str, calibration: Calibration) -> Table:
    title = f"{name}: expected calibration error {calibration.error:.4f}"
    table = _empty_table(title, "predicted", "confidence", "right")
    for row in calibration.to_dict()["bins"]:
        edges = f"{row['from']:.1f} to {row['to']:.1f}"
        table.add_row(edges, str(row["count"]), f"{row['confidence']:.4f}", f"{row['accuracy']:.4f}")
    return table


def _interval_table(intervals: Mapping[str, Interval]) -> Table:
    table = _empty_table("F1 with 95% intervals over documents", "F1", "95% interval")
    for name, found in intervals.items():
        table.add_row(name, f"{found.value:.4f}", _interval(found))
    return table


def _interval(found: Interval, sign: str = "") -> str:
    return f"{found.low:{sign}.4f} to {found.high:{sign}.4f}"
