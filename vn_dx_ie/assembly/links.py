"""What the provinces and bodies of a document stand for outside it, on the day that it speaks from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Mention
from vn_dx_ie.assembly.local_bodies import (
    LocalName,
    body_on,
    named_provinces,
    only_province,
    read_local_name,
    sure_home,
)
from vn_dx_ie.assembly.reference import Reference
from vn_dx_ie.assembly.words import spelled_out, squash
from vn_dx_ie.document import Link
from vn_dx_ie.lexicon._data import ProvinceKind, ProvinceUnit
from vn_dx_ie.normalize.names import body_key, link_organisation
from vn_dx_ie.normalize.provinces import link_province

# How often a link of each way is right, by judgement: a cap on its confidence.
IN_FULL: Final = 0.98
SHORTENED: Final = 0.95
THROUGH_THE_DOCUMENT: Final = 0.9
THROUGH_THE_HOME: Final = 0.85
OF_UNKNOWN_DAY: Final = 0.6
# What is less sure than this is no link.
LEAST: Final = 0.5
# What may stand between a body's name and its province, where the province is outside the mention.
_BEFORE_PROVINCE: Final = re.compile(r" (?:tỉnh |thành phố |TP\.? ?)?", re.IGNORECASE)
# Days before and after both reorganisations of 2025, for an article whose day nothing tells.
_EITHER_SIDE: Final = (date(2024, 7, 1), date(2026, 1, 1))


@dataclass(frozen=True, slots=True)
class Reading:
    """A province or body that a mention may stand for, and how often its way of being found is right."""

    kind: str
    code: str
    name: str
    way: float


def find_links(context: Context, bodies: Bodies) -> dict[str, Link]:
    """Return the links of provinces and agencies by entity id; what is doubtful has none."""
    named = named_provinces(context, context.reference.day)
    by_start = {mention.start: mention for mention in context.of("PROVINCE")}
    linker = Linker(context, bodies, named, sure_home(context, bodies, named), by_start)
    found: dict[str, Link] = {}
    for mentions, read in ((context.of("PROVINCE"), linker.province), (context.of("AGENCY"), linker.agency)):
        for mention in mentions:
            reading = read(mention)
            confidence = round(reading.way * mention.entity.confidence, 4) if reading else 0.0
            if reading and confidence >= LEAST:
                found[mention.id] = Link(reading.kind, reading.code, reading.name, confidence)
    return found


@dataclass(frozen=True, slots=True)
class Linker:
    """Reads the provinces and agencies of one document.

    ``named`` counts its provinces, ``home`` is the one that it is about where that is sure, ``by_start``
    are the mentions of provinces by their offsets.
    """

    context: Context
    bodies: Bodies
    named: Counter[ProvinceUnit]
    home: ProvinceUnit | None
    by_start: dict[int, Mention]

    def province(self, mention: Mention) -> Reading | None:
        """Return the province that a mention names; of an unknown day, the latest one of that name."""
        settled = self._settled(lambda day: province_reading(mention.text, day))
        if settled:
            return settled
        latest = province_reading(mention.text, self.context.reference.day)
        return replace(latest, way=OF_UNKNOWN_DAY) if latest else None

    def agency(self, mention: Mention) -> Reading | None:
        """Return the body that a mention stands for: by its own name, else the only one that the document allows."""
        text = self._with_place(mention)
        own = self._by_name(text)
        if own:
            return own
        if text != mention.text:
            return self._by_name(mention.text)
        home = self._by_home(mention.text)
        readings = [*self._fuller(mention), *([home] if home else [])]
        return readings[0] if len({reading and reading.code for reading in readings}) == 1 else None

    def _with_place(self, mention: Mention) -> str:
        """Return the text of an agency with the province that stands right after it."""
        between = _BEFORE_PROVINCE.match(self.context.text, mention.end)
        province = self.by_start.get(between.end()) if between else None
        return self.context.text[mention.start : province.end] if province else mention.text

    def _by_name(self, text: str) -> Reading | None:
        return self._settled(lambda day: named_body(text, day))

    def _by_home(self, text: str) -> Reading | None:
        """Return the body of the article's province that a name without a place stands for."""
        name = read_local_name(text)
        if name is None or not name.open or (name.level == "city" and self._names_a_town()):
            return None
        home = self._home(name.level)
        return self._settled(lambda day: local_reading(name, home.name, THROUGH_THE_HOME, day)) if home else None

    def _home(self, level: ProvinceKind | None) -> ProvinceUnit | None:
        """Return the province that a name which asks for `level` means, None where it is not sure."""
        if self.home and self.home.kind == (level or self.home.kind):
            return self.home
        return only_province(self.named, level, self.context.reference.day)

    def _names_a_town(self) -> bool:
        """Say whether the document names a city below a province, which ``thành phố`` may mean as well."""
        return bool(self.bodies.by_level.get("thành phố"))

    def _fuller(self, mention: Mention) -> Iterator[Reading | None]:
        """Yield what the longer names that `mention` may be short for stand for, None for an unknown one."""
        names = {longer.text for longer in self.bodies.by_opening.get(spelled_out(mention.text), ())}
        alias = self.bodies.aliases.get(squash(mention.text))
        for name in sorted(names | ({alias} if alias else set())):
            reading = self._by_name(name) or self._by_home(name)
            yield replace(reading, way=min(reading.way, THROUGH_THE_DOCUMENT)) if reading else None

    def _settled(self, read: Callable[[date], Reading | None]) -> Reading | None:
        """Return what `read` gives for the day of the document, None where days that it may be of differ."""
        readings = [read(day) for day in possible_days(self.context.reference)]
        return readings[0] if len({reading and reading.code for reading in readings}) == 1 else None


def possible_days(reference: Reference) -> tuple[date, ...]:
    """Return the day that an article speaks from, or the ends of what is known of it."""
    if reference.day is None:
        return _EITHER_SIDE
    return (reference.day,) if reference.exact else (date(reference.day.year, 1, 1), date(reference.day.year, 12, 31))


def province_reading(text: str, day: date | None) -> Reading | None:
    """Return the province that `text` names on `day`, of an unknown day the latest one."""
    found = link_province(text, on=day)
    if found is None:
        return None
    return Reading("province", found.code, found.name, IN_FULL if squash(text) == squash(found.name) else SHORTENED)


def named_body(text: str, day: date) -> Reading | None:
    """Return the body that `text` names by itself on `day`: a central one, or a local one with its province.

    ``Cục Thuế`` was a name of local bodies until the central one took it, so a central body that had
    not begun gives way to them.
    """
    central, local = link_organisation(text, on=day), read_local_name(text)
    if central and (local is None or (central.valid_from or day) <= day):
        way = IN_FULL if body_key(text) == body_key(central.name) else SHORTENED
        return Reading("organisation", central.id, central.name, way)
    if local is None or local.open or not local.place:
        return None
    return local_reading(local, local.place, IN_FULL if local.in_full else SHORTENED, day)


def local_reading(name: LocalName, place: str, way: float, day: date) -> Reading | None:
    """Return the body of the kind that `name` tells in the province `place`."""
    body = body_on(name.kind, place, name.level, day)
    return Reading("organisation", body.id, body.name, way) if body else None
