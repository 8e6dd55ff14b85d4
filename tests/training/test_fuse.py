"""Fused operators: they are there, give the same, and take the place of nothing else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import Tensor, nn

from tests.training.conftest import Exported
from vn_dx_ie.neural.folder import TOKENS
from vn_dx_ie.training.fuse import fuse

WIDTH, HEADS = 8, 2


class Attention(nn.Module):
    """Attention as encoders write it, over a mask that is added, with GELU behind it."""

    def __init__(self, *, scaled: bool = True) -> None:
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.scaled = scaled

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (layer(x).view(*x.shape[:2], HEADS, -1).transpose(1, 2) for layer in self.layers)
        scores = query @ key.transpose(2, 3)
        scores = scores * 0.3 if self.scaled else scores / mask.shape[-1]
        seen = torch.softmax(scores + mask, dim=-1) @ value
        return nn.functional.gelu(seen.transpose(1, 2).reshape(*x.shape[:2], WIDTH))


@pytest.fixture
def feeds() -> dict[str, Any]:
    rng = np.random.default_rng(1)
    mask = np.zeros((1, 1, 5, 5), dtype=np.float32)
    mask[..., 3:] = -1e4
    return {"x": rng.normal(0, 1, (1, 5, WIDTH)).astype(np.float32), "mask": mask}


def exported(module: nn.Module, feeds: dict[str, Any], path: Path) -> onnx.ModelProto:
    torch.manual_seed(1)
    arguments = {name: torch.from_numpy(array) for name, array in feeds.items()}
    torch.onnx.export(module.eval(), kwargs=arguments, f=str(path), input_names=list(feeds), verbose=False, dynamo=True)
    return onnx.load(str(path))


def kinds(model: onnx.ModelProto) -> Counter[str]:
    return Counter(node.op_type for node in model.graph.node)


def result(model: onnx.ModelProto, feeds: dict[str, Any]) -> Any:
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"]).run(None, feeds)[
        0
    ]


def test_the_layers_of_an_encoder_are_fused_and_a_mask_that_hides_nothing_is_gone(trained: Exported) -> None:
    found = onnx.load(str(trained.folder / TOKENS))
    layers = trained.network.tokens.backbone.model.config.num_hidden_layers
    assert kinds(found)["MultiHeadAttention"] == kinds(found)["Gelu"] == layers
    assert not kinds(found).keys() & {"Softmax", "Erf", "Where"}
    assert all(len(node.input) == 3 for node in found.graph.node if node.op_type == "MultiHeadAttention")


def test_a_mask_that_hides_something_still_does(feeds: dict[str, Any], tmp_path: Path) -> None:
    before = exported(Attention(), feeds, tmp_path / "a.onnx")
    after = fuse(before)
    assert (kinds(after)["MultiHeadAttention"], kinds(after)["Gelu"], kinds(after)["Softmax"]) == (1, 1, 0)
    assert result(after, feeds) == pytest.approx(result(before, feeds), abs=1e-5)
    shown = {**feeds, "mask": np.zeros_like(feeds["mask"])}
    assert result(after, feeds) != pytest.approx(result(after, shown), abs=1e-3)


def test_attention_of_another_kind_is_left_as_it_is(feeds: dict[str, Any], tmp_path: Path) -> None:
    before = exported(Attention(scaled=False), feeds, tmp_path / "a.onnx")
    after = fuse(before)
    assert (kinds(after)["MultiHeadAttention"], kinds(after)["Softmax"]) == (0, 1)
    assert result(after, feeds) == pytest.approx(result(before, feeds), abs=1e-5)
