"""Documents to augment, augmenters built from the corpus, and the laws that hold for whatever they do."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from vn_dx_ie.document import Document
from vn_dx_ie.formats import Located, load_documents
from vn_dx_ie.formats.markup import read_markup_text
from vn_dx_ie.training.augment import AugmentConfig, Augmenter

ANNOTATIONS = Path(__file__).parents[2] / "annotations"
KINDS = AugmentConfig.__struct_fields__


def only(*kinds: str) -> AugmentConfig:
    return AugmentConfig(**{kind: float(kind in kinds) for kind in KINDS})


@cache
def articles() -> list[Document]:
    return load_documents(ANNOTATIONS / "seeds.jsonl") + load_documents(ANNOTATIONS / "dev.jsonl")[:60]


@cache
def augmenter(config: AugmentConfig) -> Augmenter:
    return Augmenter(articles(), config)


def marked(text: str, relations: str = "") -> Document:
    (item,) = read_markup_text(f"@document x published=2022-08-09\n@text\n{text}\n@end\n{relations}\n", "x")
    assert isinstance(item, Located), item
    return item.document


def inside(document: Document) -> set[tuple[str, str]]:
    return {
        (inner.id, outer.id)
        for outer in document.entities
        for inner in document.entities
        if inner is not outer and outer.start <= inner.start and inner.end <= outer.end
    }


def check_laws(old: Document, new: Document) -> None:
    assert [(entity.id, entity.label) for entity in new.entities] == [(e.id, e.label) for e in old.entities]
    assert all(new.text[entity.start : entity.end] == entity.text for entity in new.entities)
    assert new.relations == old.relations
    assert new.problems() == old.problems() == ()
    assert inside(new) == inside(old)
    assert new is old or (new.records == () and new.published is None)
