"""Issuances: documents that somebody issues, approves or passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention, confidence_of, mentions_of, quoted_surface
from vn_dx_ie.assembly.sources import joined
from vn_dx_ie.assembly.words import any_of, squash
from vn_dx_ie.records import Issuance

_FULL_NUMBER: Final = re.compile(r"\b\d[\d-]*(?:/\d{4})?[/-][A-ZĐ][\wĐ&-]*(?:[/-][\wĐ&]+)*")
_KINDS: Final = any_of(
    """
    nghị quyết, nghị định, quyết định, chỉ thị, thông tư, kết luận, thông báo, công điện, công văn, văn bản,
    kế hoạch, tờ trình
    """
)
_BARE_NUMBER: Final = re.compile(
    rf"(?:{_KINDS})(?: liên tịch)?(?: số(?: hiệu)?| mang số hiệu)? (?P<numbers>\d+(?:(?:, | và |, và )\d+)*)\b",
    re.IGNORECASE,
)
_ISSUER_OF_SUFFIX: Final = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
}
_SUFFIX: Final = re.compile(r"[-/]([A-Za-zĐđ]+)\d*$")


def find_issuances(context: Context, bodies: Bodies) -> Iterator[tuple[int, Issuance]]:
    """Yield each issuance with the view offset of its first mention."""
    groups: dict[str, list[Mention]] = {}
    for mention in context.of("DOCUMENT"):
        groups.setdefault(document_key(mention), []).append(mention)
    for group in groups.values():
        if is_issued(context, group):
            numbers: list[str | None] = [*numbers_of(group[0].text)]
            for number in numbers or [None]:
                yield group[0].start, build_issuance(context, bodies, group, number)


def document_key(mention: Mention) -> str:
    """Return the key under which mentions of one document meet: its full number, else its name."""
    number = _FULL_NUMBER.search(mention.text)
    return number[0].lower() if number else squash(mention.text)


def is_issued(context: Context, group: Sequence[Mention]) -> bool:
    """Say whether the text tells who issued a document, or when where it has a number."""
    if any(context.from_head("ISSUED_BY", mention) for mention in group):
        return True
    numbered = bool(_FULL_NUMBER.search(group[0].text))
    return numbered and any(context.from_head("DATED", mention) for mention in group)


def numbers_of(name: str) -> list[str]:
    """Return the numbers that a document's name carries: ``206/QĐ-TTg``; ``01``, ``02`` and ``35``."""
    full = _FULL_NUMBER.search(name)
    if full:
        return [full[0]]
    bare = _BARE_NUMBER.match(name)
    return re.findall(r"\d+", bare["numbers"]) if bare else []


def build_issuance(context: Context, bodies: Bodies, group: Sequence[Mention], number: str | None) -> Issuance:
    """Return the record of one document."""
    issued = [edge for mention in group for edge in context.from_head("ISSUED_BY", mention)]
    dated = [edge for mention in group for edge in context.from_head("DATED", mention)]
    parts: list[Mention | Edge] = [group[0], *issued, *dated]
    return Issuance(
        document=quoted_surface(context, group[0]),
        number=number,
        issuer=issuer_of(bodies, issued) or issuer_of_number(number),
        date=issue_day(context, dated),
        confidence=confidence_of(parts),
        evidence=context.evidence(mentions_of(parts)),
    )


def issuer_of(bodies: Bodies, issued: Sequence[Edge]) -> str | None:
    """Return who issued a document: a post stays a post, a short body becomes its full name."""
    names = [bodies.resolve(edge.tail) for edge in issued]
    return joined(list(dict.fromkeys(names))) or None


def issuer_of_number(number: str | None) -> str | None:
    """Return the issuer that the suffix of a number tells: ``QĐ-TTg``, ``NQ-CP``."""
    suffix = _SUFFIX.search(number) if number else None
    return _ISSUER_OF_SUFFIX.get(suffix[1].upper()) if suffix else None


def issue_day(context: Context, dated: Sequence[Edge]) -> date | None:
    """Return the day of issue, None where only a month or a year is given."""
    days = (context.reference.calendar_day(edge.tail.text) for edge in dated)
    return next((day for day in days if day), None)
