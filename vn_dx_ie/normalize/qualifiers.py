"""Approximators around a number: ``hơn``, ``gần``, ``không quá``, ``trở lên``."""

from __future__ import annotations

import re
from typing import Final

from vn_dx_ie.schema import Qualifier

_BEFORE: Final[dict[Qualifier, str]] = {
    "about": (
        "khoảng|vào khoảng|xấp xỉ|ước|ước tính|ước đạt|ước khoảng|chừng|độ chừng|độ khoảng|tầm|cỡ|trên dưới|đâu đó"
        "|dao động quanh|quanh mức|~|≈"
    ),
    "over": (
        "hơn|trên|quá|vượt quá|tối thiểu|tối thiểu là|ít nhất|ít nhất là|chí ít|không dưới|không ít hơn|không thấp hơn"
        "|không nhỏ hơn|lớn hơn|từ trên|>|≥|>="
    ),
    "under": (
        "dưới|chưa đến|chưa tới|chưa đầy|chưa quá|tối đa|tối đa là|nhiều nhất|nhiều nhất là|không quá|không vượt quá"
        "|không hơn|không tới|không đến|không đầy|nhỏ hơn|<|≤|<="
    ),
    "nearly": "gần|gần như|gần bằng|gần đạt|ngót|ngót nghét|suýt|suýt soát|sấp xỉ gần|cận",
}
# A comparison with something else, no bound: cao hơn 5%, nhiều hơn 12 ca.
_COMPARED: Final = (
    "cao hơn|thấp hơn|nhiều hơn|ít hơn|nhanh hơn|chậm hơn|tốt hơn|kém hơn|dài hơn|ngắn hơn|tăng hơn|giảm hơn"
)
_NEUTRAL: Final = "từ|gấp|là|ở mức|mức|đạt"
_AFTER: Final[dict[Qualifier, str]] = {
    "over": r"\+(?!\w)|trở lên|đổ lên|và hơn nữa|hoặc hơn|hoặc cao hơn",
    "under": r"trở xuống|đổ xuống|đổ lại|trở lại(?! đây)",
}
_REACH: Final = 40


def _alternatives(table: dict[Qualifier, str]) -> tuple[str, list[tuple[str, Qualifier]]]:
    rows = [(phrase, kind) for kind, phrases in table.items() for phrase in phrases.split("|")]
    rows.sort(key=lambda row: -len(row[0]))
    return "|".join(re.escape(phrase) for phrase, _ in rows), rows


_PHRASES, _ROWS = _alternatives(_BEFORE)
_KINDS: Final = dict(_ROWS)
_TAIL = re.compile(
    rf"(?:^|(?<=[\s(,;:\"]))(?:(?P<compared>{_COMPARED})|(?P<kind>{_PHRASES})|(?P<neutral>{_NEUTRAL})) ?$"
)
_FOLLOWING = {kind: re.compile(rf"(?: [^\W\d_]+){{0,3}}? ?(?:{phrases})(?!\w)") for kind, phrases in _AFTER.items()}


def qualifier_before(text: str, end: int) -> tuple[Qualifier | None, int]:
    """Return the qualifier that ends at `end` and where the whole string of such words begins.

    The nearest word decides: ``khoảng gần 16.000`` is nearly.
    """
    kind: Qualifier | None = None
    for _ in range(4):
        floor = max(0, end - _REACH)
        found = _TAIL.search(text[floor:end])
        if found is None:
            break
        if found["compared"]:
            return kind, floor + found.start()
        end = floor + found.start()
        if kind is None and found["kind"]:
            kind = _KINDS[found["kind"]]
    return kind, len(text[:end].strip()) if end < _REACH else end


def qualifier_after(text: str, start: int) -> Qualifier | None:
    """Return the qualifier that follows a number within a few words: ``80% trở lên``."""
    tail = text[start : start + _REACH]
    return next((kind for kind, pattern in _FOLLOWING.items() if pattern.match(tail)), None)
