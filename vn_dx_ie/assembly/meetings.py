"""Meetings: one record an event, however many mentions it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention, mentions_of, outermost
from vn_dx_ie.assembly.coreference import Cast
from vn_dx_ie.assembly.events import EventGroup, edges_of, group_events, has_day_words, is_meeting
from vn_dx_ie.assembly.meeting_names import name_of
from vn_dx_ie.assembly.participants import (
    Attendance,
    evidence_of,
    find_participants,
    find_unlinked,
    grounds_of,
    mentions_in_text,
    to_participant,
)
from vn_dx_ie.assembly.slots import Grounds, confidence_of_record, tails, with_slots
from vn_dx_ie.records import Meeting
from vn_dx_ie.schema import Mode, PartOfDay

_ONLINE: Final = re.compile(r"\b(?:trực tuyến|điểm cầu|cầu truyền hình|kết nối tới|qua zoom)\b", re.IGNORECASE)
_MIXED: Final = re.compile(
    r"\btrực tiếp (?:và|kết hợp)(?: với)? trực tuyến|\bkết hợp (?:với )?trực tuyến", re.IGNORECASE
)
_NOT_A_MODE: Final = re.compile(
    r"(?:dịch vụ công|thanh toán|họp báo|nộp hồ sơ|mua bán|bán hàng|thủ tục) trực tuyến", re.I
)


def find_meetings(context: Context, cast: Cast, bodies: Bodies) -> Iterator[tuple[int, Meeting]]:
    """Yield each meeting with the view offset of its first mention."""
    groups = group_events(context)
    told = [group for group in groups if is_meeting(context, group, only=len(groups) == 1)]
    meetings = join_by_people(context, cast, told)
    attending = [find_participants(context, cast, bodies, group) for group in meetings]
    if meetings:
        linked = {who.person.name for known in attending for who in known if who.person}
        attending[main_meeting(context, meetings)] += find_unlinked(context, cast, linked)
    for group, known in zip(meetings, attending, strict=True):
        yield group.mentions[0].start, build_meeting(context, bodies, group, known)


def join_by_people(context: Context, cast: Cast, groups: Sequence[EventGroup]) -> list[EventGroup]:
    """Return the meetings, those joined that share a participant where one of the names says little.

    Two that are named in full, are numbered differently or fall on different days stay two.
    """
    kept: list[EventGroup] = []
    for group in groups:
        same = next((other for other in reversed(kept) if _may_be_one(context, cast, group, other)), None)
        if same is None:
            kept.append(group)
        else:
            same.join(group)
    return kept


def _may_be_one(context: Context, cast: Cast, one: EventGroup, other: EventGroup) -> bool:
    if (one.told_in_full and other.told_in_full) or one.numbered_unlike(other):
        return False
    days = {day for group in (one, other) if (day := day_of(context, group)[0])}
    return len(days) < 2 and bool(people_of(context, cast, one) & people_of(context, cast, other))


def people_of(context: Context, cast: Cast, group: EventGroup) -> set[str]:
    """Return the names of the persons linked to an event."""
    edges = edges_of(context, group, "CHAIRS") + edges_of(context, group, "ATTENDS")
    return {person.name for edge in edges if (person := cast.person_of(edge.head))}


def main_meeting(context: Context, meetings: Sequence[EventGroup]) -> int:
    """Return the index of the meeting that the article tells most of."""
    weights = [
        sum(len(edges_of(context, group, label)) for label in ("CHAIRS", "ATTENDS", "ORGANIZES", "DATED"))
        for group in meetings
    ]
    return weights.index(max(weights))


def build_meeting(context: Context, bodies: Bodies, group: EventGroup, attending: Sequence[Attendance]) -> Meeting:
    """Return the record of one event."""
    day, part, dated = day_of(context, group)
    if not dated:
        day, part, dated = opening_day(context, attending)
    located = sorted(edges_of(context, group, "LOCATED_AT"), key=lambda edge: (edge.tail.start, -edge.tail.end))
    organized = edges_of(context, group, "ORGANIZES")
    organizers = tuple(dict.fromkeys(bodies.resolve(edge.head) for edge in organized))
    places = tuple(dict.fromkeys(place.entity.text for place in outermost([edge.tail for edge in located])))
    parts = [*group.mentions, *dated, *located, *organized, *(edge for who in attending for edge in who.edges)]
    mentions = [*mentions_of(parts), *(mention for who in attending for mention in evidence_of(who))]
    named = group.full or group.mentions
    meeting = Meeting(
        name=name_of(context, bodies, group, organizers),
        date=day,
        part_of_day=part,
        mode=mode_of(context, group, bool(places)),
        places=places,
        organizers=organizers,
        participants=tuple(to_participant(context, bodies, who) for who in attending),
        confidence=confidence_of_record("meeting", _surest(named)),
        evidence=context.evidence(mentions),
    )
    grounds = [
        Grounds("name", _surest(named), named),
        Grounds("date", dated[:1], tails(dated[:1])),
        Grounds("part_of_day", dated[:1], tails(dated[:1])),
        Grounds("mode", _surest(group.mentions)),
        Grounds("places", located, tails(located)),
        Grounds("organizers", organized, [edge.head for edge in organized]),
        *(ground for number, who in enumerate(attending) for ground in grounds_of(number, who)),
    ]
    return with_slots(context, meeting, grounds)


def _surest(mentions: Sequence[Mention]) -> list[Mention]:
    return [max(mentions, key=lambda mention: mention.entity.confidence)]


def day_of(context: Context, group: EventGroup) -> tuple[date | None, PartOfDay | None, list[Mention | Edge]]:
    """Return the day of the event, its part of the day, and the edges that say so."""
    day: date | None = None
    part: PartOfDay | None = None
    used: list[Mention | Edge] = []
    for edge in edges_of(context, group, "DATED"):
        used.append(edge)
        day = day or context.reference.calendar_day(edge.tail.text)
        part = part or part_of_day(edge.tail.text)
    return day, part, used


def opening_day(
    context: Context, attending: Sequence[Attendance]
) -> tuple[date | None, PartOfDay | None, list[Mention | Edge]]:
    """Return the day that opens a sentence in which a participant meets, for an event without a date."""
    present = {mention.sentence for who in attending for mention in mentions_in_text(who)}
    for mention in context.of("DATE"):
        if mention.sentence not in present or not _MEETS.search(context.sentence_text(mention.sentence)):
            continue
        if mention.start - context.sentences[mention.sentence].start > _OPENING or not has_day_words(mention.text):
            continue
        return context.reference.calendar_day(mention.text), part_of_day(mention.text), [mention]
    return None, None, []


_MEETS: Final = re.compile(r"\b(?:làm việc|họp|dự|chủ trì|tổ chức|tiếp|gặp|hội nghị|thăm|kiểm tra|lễ)\b", re.IGNORECASE)
_OPENING: Final = 40


def part_of_day(text: str) -> PartOfDay | None:
    """Return the part of the day that a date names."""
    return next((part for part, pattern in _PARTS.items() if pattern.search(text)), None)


_PARTS: Final[dict[PartOfDay, re.Pattern[str]]] = {
    "morning": re.compile(r"\bsáng\b", re.IGNORECASE),
    "noon": re.compile(r"\btrưa\b", re.IGNORECASE),
    "afternoon": re.compile(r"\bchiều\b", re.IGNORECASE),
    "evening": re.compile(r"\b(?:tối|đêm)\b", re.IGNORECASE),
}


def mode_of(context: Context, group: EventGroup, has_place: bool) -> Mode | None:
    """Return how the event is held, by the words of its names and of the sentences they stand in."""
    names = _NOT_A_MODE.sub(" ", " ".join(mention.text for mention in group.mentions))
    sentences = " ".join(context.sentence_text(index) for index in sorted({m.sentence for m in group.mentions}))
    said = _NOT_A_MODE.sub(" ", sentences)
    if _MIXED.search(said):
        return "hybrid"
    if _ONLINE.search(names) or _ONLINE.search(said):
        return "hybrid" if has_place and not _ONLINE.search(names) else "online"
    return "in_person" if has_place else None
