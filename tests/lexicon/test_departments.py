"""The kinds of local bodies: well-formed, and no spelling for two of them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from vn_dx_ie.lexicon.departments import local_kinds
from vn_dx_ie.normalize.names import body_key
from vn_dx_ie.text.unicode import normalise

KINDS = {kind.id: kind for kind in local_kinds()}


def test_ids_and_spellings_belong_to_one_kind() -> None:
    assert len(KINDS) == len(local_kinds())
    keys = Counter(body_key(spelling) for kind in local_kinds() for spelling in (kind.name, *kind.aliases))
    assert [key for key, count in keys.items() if count > 1] == []


def test_all_spellings_are_in_the_normalised_form() -> None:
    spellings = [spelling for kind in local_kinds() for spelling in (kind.name, *kind.aliases)]
    assert [spelling for spelling in spellings if spelling != normalise(spelling).strip() or not spelling] == []


def test_a_successor_is_there_when_its_predecessor_ends() -> None:
    for kind in local_kinds():
        if kind.succeeded_by:
            successor = KINDS[kind.succeeded_by]
            assert kind.valid_to
            assert successor.valid_to is None
            assert (successor.valid_from or date.min) <= kind.valid_to + timedelta(days=1)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("so.tttt", "so.khcn"),
        ("so.khdt", "so.tc"),
        ("so.gtvt", "so.xd"),
        ("so.tnmt", "so.nnmt"),
        ("so.nnptnt", "so.nnmt"),
        ("so.ldtbxh", "so.nv"),
        ("ban-dan-toc", "so.dttg"),
    ],
)
def test_successions_of_march_2025(old: str, new: str) -> None:
    assert (KINDS[old].valid_to, KINDS[old].succeeded_by) == (date(2025, 2, 28), new)
