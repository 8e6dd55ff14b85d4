"""Subword pieces of lines, each with its place in the line.

One small interface, two ways: any fast tokenizer (``tokenizer.json``), or a word-segmented one such
as PhoBERT's, which wants ``chuyển_đổi số`` and gives no offsets of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tokenizers import Tokenizer

from vn_dx_ie.errors import MissingExtraError, ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of one line: vocabulary ids and code-point offsets into the line, in order."""

    ids: list[int]
    starts: list[int]
    ends: list[int]


@dataclass(frozen=True, slots=True)
class SpecialIds:
    """Vocabulary ids of the marks that open a window, close a line, fill a batch, and hide a piece."""

    opening: int
    closing: int
    padding: int
    hiding: int


class PieceEncoder(Protocol):
    """Splits lines into the pieces of an encoder's vocabulary."""

    special: SpecialIds

    def encode(self, lines: Sequence[str]) -> list[Pieces]:
        """Return the pieces of each of `lines`, without special marks."""
        ...


class FastPieces:
    """Pieces from a ``tokenizer.json``, which knows its offsets."""

    def __init__(self, path: Path, special: SpecialIds) -> None:
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library's own errors have no class of their own
            raise ModelError(f"{path}: expected a tokenizer: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._tokenizer.encode_special_tokens = True  # "[SEP]" written in a text is text
        self.special = special

    def encode(self, lines: Sequence[str]) -> list[Pieces]:
        found = []
        for encoding in self._tokenizer.encode_batch(list(lines), add_special_tokens=False):
            offsets = encoding.offsets
            found.append(Pieces(encoding.ids, [a for a, _ in offsets], [b for _, b in offsets]))
        return found


class SegmentedPieces:
    """Pieces of words: underthesea finds the words, a ``transformers`` tokenizer splits each.

    All pieces of a word carry the offsets of that word; needs the extra ``train``.
    """

    def __init__(self, name_or_path: str, special: SpecialIds) -> None:
        try:
            from transformers import AutoTokenizer
            from underthesea import word_tokenize
        except ImportError as error:
            raise MissingExtraError(f"the word-segmented encoder {name_or_path!r}", "train") from error
        self._tokenizer: Any = AutoTokenizer.from_pretrained(name_or_path)
        self._segment: Any = word_tokenize
        self.special = special

    def encode(self, lines: Sequence[str]) -> list[Pieces]:
        return [self._encode_line(line) for line in lines]

    def _encode_line(self, line: str) -> Pieces:
        pieces = Pieces([], [], [])
        for start, end in locate_words(line, self._segment(line) if line.strip() else []):
            word = "_".join(line[start:end].split())
            ids = self._tokenizer.convert_tokens_to_ids(self._tokenizer.tokenize(word))
            pieces.ids.extend(ids)
            pieces.starts.extend([start] * len(ids))
            pieces.ends.extend([end] * len(ids))
        return pieces


def locate_words(line: str, words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where each of `words`, as a segmenter gave them, stands in `line`.

    Segmenters rewrite spaces and tone marks, so only the number of visible characters is trusted;
    what they drop is yielded as words of its own.
    """
    visible = [index for index, character in enumerate(line) if not character.isspace()]
    position = 0
    for word in words:
        size = sum(not character.isspace() for character in word)
        taken = visible[position : position + size]
        if taken:
            yield taken[0], taken[-1] + 1
        position += size
    if position < len(visible):
        yield visible[position], visible[-1] + 1


def load_pieces(folder: Path, kind: str, special: SpecialIds) -> PieceEncoder:
    """Return the piece encoder of a model folder; `kind` is ``fast`` or ``segmented``."""
    match kind:
        case "fast":
            return FastPieces(folder / "tokenizer.json", special)
        case "segmented":
            return SegmentedPieces(str(folder / "tokenizer"), special)
    raise ModelError(f"{folder}: expected a tokenizer of kind fast or segmented, got {kind!r}")
