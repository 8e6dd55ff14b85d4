"""The two systems of underthesea_ner.py, each run over files in a process of its own.

    python -m benchmarks.ner_systems SYSTEM FILE [--model FOLDER]

prints the seconds that the texts took and the mentions of each text. Loading is not timed, nor is
what only the comparison needs: finding underthesea's tokens in the text again.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from time import perf_counter

from benchmarks.alignment import AlignmentError, align, decode_tags
from benchmarks.common_labels import Mention
from vn_dx_ie.document import Document
from vn_dx_ie.formats import load_documents

Token = tuple[str, ...]  # begins with the word and ends with the tag
Run = tuple[float, list[list[Mention]]]
_WARM_UP = "Ông Nguyễn Văn An, Chủ tịch UBND tỉnh Sóc Trăng, họp tại Hà Nội."


def run_vn_dx_ie(documents: list[Document], model: str | None) -> Run:
    """Extract entities, relations and records, one call a document."""
    import vn_dx_ie

    extractor = vn_dx_ie.load(model)
    begin = perf_counter()
    found = [extractor(Document(text=one.text, published=one.published)) for one in documents]
    seconds = perf_counter() - begin
    return seconds, [[Mention(e.label, e.start, e.end) for e in one.entities] for one in found]


def run_underthesea(documents: list[Document]) -> Run:
    """Split into sentences and tag each: what underthesea is made for, and fastest and best at."""
    from underthesea import ner, sent_tokenize

    ner(sent_tokenize(_WARM_UP)[0])  # reads the models
    begin = perf_counter()
    sentences = [[s for line in one.text.splitlines() for s in sent_tokenize(line)] for one in documents]
    tagged = [[ner(sentence) for sentence in one] for one in sentences]
    seconds = perf_counter() - begin
    return seconds, [list(mentions_of(*pair)) for pair in zip(documents, tagged, strict=True)]


def mentions_of(document: Document, sentences: Sequence[Sequence[Token]]) -> Iterator[Mention]:
    """Yield the mentions that the tags of the document's sentences stand for.

    Raises:
        AlignmentError: the tokens are not the text; the message names document and place.
    """
    try:
        spans = iter(align(document.text, [token[0] for sentence in sentences for token in sentence]))
    except AlignmentError as error:
        raise AlignmentError(f"document {document.id!r}: {error}") from error
    for sentence in sentences:
        tags = [token[-1] for token in sentence]
        yield from (Mention(*one) for one in decode_tags(list(islice(spans, len(tags))), tags))


def main() -> None:
    """Run one system and print what it took and found as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("system", choices=("underthesea", "vn-dx-ie"))
    parser.add_argument("path")
    parser.add_argument("--model")
    given = parser.parse_args()
    documents = load_documents(given.path)
    run = run_underthesea(documents) if given.system == "underthesea" else run_vn_dx_ie(documents, given.model)
    print(json.dumps(run))


if __name__ == "__main__":
    main()
