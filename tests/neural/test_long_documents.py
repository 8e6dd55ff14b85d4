"""Long documents: in bounded pieces, and the same wherever these begin and end."""

from __future__ import annotations

import importlib
import json
import random
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

import vn_dx_ie
from tests.neural.fakes import WIDTH, FakePieces, FakeScorer, decoding
from vn_dx_ie.document import Document
from vn_dx_ie.neural.crf import OUTSIDE, Floats, ScoredSpan
from vn_dx_ie.neural.features import extract_features
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.pairs import PAIR_FEATURES, Pairs, make_pairs
from vn_dx_ie.neural.predict import Prediction, predict
from vn_dx_ie.neural.units import cut_units, margin_before
from vn_dx_ie.neural.windows import WindowSizes, cut_windows

few = settings(deadline=None, max_examples=15)
ENCODER = FakePieces()
SIZES = WindowSizes(24, 6)
units_room = importlib.import_module("vn_dx_ie.neural.units")
features_room = importlib.import_module("vn_dx_ie.neural.features")
WORDS = "hội nghị tỉnh Hà Nội ông Trần Văn đạt tăng UBND dự số 45 % 1.871 quý phủ chuyển đổi".split()


class Onlooker(FakeScorer):
    """Scores a pair by all that a network may look at: features, words around, spans around."""

    def __init__(self) -> None:
        super().__init__()
        rng = np.random.default_rng(7)
        self._around = rng.normal(0, 1, (WIDTH, len(self.labels.relation_names) + 1)).astype(np.float32)
        self._features = rng.normal(0, 1, (PAIR_FEATURES, self._around.shape[1])).astype(np.float32)
        self._emissions[..., OUTSIDE] += 3  # pairs grow with the square of the spans
        self.pairs_seen = self.longest = 0

    def score_pairs(self, vectors: Floats, spans: NDArray[np.int64], pairs: Pairs) -> Floats:
        self.pairs_seen += len(pairs.head)
        self.longest = max(self.longest, len(vectors))
        ends = spans[np.stack([pairs.head, pairs.tail])]
        begin, end = ends[..., 0].min(axis=0), ends[..., 1].max(axis=0)
        seen = _sums(vectors, begin - 6, begin) - _sums(vectors, end, end + 6)
        seen += _sums(
            vectors[spans[:, 0]], np.minimum(pairs.head, pairs.tail) - 8, np.maximum(pairs.head, pairs.tail) + 9
        )
        logits: Floats = super().score_pairs(vectors, spans, pairs) + (seen @ self._around).astype(np.float32)
        return logits + pairs.features @ self._features


def _sums(rows: Floats, begin: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the sums of rows `begin` to `end`, as far as there are any."""
    sums = np.cumsum(np.pad(rows.astype(np.float64), ((1, 0), (0, 0))), axis=0)
    found: NDArray[np.float64] = sums[np.minimum(end, len(rows))] - sums[np.maximum(begin, 0)]
    return found


def article(seed: int, sentences: int) -> str:
    """Return sentences and paragraphs of all lengths; the same seed gives the same."""
    rng = random.Random(seed)
    made = [" ".join(rng.choices(WORDS, k=rng.choice((1, 4, 8, 16, 30)))) + "." for _ in range(sentences)]
    return "".join(one[0].upper() + one[1:] + rng.choice((" ", " ", "\n", "\n\n")) for one in made)


def run(text: str, scorer: FakeScorer | None = None) -> Prediction:
    return predict([text], ENCODER, scorer or Onlooker(), decoding(windows=SIZES))[0]


@pytest.fixture
def one_unit(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Read every text as a whole; a test may then set smaller units."""
    monkeypatch.setattr(units_room, "_UNIT_TOKENS", 10**9)
    monkeypatch.setattr(units_room, "_UNIT_REACH", 10**9)
    return monkeypatch


@pytest.mark.parametrize(("tokens", "reach"), [(1, 10**9), (60, 10**9), (300, 10**9), (10**9, 2), (200, 4)])
def test_borders_of_units_leave_no_trace(one_unit: pytest.MonkeyPatch, tokens: int, reach: int) -> None:
    text = article(0, 120)
    whole = run(text)
    one_unit.setattr(units_room, "_UNIT_TOKENS", tokens)
    one_unit.setattr(units_room, "_UNIT_REACH", reach)
    assert len(list(cut_units(whole.features, SIZES))) > 2
    cut = run(text)
    assert len(whole.edges) > 100
    assert cut.spans == whole.spans
    assert [edge[:3] for edge in cut.edges] == [edge[:3] for edge in whole.edges]
    assert [edge.probability for edge in cut.edges] == pytest.approx([e.probability for e in whole.edges], abs=1e-5)


@few
@given(st.integers(0, 99), st.integers(1, 60), st.integers(1, 400), st.integers(1, 500))
def test_every_pair_is_scored_once(seed: int, sentences: int, tokens: int, pairs: int) -> None:
    scorer = Onlooker()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units_room, "_UNIT_TOKENS", tokens)
        patch.setattr("vn_dx_ie.neural.predict._PAIRS_AT_ONCE", pairs)
        found = run(article(seed, sentences), scorer)
    spans = [(span.begin, span.end, span.label) for span in found.spans]
    assert scorer.pairs_seen == len(make_pairs(spans, found.features.sentences, LabelSet()).head)


def test_no_more_is_kept_than_a_unit_and_its_margins() -> None:
    scorer = Onlooker()
    found = run(article(3, 500), scorer)
    assert len(found.features.tokens) > 8 * scorer.longest


@pytest.mark.parametrize(
    ("length", "spans", "margin"),
    [(30, 10, 2), (1, 1, 16), (20, 2, 4), (20, 0, 50)],
    ids=["two sentences", "sixteen tokens", "eight spans", "a thousand tokens"],
)
def test_margins_hold_what_a_pair_may_look_at(length: int, spans: int, margin: int) -> None:
    sentences = [(begin, begin + length, 0) for begin in range(0, 100 * length, length)]
    found = [ScoredSpan(begin + i, begin + i + 1, 0, 1.0) for begin, _, _ in sentences for i in range(spans)]
    assert margin_before(sentences, found, 90) == 90 - margin
    assert margin_before(sentences, found, 1) == margin_before(sentences, found, 0) == 0


@few
@given(st.integers(0, 99), st.integers(1, 80), st.integers(1, 400))
def test_units_follow_each_other_and_hold_whole_sentences(seed: int, sentences: int, tokens: int) -> None:
    features = extract_features(article(seed, sentences), ENCODER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units_room, "_UNIT_TOKENS", tokens)
        units = list(cut_units(features, SIZES))
    assert [unit.sentences[0] for unit in units] == [0, *(unit.sentences[1] for unit in units[:-1])]
    assert [window for unit in units for window in unit.windows] == cut_windows(features, SIZES)
    for unit in units:
        own = features.sentences[slice(*unit.sentences)]
        assert unit.tokens == (own[0][0], own[-1][1])
        assert unit.tokens == (unit.windows[0].core[0], unit.windows[-1].core[1])
        assert unit.tokens[1] - unit.tokens[0] < tokens + features_room._LONGEST_SENTENCE + SIZES.core


def test_pieces_are_the_same_however_many_lines_are_encoded_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = extract_features(article(2, 40), ENCODER)
    monkeypatch.setattr(features_room, "_LINES_AT_ONCE", 3)
    cut = extract_features(article(2, 40), ENCODER)
    for name in ("piece_ids", "first_piece", "last_piece"):
        assert (getattr(cut, name) == getattr(whole, name)).all()


def corpus() -> list[str]:
    """Return the first articles of the corpus."""
    path = Path(__file__).parents[2] / "annotations" / "train.jsonl"
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, 12)]


def found_from(document: Document, start: int) -> tuple[list[tuple[int, int, str]], list[tuple[int, int, str]]]:
    """Return entities and relations from `start` on, by their places after it."""
    begin = {entity.id: entity.start - start for entity in document.entities if entity.start >= start}
    entities = [(e.start - start, e.end - start, e.label) for e in document.entities if e.id in begin]
    edges = [e for e in document.relations if e.head in begin and e.tail in begin]
    return entities, [(begin[edge.head], begin[edge.tail], edge.label) for edge in edges]


def test_what_stands_far_before_changes_nothing(extractor: vn_dx_ie.Extractor) -> None:
    first, other, *rest = corpus()
    body = "\n\n".join(rest[:3])
    horizon = body.index("\n", 1000)  # windows fall into step within a few hundred characters
    alone, beside = (extractor(start + body) for start in (first + "\n\n", other + "\n\n\n"))
    one, two = (found_from(d, len(d.text) - len(body) + horizon) for d in (alone, beside))
    assert len(one[0]) > 60
    assert len(one[1]) > 20
    assert one == two
