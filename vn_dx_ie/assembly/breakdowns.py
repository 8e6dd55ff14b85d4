"""The level, sector or group inside its scope that a figure is for: ``cấp huyện``, ``khu vực nông thôn``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.context import Context, Edge

_LEVEL: Final = r"cấp (?:tỉnh|huyện|xã|bộ|sở|cơ sở|trung ương|quốc gia|vùng)(?:(?:,| và) (?:cấp )?(?:huyện|xã))*"
_AREA: Final = (
    r"khu vực (?:nông thôn|thành thị|đô thị|miền núi|đồng bằng|biên giới|hải đảo|nhà nước|ngoài nhà nước|tư nhân|"
    r"có vốn đầu tư nước ngoài|fdi|trong nước|công nghiệp và xây dựng|công nghiệp|dịch vụ|nông nghiệp|"
    r"nông, lâm nghiệp và thủy sản)"
)
_GROUP: Final = r"khối (?:các )?(?:sở|huyện|xã|tỉnh|bộ|doanh nghiệp|cơ quan đảng|trường)(?: ngành)?"
# A part is named at the head of a clause or after a preposition; elsewhere the words tell of something else.
_BREAKDOWN: Final = re.compile(
    r"(?:^|[,;:(–-]\s*|\b(?:ở|tại|của|riêng|đối với|trong đó|còn|trong)\s+(?:có\s+)?)"
    rf"(?P<part>{_LEVEL}|{_AREA}|{_GROUP})\b",
    re.IGNORECASE,
)
_LABELS: Final = ("INDICATOR", "AGENCY", "POSITION", "EVENT", "DOCUMENT", "LOCATION")


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The part of the scope that a figure is for, and its span in the view."""

    name: str
    span: tuple[int, int]


def find_breakdown(context: Context, figure: Edge) -> Breakdown | None:
    """Return the last level, sector or group named before a figure in its sentence, outside all names."""
    sentence = context.sentences[figure.tail.sentence]
    end = max(figure.tail.start, figure.head.start)
    names = context.between(sentence.start, sentence.end, *_LABELS)
    for found in reversed(list(_BREAKDOWN.finditer(context.text[sentence.start : end]))):
        start, stop = (sentence.start + offset for offset in found.span("part"))
        if not any(name.start < stop and start < name.end for name in names):
            return Breakdown(context.source(start, stop), (start, stop))
    return None
