"""The persons of a document: which mentions are of one person, and whom a post alone stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.context import Context, Mention

_HEADS_OF: Final = {
    "người đứng đầu chính phủ": "thủ tướng",
    "người đứng đầu đảng": "tổng bí thư",
    "người đứng đầu nhà nước": "chủ tịch nước",
}


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the document: the fullest name, the mentions and the posts, all in text order."""

    name: str
    mentions: tuple[Mention, ...]
    positions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """The persons of a document, and what stands for whom.

    ``by_mention`` finds the person of an OFFICIAL, or of a POSITION that the person is said to hold;
    ``by_post`` the held mentions of a post, in text order, under every shorter form of it.
    """

    persons: tuple[Person, ...]
    by_mention: dict[str, Person]
    by_post: dict[str, list[Mention]]

    def person_of(self, mention: Mention) -> Person | None:
        """Return the person that an OFFICIAL or a POSITION mention stands for, None for all others."""
        known = self.by_mention.get(mention.id)
        if known or mention.label != "POSITION":
            return known
        post = _HEADS_OF.get(mention.key, mention.key)
        held = self.by_post.get(post) or next(filter(None, map(self.by_post.get, _shorter(post))), None)
        return self.by_mention[nearest(mention.start, held).id] if held else None


def build_cast(context: Context) -> Cast:
    """Return the persons of the document with their posts, short names joined to full ones."""
    officials = context.of("OFFICIAL")
    longer = _longer_names(officials)
    groups: dict[str, list[Mention]] = {}
    for mention in officials:
        groups.setdefault(full_name(mention, longer).key, []).append(mention)
    persons: list[Person] = []
    by_mention: dict[str, Person] = {}
    by_post: dict[str, list[Mention]] = {}
    for key, group in groups.items():
        edges = [edge for mention in group for edge in context.from_head("HOLDS", mention)]
        held = sorted({edge.tail.id: edge.tail for edge in edges}.values(), key=lambda post: post.start)
        name = best_spelling(mention.entity.text for mention in group if mention.key == key)
        person = Person(name, tuple(group), tuple(held))
        persons.append(person)
        by_mention.update((mention.id, person) for mention in group)
        for post in held:
            by_mention.setdefault(post.id, person)
    for post in context.of("POSITION"):
        if post.id in by_mention:
            for form in (post.key, *_shorter(post.key)):
                by_post.setdefault(form, []).append(post)
    return Cast(tuple(persons), by_mention, by_post)


def best_spelling(spellings: Iterable[str]) -> str:
    """Return the first of `spellings` that is not all in capitals, as headlines are, else the first."""
    known = list(spellings)
    return next((one for one in known if not one.isupper()), known[0])


def full_name(mention: Mention, longer: dict[str, list[Mention]]) -> Mention:
    """Return the mention that gives the full form of a name: ``Sơn`` is the ``Nguyễn Văn Sơn`` named last."""
    while mention.key in longer:
        mention = nearest(mention.start, longer[mention.key])
    return mention


def nearest(position: int, mentions: list[Mention]) -> Mention:
    """Return the last of `mentions`, in text order and not empty, before `position`, else the first after it."""
    index = bisect_left(mentions, position, key=lambda mention: mention.start)
    return mentions[max(index - 1, 0)]


def _longer_names(officials: Iterable[Mention]) -> dict[str, list[Mention]]:
    """Return the mentions of full names under every shorter ending of theirs."""
    found: dict[str, list[Mention]] = {}
    for mention in officials:
        words = mention.key.split(" ")
        for count in range(1, len(words)):
            found.setdefault(" ".join(words[-count:]), []).append(mention)
    return found


def _shorter(post: str) -> Iterator[str]:
    """Yield the shorter forms of a post, the longest first: ``thủ tướng`` of ``thủ tướng chính phủ``."""
    words = post.split(" ")
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count])
