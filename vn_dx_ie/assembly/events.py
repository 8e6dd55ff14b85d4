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
_ALIKE: Final = 0.6
# Bounds on the search in very long documents.
_GROUPS_BACK: Final = 40
_NAMES_TRIED: Final = 20
_COMMON_WORDS: Final = frozenset("của và các với về năm việc cho tại trong lần thứ công tác".split())


@dataclass(slots=True)
class EventGroup:
    """The mentions of one event, in text order; ``head`` is the kind of its first full mention."""

    head: str
    mentions: list[Mention] = field(default_factory=list)

    @property
    def full(self) -> list[Mention]:
        """Return the mentions that say more than the kind of event."""
        return [mention for mention in self.mentions if not is_short(mention)]


def event_head(key: str) -> str:
    """Return the kind of event that a mention names, its first word where the kind is unknown."""
    words = head_words(key)
    return _HEADS.get(words, words)


def head_words(key: str) -> str:
    """Return the words of `key` that name the kind of event, its first word where the kind is unknown."""
    for head in _LONGEST_FIRST:
        if key == head or key.startswith(head + " "):
            return head
    return key.split(" ")[0]


def is_short(mention: Mention) -> bool:
    """Say whether a mention only names the kind of event: ``hội nghị``, ``phiên họp này``, ``lễ ký``."""
    key = re.sub(r" (?:này|trên|nói trên|hôm nay|lần này|của cơ quan này)$", "", squash(mention.text))
    if key in _HEADS:
        return True
    return len(key.split(" ")) <= 3 and event_head(key) != key.split(" ")[0] and key.split(" ")[0] == "lễ"


def group_events(context: Context) -> list[EventGroup]:
    """Return the events of the document, each with all its mentions."""
    groups: list[EventGroup] = []
    for mention in context.of("EVENT"):
        group = _group_of(mention, groups)
        if group is None:
            groups.append(EventGroup(event_head(mention.key), [mention]))
        else:
            if not group.full:
                group.head = event_head(mention.key)
            group.mentions.append(mention)
    return groups


def _group_of(mention: Mention, groups: Sequence[EventGroup]) -> EventGroup | None:
    """Return the event that a mention continues: the latest fitting one."""
    head = event_head(mention.key)
    recent = groups[: -_GROUPS_BACK - 1 : -1]
    if not is_short(mention):
        return next((group for group in recent if _same_event(mention, head, group)), None)
    alike = [group for group in recent if group.head == head] or [g for g in recent if _heads_fit(head, g.head)]
    return alike[0] if alike else None


def _heads_fit(one: str, other: str) -> bool:
    return one == other or bool(_ANY_EVENT & {one, other}) or frozenset({one, other}) in _KIN


def _same_event(mention: Mention, head: str, group: EventGroup) -> bool:
    """Say whether a full mention is of this event: nothing contradicts, and the names overlap."""
    if _EARLIER.search(mention.key):
        return False
    if not group.full:
        return _heads_fit(head, group.head)
    return any(_names_fit(mention, other) for other in group.full[:_NAMES_TRIED])


def _names_fit(one: Mention, other: Mention) -> bool:
    if one.key == other.key or _is_part(one.key, other.key) or _is_part(other.key, one.key):
        return True
    if _ordinals_differ(one.key, other.key):
        return False
    mine, theirs = _content_words(one.key), _content_words(other.key)
    shared, least = len(mine & theirs), min(len(mine), len(theirs))
    if event_head(one.key) != event_head(other.key):
        return shared >= 2 and shared == least
    return shared >= 2 and shared >= _ALIKE * least


def _is_part(short: str, long: str) -> bool:
    """Say whether a name is another one cut short; an event named after another one is not that one."""
    return short in long and (event_head(short) == event_head(long) or 2 * len(short) > len(long))


def _ordinals_differ(one: str, other: str) -> bool:
    first, second = _ORDINAL.search(one), _ORDINAL.search(other)
    years = set(re.findall(r"\b(?:19|20)\d\d\b", one)), set(re.findall(r"\b(?:19|20)\d\d\b", other))
    if all(years) and not years[0] & years[1]:
        return True
    return bool(first and second and _number(first[1]) != _number(second[1]))


_NUMBER_WORDS: Final = "nhất hai ba tư năm sáu bảy tám chín mười".split()


def _number(word: str) -> str:
    word = word.lower()
    return str(_NUMBER_WORDS.index(word) + 1) if word in _NUMBER_WORDS else word


def _content_words(key: str) -> set[str]:
    return set(_WORD.findall(key[len(head_words(key)) :])) - _COMMON_WORDS


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
