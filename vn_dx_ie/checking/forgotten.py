"""What was marked in one place and forgotten in another, and what looks like a mention and is none."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Final

from vn_dx_ie.checking.findings import Finding
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.lexicon import _data
from vn_dx_ie.text.segments import sentence_spans

_LABELS: Final = ("OFFICIAL", "POSITION", "AGENCY", "PROVINCE", "LOCATION", "DOCUMENT", "EVENT", "DATE")
_SHORTEST: Final = {"EVENT": 12, "DATE": 8}  # shorter ones are often no mention elsewhere
_FURNITURE: Final = re.compile(
    r"\s*(?:(?:tin|bài|ảnh|nguồn|tác giả|theo|video|đồ họa|thực hiện|biên tập|©|bản quyền|tags?|từ khóa)\b[^.]{0,60}$"
    r"|.*(?:lượt xem|lượt đọc|cỡ chữ|chia sẻ|trang chủ|tin liên quan|tin cùng|xem thêm|hotline|email|https?:|www\.)"
    r"|.*ảnh\s*:)",
    re.IGNORECASE,
)
_CONCEPT: Final = r" (?:số|điện tử|kiến tạo)\b"  # Chính phủ số is no body
_CUES: Final = (
    ("VALUE", re.compile(r"(?<![\d.,])\d[\d.,]{0,40}\s?(?:%|tỷ đồng|triệu đồng|tỷ USD|triệu USD|Mbps)")),
    ("DATE", re.compile(r"\b(?:ngày|tháng|quý|năm) (?:\d{1,2}[/.-])*\d{1,4}\b|\bquý [IV]+\b", re.IGNORECASE)),
    ("DOCUMENT", re.compile(r"\bsố \d+[\w/-]*/(?:NQ|QĐ|CT|NĐ|KH|TT)[\w-]*")),
)


def check_forgotten(document: Document) -> Iterator[Finding]:
    """Yield notices on stretches of body text that are bare, though they look like mentions."""
    body, marked = _body(document.text), _Marked(document.entities)
    told: set[tuple[str, int]] = set()
    for label, start, end in (
        *_repeated(document, body),
        *_cued(document.text, body),
        *_provinces(document.text, body),
    ):
        covered = marked.has((label, _alternative(label)), start, end)
        if not covered and (label, start) not in told:
            told.add((label, start))
            near = document.text[max(0, start - 25) : end + 15].replace("\n", " ")
            yield Finding("entities", f"no {label} at {start}: {document.text[start:end]!r} in …{near}…", notice=True)


class _Marked:
    """The entities, to be asked which of them reach into a stretch."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = sorted(entities, key=lambda entity: entity.start)
        self._starts = [entity.start for entity in self._entities]
        self._longest = max((entity.end - entity.start for entity in entities), default=0)

    def has(self, labels: Sequence[str], start: int, end: int) -> bool:
        """Tell whether an entity of one of `labels` shares a character with the stretch."""
        near = range(bisect_left(self._starts, start - self._longest), bisect_left(self._starts, end))
        return any(self._entities[i].end > start and self._entities[i].label in labels for i in near)


def _alternative(label: str) -> str:
    """Return the label that a stretch of this kind may bear as well."""
    return {"PROVINCE": "OFFICIAL", "VALUE": "INDICATOR", "DATE": "VALUE", "LOCATION": "PROVINCE"}.get(label, label)


def _body(text: str) -> list[tuple[int, int]]:
    """Return the sentences that are no page furniture."""
    return [(start, end) for start, end in sentence_spans(text) if not _FURNITURE.match(text[start:end])]


def _inside(body: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    index = bisect_right(body, start, key=lambda span: span[0]) - 1
    return index >= 0 and end <= body[index][1]


def _repeated(document: Document, body: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    surfaces = {
        (entity.label, entity.text)
        for entity in document.entities
        if entity.label in _LABELS and len(entity.text) >= _SHORTEST.get(entity.label, 4)
    }
    for label, surface in sorted(surfaces):
        for found in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)(?!{_CONCEPT})", document.text):
            if _inside(body, found.start(), found.end()):
                yield label, found.start(), found.end()


def _cued(text: str, body: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    for label, pattern in _CUES:
        for found in pattern.finditer(text):
            if _inside(body, found.start(), found.end()):
                yield label, found.start(), found.end()


def _provinces(text: str, body: list[tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    for found in _province_pattern().finditer(text):
        if _inside(body, found.start(), found.end()):
            yield "PROVINCE", found.start(), found.end()


@cache
def _province_pattern() -> re.Pattern[str]:
    names = sorted({unit.name for unit in _data.province_units()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
