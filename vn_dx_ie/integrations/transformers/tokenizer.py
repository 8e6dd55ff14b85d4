"""The tokenizer of the tagger: it makes of a text all that the network sees of it.

Beside pieces, the network takes words, their features and sentences, which only the text can give.
A text becomes as many rows as the network reads it in windows, so that nothing is truncated.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BatchEncoding, PreTrainedTokenizerFast

from vn_dx_ie.errors import InputError
from vn_dx_ie.neural.features import FEATURE_NAMES, TextFeatures, extract_features
from vn_dx_ie.neural.pieces import FastPieces, SpecialIds
from vn_dx_ie.neural.windows import Batch, Window, WindowSizes, cut_windows, make_batch

Arrays = dict[str, NDArray[Any]]


class TaggerTokenizer(PreTrainedTokenizerFast):
    """Turns texts into the inputs of the tagger.

    ``tokenizer_config.json`` holds the ``windows`` and the ``features`` that the network was trained with.
    """

    def __call__(self, text: str | Sequence[str], **options: Any) -> BatchEncoding:
        """Return the rows of one text or of several, as tensors, those of a text one after the other.

        Beside the inputs of the tagger there are ``offset_mapping`` (rows, pieces, 2), where the word
        of each piece stands in its text; ``special_tokens_mask`` (rows, pieces), 0 for the pieces
        that the row is there for; ``overflow_to_sample_mapping`` (rows), the index of the text.
        Nothing is truncated, whatever `options` say.

        Raises:
            InputError: the text is split into words already, or there is none.
        """
        if options.get("is_split_into_words"):
            raise InputError("expected texts as they are, got words: the network finds its own")
        texts = [text] if isinstance(text, str) else list(text)
        if not texts:
            raise InputError("expected at least one text, got none")
        rows = [(number, row) for number, one in enumerate(texts) for row in self._rows(one)]
        arrays = _padded([row for _, row in rows])
        arrays["overflow_to_sample_mapping"] = np.array([number for number, _ in rows], dtype=np.int64)
        return BatchEncoding(arrays, tensor_type="pt")

    @cached_property
    def _pieces(self) -> FastPieces:
        special = SpecialIds(self.cls_token_id, self.sep_token_id, self.pad_token_id, self.mask_token_id)
        return _BackendPieces(self.backend_tokenizer, special)

    def _rows(self, text: str) -> Iterator[Arrays]:
        features = extract_features(text, self._pieces)
        columns = [FEATURE_NAMES.index(name) for name in self.init_kwargs["features"]]
        features = replace(features, flags=features.flags[:, columns])
        windows = cut_windows(features, msgspec.convert(self.init_kwargs["windows"], WindowSizes))
        for window in windows:
            yield _row(features, window, make_batch([(features, window)], self._pieces.special))
        if not windows:
            yield _empty_row(self.cls_token_id, len(columns))


class _BackendPieces(FastPieces):
    """The pieces of a tokenizer that is loaded already."""

    def __init__(self, backend: Tokenizer, special: SpecialIds) -> None:
        self._tokenizer = Tokenizer.from_str(backend.to_str())
        self._tokenizer.encode_special_tokens = True
        self.special = special


def _row(features: TextFeatures, window: Window, batch: Batch) -> Arrays:
    pieces, tokens = batch.piece_ids.shape[1], batch.first.shape[1]
    offsets = np.zeros((pieces, 2), dtype=np.int64)
    special = np.ones(pieces, dtype=np.int64)
    sentence_ids = np.zeros(tokens, dtype=np.int64)
    begins = [begin for begin, _, _ in features.sentences]
    origin = window.whole[0]
    for index in range(*window.core):
        token, place = features.tokens[index], index - origin
        own = slice(batch.first[0, place], batch.last[0, place] + 1)
        offsets[own] = features.view.to_source(token.start, token.end)
        special[own] = 0
        sentence_ids[place] = np.searchsorted(begins, index, side="right")
    return {
        "input_ids": batch.piece_ids[0],
        "attention_mask": batch.piece_mask[0],
        "first": batch.first[0],
        "last": batch.last[0],
        "token_mask": batch.token_mask[0],
        "flags": batch.flags[0],
        "sentence_ids": sentence_ids,
        "offset_mapping": offsets,
        "special_tokens_mask": special,
    }


def _empty_row(opening: int, features: int) -> Arrays:
    """Return the row of a text without words: nothing but the mark that opens it."""
    none = np.zeros(1, dtype=np.int64)
    return {
        "input_ids": np.array([opening]),
        "attention_mask": np.ones(1, dtype=np.int64),
        **dict.fromkeys(("first", "last", "token_mask", "sentence_ids"), none),
        "flags": np.zeros((1, features), dtype=np.float32),
        "offset_mapping": np.zeros((1, 2), dtype=np.int64),
        "special_tokens_mask": none + 1,
    }


def _padded(rows: Sequence[Arrays]) -> Arrays:
    """Stack rows, filled up to the longest with zeros, which are no words; what is filled up is special."""
    return {name: _stacked([row[name] for row in rows], int(name == "special_tokens_mask")) for name in rows[0]}


def _stacked(arrays: Sequence[NDArray[Any]], padding: int) -> NDArray[Any]:
    shape = np.max([array.shape for array in arrays], axis=0).astype(int)
    stacked = np.full((len(arrays), *shape), padding, dtype=arrays[0].dtype)
    for row, array in zip(stacked, arrays, strict=True):
        row[tuple(slice(size) for size in array.shape)] = array
    return stacked
