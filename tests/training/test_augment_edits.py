"""Edits of an annotated text: which are made, and what becomes of the entities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import documents
from tests.training.augmented import check_laws, marked
from vn_dx_ie.document import Document, Entity, Link
from vn_dx_ie.training.augment.edits import Edit, apply_edits

CAPE = marked("ở [AGENCY tỉnh [PROVINCE Cà Mau]] mo\u0301i")


def test_edits_inside_over_and_outside_entities() -> None:
    new = apply_edits(CAPE, [Edit(7, 13, "Huế"), Edit(7, 7, "cũ "), Edit(13, 13, ","), Edit(14, 18, "")])
    assert new.text == "ở tỉnh cũ Huế, "
    assert [(entity.label, entity.text) for entity in new.entities] == [("AGENCY", "tỉnh cũ Huế"), ("PROVINCE", "Huế")]


REFUSED = {
    "over an edge": Edit(0, 9, "x"),
    "over an entity and more": Edit(2, 13, "x"),
    "nothing left": Edit(7, 13, ""),
    "a blank at an edge": Edit(7, 9, " "),
    "two words made one": Edit(13, 14, ""),
    "a word glued on": Edit(13, 13, "x"),
    "nothing changed": Edit(9, 10, " "),
    "a mark left alone": Edit(14, 16, "x"),
    "a mark taken": Edit(16, 17, "x"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_edits_that_do_not_fit(name: str) -> None:
    assert apply_edits(CAPE, [REFUSED[name]]) is CAPE


def test_of_two_edits_that_overlap_the_first_is_made() -> None:
    assert apply_edits(CAPE, [Edit(8, 12, "y"), Edit(7, 10, "x")]).text == "ở tỉnh xMau mo\u0301i"
    assert apply_edits(CAPE, [Edit(0, 0, "b"), Edit(0, 0, "a")]).text == "aở tỉnh Cà Mau mo\u0301i"


PIECES = st.tuples(st.integers(0, 60), st.integers(0, 5), st.sampled_from(("", "x", " a b", "7, ")))


@given(documents(), st.lists(PIECES, max_size=8))
def test_edits_at_once_do_what_they_do_one_by_one(document: Document, drawn: list[tuple[int, int, str]]) -> None:
    made: list[Edit] = []
    for start, size, text in sorted(drawn):
        edit = Edit(start, start + size, text)
        apart = not made or start > made[-1].end + 1  # neighbours may spoil each other's edges
        if apart and edit.end <= len(document.text) and apply_edits(document, [edit]) is not document:
            made.append(edit)
    single = document
    for edit in reversed(made):
        single = apply_edits(single, [edit])
    together = apply_edits(document, made)
    check_laws(document, together)
    assert together == single


def test_the_link_of_a_changed_entity_goes() -> None:
    link = Link("province", "96", "Cà Mau")
    entities = tuple(Entity(f"e{at}", "PROVINCE", at, at + 6, "Cà Mau", link=link) for at in (0, 8))
    new = apply_edits(Document(text="Cà Mau, Cà Mau", entities=entities), [Edit(0, 6, "Huế")])
    assert [entity.link for entity in new.entities] == [None, link]
