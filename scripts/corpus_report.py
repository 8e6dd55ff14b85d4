"""Write the tables and charts of annotations/README.md from the corpus, or check that they are up to date.

    python scripts/corpus_report.py [--check]

The tables stand between ``<!-- tables -->`` and ``<!-- /tables -->``; the charts are SVG files beside.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from vn_dx_ie.document import Document
from vn_dx_ie.formats import load_documents
from vn_dx_ie.schema import ENTITY_LABELS, RELATION_LABELS
from vn_dx_ie.scoring.facts import KINDS

FOLDER = Path(__file__).resolve().parent.parent / "annotations"
SETS = ("train", "dev", "test", "seeds")
_WORD = re.compile(r"\w+")
_TABLES = re.compile(r"(?<=<!-- tables -->\n).*?(?=<!-- /tables -->)", re.DOTALL)
_ROW, _WIDTH, _LEFT = 22, 720, 230


def report(folder: Path) -> dict[Path, str]:
    """Return what the files of the report should hold, by path."""
    sets = {name: load_documents(folder / f"{name}.jsonl") for name in SETS}
    with open(folder / "articles.csv", encoding="utf-8", newline="") as stream:
        articles = list(csv.DictReader(stream))
    readme = (folder / "README.md").read_text(encoding="utf-8")
    tables = "\n".join(
        [
            _sizes(sets),
            _labels("entities", ENTITY_LABELS, sets),
            _labels("relations", RELATION_LABELS, sets),
            _kinds(sets),
        ]
    )
    corpus = [document for name in SETS[:3] for document in sets[name]]
    labels = Counter(entity.label for document in corpus for entity in document.entities)
    themes = Counter(article["theme"] for article in articles)
    return {
        folder / "README.md": _TABLES.sub(lambda _: f"\n{tables}\n", readme),
        folder / "entities.svg": bars("Entities by label", {label: labels[label] for label in ENTITY_LABELS}),
        folder / "themes.svg": bars("Articles by theme", dict(themes.most_common())),
    }


def _sizes(sets: Mapping[str, Sequence[Document]]) -> str:
    counted: dict[str, Callable[[Sequence[Document]], int]] = {
        "articles": len,
        "words": lambda documents: sum(len(_WORD.findall(one.text)) for one in documents),
        "entities": lambda documents: sum(len(one.entities) for one in documents),
        "relations": lambda documents: sum(len(one.relations) for one in documents),
        "records": lambda documents: sum(len(one.records) for one in documents),
    }
    return _table("", {name: [count(documents) for documents in sets.values()] for name, count in counted.items()})


def _labels(part: str, labels: Sequence[str], sets: Mapping[str, Sequence[Document]]) -> str:
    counts = [Counter(item.label for one in documents for item in getattr(one, part)) for documents in sets.values()]
    return _table(part, {label: [count[label] for count in counts] for label in labels})


def _kinds(sets: Mapping[str, Sequence[Document]]) -> str:
    counts = [Counter(type(record) for one in documents for record in one.records) for documents in sets.values()]
    return _table("records", {kind: [count[cls] for count in counts] for kind, cls in KINDS.items()})


def _table(title: str, rows: Mapping[str, Sequence[int]]) -> str:
    lines = [f"| {title} | {' | '.join(SETS)} |", f"|---|{'---:|' * len(SETS)}"]
    lines += [f"| {name} | {' | '.join(f'{number:,}' for number in numbers)} |" for name, numbers in rows.items()]
    return "\n".join(lines) + "\n"


def bars(title: str, values: Mapping[str, int]) -> str:
    """Return a chart of horizontal bars as SVG."""
    most = max([1, *values.values()])
    height = 40 + _ROW * len(values)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" font-family="sans-serif">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="10" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
        *_bars(values, most),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(values: Mapping[str, int], most: int) -> Iterable[str]:
    for index, (name, number) in enumerate(values.items()):
        top = 34 + _ROW * index
        width = round((_WIDTH - _LEFT - 80) * number / most)
        yield f'<text x="{_LEFT - 8}" y="{top + 14}" font-size="12" text-anchor="end">{escape(name)}</text>'
        yield f'<rect x="{_LEFT}" y="{top + 2}" width="{width}" height="{_ROW - 6}" fill="#1f6feb"/>'
        yield f'<text x="{_LEFT + width + 6}" y="{top + 14}" font-size="12">{number:,}</text>'


def main() -> int:
    """Write or check the report; return the exit status."""
    parser = argparse.ArgumentParser(description="Write the tables and charts of annotations/README.md.")
    parser.add_argument("--check", action="store_true", help="fail where the committed files differ")
    check = parser.parse_args().check
    status = 0
    for path, content in report(FOLDER).items():
        if not check:
            path.write_text(content, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != content:
            print(f"{path}: not what the corpus says; run python scripts/corpus_report.py", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
