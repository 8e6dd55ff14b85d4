"""A model folder of this library to folders that ``transformers`` loads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from safetensors.torch import load_file
from tokenizers import Tokenizer
from tokenizers.processors import TemplateProcessing
from torch import Tensor
from transformers import AutoConfig, PreTrainedTokenizerFast

from vn_dx_ie.errors import ModelError
from vn_dx_ie.integrations.transformers.model import TaggerConfig, TaggerForTokenClassification, tag_names
from vn_dx_ie.integrations.transformers.tokenizer import TaggerTokenizer
from vn_dx_ie.neural.folder import ModelConfig, read_model_config
from vn_dx_ie.neural.pieces import SpecialIds
from vn_dx_ie.training.export import ENCODER, WEIGHTS

_TOKENS = "tokens."


def export_for_transformers(model_folder: str | Path, out: str | Path) -> None:
    """Write the tagger of a model folder into `out`, and its encoder alone into ``out/encoder``.

    The encoder is a stock model for ``AutoModel`` and ``AutoTokenizer``, to be trained further. The
    tagger is for ``pipeline("token-classification")``, and needs this package to be imported.

    Raises:
        ModelError: the folder is damaged, or has no weights, or its tokenizer wants segmented words.
    """
    source, target = Path(model_folder), Path(out)
    settings = read_model_config(source)
    if settings.tokenizer != "fast":
        raise ModelError(f"{source}: expected a tokenizer of kind fast, got {settings.tokenizer}")
    if not (source / WEIGHTS).is_file():
        raise ModelError(f"{source / WEIGHTS}: the weights to export are missing")
    tagger = _tagger(source, settings)
    tagger.save_pretrained(target)
    tagger.tokens.backbone.model.save_pretrained(target / "encoder")
    _write_tokenizers(source, settings, target)
    for path in target.rglob("*.safetensors"):
        path.chmod(0o644)  # safetensors writes for its owner alone


def _tagger(source: Path, settings: ModelConfig) -> TaggerForTokenClassification:
    weights = {key: value.float() for key, value in load_file(source / WEIGHTS).items() if key.startswith(_TOKENS)}
    names = tag_names(settings.labels.entities)
    config = TaggerConfig(
        encoder=AutoConfig.from_pretrained(source / ENCODER).to_dict(),
        network=_widths(weights),
        model=msgspec.to_builtins(settings),
        id2label=names,
        label2id={name: number for number, name in names.items()},
    )
    tagger = TaggerForTokenClassification(config)
    tagger.load_state_dict(weights)
    return tagger


def _widths(weights: dict[str, Tensor]) -> dict[str, int]:
    """Return the settings of the network that `model.json` does not hold, from the shapes of its weights."""
    return {
        "flag_width": weights["tokens.flags.weight"].shape[0],
        "word_width": weights["tokens.words.weight"].shape[0],
        "hidden": weights["tokens.tags.weight"].shape[1] // 2,
    }


def _write_tokenizers(source: Path, settings: ModelConfig, target: Path) -> None:
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    marks = _marks(tokenizer, settings.special)
    opening, closing = marks["cls_token"], marks["sep_token"]
    tokenizer.post_processor = TemplateProcessing(
        single=f"{opening} $A {closing}",
        pair=f"{opening} $A {closing} $B {closing}",
        special_tokens=[(opening, settings.special.opening), (closing, settings.special.closing)],
    )
    positions = getattr(AutoConfig.from_pretrained(source / ENCODER), "max_position_embeddings", 514)
    common: dict[str, Any] = {**marks, "tokenizer_object": tokenizer, "clean_up_tokenization_spaces": False}
    PreTrainedTokenizerFast(
        **common, model_max_length=positions - 2, model_input_names=["input_ids", "attention_mask"]
    ).save_pretrained(target / "encoder")
    windows = msgspec.to_builtins(settings.windows)
    TaggerTokenizer(  # type: ignore[no-untyped-call]
        **common, windows=windows, features=list(settings.features)
    ).save_pretrained(target)


def _marks(tokenizer: Tokenizer, special: SpecialIds) -> dict[str, str | None]:
    """Return the special marks as written, under the names that ``transformers`` has for them."""
    return {
        "cls_token": tokenizer.id_to_token(special.opening),
        "sep_token": tokenizer.id_to_token(special.closing),
        "pad_token": tokenizer.id_to_token(special.padding),
        "mask_token": tokenizer.id_to_token(special.hiding),
        "unk_token": getattr(tokenizer.model, "unk_token", None),
    }
