"""Compare vn-dx-ie with underthesea's `ner` (its default, offline model) on the same texts.

    python -m benchmarks.underthesea_ner [GOLD.jsonl ...] [--model FOLDER] [--json]

Both sides and gold are brought to the labels PERSON, PLACE and ORGANISATION, and reduced in the same
ways to what a tagger without nesting can give; benchmarks/README.md says how.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, Final

from rich.table import Table

from benchmarks.common_labels import REDUCTIONS, Mention, Mentions, as_document, to_common, without_type_words
from benchmarks.processes import ROOT, absolute, in_fresh_process
from benchmarks.tables import show, table
from vn_dx_ie.document import Document
from vn_dx_ie.formats import load_documents
from vn_dx_ie.scoring import Comparison, Counts, EntityScores, compare_systems, evaluate

SYSTEMS: Final = ("underthesea", "vn-dx-ie")
WAYS: Final[dict[str, Callable[[str, Mentions], Mentions]]] = {
    "strict": lambda _, mentions: mentions,
    "lenient": without_type_words,
}


@dataclass(frozen=True)
class Reduced:
    """Scores against gold reduced in one way: by way and system, and what vn-dx-ie gains by way and measure."""

    scores: dict[str, dict[str, EntityScores]]
    gains: dict[str, dict[str, Comparison]]

    def to_dict(self) -> dict[str, Any]:
        """Return ratios, counts and gains as plain numbers."""
        scores = {way: {name: _plain(one) for name, one in each.items()} for way, each in self.scores.items()}
        gains = {way: {name: one.to_dict() for name, one in each.items()} for way, each in self.gains.items()}
        return {"scores": scores, "gains": gains}


def compare(gold: Sequence[Document], found: dict[str, list[Mentions]]) -> dict[str, Reduced]:
    """Score both systems by reduction of gold; `found` is in common labels already."""
    texts = [one.text for one in gold]
    mentions = [(Mention(e.label, e.start, e.end) for e in one.entities) for one in gold]
    wanted = [to_common(text, each) for text, each in zip(texts, mentions, strict=True)]
    sides = {"gold": wanted, **found}
    return {name: _reduced(texts, sides, reduce) for name, reduce in REDUCTIONS.items()}


def _reduced(texts: Sequence[str], sides: dict[str, list[Mentions]], reduce: Callable[[Mentions], Mentions]) -> Reduced:
    result = Reduced({}, {})
    for way, change in WAYS.items():
        gold, first, second = (
            [as_document(text, change(text, reduce(one))) for text, one in zip(texts, sides[name], strict=True)]
            for name in ("gold", *SYSTEMS)
        )
        both = zip(SYSTEMS, (first, second), strict=True)
        result.scores[way] = {name: evaluate(gold, side).entities for name, side in both}
        result.gains[way] = compare_systems(gold, first, second) if len(gold) > 1 else {}
    return result


def _plain(scores: EntityScores) -> dict[str, Any]:
    by_label = {label: counts.to_dict() for label, counts in scores.by_label.items()}
    return {"micro": scores.micro.to_dict(), "by_label": by_label, "overlap": scores.overlap.to_dict()}


def run(path: str, model: str | None, repeat: int) -> tuple[dict[str, float], dict[str, list[Mentions]]]:
    """Run both systems over a file by turns; return the median seconds and the mentions of each."""
    file, chosen = absolute([path]), ["--model", *absolute([model])] if model else []
    texts = [one.text for one in load_documents(path)]
    seconds: dict[str, list[float]] = {name: [] for name in SYSTEMS}
    found: dict[str, list[Mentions]] = {}
    for _ in range(repeat):
        for name in SYSTEMS:
            took, raw = in_fresh_process("benchmarks.ner_systems", name, *file, *chosen)
            seconds[name].append(took)
            mentions = ([Mention(*one) for one in each] for each in raw)
            found[name] = [to_common(text, each) for text, each in zip(texts, mentions, strict=True)]
    return {name: median(each) for name, each in seconds.items()}, found


def as_tables(reduced: dict[str, Reduced], speeds: dict[str, float]) -> list[Table]:
    """Return scores, scores by label, gains and speed as tables that are Markdown as well."""
    kindest = min(reduced, key=lambda name: _lead(reduced[name]))
    return [_scores(reduced), _by_label(kindest, reduced[kindest]), _gains(reduced), _speeds(speeds)]


def _lead(one: Reduced) -> float:
    first, second = (one.scores["strict"][name].micro.f1 for name in SYSTEMS)
    return second - first


def _scores(reduced: dict[str, Reduced]) -> Table:
    columns = [f"{way} {part}" for way in ("strict", "overlap", "lenient") for part in ("P", "R", "F1")]
    rows = table("gold", "system", *columns)
    for reduction, one in reduced.items():
        for name in SYSTEMS:
            strict, lenient = one.scores["strict"][name], one.scores["lenient"][name]
            cells = (*_ratios(strict.micro), *_ratios(strict.overlap), *_ratios(lenient.micro))
            rows.add_row(reduction, name, *cells)
    return rows


def _by_label(reduction: str, one: Reduced) -> Table:
    rows = table(
        f"{reduction}, strict", "in gold", *(f"{name} {part}" for name in SYSTEMS for part in ("P", "R", "F1"))
    )
    first, second = (one.scores["strict"][name].by_label for name in SYSTEMS)
    for label in sorted(first.keys() | second.keys()):
        both = first.get(label, Counts()), second.get(label, Counts())
        wanted = max(counts.tp + counts.fn for counts in both)
        rows.add_row(label, str(wanted), *_ratios(both[0]), *_ratios(both[1]))
    return rows


def _gains(reduced: dict[str, Reduced]) -> Table:
    rows = table("gold", "spans", "gain in F1", "95% interval", "p")
    for reduction, one in reduced.items():
        for way, gain in ((way, each["entities"]) for way, each in one.gains.items() if each):
            low, high = gain.difference.low, gain.difference.high
            p_value = f"{gain.p_value:.4f}"
            rows.add_row(reduction, way, f"{gain.difference.value:+.3f}", f"{low:+.3f} to {high:+.3f}", p_value)
    return rows


def _speeds(speeds: dict[str, float]) -> Table:
    gives = {"underthesea": "entities, flat", "vn-dx-ie": "entities, nested; relations; records"}
    rows = table("system", "gives", "words/s")
    for name in SYSTEMS:
        rows.add_row(name, gives[name], f"{speeds[name]:,.0f}")
    return rows


def _ratios(counts: Counts) -> tuple[str, str, str]:
    return f"{counts.precision:.3f}", f"{counts.recall:.3f}", f"{counts.f1:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare on each file, and print tables or JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = str(ROOT / "annotations" / "test.jsonl")
    parser.add_argument("gold", nargs="*", default=[default], help="files of annotated articles")
    parser.add_argument("--model", metavar="FOLDER", help="a model folder; the shipped model without it")
    parser.add_argument("--repeat", type=int, default=3, help="runs of each system, for its speed (3)")
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    given = parser.parse_args(arguments)
    results = {}
    for path in given.gold:
        gold = load_documents(path)
        seconds, found = run(path, given.model, given.repeat)
        size = sum(len(one.text.split()) for one in gold)
        speeds = {name: size / took for name, took in seconds.items()}
        reduced = compare(gold, found)
        results[path] = {**{name: one.to_dict() for name, one in reduced.items()}, "words_per_s": speeds}
        if not given.json:
            show(*as_tables(reduced, speeds), title=f"{Path(path).name}: {len(gold)} articles, {size:,} words")
    if given.json:
        print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
