"""Assembly from the gold entities and relations of the five seed articles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
import pytest

from vn_dx_ie.assembly import assemble
from vn_dx_ie.document import Document
from vn_dx_ie.scoring.evaluate import evaluate
from vn_dx_ie.scoring.scores import Scores

SEEDS = Path(__file__).parents[2] / "annotations" / "seeds.jsonl"


@cache
def _scores() -> Scores:
    gold = [Document.from_dict(msgspec.json.decode(line)) for line in SEEDS.read_text("utf-8").splitlines()]
    return evaluate(gold, [msgspec.structs.replace(document, records=assemble(document)) for document in gold])


@pytest.mark.parametrize(
    ("kind", "found", "slots"),
    [("meeting", 0.95, 0.85), ("observation", 0.95, 0.88), ("directive", 0.65, 0.6), ("issuance", 0.95, 0.9)],
)
def test_the_seeds_records_are_assembled(kind: str, found: float, slots: float) -> None:
    scores = _scores().records[kind]
    assert scores.found.f1 >= found
    assert scores.slots.f1 >= slots
