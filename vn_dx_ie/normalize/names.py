"""Names of bodies and persons, and abbreviations, to their canonical spelling."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from vn_dx_ie.lexicon import _data
from vn_dx_ie.lexicon._data import Organisation
from vn_dx_ie.text.unicode import normalise

__all__ = [
    "Organisation",
    "body_key",
    "canonical_person",
    "expand_abbreviation",
    "link_organisation",
    "strip_honorific",
]

_EDGES = " \t\n\"'.,;:!?()[]-–—"
_LINKS = re.compile(r"[\s&,\-–—]+(?:và[\s&,\-–—]+)?")
_CENTRAL = re.compile(r"(?<!\w)(?:t\.?[ưw]\.?)(?!\w)")
_TAIL = re.compile(r" (?:(?:nước )?(?:chxhcn |cộng hòa xã hội chủ nghĩa )?việt nam|khóa (?:[ivx]+|\d+))$")
# Parts of names as well (``Anh Thơ``, ``Bác Hồ``): only a small letter shows that they are honorifics.
_ALSO_NAMES = frozenset({"anh", "em", "bác"})


def link_organisation(text: str, on: date | None = None) -> Organisation | None:
    """Return the central body, group or international body that `text` names, None where unknown.

    Case, Unicode form, tone style and the links inside a name (``và``, ``&``, ``-``, ``,``) do not
    matter; ``Việt Nam`` or ``khóa XV`` may follow. `on` chooses among bodies of one name the one that existed then
    (else, and without `on`, the latest); a body that has ended is still returned, with its successor.
    """
    key = body_key(text)
    bodies = _organisations_by_key()
    found = bodies.get(key) or bodies.get(_TAIL.sub("", key))
    if not found:
        return None
    then = [body for body in found if on and _existed(body, on)]
    return (then or found)[-1]


def canonical_person(text: str) -> str:
    """Return a personal name in the normalised form with single spaces, in title case if it is ALL CAPS."""
    name = " ".join(normalise(text).split())
    return name.title() if name.isupper() else name


def strip_honorific(text: str) -> str:
    """Return `text` without the ``ông``, ``bà``, ``đồng chí``, ``PGS.TS`` … that stand before a name.

    Nothing is removed where no capitalised name would be left.
    """
    name = normalise(text).strip()
    kept = position = 0
    while found := _honorific().match(name, position):
        position = found.end()
        if name[position : position + 1].isupper():
            kept = position
    return name[kept:]


def expand_abbreviation(text: str) -> str | None:
    """Return the normalised `text` with every known abbreviation written out, None where it has none.

    Only whole tokens are abbreviations, and none is looked for inside a document number:
    ``UBND tỉnh`` → ``Ủy ban nhân dân tỉnh``, ``69/QĐ-UBND`` → None.
    """
    expanded, count = _abbreviation().subn(_written_out, normalise(text))
    return expanded if count else None


def _written_out(found: re.Match[str]) -> str:
    words = _data.abbreviations()[found[1]]
    space = " " if found[2] else ""
    return (words[0].upper() + words[1:] if found.start() == 0 else words) + space


def _existed(body: Organisation, on: date) -> bool:
    return (body.valid_from or date.min) <= on <= (body.valid_to or date.max)


@cache
def _organisations_by_key() -> dict[str, list[Organisation]]:
    """Return the bodies under each of their keys, the latest last."""
    bodies: dict[str, list[Organisation]] = {}
    for body in sorted(_data.organisations(), key=lambda body: body.valid_to or date.max):
        for key in {body_key(spelling) for spelling in (body.name, *body.aliases)}:
            bodies.setdefault(key, []).append(body)
    return bodies


def body_key(text: str) -> str:
    """Return the form under which names of bodies meet: in small letters, without the links inside."""
    words = _CENTRAL.sub("trung ương", normalise(text).lower())
    return _LINKS.sub(" ", words.strip(_EDGES))


@cache
def _honorific() -> re.Pattern[str]:
    """Return what matches one honorific and the space after it."""
    words = sorted(_data.word_lists()["honorific"].entries, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(_spelled, words))})(?:[.,]\s*|\s+|-\s*)")


def _spelled(honorific: str) -> str:
    """Return a pattern for `honorific` in any case, for an acronym in its own."""
    exact = honorific in _ALSO_NAMES or sum(letter.isupper() for letter in honorific) > 1
    return re.escape(honorific) if exact else f"(?i:{re.escape(honorific)})"


@cache
def _abbreviation() -> re.Pattern[str]:
    """Return what matches an abbreviation (group 1) and the full stop inside ``TP. X`` (group 2)."""
    spelled = "|".join(map(re.escape, sorted(_data.abbreviations(), key=len, reverse=True)))
    return re.compile(rf"(?<![\w&/\-])({spelled})(?:((?<=TP|TX)\. ?)(?=\w)|(?![\w&/]|-\w))")
