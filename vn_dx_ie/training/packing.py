"""Plain text as blocks of token ids: reading, a vocabulary, packing, masking.

A text file, plain or compressed with xz, has a paragraph a line and a blank line between documents.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from vn_dx_ie.errors import InputError
from vn_dx_ie.text.unicode import normalise

MARKS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
CLS, SEP, MASK, SPECIAL = 2, 3, 4, 5
IGNORED = -100
_CHUNK = 2_000  # lines encoded at a time
_LONGEST = 20_000  # characters of a document, after which another begins


def read_texts(path: Path) -> Iterator[str]:
    """Yield the documents of a text file.

    Raises:
        InputError: the file cannot be read, or is not UTF-8.
    """
    try:
        with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
            yield from _documents(lines)
    except (OSError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise InputError(f"{path}: cannot read it as text: {error}") from error


def _documents(lines: Iterable[str]) -> Iterator[str]:
    paragraphs: list[str] = []
    size = 0
    for line in lines:
        if stripped := line.strip():
            paragraphs.append(stripped)
            size += len(stripped)
        if paragraphs and (not stripped or size > _LONGEST):
            yield "\n".join(paragraphs)
            paragraphs, size = [], 0
    if paragraphs:
        yield "\n".join(paragraphs)


def make_tokenizer(documents: Iterable[str], size: int) -> Tokenizer:
    """Return a byte-pair vocabulary of `size` pieces; digits and punctuation stand alone.

    Source: Sennrich et al., 2016.
    """
    tokenizer = Tokenizer(models.BPE(unk_token=MARKS[1]))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Metaspace(), pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.Punctuation()]
    )
    tokenizer.decoder = decoders.Metaspace()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(MARKS), show_progress=False)
    tokenizer.train_from_iterator(map(normalise, documents), trainer)
    return tokenizer


def pack(documents: Iterable[str], tokenizer: Tokenizer) -> NDArray[np.uint16]:
    """Return the ids of `documents`: [CLS] opens a document, [SEP] closes each of its lines."""
    parts = [np.zeros(0, dtype=np.uint16)]
    lines = ((number, line) for number, text in enumerate(documents) for line in _lines(text))
    current = -1
    while chunk := list(islice(lines, _CHUNK)):
        encodings = tokenizer.encode_batch([line for _, line in chunk], add_special_tokens=False)
        ids: list[int] = []
        for (number, line), encoding in zip(chunk, encodings, strict=True):
            ids += [CLS] * (number - current) + encoding.ids + [SEP] * bool(line)
            current = number
        parts.append(np.array(ids, dtype=np.uint16))
    return np.concatenate(parts)


def _lines(document: str) -> list[str]:
    """Return the lines that hold anything; an empty document is one empty line."""
    return [line for line in normalise(document).split("\n") if line.strip()] or [""]


def opens_word(tokenizer: Tokenizer) -> list[bool]:
    """Return for each piece whether a word begins with it."""
    pieces = [tokenizer.id_to_token(index) or "" for index in range(tokenizer.get_vocab_size())]
    return [index < SPECIAL or piece.startswith("▁") or not piece[:1].isalnum() for index, piece in enumerate(pieces)]


def draw_blocks(
    corpora: Sequence[NDArray[np.uint16]],
    shares: Sequence[float],
    shape: tuple[int, int],
    generator: np.random.Generator,
) -> torch.Tensor:
    """Return a (blocks, length) tensor of ids from random places of `corpora`, by their `shares`."""
    count, length = shape
    rows = []
    for index in generator.choice(len(corpora), size=count, p=np.asarray(shares) / np.sum(shares)):
        start = int(generator.integers(0, len(corpora[index]) - length + 1))
        rows.append(corpora[index][start : start + length].astype(np.int64))
    return torch.from_numpy(np.stack(rows))


def mask_spans(
    blocks: torch.Tensor, opens: torch.Tensor, share: float, generator: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Mask whole runs of one to three words; returns inputs and labels, both shaped as `blocks`.

    Four masked words in five become [MASK], one in ten random pieces, one in ten stay
    (BERT's recipe; runs as in SpanBERT).
    """
    words = torch.cumsum(opens[blocks].int(), dim=1)
    count = int(words.max()) + 1
    shape = (blocks.shape[0], count)
    starts = generator.random(shape) < share / 1.8
    lengths = generator.choice([1, 2, 3], size=shape, p=[0.45, 0.35, 0.2])
    chosen = starts.copy()
    chosen[:, 1:] |= starts[:, :-1] & (lengths[:, :-1] >= 2)
    chosen[:, 2:] |= starts[:, :-2] & (lengths[:, :-2] >= 3)
    picked = torch.gather(torch.from_numpy(chosen), 1, words) & (blocks >= SPECIAL)
    fate = torch.gather(torch.from_numpy(generator.random(shape)), 1, words)
    labels = torch.where(picked, blocks, IGNORED)
    random = torch.from_numpy(generator.integers(SPECIAL, len(opens), size=tuple(blocks.shape)))
    inputs = torch.where(picked & (fate < 0.8), MASK, blocks)
    inputs = torch.where(picked & (fate >= 0.9), random, inputs)
    return inputs, labels
