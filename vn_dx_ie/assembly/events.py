"""Which EVENT mentions are of one meeting, and which meetings deserve a record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from vn_dx_ie.assembly.context import Context, Edge, Mention
from vn_dx_ie.assembly.words import squash

_HEADS: Final = {
    "hội nghị": "hội nghị",
    "phiên họp": "họp",
    "cuộc họp": "họp",
    "buổi họp": "họp",
    "phiên": "họp",
    "họp": "họp",
    "kỳ họp": "kỳ họp",
    "buổi làm việc": "làm việc",
    "cuộc làm việc": "làm việc",
    "buổi giao ban": "họp",
    "buổi thăm": "làm việc",
    "buổi kiểm tra": "làm việc",
    "buổi tiếp": "tiếp",
    "cuộc tiếp": "tiếp",
    "cuộc gặp": "gặp",
    "buổi gặp": "gặp",
    "buổi gặp mặt": "gặp",
    "gặp mặt": "gặp",
    "buổi đối thoại": "đối thoại",
    "cuộc đối thoại": "đối thoại",
    "hội thảo": "hội thảo",
    "buổi tọa đàm": "tọa đàm",
    "cuộc tọa đàm": "tọa đàm",
    "tọa đàm": "tọa đàm",
    "diễn đàn": "diễn đàn",
    "họp báo": "họp báo",
    "buổi họp báo": "họp báo",
    "cuộc họp báo": "họp báo",
    "đại hội": "đại hội",
    "buổi lễ": "lễ",
    "lễ": "lễ",
    "chương trình": "chương trình",
    "chuyến thăm": "chuyến",
    "chuyến công tác": "chuyến",
    "chuyến": "chuyến",
    "sự kiện": "sự kiện",
    "triển lãm": "triển lãm",
    "buổi": "buổi",
    "cuộc": "buổi",
}
_LONGEST_FIRST: Final = sorted(_HEADS, key=len, reverse=True)
_TALKS: Final = frozenset(
    {"hội nghị", "họp", "làm việc", "hội thảo", "họp báo", "đối thoại", "tọa đàm", "tiếp", "gặp", "lễ"}
)
_ANY_EVENT: Final = frozenset({"sự kiện", "buổi"})
_KIN: Final = frozenset(
    {
        frozenset({"họp", "làm việc"}),
        frozenset({"họp", "hội nghị"}),
        frozenset({"họp", "đại hội"}),
        frozenset({"lễ", "hội nghị"}),
    }
)
_NO_MEETING: Final = re.compile(
    r"^(?:lễ hội|festival|giải (?:đấu|thưởng|bóng)|cuộc thi|kỳ thi|hội chợ|ngày hội|kỷ niệm|đại hội thể thao|world cup|"
    r"sea games|olympic|chuyến|tết|quốc tang|tuần lễ|chuỗi|loạt|cuộc vận động|phong trào|vòng|hội thi|liên hoan|"
    r"phố|lễ quốc|ngày|năm|\d+ năm)\b",
    re.IGNORECASE,
)
_ORDINAL: Final = re.compile(r"\b(?:lần thứ|thứ|lần)\s+([\w]+)", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_EARLIER: Final = re.compile(r"\b(?:trước|tới|năm ngoái|sắp tới)$", re.IGNORECASE)
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_POINTING: Final = re.compile(r" (?:này|trên|nói trên|hôm nay|lần này|của cơ quan này)$")
_NUMBERS: Final = {
    word: str(number) for number, word in enumerate("nhất hai ba tư năm sáu bảy tám chín mười".split(), start=1)
}
_ALIKE: Final = 0.6
_TELLING: Final = 3
# Bounds on the search in very long documents.
_GROUPS_BACK: Final = 30
_NAMES_TRIED: Final = 10
_COMMON_WORDS: Final = frozenset("của và các với về năm việc cho tại trong lần thứ công tác".split())


@dataclass(frozen=True, slots=True)
class EventName:
    """What a mention's name says: the kind of event, its other words, its ordinal and its years."""

    key: str
    head: str
    words: frozenset[str]
    ordinal: str | None
    years: frozenset[str]

    @classmethod
    def of(cls, mention: Mention) -> EventName:
        """Return the name that a mention gives."""
        key = mention.key
        kind = head_words(key)
        ordinal = _ORDINAL.search(key)
        return cls(
            key=key,
            head=_HEADS.get(kind, kind),
            words=frozenset(_WORD.findall(key[len(kind) :])) - _COMMON_WORDS,
            ordinal=_NUMBERS.get(ordinal[1], ordinal[1]) if ordinal else None,
            years=frozenset(_YEAR.findall(key)),
        )

    @property
    def short(self) -> bool:
        """Say whether the name only tells the kind of event: ``hội nghị``, ``phiên họp này``."""
        return _POINTING.sub("", squash(self.key)) in _HEADS


@dataclass(slots=True)
class EventGroup:
    """The mentions of one event, in text order; ``full`` are those that say more than its kind.

    ``head`` is the kind of event by its first full mention, ``names`` the different full names.
    """

    head: str
    mentions: list[Mention] = field(default_factory=list)
    full: list[Mention] = field(default_factory=list)
    names: list[EventName] = field(default_factory=list)

    def add(self, mention: Mention, name: EventName) -> None:
        """Take in one more mention."""
        self.mentions.append(mention)
        if name.short:
            return
        if not self.full:
            self.head = name.head
        self.full.append(mention)
        if len(self.names) < _NAMES_TRIED and all(known.key != name.key for known in self.names):
            self.names.append(name)

    def join(self, other: EventGroup) -> None:
        """Take in the mentions of `other`, which is the same event."""
        self.mentions = sorted([*self.mentions, *other.mentions], key=lambda mention: mention.start)
        self.full = sorted([*self.full, *other.full], key=lambda mention: mention.start)
        self.names = [*self.names, *other.names][:_NAMES_TRIED]

    @property
    def told_in_full(self) -> bool:
        """Say whether the first full name has words enough to tell the event from all others."""
        return bool(self.names) and len(self.names[0].words) > _TELLING

    def numbered_unlike(self, other: EventGroup) -> bool:
        """Say whether both events have ordinals and none in common: ``phiên họp thứ 2``, ``thứ 3``."""
        own, others = ({name.ordinal for name in group.names} - {None} for group in (self, other))
        return bool(own and others) and own.isdisjoint(others)


def head_words(key: str) -> str:
    """Return the words of `key` that name the kind of event, its first word where the kind is unknown."""
    for head in _LONGEST_FIRST:
        if key == head or key.startswith(head + " "):
            return head
    return key.split(" ")[0]


def group_events(context: Context) -> list[EventGroup]:
    """Return the events of the document, each with all its mentions."""
    groups: list[EventGroup] = []
    for mention in context.of("EVENT"):
        name = EventName.of(mention)
        group = _group_of(name, groups)
        if group is None:
            group = EventGroup(name.head)
            groups.append(group)
        group.add(mention, name)
    return groups


def _group_of(name: EventName, groups: Sequence[EventGroup]) -> EventGroup | None:
    """Return the event that a name continues: the latest fitting one, for a bare kind the latest of that kind."""
    recent = groups[: -_GROUPS_BACK - 1 : -1]
    if not name.short:
        return next((group for group in recent if _same_event(name, group)), None)
    alike = [group for group in recent if group.head == name.head]
    return next(iter(alike or [group for group in recent if _heads_fit(name.head, group.head)]), None)


def _heads_fit(one: str, other: str) -> bool:
    return one == other or bool(_ANY_EVENT & {one, other}) or frozenset({one, other}) in _KIN


def _same_event(name: EventName, group: EventGroup) -> bool:
    """Say whether a full name is of this event: nothing contradicts, and the names overlap."""
    if _EARLIER.search(name.key):
        return False
    if not group.names:
        return _heads_fit(name.head, group.head)
    return any(names_fit(name, other) for other in group.names)


def names_fit(one: EventName, other: EventName) -> bool:
    """Say whether two full names can be of one event."""
    if one.key == other.key or _is_part(one, other) or _is_part(other, one):
        return True
    if (one.ordinal and other.ordinal and one.ordinal != other.ordinal) or _years_differ(one, other):
        return False
    shared, least = len(one.words & other.words), min(len(one.words), len(other.words))
    return shared >= 2 and (shared >= _ALIKE * least if one.head == other.head else shared == least)


def _is_part(short: EventName, long: EventName) -> bool:
    """Say whether a name is another one cut short; an event named after another one is not that one."""
    return short.key in long.key and (short.head == long.head or 2 * len(short.key) > len(long.key))


def _years_differ(one: EventName, other: EventName) -> bool:
    return bool(one.years and other.years) and not one.years & other.years


def edges_of(context: Context, group: EventGroup, label: str) -> list[Edge]:
    """Return the edges `label` that touch any mention of the event."""
    found: list[Edge] = []
    for mention in group.mentions:
        found += context.from_head(label, mention) + context.to_tail(label, mention)
    return found


def is_meeting(context: Context, group: EventGroup, only: bool) -> bool:
    """Say whether an event deserves a record: people meet there, and the article tells of it."""
    named = group.full or group.mentions
    if all(_NO_MEETING.match(mention.key) for mention in named):
        return False
    if edges_of(context, group, "CHAIRS") or edges_of(context, group, "ATTENDS"):
        return True
    held = edges_of(context, group, "ORGANIZES") or edges_of(context, group, "LOCATED_AT")
    if held and has_day(context, group):
        return True
    return only and group.head in _TALKS


def has_day(context: Context, group: EventGroup) -> bool:
    """Say whether a day, not only a month or a year, is given for the event."""
    return any(has_day_words(edge.tail.text) for edge in edges_of(context, group, "DATED"))


def has_day_words(text: str) -> bool:
    """Say whether a date names a day."""
    return bool(_DAY.search(text))


_DAY: Final = re.compile(r"\d\s*[/.-]\s*\d|\bngày\b|\b(?:hôm|sáng|chiều|tối) (?:nay|qua)\b", re.IGNORECASE)
