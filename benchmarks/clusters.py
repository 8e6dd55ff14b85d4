"""What Ray and Spark take for themselves on one machine, beside `extract --workers` over the same files.

    python -m benchmarks.clusters [GOLD.jsonl ...] [--articles 512] [--workers 2] [--repeat 3] [--json]

Each system begins anew, reads a few articles, ends, and does so again with many more. The time of the few is
what a start costs, and the rest, shared among the further articles, what each of them does. Needs the extras
``ray`` and ``spark``, and idle cores: as many as workers.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from rich.table import Table

from benchmarks.cluster_tasks import SYSTEMS
from benchmarks.processes import ROOT, absolute, in_fresh_process
from benchmarks.speed_tasks import articles, words
from benchmarks.tables import report, table

_GOLD: Final = [str(ROOT / "annotations" / "train.jsonl")]
_PARTITIONS: Final = 16
_FEW: Final = 16


def write_partitions(texts: Sequence[str], folder: Path) -> None:
    """Write the texts to files of JSON lines, dealt out in turn, so that all files are about as long."""
    folder.mkdir()
    lines = [json.dumps({"id": f"d{number}", "text": text}) + "\n" for number, text in enumerate(texts)]
    for number in range(_PARTITIONS):
        (folder / f"{number:02}.jsonl").write_text("".join(lines[number::_PARTITIONS]), encoding="utf-8")


def seconds(system: str, source: Path, workers: int, expected: int) -> float:
    """Return how long a system takes in a process of its own, from its beginning to its end."""
    with tempfile.TemporaryDirectory() as place:
        begin = perf_counter()
        found = in_fresh_process("benchmarks.cluster_tasks", system, str(source), f"{place}/found", str(workers))
        taken = perf_counter() - begin
    if found != expected:
        raise ValueError(f"{system}: expected results of {expected} articles, got {found}")
    return taken


def measure(texts: Sequence[str], workers: int, repeat: int) -> dict[str, Any]:
    """Return, by system, the median seconds of a few articles and of each further one."""
    figures: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as place:
        few, many = Path(place) / "few", Path(place) / "many"
        write_partitions(texts[:_FEW], few)
        write_partitions(texts, many)
        for system in SYSTEMS:
            start = median(seconds(system, few, workers, _FEW) for _ in range(repeat))
            whole = median(seconds(system, many, workers, len(texts)) for _ in range(repeat))
            figures[system] = {"few_s": start, "each_s": (whole - start) / (len(texts) - _FEW)}
    return figures


def as_tables(figures: dict[str, Any]) -> list[Table]:
    """Return the texts, and the systems beside the first of them."""
    systems = figures["systems"]
    given, result = table("texts", "figure"), table("", f"{_FEW} articles", "each further one", "useful share")
    given.add_row("articles", f"{figures['articles']:,}")
    given.add_row("words of an article, mean", f"{figures['words'] / figures['articles']:,.0f}")
    given.add_row("workers", str(figures["workers"]))
    least = systems[next(iter(systems))]["each_s"]
    for system, one in systems.items():
        few, each, share = one["few_s"], one["each_s"], least / one["each_s"]
        result.add_row(system, f"{few:.1f} s", f"{1000 * each:.1f} ms", f"{share:.2f}")
    return [given, result]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print tables or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", default=_GOLD, help="files of articles")
    parser.add_argument("--articles", type=int, default=512, help="how many, those of the files again and again (512)")
    parser.add_argument("--workers", type=int, default=2, help="processes that extract at a time (2)")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each, of which the median counts (3)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = parser.parse_args(arguments)
    if given.articles <= _FEW:
        parser.error(f"--articles: expected more than {_FEW}, got {given.articles}")
    texts = list(islice(cycle(document.text for document in articles(absolute(given.gold))), given.articles))
    figures = {
        "articles": len(texts),
        "words": sum(map(words, texts)),
        "workers": given.workers,
        "systems": measure(texts, given.workers, given.repeat),
    }
    report(figures, as_tables, as_json=given.json)


if __name__ == "__main__":
    main()
