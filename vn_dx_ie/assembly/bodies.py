"""The agencies and places of a document: what their short forms and bare kinds stand for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.context import Context, Mention
from vn_dx_ie.assembly.coreference import best_spelling, nearest
from vn_dx_ie.assembly.words import any_of, spelled_out, squash
from vn_dx_ie.text.unicode import normalise

# Bodies that stand for one known body of that kind when they stand alone.
KINDS: Final = frozenset(
    any_of(
        """
        tổng cục, tổng công ty, công ty, tập đoàn, ngân hàng, chi cục, cục, vụ, bộ, sở, trường, nhà trường,
        trung tâm, bệnh viện, hội, hiệp hội, ban chỉ đạo, ủy ban, tổ công tác, ban, viện, học viện, đoàn, quỹ,
        hội đồng, liên đoàn, đơn vị, doanh nghiệp
        """
    ).split("|")
)
# The word that ends a local body's name and that the article's own place completes.
_LEVELS: Final = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn")
_PARTY_LEVELS: Final = {"tỉnh ủy": "tỉnh", "thành ủy": "thành phố", "huyện ủy": "huyện", "quận ủy": "quận"}
_LEVEL_AT_END: Final = re.compile(r"\s+(?:quận|tp\.?|thành phố|huyện|xã|phường|thị xã|thị trấn|tỉnh)$", re.IGNORECASE)
_LEVEL_INSIDE: Final = re.compile(r"\b(?:tỉnh|thành phố) ")
_RANK: Final = re.compile(r"^(?:tổng cục|chi cục|cục) ")
_NO_MINISTRY: Final = re.compile(r"^bộ (?:chính trị|phận|tư lệnh|chỉ huy|môn)\b", re.IGNORECASE)
_INTRODUCES: Final = re.compile(r"\s*\(\s*(?:sau đây gọi (?:tắt )?là |gọi tắt là )?", re.IGNORECASE)
_CITY: Final = re.compile(r"^(?:hà nội|hải phòng|đà nẵng|cần thơ)$|hồ chí minh|hcm|^huế$")
# What a place may begin with, and the word that stands before another.
_GENERIC: Final = frozenset({"huyện", "xã", "phường", "quận", "thôn", "thị"})
_FIRST_WORD: Final = re.compile(r"\S+(?=\s)")
_OFTEN: Final = 3


@dataclass(frozen=True, slots=True)
class Bodies:
    """The agencies and places of a document, to resolve short forms of them.

    ``by_opening`` holds the agencies under every opening of their names, ``by_level`` the places of
    each administrative level, ``aliases`` the full names of short forms; ``home`` is the province
    that the article is about, ``home_leads`` tells whether it is so by its title or by far, ``homes``
    what a bare ``tỉnh`` and a bare ``thành phố`` mean.
    """

    by_opening: dict[str, list[Mention]]
    by_level: dict[str, list[Mention]]
    aliases: dict[str, str]
    homes: dict[str, str]
    home: str | None
    home_leads: bool

    def resolve(self, mention: Mention) -> str:
        """Return the full name of the agency or place that `mention` stands for, at worst its own text."""
        return self.aliases.get(squash(mention.text)) or self.spell(mention)

    def spell(self, mention: Mention) -> str:
        """Return what :meth:`resolve` does, but leave abbreviations as they stand."""
        if mention.label != "AGENCY":
            return uncapitalised(mention.entity.text)
        key = squash(mention.text)
        named = self.nearest_of_kind("trường" if key == "nhà trường" else key, mention) if key in KINDS else None
        return named or self.complete(mention)

    def complete(self, mention: Mention) -> str:
        """Return the name of an agency with the place that a local one leaves out, else as it stands."""
        level = level_left_open(mention.text)
        if level is None:
            return mention.entity.text
        fuller = self.by_opening.get(spelled_out(mention.text))
        if fuller:
            return nearest(mention.start, fuller).entity.text
        place = self.place_of_level(level, mention.start)
        return completed(mention.entity.text, place) if place else mention.entity.text

    def nearest_of_kind(self, kind: str, mention: Mention) -> str | None:
        """Return the body of a kind, such as ``cục``, that is named last before `mention`, else first after it."""
        named = [agency for agency in self.by_opening.get(kind, ()) if not _NO_MINISTRY.match(agency.text)]
        return nearest(mention.start, named).entity.text if named else None

    def place_of_level(self, level: str, position: int) -> str | None:
        """Return the place that a bare ``tỉnh``, ``huyện`` … at `position` means."""
        named = self.by_level.get(level)
        if level == "tỉnh" or not named:
            return self.homes.get(level)
        place = nearest(position, named)
        words = level.count(" ") + 1  # counted, for in the text as given letters may be decomposed
        name = place.entity.text.split(maxsplit=words)[-1] if place.key.startswith(level + " ") else place.entity.text
        return place.entity.text if name.isdigit() else name


def build_bodies(context: Context) -> Bodies:
    """Return the agencies and places of the document with the short forms that it introduces."""
    agencies = context.of("AGENCY")
    by_opening: dict[str, list[Mention]] = {}
    for agency in agencies:
        for opening in _openings(spelled_out(agency.text)):
            by_opening.setdefault(opening, []).append(agency)
    by_level: dict[str, list[Mention]] = {}
    for place in context.of("LOCATION"):
        level = next((level for level in _LEVELS if spelled_out(place.text).startswith(level + " ")), None)
        if level:
            by_level.setdefault(level, []).append(place)
    home, leads = home_province(context.of("PROVINCE"))
    cities = [province for province in context.of("PROVINCE") if is_city(province)]
    rural = [province for province in context.of("PROVINCE") if not is_city(province)]
    named = {"tỉnh": home_province(rural)[0] or home, "thành phố": home_province(cities)[0] or home}
    homes = {level: province for level, province in named.items() if province}
    aliases = introduced_names(context) | rankless_names(agencies) | acronyms(agencies)
    return Bodies(by_opening, by_level, aliases, homes, home, leads)


def level_left_open(name: str) -> str | None:
    """Return the administrative level that an agency's name leaves without its place: ``UBND tỉnh``."""
    key = spelled_out(name)
    if key in _PARTY_LEVELS:
        return _PARTY_LEVELS[key]
    return None if key.startswith("các ") else next((level for level in _LEVELS if key.endswith(" " + level)), None)


def completed(name: str, place: str) -> str:
    """Return ``UBND tỉnh`` + ``Bắc Giang``; a place that tells its level replaces the level of the name."""
    told = spelled_out(place).startswith(tuple(level + " " for level in _LEVELS))
    return f"{_LEVEL_AT_END.sub('', name)} {place}" if told else f"{name} {place}"


def uncapitalised(name: str) -> str:
    """Undo the capital that a generic word has at the start of a sentence: ``Huyện Yên Định``."""
    first = _FIRST_WORD.match(name)
    if first and normalise(first[0]).lower() in _GENERIC and first[0][1:].islower():
        return first[0].lower() + name[first.end() :]
    return name


def is_city(province: Mention) -> bool:
    """Say whether a province is a centrally-run city, which no bare ``tỉnh`` can mean."""
    return bool(_CITY.search(squash(province.text)))


def home_province(provinces: Sequence[Mention]) -> tuple[str | None, bool]:
    """Return the province that the article is about, and whether its title or its frequency says so."""
    if not provinces:
        return None, False
    counts = Counter(squash(mention.text) for mention in provinces)
    opening = {squash(mention.text) for mention in provinces if mention.line == 0}
    best = max(counts, key=lambda key: counts[key] + 2 * (key in opening))
    name = best_spelling(mention.entity.text for mention in provinces if squash(mention.text) == best)
    return name, best in opening or counts[best] >= _OFTEN


def introduced_names(context: Context) -> dict[str, str]:
    """Map the short forms that the text puts in brackets: ``Bộ Thông tin và Truyền thông (Bộ TT&TT)``."""
    agencies = context.of("AGENCY")
    by_start = {mention.start: mention for mention in agencies}
    found: dict[str, str] = {}
    for mention in agencies:
        bracket = _INTRODUCES.match(context.text, mention.end)
        short = by_start.get(bracket.end()) if bracket else None
        if short is not None and len(short.text) < len(mention.text):
            found.setdefault(squash(short.text), mention.entity.text)
    return found


def acronyms(agencies: Iterable[Mention]) -> dict[str, str]:
    """Map abbreviations to the agency whose initials they are: ``Bộ TT&TT``, ``VPCP``."""
    full: dict[tuple[str, str], str] = {}
    for agency in agencies:
        for form in _initial_forms(agency.text):
            full.setdefault(form, agency.entity.text)
    found: dict[str, str] = {}
    for agency in agencies:
        short = abbreviated(agency.text)
        if short in full:
            found[squash(agency.text)] = full[short]
    return found


def abbreviated(name: str) -> tuple[str, str] | None:
    """Split a name that ends in an abbreviation: ``Bộ TT&TT`` into ``bộ`` and ``TTTT``."""
    opening, _, last = name.rpartition(" ")
    letters = re.sub(r"[\W\d_]", "", last)
    told = len(letters) >= 2 and letters == letters.upper() and letters != "TP"
    return (opening.lower(), letters) if told else None


def is_acronym(short: str, long: str) -> bool:
    """Say whether `short` abbreviates `long`."""
    form = abbreviated(short)
    return form is not None and form in set(_initial_forms(long))


def _initial_forms(name: str) -> Iterator[tuple[str, str]]:
    """Yield the abbreviations that `name` may have, split as :func:`abbreviated` splits them."""
    words = name.split(" ")
    for count in range(len(words) - 1):
        rest = re.findall(r"[^\W\d_]+", " ".join(words[count:]))
        opening = " ".join(words[:count]).lower()
        yield opening, "".join(word[0] for word in rest).upper()
        yield opening, "".join(word[0] for word in rest if word.lower() != "và").upper()


def rankless_names(agencies: Sequence[Mention]) -> dict[str, str]:
    """Map bodies called without their rank: ``Hải quan Hà Nội`` is ``Cục Hải quan Hà Nội``."""
    ranked: dict[str, Counter[str]] = {}
    for agency in agencies:
        key = spelled_out(agency.text)
        if _RANK.match(key):
            ranked.setdefault(_bare(key), Counter())[agency.entity.text] += 1
    rankless = [agency for agency in agencies if not _RANK.match(spelled_out(agency.text))]
    return {
        squash(agency.text): ranked[bare].most_common(1)[0][0]
        for agency in rankless
        if (bare := _bare(spelled_out(agency.text))) in ranked
    }


def _bare(key: str) -> str:
    """Return an agency's name without its rank and administrative level: ``hải quan quảng nam``."""
    return _LEVEL_INSIDE.sub("", _RANK.sub("", key))


def _openings(key: str) -> Iterator[str]:
    words = key.split(" ")
    for count in range(1, len(words)):
        yield " ".join(words[:count])
