"""Indicators under stable ids: the catalogue of official ones, and grouping by text for all others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import msgspec

from vn_dx_ie.errors import InputError, SchemaError
from vn_dx_ie.normalize.indicator_keys import indicator_key
from vn_dx_ie.normalize.unit_codes import UnitKind, unit_kind

__all__ = ["Catalogue", "Indicator", "indicator_id", "indicator_key", "link_indicator", "load_catalogue"]

_Words = tuple[str, ...]

# Words that make no other indicator of the same remaining words.
_FUNCTION_WORDS: Final = frozenset("của và được đã các những tại ở cho có trong về theo là với".split())
_SHARE: Final = "tỷ lệ"
# Indices are given in points, in per cent or bare; figures a head often without "a head".
_ALSO_IN: Final[Mapping[UnitKind, frozenset[UnitKind]]] = {
    "index": frozenset({"share"}),
    "rate": frozenset({"money"}),
}


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """An indicator of a catalogue: a stable id, its names in Vietnamese and English, its theme."""

    id: str
    name: str
    name_en: str
    theme: str


class _Entry(Indicator, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An indicator with the kind of unit of its figures and the further names that it has in texts."""

    unit: UnitKind
    aliases: tuple[str, ...] = ()


class _File(msgspec.Struct, frozen=True):
    indicators: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Indicators with the words of their names; made by :func:`load_catalogue`."""

    _entries: Mapping[_Words, _Entry]

    def link(self, text: str, unit: str | None = None) -> Indicator | None:
        """Return the indicator that `text` names, given the unit of its figure; see :func:`link_indicator`."""
        key, kind = indicator_key(text), unit_kind(unit)
        names = (f"{_SHARE} {key}", key) if kind == "share" else (key,)
        for name in names:
            entry = self._entries.get(_words_of(name))
            if entry and _fits(entry, kind):
                return Indicator(id=entry.id, name=entry.name, name_en=entry.name_en, theme=entry.theme)
        return None


def link_indicator(text: str, *, unit: str | None = None, catalogue: Catalogue | None = None) -> Indicator | None:
    """Return the indicator that `text` names, None where it names none that is known, or where that is doubtful.

    A name matches by all its words: case, Unicode form, tone style, abbreviations, the order of words,
    function words, and a scope or year at the end do not matter (see :func:`indicator_key`), any other
    word more or less does. `unit` is the canonical unit of the figure, as ``Quantity.unit`` has it; None
    where it has none or it is not known. A unit of another kind than the indicator's gives None, and
    a share is looked for as such: ``hồ sơ trực tuyến`` in ``%`` is ``tỷ lệ hồ sơ trực tuyến``.
    """
    return (catalogue or _shipped()).link(text, unit)


def indicator_id(text: str, *, unit: str | None = None, catalogue: Catalogue | None = None) -> str | None:
    """Return the id under which figures of one indicator meet: the catalogue's, else ``text:`` and the key.

    None where `text` holds no word.
    """
    found = link_indicator(text, unit=unit, catalogue=catalogue)
    if found:
        return found.id
    key = indicator_key(text)
    return f"text:{key}" if key else None


def load_catalogue(path: str | Path) -> Catalogue:
    """Read a catalogue of one's own, a JSON file of the shape of ``lexicon/data/indicators.json``.

    Raises:
        InputError: the file cannot be read.
        SchemaError: it is not of that shape, or two indicators share an id or a name.
    """
    try:
        return _read_catalogue(Path(path).read_bytes())
    except OSError as error:
        raise InputError(f"catalogue {str(path)!r}: cannot be read: {error.strerror}") from error
    except SchemaError as error:
        raise SchemaError(f"catalogue {str(path)!r}: {error}") from error


@cache
def _shipped() -> Catalogue:
    return _read_catalogue((files("vn_dx_ie.lexicon") / "data" / "indicators.json").read_bytes())


def _read_catalogue(data: bytes) -> Catalogue:
    try:
        entries = msgspec.json.decode(data, type=_File).indicators
    except msgspec.DecodeError as error:
        raise SchemaError(str(error)) from error
    return Catalogue(_by_words(entries))


def _by_words(entries: Iterable[_Entry]) -> dict[_Words, _Entry]:
    ids: set[str] = set()
    found: dict[_Words, _Entry] = {}
    for entry in entries:
        if entry.id in ids:
            raise SchemaError(f"expected a unique id, got {entry.id!r} more than once")
        ids.add(entry.id)
        for name in (entry.name, *entry.aliases):
            words = _words_of(indicator_key(name))
            if not words:
                raise SchemaError(f"expected a name with words for {entry.id!r}, got {name!r}")
            other = found.setdefault(words, entry)
            if other is not entry:
                raise SchemaError(f"expected each name once, got {name!r} for both {other.id!r} and {entry.id!r}")
    return found


def _words_of(key: str) -> _Words:
    return tuple(sorted(word for word in key.split() if word not in _FUNCTION_WORDS))


def _fits(entry: _Entry, kind: UnitKind | None) -> bool:
    return kind is None or kind == entry.unit or kind in _ALSO_IN.get(entry.unit, ())
