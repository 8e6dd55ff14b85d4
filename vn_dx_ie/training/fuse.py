"""Attention and GELU as single operators of onnxruntime, which give the same in fewer passes over memory."""

from __future__ import annotations

import math
from typing import Any

import onnx
from numpy.typing import NDArray
from onnxscript import ir
from onnxscript.rewriter import pattern, rewrite

_DOMAIN = "com.microsoft"
_SHAPED = ("Cast", "Expand", "Unsqueeze")  # these change no truth of what they are given


def fuse(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return `model` with fused operators where an encoder's layers are written as :mod:`transformers` does it.

    What is written in other ways stays as it is.
    """
    fused: onnx.ModelProto = rewrite(model, pattern_rewrite_rules=_RULES)
    return fused


def _gelu(op: Any, x: Any) -> Any:
    return x * (0.5 * (op.Erf(x / math.sqrt(2)) + 1.0))


def _fused_gelu(op: Any, x: Any) -> Any:
    return op.Gelu(x, _domain=_DOMAIN)


def _attention(
    op: Any,
    query: Any,
    key: Any,
    value: Any,
    by_head: Any,
    key_shape: Any,
    value_shape: Any,
    joined: Any,
    scale: Any,
    mask: Any,
) -> Any:
    queries = op.Transpose(op.Reshape(query, by_head), perm=[0, 2, 1, 3])
    keys = op.Transpose(op.Reshape(key, key_shape), perm=[0, 2, 3, 1])
    values = op.Transpose(op.Reshape(value, value_shape), perm=[0, 2, 1, 3])
    weights = op.Softmax(op.MatMul(queries, keys) * scale + mask, axis=-1)
    return op.Reshape(op.Transpose(op.MatMul(weights, values), perm=[0, 2, 1, 3]), joined)


def _is_attention(_: Any, by_head: ir.Value, joined: ir.Value, scale: ir.Value, **__: Any) -> bool:
    """Say whether the number of heads and the scale are known, and what comes out is (windows, pieces, width)."""
    shape = _constant(joined)
    return shape is not None and shape.size == 3 and _heads(by_head) is not None and _scalar(scale) is not None


def _fused_attention(op: Any, by_head: ir.Value, scale: ir.Value, mask: ir.Value, **inputs: Any) -> Any:
    given = [inputs[name] for name in ("query", "key", "value")]
    if not _is_zero(mask):
        given += [None, None, mask]
    return op.MultiHeadAttention(*given, num_heads=_heads(by_head), scale=_scalar(scale), _domain=_DOMAIN)


def _heads(shape: ir.Value) -> int | None:
    """Return the number of heads from a shape (windows, pieces, heads, width of a head) that is known."""
    sizes = _constant(shape)
    return int(sizes[2]) if sizes is not None and sizes.size == 4 and sizes[2] > 0 else None


def _scalar(value: ir.Value) -> float | None:
    number = _constant(value)
    return float(number.item()) if number is not None and number.size == 1 else None


def _is_zero(mask: ir.Value) -> bool:
    """Say whether a mask hides nothing: 0 wherever a position, counted from 0, is 0 or more."""
    where = mask.producer()
    if where is None or where.op_type != "Where":
        return False
    condition, zeros = where.inputs[0], _constant(where.inputs[1])
    compared = _origin(condition)
    if zeros is None or zeros.any() or compared is None or compared.op_type != "GreaterOrEqual":
        return False
    counted, least = _origin(compared.inputs[0]), _constant(compared.inputs[1])
    if counted is None or counted.op_type != "Range" or least is None:
        return False
    first, step = _constant(counted.inputs[0]), _constant(counted.inputs[2])
    return first is not None and step is not None and bool((first >= least).all() and (step > 0).all())


def _origin(value: ir.Value | None) -> ir.Node | None:
    """Return the node that a value comes from, through those that only shape it."""
    node = value.producer() if value is not None else None
    while node is not None and node.op_type in _SHAPED:
        before = node.inputs[0]
        node = before.producer() if before is not None else None
    return node


def _constant(value: ir.Value | None) -> NDArray[Any] | None:
    tensor = ir.convenience.get_const_tensor(value) if value is not None else None
    return None if tensor is None else tensor.numpy()


_RULES = pattern.RewriteRuleSet(
    [
        pattern.RewriteRule(_gelu, _fused_gelu),
        pattern.RewriteRule(_attention, _fused_attention, _is_attention),
    ]
)
