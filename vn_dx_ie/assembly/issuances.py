"""Issuances: documents that somebody issues, approves or passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention, mentions_of, quoted_surface
from vn_dx_ie.assembly.document_numbers import (
    FULL_NUMBER,
    issuer_of_number,
    kind_of_document,
    numbers_of,
    year_of_number,
)
from vn_dx_ie.assembly.local_bodies import named_provinces, sure_home
from vn_dx_ie.assembly.slots import Grounds, confidence_of_record, tails, with_slots
from vn_dx_ie.assembly.sources import joined
from vn_dx_ie.assembly.words import spelled_out, squash
from vn_dx_ie.lexicon._data import ProvinceUnit
from vn_dx_ie.records import Issuance

_BELOW_A_PROVINCE: Final = re.compile(
    r"(?:ubnd|hđnd|(?:ủy ban|hội đồng) nhân dân) (?:huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)\b"
)
_BEHIND: Final = 40
_NOTHING: Final = re.compile(r"[\s,(]*")


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
    number = FULL_NUMBER.search(mention.text)
    return number[0].lower() if number else squash(mention.text)


def is_issued(context: Context, group: Sequence[Mention]) -> bool:
    """Say whether the text tells who issued a document, or when where it has a number."""
    if any(context.from_head("ISSUED_BY", mention) for mention in group):
        return True
    numbered = bool(FULL_NUMBER.search(group[0].text))
    return numbered and bool(dates_of(context, group))


def dates_of(context: Context, group: Sequence[Mention]) -> list[Mention | Edge]:
    """Return what dates a document: by relation, else the day that stands right behind its name."""
    dated = [edge for mention in group for edge in context.from_head("DATED", mention)]
    return [*dated] or [day for mention in group if (day := _day_behind(context, mention))]


def _day_behind(context: Context, mention: Mention) -> Mention | None:
    behind = context.between(mention.end, mention.end + _BEHIND, "DATE")
    return behind[0] if behind and _NOTHING.fullmatch(context.text[mention.end : behind[0].start]) else None


def build_issuance(context: Context, bodies: Bodies, group: Sequence[Mention], number: str | None) -> Issuance:
    """Return the record of one document."""
    issued = [edge for mention in group for edge in context.from_head("ISSUED_BY", mention)]
    dated = dates_of(context, group)
    parts: list[Mention | Edge] = [group[0], *issued, *dated]
    issuance = Issuance(
        document=quoted_surface(context, group[0]),
        document_kind=kind_of_document(group[0].text, number),
        number=number,
        year=year_of_number(number),
        issuer=issuer_of(bodies, issued) or issuer_of_number(number, local_issuer(context, bodies)),
        date=issue_day(context, dated),
        confidence=confidence_of_record("issuance", group[:1]),
        evidence=context.evidence(mentions_of(parts)),
    )
    grounds = [
        *(Grounds(slot, group[:1]) for slot in ("document", "document_kind", "number", "year")),
        Grounds("issuer", issued or group[:1], tails(issued or group[:1]), way="" if issued else "number"),
        Grounds("date", dated[:1], tails(dated[:1])),
    ]
    return with_slots(context, issuance, grounds)


def issuer_of(bodies: Bodies, issued: Sequence[Edge]) -> str | None:
    """Return who issued a document: a post stays a post, a short body becomes its full name."""
    names = [bodies.resolve(edge.tail) for edge in issued]
    return joined(list(dict.fromkeys(names))) or None


def local_issuer(context: Context, bodies: Bodies) -> ProvinceUnit | None:
    """Return the province whose committee and council a document's number means, None where others are named."""
    if any(_BELOW_A_PROVINCE.match(spelled_out(agency.text)) for agency in context.of("AGENCY")):
        return None
    return sure_home(context, bodies, named_provinces(context, context.reference.day))


def issue_day(context: Context, dated: Sequence[Mention | Edge]) -> date | None:
    """Return the day of issue, None where only a month or a year is given."""
    days = (context.reference.calendar_day(mention.text) for mention in tails(dated))
    return next((day for day in days if day), None)
