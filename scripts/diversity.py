"""Measure how varied annotated articles are: sentences that are one of a kind, and four-grams that others share.

    python scripts/diversity.py annotations/train.jsonl annotations/dev.jsonl --against other.jsonl

A sentence counts as one of a kind where, each outermost entity replaced by its label, no other
sentence of any article reads the same. A four-gram is four running words of one line, without
case; it is shared where another article has it too.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.formats import load_documents
from vn_dx_ie.text.segments import sentence_spans
from vn_dx_ie.text.unicode import normalise

_WORD = re.compile(r"\w+")
_LENGTH = 4


@dataclass
class Diversity:
    """Counts over some articles; shares lie between 0 and 1."""

    articles: int = 0
    words: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    grams: Counter[tuple[str, ...]] = field(default_factory=Counter)
    articles_of_gram: Counter[tuple[str, ...]] = field(default_factory=Counter)

    @property
    def one_of_a_kind(self) -> float:
        """The share of sentences that differ from every other one."""
        return sum(count == 1 for count in self.sentences.values()) / max(1, self.sentences.total())

    @property
    def shared_grams(self) -> float:
        """The share of four-grams that some other article has as well."""
        shared = sum(count for gram, count in self.grams.items() if self.articles_of_gram[gram] > 1)
        return shared / max(1, self.grams.total())


def measure(documents: Sequence[Document]) -> Diversity:
    """Count the sentences and four-grams of `documents`."""
    result = Diversity(articles=len(documents))
    for document in documents:
        result.sentences.update(masked_sentences(document))
        grams = Counter(gram for line in document.text.splitlines() for gram in _grams(line))
        result.words += len(_WORD.findall(document.text))
        result.grams += grams
        result.articles_of_gram.update(grams.keys())
    return result


def masked_sentences(document: Document) -> Iterator[str]:
    """Yield the sentences with their outermost entities replaced by labels."""
    outermost = _outermost(document.entities)
    for start, end in sentence_spans(document.text):
        pieces, position = [], start
        for entity in outermost:
            if start <= entity.start and entity.end <= end:
                pieces += [document.text[position : entity.start], f" {entity.label} "]
                position = entity.end
        pieces.append(document.text[position:end])
        words = _WORD.findall(normalise("".join(pieces)).lower())
        if words:
            yield " ".join(words)


def _outermost(entities: Sequence[Entity]) -> list[Entity]:
    outermost: list[Entity] = []
    for entity in sorted(entities, key=lambda one: (one.start, -one.end)):
        if not outermost or entity.start >= outermost[-1].end:
            outermost.append(entity)
    return outermost


def _grams(line: str) -> Iterator[tuple[str, ...]]:
    words = _WORD.findall(normalise(line).lower())
    return zip(*(words[start:] for start in range(_LENGTH)), strict=False)


def main() -> None:
    """Print the measures of the articles, beside those of others."""
    parser = argparse.ArgumentParser(description="Measure how varied annotated articles are.")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="annotated articles in any format")
    parser.add_argument("--against", nargs="+", default=[], metavar="PATH", help="articles to compare with")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the N most repeated of both kinds")
    arguments = parser.parse_args()
    own = measure(load_documents(*arguments.paths))
    other = measure(load_documents(*arguments.against)) if arguments.against else None
    for name, diversity in (("these", own), ("against", other)):
        if diversity:
            print(
                f"{name:8} {diversity.articles} articles, {diversity.words} words,"
                f" {diversity.sentences.total()} sentences, {diversity.one_of_a_kind:.2%} of them one of a kind,"
                f" {diversity.shared_grams:.2%} of four-grams shared"
            )
    if other and other.shared_grams:
        print(f"four-grams shared, these to against: {own.shared_grams / other.shared_grams:.2f}")
    for sentence, count in own.sentences.most_common(arguments.show):
        print(f"{count:4} sentences: {sentence[:150]}")
    for gram, count in own.articles_of_gram.most_common(arguments.show):
        print(f"{count:4} articles: {' '.join(gram)}")


if __name__ == "__main__":
    main()
