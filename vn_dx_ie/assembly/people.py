"""Persons over many documents: who is the same, which posts they were seen in, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import msgspec

from vn_dx_ie.assembly.bodies import KINDS, Bodies, build_bodies, level_left_open
from vn_dx_ie.assembly.context import Context, Mention, build_context
from vn_dx_ie.assembly.coreference import build_cast
from vn_dx_ie.assembly.links import find_links, named_body, possible_days
from vn_dx_ie.assembly.local_bodies import read_local_name
from vn_dx_ie.assembly.posts import agency_inside, body_by_words, merged_posts
from vn_dx_ie.assembly.words import squash
from vn_dx_ie.document import Document, Link
from vn_dx_ie.normalize.dateline import find_dateline
from vn_dx_ie.normalize.names import canonical_person

# A post is held for a term as a rule: what was seen further apart tells nothing about who held it.
_TERM: Final = timedelta(days=5 * 366)
_FORMER: Final = re.compile(r"(?:nguyên|cựu|cố)\b", re.IGNORECASE)
# Posts that one person holds at a time, though no body is named in them.
_SINGLE: Final = frozenset({"tổng bí thư", "chủ tịch nước", "phó chủ tịch nước"})
_PROVINCE: Final = re.compile(r"VN-[^.]+")
# Parts that many bodies have: no sign of one person.
_PARTS_OF_BODIES: Final = frozenset(
    {"ban chấp hành", "ban thường vụ", "ban giám đốc", "đảng bộ", "đảng đoàn", "đảng ủy", "hội đồng quản trị", "hđqt"}
)
# How often two documents that agree in a post, or only in a body, speak of one person, by judgement.
_SAME_POST: Final = 0.97
_SAME_AGENCY: Final = 0.92


class PersonMention(msgspec.Struct, frozen=True):
    """Where a person is named: the document's id, and offsets into its text."""

    document: str | None
    start: int
    end: int


class PersonPost(msgspec.Struct, frozen=True, kw_only=True):
    """A post in which a person was seen, from the first to the last day of publication.

    ``agency_code`` is the code of the body's link; without days the documents have none.
    """

    post: str
    agency: str | None = None
    agency_code: str | None = None
    first: date | None = None
    last: date | None = None


class PersonProfile(msgspec.Struct, frozen=True, kw_only=True):
    """One person over all documents; ``confidence`` is the probability that all mentions are of one."""

    name: str
    posts: tuple[PersonPost, ...] = ()
    mentions: tuple[PersonMention, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Held:
    """A post with what it is compared by: its title without the body, and the body where that is known for one."""

    title: str
    body: str
    former: bool
    post: PersonPost

    @property
    def key(self) -> tuple[str, str, bool, str | None]:
        """Return the form under which mentions of one post meet."""
        return self.title, squash(self.post.agency or ""), self.former, self.post.agency_code

    @property
    def province(self) -> str | None:
        """Return the province of a post that is held in one, None where it no longer is."""
        found = _PROVINCE.match(self.post.agency_code or "")
        return found[0] if found and not self.former else None


@dataclass(frozen=True, slots=True)
class _Sighting:
    """What one document, or several that agree, say of a person."""

    name: str
    held: tuple[_Held, ...]
    mentions: tuple[PersonMention, ...]
    confidence: float


def people(documents: Iterable[Document]) -> list[PersonProfile]:
    """Return the persons of `documents`, by name and then by the first day on which they were seen.

    Two documents speak of one person where the name is the same and a post agrees, or at least its
    body, at times not more than a term of office apart; never where the posts are in two provinces
    at one time. A name without such a post stays by itself. The order of `documents` makes no difference.
    """
    by_name: dict[str, list[_Sighting]] = {}
    for document in documents:
        for sighting in _sightings(document):
            by_name.setdefault(sighting.name.lower(), []).append(sighting)
    found = (_profile(person) for key in sorted(by_name) for person in _told_apart(by_name[key]))
    return list(found)


def _sightings(document: Document) -> Iterator[_Sighting]:
    day = document.published or find_dateline(document.text)
    context = build_context(document, day)
    bodies = build_bodies(context)
    links = find_links(context, bodies)
    for person in build_cast(context).persons:
        held = (_held(context, bodies, links, position, day) for position in merged_posts(person.positions))
        yield _Sighting(
            canonical_person(person.name),
            _joined_posts(held),
            tuple(PersonMention(document.id, one.entity.start, one.entity.end) for one in person.mentions),
            max(one.entity.confidence for one in person.mentions),
        )


def _held(context: Context, bodies: Bodies, links: dict[str, Link], position: Mention, day: date | None) -> _Held:
    """Return a post as it was seen in one document, its body from the mention inside it or from its words."""
    body = agency_inside(context, position)
    title, agency, code = position.text, body_by_words(position), None
    if body:
        link, title = links.get(body.id), position.text[: body.start - position.start]
        agency, code = (link.name, link.code) if link else (bodies.complete(body), None)
    elif agency and (reading := named_body(agency, possible_days(context.reference)[0])):
        agency, code = reading.name, reading.code
    return _Held(
        title=_FORMER.sub("", squash(title)).strip(),
        body=squash(agency) if agency and (code or _names_one_body(agency)) else "",
        former=bool(_FORMER.match(position.text)),
        post=PersonPost(post=position.entity.text, agency=agency, agency_code=code, first=day, last=day),
    )


def _names_one_body(name: str) -> bool:
    """Say whether the name of a body without a link means the same body in every document."""
    local = read_local_name(name)
    open_place = level_left_open(name) or (local and (local.open or not local.place))
    return not open_place and squash(name) not in KINDS | _PARTS_OF_BODIES


def _told_apart(sightings: Sequence[_Sighting]) -> list[_Sighting]:
    """Return the persons behind the sightings of one name, the first seen first."""
    persons: list[_Sighting] = []
    for sighting in sorted(sightings, key=_order):
        joined = sighting
        for person in list(persons):
            agreement = _agreement(person, sighting)
            if agreement and not _apart(person, joined):
                persons.remove(person)
                joined = _joined(person, joined, agreement)
        persons.append(joined)
    return sorted(persons, key=_order)


def _order(sighting: _Sighting) -> tuple[date, list[tuple[str, int, int]], list[str]]:
    days = (held.post.first for held in sighting.held if held.post.first)
    places = [(mention.document or "", mention.start, mention.end) for mention in sighting.mentions]
    return min(days, default=date.max), places, [held.post.post for held in sighting.held]


def _agreement(one: _Sighting, other: _Sighting) -> float:
    """Return how sure it is by their posts that two sightings of a name are of one person, 0 where nothing says so."""
    return max((_alike(a, b) for a in one.held for b in other.held), default=0.0)


def _alike(one: _Held, other: _Held) -> float:
    same_title, same_body = one.title == other.title, one.body == other.body != ""
    if not (same_body or (same_title and one.title in _SINGLE)):
        return 0.0
    near = one.former or other.former or _gap(one.post, other.post) <= _TERM
    return 0.0 if not near else _SAME_POST if same_title else _SAME_AGENCY


def _apart(one: _Sighting, other: _Sighting) -> bool:
    """Say whether two sightings have posts in different provinces at one time."""
    return any(
        a.province and b.province and a.province != b.province and not _gap(a.post, b.post)
        for a in one.held
        for b in other.held
    )


def _gap(one: PersonPost, other: PersonPost) -> timedelta:
    """Return the time between two posts, none where they overlap or a day is not known."""
    if not (one.first and one.last and other.first and other.last):
        return timedelta(0)
    return max(one.first - other.last, other.first - one.last, timedelta(0))


def _joined(one: _Sighting, other: _Sighting, agreement: float) -> _Sighting:
    return _Sighting(
        one.name,
        _joined_posts([*one.held, *other.held]),
        one.mentions + other.mentions,
        min(one.confidence, other.confidence, agreement),
    )


def _joined_posts(held: Iterable[_Held]) -> tuple[_Held, ...]:
    """Return each post once, with all the days on which it was seen and its longest wording."""
    found: dict[tuple[str, str, bool, str | None], _Held] = {}
    for one in held:
        known = found.get(one.key)
        found[one.key] = replace(one, post=_joined_post(known.post, one.post)) if known else one
    return tuple(found.values())


def _joined_post(one: PersonPost, other: PersonPost) -> PersonPost:
    firsts = [day for day in (one.first, other.first) if day]
    lasts = [day for day in (one.last, other.last) if day]
    return msgspec.structs.replace(
        one,
        post=max(one.post, other.post, key=lambda text: (len(text), text)),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def _profile(person: _Sighting) -> PersonProfile:
    return PersonProfile(
        name=person.name,
        posts=tuple(held.post for held in person.held),
        mentions=tuple(sorted(person.mentions, key=lambda one: (one.document or "", one.start))),
        confidence=person.confidence,
    )
