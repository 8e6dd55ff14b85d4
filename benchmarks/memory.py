"""Extract very many short documents in one process, and show that its memory does not grow with them.

    python -m benchmarks.memory [GOLD.jsonl ...] [--documents 100000] [--out PLOT.svg] [--model FOLDER] [--json]

The documents are short notes of annotated articles with ever other numbers, so that no cache helps.
Linux only: the resident memory is read from /proc.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import linear_regression
from typing import Any

from rich.table import Table

from benchmarks.memory_tasks import STATUS
from benchmarks.processes import ROOT, absolute, in_fresh_process
from benchmarks.tables import report, table

_GOLD = [str(ROOT / "annotations" / f"{name}.jsonl") for name in ("train", "dev", "test")]
_MARKS = 10

Sample = tuple[int, float]  # documents read, MB


def slope(samples: Sequence[Sample]) -> float:
    """Return by how many bytes memory grows a document, by least squares over the second half of the documents."""
    half = samples[-1][0] / 2
    late = [one for one in samples if one[0] >= half]
    fitted = linear_regression([count for count, _ in late], [1e6 * size for _, size in late])
    return float(fitted.slope)


def marks(samples: Sequence[Sample]) -> list[Sample]:
    """Return the first sample and ten others at even distances, or all where there are fewer."""
    first, *others = samples
    count = min(_MARKS, len(others))
    return [first, *(others[len(others) * number // count - 1] for number in range(1, count + 1))]


def as_tables(figures: dict[str, Any]) -> list[Table]:
    """Return the samples at the marks, and what follows from all of them."""
    rows, result = table("documents", "resident memory"), table("what", "figure")
    for count, size in marks(figures["samples"]):
        rows.add_row(f"{count:,}", f"{size:.1f} MB")
    result.add_row("growth over the second half, a document", f"{figures['slope']:+.1f} bytes")
    result.add_row("documents/s", f"{figures['documents_per_s']:,.1f}")
    return [rows, result]


def draw(samples: Sequence[Sample], path: Path) -> None:
    """Write a plot of memory by documents as SVG; the same samples give the same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context({"svg.hashsalt": "vn-dx-ie"}):
        figure = Figure(figsize=(7, 3.5), layout="constrained")
        axes = figure.add_subplot()
        axes.plot([count for count, _ in samples], [size for _, size in samples])
        axes.set(xlabel="documents extracted", ylabel="resident memory, MB")
        axes.set(xlim=(0, samples[-1][0]), ylim=(0, 1.25 * max(size for _, size in samples)))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.grid(alpha=0.3)
        figure.savefig(path, format="svg", metadata={"Date": None})


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure; print tables or JSON, and draw a plot where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", default=_GOLD, help="files of articles")
    parser.add_argument("--documents", type=int, default=100_000, help="how many to extract (100,000)")
    parser.add_argument(
        "--every", type=int, default=1_000, help="documents from one look at memory to the next (1,000)"
    )
    parser.add_argument("--out", type=Path, metavar="PLOT.svg", help="where to draw a plot")
    parser.add_argument("--model", metavar="FOLDER", help="a model folder; the shipped model without it")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = parser.parse_args(arguments)
    if not STATUS.exists():
        parser.error(f"expected Linux, where {STATUS} tells the resident memory; got {sys.platform}")
    if given.documents < 2 * given.every:
        parser.error(f"--documents: expected at least twice --every ({given.every}), got {given.documents}")
    chosen = ["--model", *absolute([given.model])] if given.model else []
    counts = (str(given.documents), str(given.every))
    figures = in_fresh_process("benchmarks.memory_tasks", *counts, *absolute(given.gold), *chosen)
    figures["slope"] = slope(figures["samples"])
    figures["documents_per_s"] = given.documents / figures["seconds"]
    if given.out:
        draw(figures["samples"], given.out)
    report(figures, as_tables, as_json=given.json)


if __name__ == "__main__":
    main()
