"""The data files, each read and checked once; keys are in the form of ``text.unicode.normalise``."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

ProvinceKind = Literal["province", "city"]
OrganisationKind = Literal["ministry", "state_body", "party_body", "other"]


class ProvinceUnit(msgspec.Struct, frozen=True, kw_only=True):
    """A province or centrally-run city between two reforms; ``merged_into`` is its successor's code."""

    code: str
    name: str
    kind: ProvinceKind
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """A body, the days between which it existed (both included) and the id of its successor."""

    id: str
    name: str
    kind: OrganisationKind = "other"
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


class WordList(msgspec.Struct, frozen=True):
    """The entries of one category; in a cased one the text must capitalise what the entry does."""

    cased: bool
    entries: tuple[str, ...]


class _Provinces(msgspec.Struct, frozen=True):
    units: tuple[ProvinceUnit, ...]
    aliases: dict[str, tuple[str, ...]]


class _Organisations(msgspec.Struct, frozen=True):
    organisations: tuple[Organisation, ...]


@cache
def province_units() -> tuple[ProvinceUnit, ...]:
    """Return the units of both eras; a province that a reform changed has one unit for each era."""
    return _provinces().units


@cache
def province_aliases() -> dict[str, tuple[str, ...]]:
    """Return the further spellings of a province under its official name."""
    return _provinces().aliases


@cache
def organisations() -> tuple[Organisation, ...]:
    """Return the bodies of state and Party, state groups, and international bodies with an id."""
    return msgspec.json.decode(_read("organisations.json"), type=_Organisations).organisations


@cache
def abbreviations() -> dict[str, str]:
    """Return what the abbreviations with one usual reading stand for."""
    return msgspec.json.decode(_read("abbreviations.json"), type=dict[str, str])


@cache
def word_lists() -> dict[str, WordList]:
    """Return the word lists by category, see ``gazetteer.CATEGORIES``."""
    return msgspec.json.decode(_read("words.json"), type=dict[str, WordList])


@cache
def districts() -> tuple[str, ...]:
    """Return the names of the districts, towns and cities below the provinces until 30 June 2025."""
    return tuple(_read("districts.txt").decode().splitlines())


@cache
def communes() -> tuple[str, ...]:
    """Return the names, of two words or more, of communes and wards before and after 1 July 2025."""
    return tuple(_read("communes.txt").decode().splitlines())


@cache
def compounds() -> tuple[str, ...]:
    """Return common words of two to four syllables."""
    return tuple(_read("compounds.txt").decode().splitlines())


@cache
def _provinces() -> _Provinces:
    return msgspec.json.decode(_read("provinces.json"), type=_Provinces)


def _read(name: str) -> bytes:
    return (files("vn_dx_ie.lexicon") / "data" / name).read_bytes()
