"""Annotate unlabelled texts with one or several models together, as silver data to train on.

    python scripts/annotate_silver.py MODEL... --texts TEXTS.txt -o SILVER.jsonl

TEXTS is plain text or xz, a paragraph a line and a blank line between documents, or JSONL of documents.
``silver = ["SILVER.jsonl"]`` in the configuration of a run then takes it. Needs the extra "train".
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from vn_dx_ie.document import Document
from vn_dx_ie.formats.jsonl import write_jsonl
from vn_dx_ie.training.data import documents_of, read_dataset
from vn_dx_ie.training.packing import read_texts
from vn_dx_ie.training.teachers import annotate_with

_FILE = click.Path(path_type=Path)


@click.command()
@click.argument("models", nargs=-1, required=True, type=_FILE)
@click.option("--texts", required=True, type=_FILE, help="What to annotate.")
@click.option("-o", "--out", required=True, type=_FILE, help="Where the documents go.")
@click.option("--limit", type=click.IntRange(min=1), help="No more documents than that.")
@click.option("--sureness", type=click.FloatRange(0, 1), default=0.0, help="Least mean confidence of its entities.")
@click.option("--threads", type=click.IntRange(min=1), default=1)
def main(models: tuple[Path, ...], texts: Path, out: Path, limit: int | None, sureness: float, threads: int) -> None:
    """Annotate TEXTS with MODELS; documents in which nothing is found are left out."""
    found = annotate_with(models, islice(_documents(texts), limit), threads)
    with out.open("wb") as stream:
        write_jsonl((document for document in found if document.entities and _sureness(document) >= sureness), stream)


def _documents(path: Path) -> Iterator[Document]:
    if path.suffix == ".jsonl":
        yield from documents_of(read_dataset([path]))
        return
    for number, text in enumerate(read_texts(path), start=1):
        yield Document(id=f"{path.name}:{number}", text=text)


def _sureness(document: Document) -> float:
    return sum(entity.confidence for entity in document.entities) / len(document.entities)


if __name__ == "__main__":
    main()
