"""What each epoch of a run is made of: gold documents, some of them changed, and silver ones.

Gold is annotated by people; a share of it is augmented anew in each epoch. Silver is annotated by
models (:mod:`vn_dx_ie.training.teachers`): each epoch takes the next stretch of it, until the last
epochs, which are for gold alone. An epoch depends on its number and the seed only, so an
interrupted run finds it again.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from vn_dx_ie.document import Document
from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.pieces import PieceEncoder
from vn_dx_ie.training.augment import Augmenter
from vn_dx_ie.training.config import TrainConfig
from vn_dx_ie.training.data import Example, make_examples


class Material:
    """The documents of a run, ready to be drawn epoch by epoch; documents without a token are left out.

    Raises:
        ConfigError: no document has any text.
        InputError: a document has labels that the configuration does not name.
    """

    def __init__(
        self, gold: Sequence[Document], silver: Sequence[Document], encoder: PieceEncoder, config: TrainConfig
    ) -> None:
        self._encoder, self._config = encoder, config
        pairs = [
            (document, example)
            for document, example in zip(gold, make_examples(gold, encoder, config.labels), strict=True)
            if example.features.tokens
        ]
        if not pairs:
            raise ConfigError("train: expected documents with text, found none")
        self._documents = [document for document, _ in pairs]
        self.gold = [example for _, example in pairs]
        self._silver = [one for one in make_examples(silver, encoder, config.labels) if one.features.tokens]
        random.Random(config.seed).shuffle(self._silver)
        self._augment = Augmenter(self._documents, config.augment) if config.augmented else None

    def steps(self) -> int:
        """Return how many steps all epochs take together."""
        counts = (len(self.gold) + self._silver_count(number) for number in range(1, self._config.epochs + 1))
        return sum(-(-count // self._config.documents_per_step) for count in counts)

    def epoch(self, number: int) -> list[Example]:
        """Return the examples of epoch `number`, from 1, in the order in which they are to be seen."""
        chance = random.Random(f"{self._config.seed}:{number}")
        examples = [*self._gold_of(chance), *self._silver_of(number)]
        chance.shuffle(examples)
        return examples

    def _gold_of(self, chance: random.Random) -> list[Example]:
        if self._augment is None:
            return list(self.gold)
        drawn = list(self.gold)
        for index, document in enumerate(self._documents):
            if chance.random() < self._config.augmented:
                changed = self._augment(document, chance)
                drawn[index] = make_examples([changed], self._encoder, self._config.labels)[0]
        return drawn

    def _silver_count(self, number: int) -> int:
        if number > self._config.epochs - self._config.gold_only_epochs:
            return 0
        return min(self._config.silver_per_epoch, len(self._silver))

    def _silver_of(self, number: int) -> list[Example]:
        count = self._silver_count(number)
        start = (number - 1) * count
        return [self._silver[index % len(self._silver)] for index in range(start, start + count)]
