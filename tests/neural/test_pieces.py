"""Pieces of lines, from a fast tokenizer and by way of words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checkpoints import TEXTS, write_segmented_checkpoint, write_tokenizer
from vn_dx_ie.errors import ModelError
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.pieces import FastPieces, SegmentedPieces, SpecialIds, load_pieces, locate_words

SPECIAL = SpecialIds(2, 3, 0, 4)


@pytest.fixture(scope="module")
def fast(tmp_path_factory: pytest.TempPathFactory) -> FastPieces:
    return FastPieces(write_tokenizer(tmp_path_factory.mktemp("fast") / "tokenizer.json"), SPECIAL)


@pytest.fixture(scope="module")
def segmented_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model")
    write_segmented_checkpoint(folder / "tokenizer")
    return folder


@given(line=st.text(alphabet="Hội nghị ầ–😀\t1,", max_size=40))
def test_fast_pieces_are_in_order_and_inside_the_line(fast: FastPieces, line: str) -> None:
    (pieces,) = fast.encode([line])
    assert len(pieces.ids) == len(pieces.starts) == len(pieces.ends)
    assert pieces.starts == sorted(pieces.starts)
    assert all(0 <= start <= end <= len(line) for start, end in zip(pieces.starts, pieces.ends, strict=True))
    assert not set(pieces.ids) & {SPECIAL.opening, SPECIAL.closing, SPECIAL.padding, SPECIAL.hiding}


def test_fast_offsets_count_code_points(fast: FastPieces) -> None:
    line = "😀 Hội nghị"
    (pieces,) = fast.encode([line])
    covered = {i for a, b in zip(pieces.starts, pieces.ends, strict=True) for i in range(a, b)}
    assert {i for i, letter in enumerate(line) if not letter.isspace()} <= covered


def test_lines_do_not_know_of_each_other(fast: FastPieces) -> None:
    assert fast.encode(list(TEXTS)) == [pieces for line in TEXTS for pieces in fast.encode([line])]
    assert fast.encode([]) == []
    assert fast.encode([""])[0].ids == []


def test_marks_written_in_a_text_are_text(fast: FastPieces) -> None:
    (pieces,) = fast.encode(["a [SEP] b [PAD]"])
    assert not set(pieces.ids) & {SPECIAL.opening, SPECIAL.closing, SPECIAL.padding, SPECIAL.hiding}


def words_of(line: str) -> st.SearchStrategy[list[str]]:
    """Ways to cut a line into words as a segmenter may: some spaces kept, none, or others."""
    visible = "".join(line.split())
    cuts = st.lists(st.integers(0, len(visible)), max_size=6).map(lambda found: sorted({0, *found, len(visible)}))
    return cuts.map(lambda bounds: [" ".join(visible[a:b]) for a, b in zip(bounds, bounds[1:], strict=False)])


@given(st.text(alphabet="ab ầ \t.", max_size=20), st.data())
def test_words_lie_side_by_side_and_cover_what_is_visible(line: str, data: st.DataObject) -> None:
    words = data.draw(words_of(line))
    places = list(locate_words(line, words))
    assert ["".join(line[a:b].split()) for a, b in places] == [word.replace(" ", "") for word in words if word.strip()]
    assert all(a[1] <= b[0] for a, b in zip(places, places[1:], strict=False))
    assert all(line[a:b] == line[a:b].strip() for a, b in places)


@given(st.text(max_size=20), st.lists(st.text(max_size=5), max_size=6))
def test_whatever_a_segmenter_says_every_visible_character_is_placed_once(line: str, words: list[str]) -> None:
    covered = [i for a, b in locate_words(line, words) for i in range(a, b) if not line[i].isspace()]
    assert covered == [i for i, letter in enumerate(line) if not letter.isspace()]


def test_words_with_rewritten_tones_and_dropped_ends() -> None:
    assert list(locate_words("hòa  bình nay", ["hoà bình"])) == [(0, 9), (10, 13)]


def test_segmented_pieces_carry_the_place_of_their_word(segmented_folder: Path) -> None:
    encoder = load_pieces(segmented_folder, "segmented", SPECIAL)
    assert isinstance(encoder, SegmentedPieces)
    line = TEXTS[0].split("\n")[0]
    (pieces,) = encoder.encode([line])
    assert len(pieces.ids) == len(pieces.starts) == len(pieces.ends)
    assert pieces.starts == sorted(pieces.starts)
    words = {line[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)}
    assert "hội nghị" in words
    assert all(isinstance(number, int) for number in pieces.ids)
    assert [found.ids for found in encoder.encode(["", "  "])] == [[], []]


def test_tokens_of_one_word_share_its_pieces(segmented_folder: Path) -> None:
    features = extract_features(TEXTS[0], load_pieces(segmented_folder, "segmented", SPECIAL))
    index = [token.text for token in features.tokens].index("hội")
    assert features.first_piece[index] == features.first_piece[index + 1]
    assert features.last_piece[index] == features.last_piece[index + 1]


def test_an_unknown_kind_of_tokenizer_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="fast or segmented, got 'slow'"):
        load_pieces(tmp_path, "slow", SPECIAL)


def test_a_damaged_tokenizer_is_named(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        load_pieces(tmp_path, "fast", SPECIAL)
