"""The kinds of bodies that every province has: committees, departments, police, taxes."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from vn_dx_ie.lexicon._data import ProvinceKind


class LocalKind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of local body, and the days between which provinces had one (both included).

    ``level`` is the kind of province that has it, None where both have; ``stands_alone`` tells a
    name that needs no word for its place (``Sở Nội vụ``) from one that does (``Công an tỉnh``);
    ``succeeded_by`` is the id of the kind that took over its work in the same province.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    level: ProvinceKind | None = None
    stands_alone: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    succeeded_by: str | None = None


class _Departments(msgspec.Struct, frozen=True):
    kinds: tuple[LocalKind, ...]


@cache
def local_kinds() -> tuple[LocalKind, ...]:
    """Return the kinds of local bodies in the order of the file."""
    data = files("vn_dx_ie.lexicon") / "data" / "departments.json"
    return msgspec.json.decode(data.read_bytes(), type=_Departments).kinds
