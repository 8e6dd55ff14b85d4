"""Augmentation: what holds for every change."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents
from tests.training.augmented import KINDS, articles, augmenter, check_laws, inside, only
from vn_dx_ie.checking import check
from vn_dx_ie.document import Document
from vn_dx_ie.text.segments import token_spans
from vn_dx_ie.training.augment import AugmentConfig

CONFIGS = {"default": AugmentConfig(), "all": only(*KINDS)} | {kind: only(kind) for kind in KINDS}


def edges(document: Document) -> set[tuple[str, bool, bool]]:
    """Which ends of which entities are ends of tokens."""
    spans = token_spans(document.text)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    return {(entity.id, entity.start in starts, entity.end in ends) for entity in document.entities}


@pytest.mark.parametrize("name", CONFIGS)
def test_laws_hold_on_the_corpus(name: str) -> None:
    augment, changed = augmenter(CONFIGS[name]), 0
    for document in articles():
        new = augment(document, random.Random(3))
        check_laws(document, new)
        assert edges(new) == edges(document)
        assert new == augment(document, random.Random(3))
        changed += new is not document
    assert changed


def test_the_guidelines_are_still_followed() -> None:
    for document in articles():
        new = augmenter(CONFIGS["all"])(document, random.Random(7))
        findings = [one for one in check(new) if not one.notice and not one.place.startswith("records")]
        assert findings == []


@given(documents(), st.integers(0, 9), st.sampled_from(sorted(CONFIGS)))
def test_laws_hold_on_anything(document: Document, seed: int, name: str) -> None:
    check_laws(document, augmenter(CONFIGS[name])(document, random.Random(seed)))


def test_probabilities_of_zero_change_nothing() -> None:
    assert all(augmenter(only())(document, random.Random(1)) is document for document in articles())


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="typo"):
        msgspec.convert({"typo": 1.0}, AugmentConfig)


@pytest.mark.parametrize("kind", ["officials", "provinces", "cities", "locations", "dates", "numbers", "units"])
def test_a_surface_gets_one_replacement(kind: str) -> None:
    for document in articles():
        new, holders = augmenter(only(kind))(document, random.Random(0)), {outer for _, outer in inside(document)}
        flat = [pair for pair in zip(document.entities, new.entities, strict=True) if pair[0].id not in holders]
        assert len({(a.label, a.text, b.text) for a, b in flat}) == len({(a.label, a.text) for a, _ in flat})
