"""Compare throughput and memory of vn-dx-ie and other systems on the same texts, short and long.

    python -m benchmarks [GOLD.jsonl ...] [--only SYSTEM ...] [--model FOLDER] [--json]

Every measurement is made in fresh processes, several times; figures are medians over these.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.table import Table

from benchmarks.materials import ARTICLES, MATERIALS
from benchmarks.processes import ROOT, absolute, in_fresh_process, medians
from benchmarks.speed_tasks import Figures, words
from benchmarks.tables import report, table
from benchmarks.throughput_systems import SYSTEMS, WHOLE_WAY
from benchmarks.throughput_tasks import PROCESSES

ANNOTATIONS = ROOT / "annotations"
_LONG = [str(ANNOTATIONS / f"{name}.jsonl") for name in ("train", "dev", "test")]
_NOT_RUN, _NOT_INSTALLED, _NO_SUCH = "not run", "not installed", "–"
_COLUMNS: Final = {1: "one process", PROCESSES: "two processes"}

Cell = Figures | str  # figures, or why there are none
Cells = dict[str, dict[str, Cell]]  # of a system, by material and number of processes


@dataclass(frozen=True, slots=True)
class Material:
    """A file of texts: how many there are, and the words of all, of the median and of the longest."""

    name: str
    file: str
    texts: int
    words: int
    median: float
    longest: int


def prepare(folder: str, paths: Sequence[str], long_paths: Sequence[str], sizes: Sequence[int]) -> list[Material]:
    """Write the materials to `folder`, shortest texts first."""
    gold = ("--gold", *absolute(paths), "--long", *absolute(long_paths))
    files = in_fresh_process("benchmarks.materials", folder, *gold, "--sizes", *map(str, sizes))
    return [_described(name, files[name]) for name in MATERIALS]


def _described(name: str, file: str) -> Material:
    sizes = [words(text) for text in json.loads(Path(file).read_text(encoding="utf-8"))]
    return Material(name, file, len(sizes), sum(sizes), median(sizes), max(sizes))


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs tasks in fresh processes, each `repeat` times, with our model folder or the shipped model."""

    model: str | None
    repeat: int

    def run(self, module: str, *arguments: str) -> Figures:
        """Return the medians of what ``python -m MODULE ARGUMENTS`` prints."""
        chosen = ["--model", *absolute([self.model])] if self.model else []
        return medians([in_fresh_process(module, *arguments, *chosen) for _ in range(self.repeat)])

    def measure(self, system: str, materials: Sequence[Material], limit: float) -> Cells:
        """Measure a system on each material, but for texts that would take it more than `limit` seconds.

        How long a text would take is told by its size and by the speed on the material before.
        """
        if not SYSTEMS[system].installed:
            return {one.name: dict.fromkeys(_COLUMNS.values(), _NOT_INSTALLED) for one in materials}
        found: Cells = {}
        speed = math.inf
        for one in materials:
            if one.longest / speed > limit:
                found[one.name] = dict.fromkeys(_COLUMNS.values(), _NOT_RUN)
                continue
            cells = {title: self._one(system, one, count) for count, title in _COLUMNS.items() if count <= one.texts}
            found[one.name] = {**cells}
            speed = cells[_COLUMNS[1]]["words_per_s"]
        return found

    def _one(self, system: str, material: Material, processes: int) -> Figures:
        return self.run("benchmarks.throughput_tasks", system, material.file, "--processes", str(processes))


def as_tables(figures: dict[str, Any]) -> list[Table]:
    """Return the figures as tables that are Markdown as well."""
    systems = figures["systems"]
    speeds = [_by_material(systems, column, "words_per_s", "words/s") for column in _COLUMNS.values()]
    peaks = [_by_material(systems, column, "peak_mb", "peak MB") for column in _COLUMNS.values()]
    return [_texts(figures["materials"]), *speeds, *peaks, *([_parts(figures["parts"])] if figures["parts"] else [])]


def _texts(materials: Sequence[dict[str, Any]]) -> Table:
    rows = table("material", "texts", "words", "words of the median text")
    for one in materials:
        rows.add_row(one["name"], *(f"{one[key]:,.0f}" for key in ("texts", "words", "median")))
    return rows


def _by_material(systems: dict[str, Cells], column: str, figure: str, unit: str) -> Table:
    rows = table(f"{unit}, {column}", *MATERIALS)
    for system, cells in systems.items():
        shown = (cells[material].get(column, _NO_SUCH) for material in MATERIALS)
        rows.add_row(SYSTEMS[system].title, *(one if isinstance(one, str) else f"{one[figure]:,.0f}" for one in shown))
    return rows


def _parts(shares: Figures) -> Table:
    rows = table("part of the whole way, articles", "share of process time")
    for part, share in shares.items():
        rows.add_row(part, f"{share:.1%}")
    return rows


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print tables or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", default=[str(ANNOTATIONS / "test.jsonl")], help="files of articles")
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=[*SYSTEMS], help="systems; all without it")
    parser.add_argument("--model", metavar="FOLDER", help="a model folder; the shipped model without it")
    parser.add_argument("--long", nargs="+", default=_LONG, metavar="FILE", help="articles of the long documents")
    parser.add_argument("--sizes", nargs=2, type=int, default=[5_000, 100_000], help="words of these and of the one")
    parser.add_argument("--limit", type=float, default=120.0, help="seconds that a text may take (120)")
    parser.add_argument("--repeat", type=int, default=3, help="processes a measurement (3)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = parser.parse_args(arguments)
    runner = Runner(given.model, given.repeat)
    with tempfile.TemporaryDirectory() as folder:
        materials = prepare(folder, given.gold, given.long, given.sizes)
        articles = next(one.file for one in materials if one.name == ARTICLES)
        figures = {
            "materials": [asdict(one) for one in materials],
            "systems": {system: runner.measure(system, materials, given.limit) for system in given.only},
            "parts": runner.run("benchmarks.parts", articles) if WHOLE_WAY in given.only else {},
        }
    report(figures, as_tables, as_json=given.json)


if __name__ == "__main__":
    main()
