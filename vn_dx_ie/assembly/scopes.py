"""The place or body that a figure describes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention
from vn_dx_ie.assembly.words import COUNTRY_KEYS, WHOLE_COUNTRY, squash

_COUNTRY_WORD: Final = re.compile(r"\b(?:cả nước|toàn quốc|nước ta|quốc gia)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """The place or body that a figure describes, and the parts of the document that say so."""

    name: str | None = None
    parts: tuple[Mention | Edge, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopeFinder:
    """Finds the scope of each figure of one document."""

    context: Context
    bodies: Bodies
    stated: dict[str, Scope]
    prevailing: str | None

    @classmethod
    def of(cls, context: Context, bodies: Bodies) -> ScopeFinder:
        """Return the finder for a document."""
        stated = {value.id: scope for value in context.of("VALUE") if (scope := stated_scope(context, bodies, value))}
        names = Counter(squash(scope.name) for scope in stated.values() if scope.name)
        return cls(context, bodies, stated, _prevailing(names, stated.values()))

    def scope_of(self, value: Mention) -> Scope:
        """Return the scope of `value`: stated by a relation, else what its sentence or document says."""
        own = self.stated.get(value.id)
        if own:
            return own
        sentence = self.context.sentence_text(value.sentence)
        if _COUNTRY_WORD.search(sentence):
            return Scope(WHOLE_COUNTRY)
        if self.prevailing:
            return Scope(self.prevailing)
        if self.bodies.home and self.bodies.home_leads:
            return Scope(self.bodies.home)
        return Scope(WHOLE_COUNTRY)


def stated_scope(context: Context, bodies: Bodies, value: Mention) -> Scope | None:
    """Return the scope that the value's own relations state."""
    edges = context.from_head("SCOPED_TO", value)
    if not edges:
        return None
    names = list(dict.fromkeys(scope_name(bodies, edge.tail) for edge in edges))
    return Scope(", ".join(names), tuple(edges))


def scope_name(bodies: Bodies, place: Mention) -> str:
    """Return the scope that a mention names: the country is ``VN``."""
    return WHOLE_COUNTRY if squash(place.text) in COUNTRY_KEYS else bodies.spell(place)


def _prevailing(names: Counter[str], scopes: Iterable[Scope]) -> str | None:
    if not names:
        return None
    key, count = names.most_common(1)[0]
    if count < 2 or count < 0.6 * sum(names.values()):
        return None
    return next(scope.name for scope in scopes if scope.name and squash(scope.name) == key)
