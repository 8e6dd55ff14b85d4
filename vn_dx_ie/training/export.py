"""From a trained network to a model folder: ONNX for extraction, safetensors for further training."""

from __future__ import annotations

import logging
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.export import Dim

from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.folder import CONFIG, PAIRS, TOKENS, ModelConfig, write_checksums, write_model_config
from vn_dx_ie.neural.pairs import PAIR_FEATURES
from vn_dx_ie.neural.pieces import SpecialIds
from vn_dx_ie.neural.predict import Decoding
from vn_dx_ie.training.fuse import fuse
from vn_dx_ie.training.network import Network, TokenEncoder, TokenOutput

WEIGHTS = "weights.safetensors"
ENCODER = "encoder"  # the encoder's configuration, to build it anew
_OPSET = 18

for _name in ("torch.onnx", "onnxscript", "onnx_ir"):
    logging.getLogger(_name).setLevel(logging.ERROR)


def export_model(
    network: Network, decoding: Decoding, special: SpecialIds, tokenizer: Path, folder: Path, name: str, version: str
) -> None:
    """Write a complete model folder; `tokenizer` is a ``tokenizer.json`` or a tokenizer's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    network = network.eval()
    _export_tokens(network, folder / TOKENS)
    _export_pairs(network, folder / PAIRS)
    save_file({key: value.half().contiguous() for key, value in network.state_dict().items()}, folder / WEIGHTS)
    network.tokens.backbone.model.config.save_pretrained(folder / ENCODER)
    (folder / WEIGHTS).chmod(0o644)  # safetensors writes for its owner alone
    # Extraction does not read the weights, so no sum is asked of them.
    names = [CONFIG, TOKENS, PAIRS, *_copy_tokenizer(tokenizer, folder)]
    write_model_config(
        folder,
        ModelConfig(
            name=name,
            version=version,
            tokenizer="fast" if tokenizer.is_file() else "segmented",
            special=special,
            labels=decoding.labels,
            windows=decoding.windows,
            features=FEATURE_NAMES,
            transitions=np.round(decoding.transitions.between, 5).tolist(),
            starts=np.round(decoding.transitions.start, 5).tolist(),
            span_temperatures=np.round(decoding.span_temperatures, 4).tolist(),
            edge_temperature=decoding.edge_temperature,
            edge_bias=decoding.edge_bias,
        ),
    )
    write_checksums(folder, names)


def load_weights(network: Network, folder: Path) -> None:
    """Load the weights of an exported folder into a network of the same shape."""
    network.load_state_dict({key: value.float() for key, value in load_file(folder / WEIGHTS).items()})


def _copy_tokenizer(tokenizer: Path, folder: Path) -> list[str]:
    if tokenizer.is_file():
        if tokenizer.resolve() != (folder / "tokenizer.json").resolve():
            shutil.copyfile(tokenizer, folder / "tokenizer.json")
        return ["tokenizer.json"]
    if tokenizer.resolve() != (folder / "tokenizer").resolve():
        shutil.copytree(tokenizer, folder / "tokenizer", dirs_exist_ok=True)
    return [str(path.relative_to(folder)) for path in sorted((folder / "tokenizer").rglob("*")) if path.is_file()]


class _OneWindow(nn.Module):
    """The token encoder over one window, which needs no padding and so no masks."""

    def __init__(self, tokens: TokenEncoder) -> None:
        super().__init__()
        self.tokens = tokens

    def forward(self, piece_ids: Tensor, first: Tensor, last: Tensor, flags: Tensor) -> TokenOutput:
        output: TokenOutput = self.tokens(piece_ids, None, first, last, None, flags)
        return output


def _export_tokens(network: Network, path: Path) -> None:
    pieces, tokens = Dim("pieces", min=2, max=512), Dim("tokens", min=1, max=512)
    first = torch.arange(7).unsqueeze(0)
    example = {
        "piece_ids": torch.full((1, 9), 5),
        "first": first,
        "last": first.clone(),
        "flags": torch.zeros(1, 7, len(FEATURE_NAMES)),
    }
    shapes = {name: {1: pieces if name == "piece_ids" else tokens} for name in example}
    _export(_OneWindow(network.tokens), example, shapes, ["emissions", "vectors"], path)
    _rewrite(path, fuse)


def _export_pairs(network: Network, path: Path) -> None:
    width = network.pairs.between.in_features
    tokens, spans, pairs = Dim("tokens", min=2), Dim("spans", min=2), Dim("pairs", min=1)
    example = {
        "vectors": torch.zeros(11, width),
        "span_begin": torch.tensor([0, 3, 5]),
        "span_end": torch.tensor([2, 4, 8]),
        "span_label": torch.tensor([0, 0, 0]),
        "pair_head": torch.tensor([0, 1, 2, 2]),
        "pair_tail": torch.tensor([1, 2, 0, 1]),
        "pair_features": torch.zeros(4, PAIR_FEATURES),
    }
    sizes = {"vectors": tokens, "span": spans, "pair": pairs}
    shapes = {name: {0: sizes[name.split("_")[0]]} for name in example}
    _export(network.pairs, example, shapes, ["logits"], path)


def _export(
    module: nn.Module,
    example: dict[str, Tensor],
    shapes: dict[str, dict[int, Dim]],
    outputs: list[str],
    path: Path,
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's, about its own workings
        torch.onnx.export(
            module,
            kwargs=example,
            f=str(path),
            input_names=list(example),
            output_names=outputs,
            dynamic_shapes=shapes,
            opset_version=_OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )
    _rewrite(path, _forget_output_shapes)


def _rewrite(path: Path, change: Callable[[onnx.ModelProto], onnx.ModelProto]) -> None:
    model = change(onnx.load(str(path)))
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _forget_output_shapes(model: onnx.ModelProto) -> onnx.ModelProto:
    """The exporter notes the example's sizes as those of an LSTM's outputs; they are not fixed."""
    del model.graph.value_info[:]
    del model.metadata_props[:]
    for node in model.graph.node:
        del node.metadata_props[:]
        node.doc_string = ""
    for output in model.graph.output:
        for dimension in output.type.tensor_type.shape.dim[:2] if len(model.graph.output) > 1 else []:
            dimension.Clear()
    return model
