"""Bodies of provinces by their names: ``Sở TT&TT Lào Cai``, ``Công an tỉnh``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context
from vn_dx_ie.lexicon._data import ProvinceKind, ProvinceUnit, province_units
from vn_dx_ie.lexicon.departments import LocalKind, local_kinds
from vn_dx_ie.normalize.names import body_key
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.records import Province

_GLOSS: Final = re.compile(r"\s*\([^()]*\)")
_OWNER: Final = re.compile(r"^của ")
_TERM: Final = re.compile(r"(?:^| )(?:khóa|nhiệm kỳ) .*$")
_LEVELS: Final[dict[str, ProvinceKind]] = {"tỉnh": "province", "thành phố": "city", "tp": "city", "tp.": "city"}


@dataclass(frozen=True, slots=True)
class LocalName:
    """The name of a local body taken apart: its kind, and the words for its place, empty where it has none."""

    kind: LocalKind
    in_full: bool
    place: str

    @property
    def level(self) -> ProvinceKind | None:
        """Return the kind of province that the name asks for without naming one: ``UBND tỉnh``."""
        return _LEVELS.get(self.place, self.kind.level)

    @property
    def open(self) -> bool:
        """Say whether the name leaves it to the article which province is meant."""
        return self.place in _LEVELS or (not self.place and self.kind.stands_alone)


@dataclass(frozen=True, slots=True)
class LocalBody:
    """A body of one province: its id and its official name."""

    id: str
    name: str


def read_local_name(text: str) -> LocalName | None:
    """Return the parts of the name of a local body, None where `text` begins with no known kind."""
    words = body_key(_GLOSS.sub("", text)).split(" ")
    kinds = _kinds_by_key()
    for count in range(len(words), 0, -1):
        found = kinds.get(" ".join(words[:count]))
        if found:
            place = _TERM.sub("", _OWNER.sub("", " ".join(words[count:])))
            return LocalName(*found, place)
    return None


def body_on(kind: LocalKind, place: str, level: ProvinceKind | None, day: date) -> LocalBody | None:
    """Return the body of `kind` in the province `place` as it was on `day`, and None before it began.

    A body that has ended is the one of its last day. `level` is the kind of province that it must be.
    """
    then = min(day, kind.valid_to or day)
    province = link_province(place, on=then)
    if province is None or max(kind.valid_from or then, province.valid_from or then) > then:
        return None
    unit = _unit(province)
    if unit.kind != (kind.level or level or unit.kind):
        return None
    return LocalBody(f"{province_id(unit)}.{kind.id}", f"{kind.name} {unit.name if kind.level else placed(unit)}")


def named_provinces(context: Context, day: date | None) -> Counter[ProvinceUnit]:
    """Return how often a document names each province."""
    found: Counter[ProvinceUnit] = Counter()
    for text, count in Counter(mention.text for mention in context.of("PROVINCE")).items():
        province = link_province(text, on=day)
        if province:
            found[_unit(province)] += count
    return found


def sure_home(context: Context, bodies: Bodies, named: Counter[ProvinceUnit]) -> ProvinceUnit | None:
    """Return the province that the article is about where that is sure, None elsewhere.

    Its title or its frequency tells it, half of all mentions of provinces are of it, and it exists on the day.
    """
    day = context.reference.day
    home = link_province(bodies.home, on=day) if bodies.home and bodies.home_leads else None
    unit = _unit(home) if home else None
    return unit if unit and exists(unit, day) and 2 * named[unit] >= named.total() else None


def only_province(named: Counter[ProvinceUnit], level: ProvinceKind | None, day: date | None) -> ProvinceUnit | None:
    """Return the only province of its kind that a document names, none of the cities, which are venues as well."""
    fitting = [unit for unit in named if unit.kind == (level or unit.kind)]
    only = fitting[0] if len(fitting) == 1 else None
    return only if only and only.kind == "province" and exists(only, day) else None


def exists(unit: ProvinceUnit, day: date | None) -> bool:
    """Say whether a province has not ended by `day`."""
    return day is None or unit.valid_to is None or day <= unit.valid_to


def province_id(unit: ProvinceUnit) -> str:
    """Return ``VN-`` and the official code; with a year where a province of another name had the code before."""
    begun = unit.valid_from
    taken_over = begun and any(
        other.code == unit.code and other.name != unit.name and (other.valid_from or date.min) < begun
        for other in province_units()
    )
    return f"VN-{unit.code}-{begun.year}" if begun and taken_over else f"VN-{unit.code}"


def placed(unit: ProvinceUnit) -> str:
    """Return the name of a province with its kind before it: ``tỉnh Lào Cai``."""
    kind = "thành phố " if unit.kind == "city" else "tỉnh "
    return unit.name if unit.name.lower().startswith(kind) else kind + unit.name


@cache
def _kinds_by_key() -> dict[str, tuple[LocalKind, bool]]:
    """Return each kind under the keys of its spellings, and whether a key is that of its name in full."""
    kinds: dict[str, tuple[LocalKind, bool]] = {}
    for kind in local_kinds():
        kinds.update((body_key(alias), (kind, False)) for alias in kind.aliases)
        kinds[body_key(kind.name)] = (kind, True)
    return kinds


def _unit(province: Province) -> ProvinceUnit:
    return _units()[province.code, province.name, province.valid_from]


@cache
def _units() -> dict[tuple[str, str, date | None], ProvinceUnit]:
    return {(unit.code, unit.name, unit.valid_from): unit for unit in province_units()}
