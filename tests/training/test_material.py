"""What an epoch is made of: gold, a share of it changed, and silver until the last epochs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import msgspec
import pytest

from tests.checkpoints import sample_documents
from vn_dx_ie.document import Document
from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example
from vn_dx_ie.training.encoders import open_encoder
from vn_dx_ie.training.material import Material

SILVER = [Document(id=f"s{number}", text=f"Văn bản số {number}.") for number in range(5)]


@pytest.fixture
def encoder(checkpoint: Path, tmp_path: Path) -> PieceEncoder:
    return open_encoder(str(checkpoint), segmented=False, out=tmp_path).pieces


def texts_of(examples: list[Example]) -> Counter[str]:
    return Counter(example.features.view.text for example in examples)


def test_an_epoch_is_all_gold_in_an_order_of_its_own(encoder: PieceEncoder) -> None:
    gold = sample_documents()
    material = Material(gold, [], encoder, TrainConfig(epochs=9))
    epochs = [[example.features.view.text for example in material.epoch(number)] for number in range(1, 10)]
    assert all(Counter(epoch) == texts_of(material.gold) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) > 1
    assert material.steps() == 9 * 1


def test_silver_goes_round_and_ends_before_the_last_epochs(encoder: PieceEncoder) -> None:
    config = TrainConfig(epochs=6, silver_per_epoch=2, gold_only_epochs=1, documents_per_step=2)
    material = Material(sample_documents(), SILVER, encoder, config)
    silver = {document.text for document in SILVER}
    drawn = [texts_of(material.epoch(number)) for number in range(1, 7)]
    counts = [sum(count for text, count in epoch.items() if text in silver) for epoch in drawn]
    assert counts == [2, 2, 2, 2, 2, 0]
    seen = sum(drawn[:5], Counter[str]())
    assert {seen[text] for text in silver} == {2}, "ten draws of five documents: each twice"
    assert material.steps() == 5 * 3 + 2


def test_a_share_of_gold_is_changed_and_an_epoch_can_be_found_again(encoder: PieceEncoder) -> None:
    gold = sample_documents()
    plain = texts_of(Material(gold, [], encoder, TrainConfig()).gold)
    config = TrainConfig(augmented=0.5)
    one, other = (Material(gold, [], encoder, config) for _ in range(2))
    changed = 0
    for number in range(1, 11):
        drawn = texts_of(one.epoch(number))
        assert drawn == texts_of(other.epoch(number))
        assert drawn.total() == len(gold)
        changed += (drawn - plain).total()
    assert 0 < changed < 10 * len(gold)
    assert texts_of(one.epoch(1)) != texts_of(one.epoch(2))
    again = Material(gold, [], encoder, msgspec.structs.replace(config, seed=2))
    assert any(texts_of(one.epoch(number)) != texts_of(again.epoch(number)) for number in range(1, 5))


def test_documents_without_text_are_left_out(encoder: PieceEncoder) -> None:
    material = Material([*sample_documents(), Document(text=" ")], [Document(text="\n")], encoder, TrainConfig())
    assert len(material.epoch(1)) == len(sample_documents())
    with pytest.raises(ConfigError, match="train: expected documents with text"):
        Material([Document(text=" ")], SILVER, encoder, TrainConfig())
