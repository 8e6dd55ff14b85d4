"""The longest-match gazetteer."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vn_dx_ie.lexicon import gazetteer
from vn_dx_ie.lexicon.gazetteer import CATEGORIES, match

PIECES = (
    *("Bộ", "Thông", "tin", "và", "Truyền", "thông", "Hà", "Nội", "NỘI", "TP", ".", "HCM", "mỹ", "Mỹ", "m", "2", "-"),
    *("Bà", "Rịa", "–", "Vũng", "Tàu", "Phó", "Thủ", "tướng", "Chính", "phủ", "miền", "Bắc", "bắc", "%", "điểm", "x"),
)


def tokens_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d+|\S", text)


def found(text: str, category: str) -> list[str]:
    tokens = tokens_of(text)
    return [" ".join(tokens[start:end]) for start, end, index in match(tokens) if CATEGORIES[index] == category]


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("sáng nay tại Hà Nội", "province", ["Hà Nội"]),
        ("HÀ NỘI", "province", ["HÀ NỘI"]),
        ("UBND TP.HCM và TP. HCM", "province", ["TP . HCM", "TP . HCM"]),
        ("ở Bà Rịa – Vũng Tàu", "province", ["Bà Rịa – Vũng Tàu"]),
        ("ở Bà Rịa-Vũng Tàu", "province", ["Bà Rịa - Vũng Tàu"]),
        ("Thủ tướng Chính phủ nói", "title", ["Thủ tướng Chính phủ"]),
        ("Phó Thủ tướng nói", "title", ["Phó Thủ tướng"]),
        ("Bộ TT&TT trình", "ministry", ["Bộ TT & TT"]),
        ("rộng 30 m2", "unit", ["m 2"]),
        ("vùng miền Bắc", "region", ["miền Bắc"]),
        ("đi Mỹ và Anh", "country", ["Mỹ", "Anh"]),
        ("xem mỹ thuật với anh", "country", []),
        ("hà nội", "province", []),
        ("KHOẢNG 5%", "approximator", ["KHOẢNG"]),
        ("huyện Côn Đảo", "district", ["Côn Đảo"]),
    ],
)
def test_matches_of_a_category(text: str, category: str, expected: list[str]) -> None:
    assert found(text, category) == expected


def test_categories_overlap_each_other() -> None:
    tokens = tokens_of("Thủ tướng Chính phủ")
    named = {CATEGORIES[index]: (start, end) for start, end, index in match(tokens)}
    assert named["title"] == (0, 4)
    assert named["state_body"] == (2, 4)


def test_category_order_is_kept() -> None:
    assert len(set(CATEGORIES)) == len(CATEGORIES)
    assert CATEGORIES[:6] == ("province", "district", "commune", "region", "country", "landmark")
    assert CATEGORIES.index("unit") == 17
    assert CATEGORIES.index("byline") == 36
    assert CATEGORIES.index("compound") == 37


def test_every_category_has_entries() -> None:
    assert all(len(gazetteer._entries(category)[1]) > 10 for category in CATEGORIES)


def test_nothing_from_nothing() -> None:
    assert match([]) == []
    assert match(["xyzzy", "?"]) == []


def brute_force(tokens: list[str]) -> set[tuple[int, int, int]]:
    """Look every slice up in plain dictionaries, then keep the leftmost longest of each category."""
    result: set[tuple[int, int, int]] = set()
    for index, category in enumerate(CATEGORIES):
        free = 0
        for start in range(len(tokens)):
            ends = [end for end in range(start + 1, len(tokens) + 1) if is_known(category, tokens[start:end])]
            if ends and start >= free:
                free = max(ends)
                result.add((start, free, index))
    return result


def is_known(category: str, tokens: list[str]) -> bool:
    forms = known_forms(category).get(tuple(token.lower() for token in tokens), ())
    return any(not gazetteer._entries(category)[0] or capitals_agree(form, tokens) for form in forms)


@cache
def known_forms(category: str) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    known: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for entry in gazetteer._entries(category)[1]:
        for dash in "-–":
            form = tuple(tokens_of(re.sub("[-–]", dash, entry)))
            known.setdefault(tuple(token.lower() for token in form), []).append(form)
    return known


def capitals_agree(form: tuple[str, ...], tokens: list[str]) -> bool:
    first = next((place for place, token in enumerate(form) if token[0].isupper()), None)
    return first is None or tokens[first][0].isupper()


@given(st.lists(st.sampled_from(PIECES), max_size=9))
def test_agrees_with_brute_force(tokens: list[str]) -> None:
    matches = match(tokens)
    assert matches == sorted(matches, key=lambda item: (item[0], item[1], item[2]))
    assert set(matches) == brute_force(tokens)


@given(st.lists(st.text(min_size=1, max_size=4), max_size=20))
def test_any_tokens_are_accepted(tokens: list[str]) -> None:
    for start, end, category in match(tokens):
        assert 0 <= start < end <= len(tokens)
        assert 0 <= category < len(CATEGORIES)
