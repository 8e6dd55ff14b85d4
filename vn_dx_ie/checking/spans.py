"""Where spans begin and end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from vn_dx_ie.checking.findings import Finding, shown
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.normalize.names import strip_honorific
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.text.segments import sentence_spans
from vn_dx_ie.text.unicode import normalise

_EDGE: Final = ",;:.!?…\"'“”‘’«»()[]-–—•*"
_PAIRS: Final = {")": "(", "]": "[", "”": "“", "’": "‘", "»": "«"}
_FULL_STOPS: Final = re.compile(r"(?:\b\w\.){1,}$|\b(?:TP|Tp|tp)\.$")
# What a span of a label must not begin with (guidelines, section 3).
_FALSE_STARTS: Final[dict[str, re.Pattern[str]]] = {
    "PROVINCE": re.compile(r"(?:tỉnh|thành phố|TP\.?)\s(?!\s*(?:Hồ Chí Minh|HCM))", re.IGNORECASE),
    "POSITION": re.compile(r"(?:đồng chí|ông|bà|đ/c|anh|chị|các)\s", re.IGNORECASE),
    "AGENCY": re.compile(r"(?:lãnh đạo|các|đại diện)\s", re.IGNORECASE),
    "DATE": re.compile(
        r"(?:từ|đến|trước|trong|vào|hết|hôm(?! nay| qua| ấy| trước| sau)|kể từ|tính đến|so với)\s", re.IGNORECASE
    ),
    "VALUE": re.compile(r"(?:tăng|giảm|đạt|xếp|chiếm|bằng|vượt)\s", re.IGNORECASE),
    "EVENT": re.compile(r"(?:tại|dự|các)\s", re.IGNORECASE),
}
_CITY: Final = "79"


def check_spans(document: Document) -> Iterator[Finding]:
    """Yield what is wrong with the edges and the form of entities."""
    sentences = sentence_spans(document.text)
    ends = [end for _, end in sentences]
    for index, entity in enumerate(document.entities):
        place = f"entities[{index}]"
        for message in (*_edges(document.text, entity), *_form(entity)):
            yield Finding(place, f"{message}, got {shown(entity)}")
        at = bisect_right(ends, entity.start)
        if at < len(ends) and entity.end > ends[at]:
            yield Finding(
                place, f"expected a span within one sentence, got {shown(entity)}", notice="\n" not in entity.text
            )
        if entity.label == "PROVINCE" and link_province(entity.text) is None:
            yield Finding(place, f"expected the name of a province, got {shown(entity)}", notice=True)
    yield from _crossings(document)


def _edges(text: str, entity: Entity) -> Iterator[str]:
    first, last = entity.text[:1], entity.text[-1:]
    if first and first in _EDGE:
        yield "expected no punctuation at the start"
    if last in _EDGE and not _belongs(entity.text):
        yield "expected no punctuation at the end"
    for position, side in ((entity.start, "start"), (entity.end, "end")):
        if 0 < position < len(text) and _inside_word(text[position - 1], text[position]):
            yield f"expected the span to {side} at the edge of a word"


def _belongs(mention: str) -> bool:
    last = mention[-1]
    if last == ".":
        return _FULL_STOPS.search(mention) is not None
    return last in _PAIRS and mention.count(_PAIRS[last]) == mention.count(last)


def _inside_word(before: str, after: str) -> bool:
    """Tell whether two neighbours are of one word; pages often lose the space before a capital or a figure."""
    if before.isdigit() and after.isdigit():
        return True
    return before.isalpha() and after.isalpha() and not (before.islower() and after.isupper())


def _form(entity: Entity) -> Iterator[str]:
    pattern = _FALSE_STARTS.get(entity.label)
    if pattern and (found := pattern.match(entity.text)):
        yield f"expected {entity.label} without {found[0].strip()!r} before it"
    if entity.label == "OFFICIAL" and len(strip_honorific(entity.text)) < len(normalise(entity.text)):
        yield "expected the name alone"
    if entity.label == "PROVINCE" and _bare_city(entity.text):
        yield "expected the generic word of Hồ Chí Minh City inside"
    has_digit = any(character.isdigit() for character in entity.text)
    if entity.label == "VALUE" and not has_digit and parse_quantity(entity.text) is None:
        yield "expected a number in a VALUE"


def _bare_city(name: str) -> bool:
    province = link_province(name)
    return province is not None and province.code == _CITY and name.startswith("Hồ")


def _crossings(document: Document) -> Iterator[Finding]:
    numbered = sorted(enumerate(document.entities), key=lambda pair: (pair[1].start, -pair[1].end))
    open_spans: list[Entity] = []
    for index, entity in numbered:
        open_spans = [other for other in open_spans if other.end > entity.start]
        for other in open_spans:
            if other.end < entity.end and other.label != entity.label:
                yield Finding(
                    f"entities[{index}]", f"expected spans to nest, got {shown(entity)} across {shown(other)}"
                )
        open_spans.append(entity)
    for (_, left), (index, right) in pairwise(numbered):
        if (left.start, left.end) == (right.start, right.end) and {left.label, right.label} != {"AGENCY", "LOCATION"}:
            yield Finding(
                f"entities[{index}]", f"two labels for one span: {shown(left)} and {shown(right)}", notice=True
            )
