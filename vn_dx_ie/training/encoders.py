"""Where a run starts from: an encoder with its tokenizer, out of a model folder or any checkpoint."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoTokenizer

from vn_dx_ie.errors import ConfigError
from vn_dx_ie.neural.folder import CONFIG, read_model_config
from vn_dx_ie.neural.pieces import PieceEncoder, SpecialIds, load_pieces
from vn_dx_ie.training.export import ENCODER, WEIGHTS
from vn_dx_ie.training.network import PieceBackbone

_MARKS = ("[CLS]", "[SEP]", "[PAD]", "[MASK]")
_PREFIX = "tokens.backbone."


@dataclass(frozen=True, slots=True)
class Start:
    """An encoder to train from; ``tokenizer`` is the file or folder that the exported model needs."""

    backbone: PieceBackbone
    pieces: PieceEncoder
    tokenizer: Path


def open_encoder(name_or_path: str, segmented: bool, out: Path) -> Start:
    """Load a model folder of this library, or a ``transformers`` checkpoint by folder or name.

    The tokenizer is saved into `out`; `segmented` tells that it wants segmented words (a model
    folder knows that by itself).

    Raises:
        ConfigError: there is no such encoder, or its tokenizer cannot be used.
        ModelError: a model folder is damaged.
    """
    folder = Path(name_or_path)
    if (folder / CONFIG).is_file():
        return _open_model_folder(folder, out)
    try:
        tokenizer, special = _save_tokenizer(name_or_path, segmented, out)
        backbone = PieceBackbone.from_pretrained(name_or_path)
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ConfigError(f"encoder: cannot load {name_or_path!r}: {reason}") from error
    return Start(backbone, load_pieces(out, "segmented" if segmented else "fast", special), tokenizer)


def _open_model_folder(folder: Path, out: Path) -> Start:
    config = read_model_config(folder)
    if not (folder / WEIGHTS).is_file():
        raise ConfigError(f"encoder: {folder / WEIGHTS}: the weights to train from are missing")
    weights = load_file(folder / WEIGHTS)
    backbone = PieceBackbone(AutoConfig.from_pretrained(folder / ENCODER))
    backbone.load_state_dict(
        {name.removeprefix(_PREFIX): value.float() for name, value in weights.items() if name.startswith(_PREFIX)}
    )
    tokenizer = folder / ("tokenizer.json" if config.tokenizer == "fast" else "tokenizer")
    return Start(backbone, load_pieces(folder, config.tokenizer, config.special), tokenizer)


def _save_tokenizer(name_or_path: str, segmented: bool, folder: Path) -> tuple[Path, SpecialIds]:
    source = Path(name_or_path) / "tokenizer.json"
    if source.is_file() and not (Path(name_or_path) / "tokenizer_config.json").is_file():
        # A bare `tokenizers` file: its marks are known by their names.
        target = folder / "tokenizer.json"
        shutil.copyfile(source, target)
        return target, _bare_special(target)
    tokenizer = AutoTokenizer.from_pretrained(name_or_path)
    special = _special(tokenizer)
    if segmented:
        tokenizer.save_pretrained(folder / "tokenizer")
        return folder / "tokenizer", special
    if not tokenizer.is_fast:
        raise ConfigError(f"{name_or_path}: its tokenizer gives no offsets; set segmented = true")
    tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
    return folder / "tokenizer.json", special


def _bare_special(path: Path) -> SpecialIds:
    tokenizer = Tokenizer.from_file(str(path))
    ids = [index for mark in _MARKS if (index := tokenizer.token_to_id(mark)) is not None]
    if len(ids) != len(_MARKS):
        raise ConfigError(f"{path}: expected the marks [CLS], [SEP], [PAD] and [MASK] in the vocabulary")
    return SpecialIds(*ids)


def _special(tokenizer: object) -> SpecialIds:
    names = (
        ("cls_token_id", "bos_token_id"),
        ("sep_token_id", "eos_token_id"),
        ("pad_token_id",),
        ("mask_token_id", "unk_token_id"),
    )
    found = []
    for choices in names:
        ids = [getattr(tokenizer, choice, None) for choice in choices]
        known = [value for value in ids if value is not None]
        if not known:
            raise ConfigError(f"expected the tokenizer to have a {choices[0].removesuffix('_id')}, found none")
        found.append(known[0])
    return SpecialIds(*found)
