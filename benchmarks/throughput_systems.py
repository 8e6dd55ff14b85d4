"""The systems whose throughput is compared: each loads once and then reads text after text.

Nothing heavy is imported before a system is loaded, so that each process holds its own system only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final

Read = Callable[[str], object]

_SPACY_LANGUAGE = "vi" if find_spec("pyvi") else "xx"  # spaCy's Vietnamese needs pyvi
WHOLE_WAY: Final = "records"


@dataclass(frozen=True, slots=True)
class System:
    """``load`` takes our model folder, or None for the shipped model; ``package`` has to be installed."""

    title: str
    load: Callable[[str | None], Read]
    package: str = "vn_dx_ie"

    @property
    def installed(self) -> bool:
        """Whether its package is there."""
        return find_spec(self.package) is not None


def _load_layers(model: str | None, *, relations: bool) -> Read:
    """Return the extractor without links and records, or without relations as well.

    The extractor has no such switches. This one function goes the way of ``Extractor.__call__`` with the
    same public functions, and stops earlier. Without relations no pair of spans is a candidate, so that
    neither features of pairs nor the second part of the network are computed.
    """
    from vn_dx_ie.extractor import default_model_folder
    from vn_dx_ie.neural.annotate import annotate
    from vn_dx_ie.neural.folder import read_model_config
    from vn_dx_ie.neural.labels import LabelSet
    from vn_dx_ie.neural.pieces import load_pieces
    from vn_dx_ie.neural.predict import predict
    from vn_dx_ie.neural.runtime import OnnxScorer

    folder = Path(model) if model else default_model_folder()
    config = read_model_config(folder)
    labels = config.labels if relations else LabelSet(config.labels.entities, {})
    decoding = replace(config.decoding(), labels=labels)
    encoder, scorer = load_pieces(folder, config.tokenizer, config.special), OnnxScorer(folder)

    def read(text: str) -> object:
        (prediction,) = predict([text], encoder, scorer, decoding)
        return annotate(text, prediction, labels)

    return read


def _load_whole_way(model: str | None) -> Read:
    import vn_dx_ie

    return vn_dx_ie.load(model)


def _load_ner(_: str | None) -> Read:
    """Return underthesea's tagger, called sentence by sentence: what it is made for, and fastest at."""
    from underthesea import ner, sent_tokenize

    return lambda text: [ner(sentence) for line in text.splitlines() for sentence in sent_tokenize(line)]


def _load_word_tokenize(_: str | None) -> Read:
    """Return underthesea's word segmentation, called with whole texts."""
    from underthesea import word_tokenize

    read: Read = word_tokenize
    return read


def _load_spacy(_: str | None) -> Read:
    import spacy

    return spacy.blank(_SPACY_LANGUAGE)


SYSTEMS: Final = {
    "entities": System("vn-dx-ie: entities", partial(_load_layers, relations=False)),
    "relations": System("vn-dx-ie: entities, relations", partial(_load_layers, relations=True)),
    WHOLE_WAY: System("vn-dx-ie: entities, relations, links, records", _load_whole_way),
    "ner": System("underthesea ner", _load_ner, "underthesea"),
    "word_tokenize": System("underthesea word_tokenize", _load_word_tokenize, "underthesea"),
    "spacy": System(f'spaCy blank("{_SPACY_LANGUAGE}")', _load_spacy, "spacy"),
    "split": System("str.split", lambda _: str.split, "builtins"),
}
