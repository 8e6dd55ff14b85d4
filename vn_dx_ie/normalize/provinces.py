"""A province's name in a text, in any of its spellings, to the record under its official code."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from vn_dx_ie.lexicon import _data
from vn_dx_ie.lexicon._data import ProvinceUnit
from vn_dx_ie.records import Province
from vn_dx_ie.text.unicode import normalise

_SEPARATORS = re.compile(r"[\s.,;:!?\"'()\[\]\-–—_/]+")
_CITY_PREFIX = re.compile(r"(?:thủ đô|thành phố|thanh pho|tp|t p) ?(?=\S)")
_PROVINCE_PREFIX = re.compile(r"(?:tỉnh|tinh) (?=\S)")


def link_province(text: str, on: date | None = None) -> Province | None:
    """Return the province or centrally-run city that `text` names, None where it names none.

    `text` is the name alone, or with ``tỉnh``, ``thành phố``, ``TP``; case, tone style, Unicode form,
    and spaces and punctuation around and inside do not matter, and neither do missing accents where
    the whole text has none. After ``thành phố`` only centrally-run cities count: ``thành phố Bắc
    Ninh`` is a town.

    `on` is the day for which the mention is to be understood. Of the entries that bear the name, the
    one valid then is returned, else the one nearest in time: ``Sóc Trăng`` in 2026 still is the
    province that ended on 30 June 2025. Without `on`, it is the latest entry that bears the name.
    """
    units = _candidates(_key(text))
    if not units:
        return None
    unit = min(units, key=lambda unit: _distance(unit, on or date.max))
    return Province(
        code=unit.code,
        name=unit.name,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        merged_into=unit.merged_into,
    )


def _candidates(key: str) -> list[ProvinceUnit]:
    names = _units_by_key()
    if units := names.get(key):
        return units
    if prefix := _PROVINCE_PREFIX.match(key):
        return names.get(key[prefix.end() :], [])
    if prefix := _CITY_PREFIX.match(key):
        return [unit for unit in names.get(key[prefix.end() :], []) if unit.kind == "city"]
    return []


def _distance(unit: ProvinceUnit, on: date) -> int:
    """Return the days between `on` and the validity of `unit`, 0 inside."""
    start, end = unit.valid_from or date.min, unit.valid_to or date.max
    return max((start - on).days, (on - end).days, 0)


@cache
def _units_by_key() -> dict[str, list[ProvinceUnit]]:
    aliases = _data.province_aliases()
    units: dict[str, list[ProvinceUnit]] = {}
    for unit in _data.province_units():
        keys = {_key(spelling) for spelling in (unit.name, *aliases.get(unit.name, ()))}
        for key in keys | {_without_accents(key) for key in keys}:
            units.setdefault(key, []).append(unit)
    return units


def _key(text: str) -> str:
    return _SEPARATORS.sub(" ", normalise(text).lower()).strip()


def _without_accents(key: str) -> str:
    letters = unicodedata.normalize("NFD", key.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
