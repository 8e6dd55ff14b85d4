"""Features of tokens: shapes, places, lexicon marks, and the pieces that each token is made of."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings

from tests.neural.fakes import SPECIAL, FakePieces
from tests.strategies import texts
from vn_dx_ie.lexicon import gazetteer
from vn_dx_ie.neural.features import FEATURE_NAMES, TextFeatures, extract_features

ENCODER = FakePieces()


def names_of(features: TextFeatures, word: str) -> set[str]:
    row = [token.text for token in features.tokens].index(word)
    return {name for name, value in zip(FEATURE_NAMES, features.flags[row], strict=True) if value}


@settings(deadline=None, max_examples=40)
@given(texts())
def test_arrays_have_a_row_a_token(text: str) -> None:
    features = extract_features(text, ENCODER)
    count = len(features.tokens)
    assert features.flags.shape == (count, len(FEATURE_NAMES))
    assert features.first_piece.shape == features.last_piece.shape == (count,)
    assert [i for begin, end, _ in features.sentences for i in range(begin, end)] == list(range(count))
    assert len(features.piece_ids) == 0 or features.piece_ids[-1] == SPECIAL.closing


@settings(deadline=None, max_examples=40)
@given(texts())
def test_pieces_of_a_token_are_those_that_touch_it(text: str) -> None:
    features = extract_features(text, ENCODER)
    lines = features.view.text.split("\n")
    flat: list[tuple[int, int, int]] = []
    offset = 0
    for line, pieces in zip(lines, ENCODER.encode(lines), strict=True):
        flat += [(i, offset + a, offset + b) for i, a, b in zip(pieces.ids, pieces.starts, pieces.ends, strict=True)]
        offset += len(line) + 1
        flat += [(SPECIAL.closing, -1, -1)] if pieces.ids else []
    assert [number for number, _, _ in flat] == features.piece_ids.tolist()
    for token, first, last in zip(features.tokens, features.first_piece, features.last_piece, strict=True):
        touching = [i for i, (_, a, b) in enumerate(flat) if a < token.end and token.start < b]
        assert list(range(first, last + 1)) == touching[:8]


@settings(deadline=None, max_examples=40)
@given(texts())
def test_composed_and_decomposed_texts_look_the_same(text: str) -> None:
    one, other = (extract_features(unicodedata.normalize(form, text), ENCODER) for form in ("NFC", "NFD"))
    assert one.tokens == other.tokens
    assert one.sentences == other.sentences
    assert (one.flags == other.flags).all()
    assert (one.piece_ids == other.piece_ids).all()


def test_feature_names_are_unique_and_end_with_the_lexicon() -> None:
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)
    count = len(gazetteer.CATEGORIES)
    assert FEATURE_NAMES[-count:] == tuple(f"inside:{name}" for name in gazetteer.CATEGORIES)
    assert FEATURE_NAMES[-2 * count : -count] == tuple(f"opens:{name}" for name in gazetteer.CATEGORIES)


def test_shapes() -> None:
    features = extract_features("hội Nghị UBND A QĐs 2023 % , 7", ENCODER)
    shapes = {
        "hội": "shape:lower",
        "Nghị": "shape:title",
        "UBND": "shape:upper",
        "A": "shape:title",
        "2023": "shape:digits",
        "%": "shape:symbol",
        ",": "shape:punctuation",
    }
    for word, shape in shapes.items():
        assert {name for name in names_of(features, word) if name.startswith("shape:")} == {shape}
    assert "digits:four" in names_of(features, "2023")
    assert "digits:one" in names_of(features, "7")


def test_places() -> None:
    features = extract_features("HỘI NGHỊ\nTừ xa (gần) nói: “được” rồi. Hết.\nCuối", ENCODER)
    assert {"place:first_line", "place:line_in_capitals", "place:line_without_full_stop"} <= names_of(features, "HỘI")
    assert {"place:opens_line", "place:opens_sentence", "place:second_line"} <= names_of(features, "Từ")
    assert "place:in_brackets" in names_of(features, "gần")
    assert "place:glued_to_previous" in names_of(features, "gần")
    assert "place:in_quotes" in names_of(features, "được")
    assert not {"place:in_brackets", "place:in_quotes"} & names_of(features, "rồi")
    assert "place:opens_sentence" in names_of(features, "Hết")
    assert "place:opens_line" not in names_of(features, "Hết")
    assert {"place:last_line", "place:closes_line"} <= names_of(features, "Cuối")


def test_the_lexicon_marks_the_first_token_and_the_rest() -> None:
    features = extract_features("tại Sóc Trăng nay", ENCODER)
    assert "opens:province" in names_of(features, "Sóc")
    assert "inside:province" in names_of(features, "Trăng")
    assert not {"opens:province", "inside:province"} & names_of(features, "nay")


@pytest.mark.parametrize("text", ["", "  \n\r\n ", "\u200b\ufeff"])
def test_texts_without_tokens(text: str) -> None:
    features = extract_features(text, ENCODER)
    assert features.tokens == []
    assert features.sentences == []
    assert features.flags.shape == (0, len(FEATURE_NAMES))
