"""Measure how fast extraction is and how much memory it takes, on one thread.

    python -m benchmarks.speed [GOLD.jsonl ...] [--model FOLDER] [--json]

Every measurement is made in fresh processes, several times; figures are medians over these.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from rich.table import Table

from benchmarks.processes import ROOT, absolute, in_fresh_process, medians
from benchmarks.tables import report, table

ANNOTATIONS = ROOT / "annotations"
_LONG = [str(ANNOTATIONS / f"{name}.jsonl") for name in ("train", "dev", "test")]
_TASKS = "benchmarks.speed_tasks"


def measure(
    paths: Sequence[str], long_paths: Sequence[str], sizes: Sequence[int], model: str | None, repeat: int
) -> dict[str, Any]:
    """Return all figures by task; ``long`` and ``stream`` have one set a size."""
    chosen = ["--model", *absolute([model])] if model else []

    def run(task: str, files: Sequence[str], *more: str) -> dict[str, float]:
        arguments = [task, *absolute(files), *chosen, *more]
        return medians([in_fresh_process(_TASKS, *arguments) for _ in range(repeat)])

    return {
        "single": run("single", paths),
        "pipe": run("pipe", paths),
        "long": [run("long", long_paths, "--size", str(size)) for size in sizes],
        "stream": [run("stream", long_paths, "--size", str(size)) for size in sizes],
    }


def as_tables(figures: dict[str, Any]) -> list[Table]:
    """Return the figures as tables that are Markdown as well."""
    single, pipe = figures["single"], figures["pipe"]
    ways = {"one call an article": single, "pipe()": pipe}
    return [_once(single), _articles(ways), _sizes(figures["long"], figures["stream"])]


def _once(single: dict[str, float]) -> Table:
    rows = table("what", "figure")
    rows.add_row("import vn_dx_ie", f"{single['import_s']:.3f} s")
    rows.add_row("load()", f"{single['load_s']:.2f} s")
    rows.add_row(
        f"first call, {single['first_words']:.0f} words (the same again)",
        f"{1000 * single['first_call_s']:.0f} ms ({1000 * single['first_again_s']:.0f} ms)",
    )
    rows.add_row(f"an article, median of {single['articles']:.0f}", f"{1000 * single['median_s']:.0f} ms")
    rows.add_row("an article, 95th percentile", f"{1000 * single['p95_s']:.0f} ms")
    rows.add_row("model folder", f"{single['folder_mb']:.1f} MB")
    rows.add_row("of it read by extraction", f"{single['read_mb']:.1f} MB")
    return rows


def _articles(ways: dict[str, dict[str, float]]) -> Table:
    rows = table("articles", "words/s", "characters/s", "peak memory")
    for name, one in ways.items():
        rates = (f"{one['words_per_s']:,.0f}", f"{one['characters_per_s']:,.0f}")
        rows.add_row(name, *rates, f"{one['peak_mb']:.0f} MB")
    return rows


def _sizes(long: Sequence[dict[str, float]], stream: Sequence[dict[str, float]]) -> Table:
    rows = table("many words", "words", "seconds", "words/s", "peak memory", "beyond the loaded model")
    for name, one in [*(("one document", one) for one in long), *(("articles by pipe()", one) for one in stream)]:
        rates = (f"{one['words']:,.0f}", f"{one['seconds']:.1f}", f"{one['words_per_s']:,.0f}")
        rows.add_row(name, *rates, f"{one['peak_mb']:.0f} MB", f"{one['peak_mb'] - one['loaded_mb']:.0f} MB")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print tables or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", default=[str(ANNOTATIONS / "test.jsonl")], help="files of articles")
    parser.add_argument("--model", metavar="FOLDER", help="a model folder; the shipped model without it")
    parser.add_argument("--long", nargs="+", default=_LONG, metavar="FILE", help="articles of the long document")
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 50_000, 100_000], help="its sizes, in words")
    parser.add_argument("--repeat", type=int, default=3, help="processes a measurement (3)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = parser.parse_args(arguments)
    figures = measure(given.gold, given.long, given.sizes, given.model, given.repeat)
    report(figures, as_tables, as_json=given.json)


if __name__ == "__main__":
    main()
