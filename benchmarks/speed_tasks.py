"""What speed.py measures, each in a fresh process: ``python -m benchmarks.speed_tasks TASK …``.

Nothing of the library is imported before its import is timed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from itertools import cycle
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.processes import peak_megabytes

if TYPE_CHECKING:
    from vn_dx_ie import Document, Extractor

Figures = dict[str, float]


def single(model: str | None, paths: Sequence[str]) -> Figures:
    """Time import, loading, the first call and one call an article."""
    begin = perf_counter()
    import vn_dx_ie

    imported = perf_counter()
    extractor = vn_dx_ie.load(model)
    loaded = perf_counter()
    texts = articles(paths)
    seconds = list(_seconds(extractor, [texts[0], *texts]))
    first, each = seconds[0], seconds[1:]
    return {
        "import_s": imported - begin,
        "load_s": loaded - imported,
        "first_call_s": first,
        "first_again_s": each[0],
        "first_words": words(texts[0].text),
        "articles": len(texts),
        "median_s": _percentile(each, 50),
        "p95_s": _percentile(each, 95),
        **_throughput(texts, sum(each)),
        "peak_mb": peak_megabytes(),
        **folder_sizes(model),
    }


def pipe(model: str | None, paths: Sequence[str]) -> Figures:
    """Time the articles as one stream of which nothing is kept."""
    import vn_dx_ie

    return _streamed(vn_dx_ie.load(model), articles(paths))


def stream(model: str | None, paths: Sequence[str], size: int) -> Figures:
    """Do the same with so many articles that they have `size` words."""
    import vn_dx_ie

    return _streamed(vn_dx_ie.load(model), enough(articles(paths), size))


def long(model: str | None, paths: Sequence[str], size: int) -> Figures:
    """Time the same articles as one document, cut at `size` words."""
    import vn_dx_ie

    extractor, text = vn_dx_ie.load(model), joined(articles(paths), size)
    return _streamed(extractor, [vn_dx_ie.Document(text=text)])


def articles(paths: Sequence[str]) -> list[Document]:
    """Return the documents of files without what is annotated in them."""
    from vn_dx_ie import Document
    from vn_dx_ie.formats import load_documents

    return [Document(id=one.id, text=one.text, published=one.published) for one in load_documents(*paths)]


def enough(documents: Sequence[Document], size: int) -> list[Document]:
    """Return the first articles that have `size` words together, from the first again where they are too few."""
    taken: list[Document] = []
    missing = size
    for document in cycle(documents):
        if missing <= 0:
            break
        taken.append(document)
        missing -= words(document.text)
    return taken


def joined(documents: Sequence[Document], size: int) -> str:
    """Return such articles as one text of just `size` words."""
    text = "\n\n".join(document.text for document in enough(documents, size))
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    return text[: ends[size - 1]]


def words(text: str) -> int:
    """Count what stands between white space: syllables, for the most part."""
    return len(text.split())


def folder_sizes(model: str | None) -> Figures:
    """Return the size of the model folder, and of those of its files that extraction reads."""
    from vn_dx_ie.extractor import default_model_folder

    folder = Path(model) if model else default_model_folder()
    sums = folder / "checksums.json"
    read = [sums, *(folder / name for name in json.loads(sums.read_text(encoding="utf-8")))]
    whole = [path for path in folder.rglob("*") if path.is_file()]
    return {"folder_mb": _megabytes(whole), "read_mb": _megabytes(read)}


def _seconds(extractor: Extractor, texts: Sequence[Document]) -> Iterator[float]:
    for text in texts:
        begin = perf_counter()
        extractor(text)
        yield perf_counter() - begin


def _streamed(extractor: Extractor, texts: Sequence[Document]) -> Figures:
    loaded, begin = peak_megabytes(), perf_counter()
    for _ in extractor.pipe(texts):
        pass
    seconds = perf_counter() - begin
    return {**_throughput(texts, seconds), "loaded_mb": loaded, "peak_mb": peak_megabytes()}


def _throughput(documents: Sequence[Document], seconds: float) -> Figures:
    size = sum(words(document.text) for document in documents)
    return {
        "words": size,
        "seconds": seconds,
        "words_per_s": size / seconds,
        "characters_per_s": sum(len(document.text) for document in documents) / seconds,
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _megabytes(paths: Sequence[Path]) -> float:
    return sum(path.stat().st_size for path in paths) / 1e6


def main() -> None:
    """Run one task and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("single", "pipe", "stream", "long"))
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--model")
    parser.add_argument("--size", type=int, default=10_000)
    given = parser.parse_args()
    if given.task in ("single", "pipe"):
        figures = {"single": single, "pipe": pipe}[given.task](given.model, given.paths)
    else:
        figures = {"stream": stream, "long": long}[given.task](given.model, given.paths, given.size)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
