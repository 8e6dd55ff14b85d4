"""Who takes part in a meeting, in which posts and in which role."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention
from vn_dx_ie.assembly.coreference import Cast, Person
from vn_dx_ie.assembly.events import EventGroup, edges_of
from vn_dx_ie.assembly.posts import agency_of, merged_posts
from vn_dx_ie.assembly.slots import Grounds
from vn_dx_ie.assembly.words import SPEECH_VERB
from vn_dx_ie.records import Participant
from vn_dx_ie.schema import ParticipantRole

_LEADS: Final = re.compile(r"\b(?:chủ trì|chủ tọa|đồng chủ trì|điều hành)\b", re.IGNORECASE)
_SITE: Final = re.compile(r"\bđiểm cầu\b", re.IGNORECASE)
# Posts without a seat at the meeting: of the past, of the press, of the bar.
_OFFICE: Final = re.compile(r"\b(?:nguyên|cựu|cố|luật sư|nhà báo|phóng viên|chuyên gia|tổng thống)\b", re.IGNORECASE)
_REACH: Final = 120
_ATTENDING: Final = re.compile(
    r"[^.;]{0,60}?\b(?:(?:cùng|tham|đến|về) dự|dự (?:họp|phiên|cuộc|buổi|hội|lễ|có)|tham gia|có sự tham|tham dự)\b"
    r"|(?:ngoài ra|(?:về )?phía [^.;,]{2,50}?),? (?:còn )?có\b",
    re.IGNORECASE,
)
# What is done to a person, or by one, where an appointment is announced.
_APPOINTED: Final = re.compile(r"\b(?:trao|nhận|công bố|đọc) (?:các )?quyết định\b", re.IGNORECASE)


@dataclass(slots=True)
class Attendance:
    """What is known of one participant while the mentions of a meeting are read."""

    person: Person | None
    body: str | None
    post: Mention | None
    edges: list[Edge] = field(default_factory=list)


def find_participants(context: Context, cast: Cast, bodies: Bodies, group: EventGroup) -> list[Attendance]:
    """Return who takes part in the event, each once, in text order."""
    found: dict[str, Attendance] = {}
    edges = edges_of(context, group, "CHAIRS") + edges_of(context, group, "ATTENDS")
    for edge in sorted(edges, key=lambda edge: edge.head.start):
        person = cast.person_of(edge.head)
        body = bodies.resolve(edge.head) if edge.head.label == "AGENCY" else None
        key = person.name.lower() if person else (body or edge.head.text).lower()
        post = edge.head if person is None and body is None else None
        found.setdefault(key, Attendance(person, body, post)).edges.append(edge)
    return list(found.values())


def find_unlinked(context: Context, cast: Cast, linked: Container[str]) -> list[Attendance]:
    """Return the persons with a post who are seen at a meeting but linked to no event by a relation."""
    found = []
    for person in cast.persons:
        if person.name in linked or not any(_OFFICE.search(post.text) is None for post in person.positions):
            continue
        if any(takes_part(context, mention) for mention in person.mentions):
            found.append(Attendance(person, None, None))
    return found


def takes_part(context: Context, mention: Mention) -> bool:
    """Say whether a person is seen at a meeting: speaks, is listed, or is appointed there, or joins from a site."""
    return (
        bool(context.from_head("LOCATED_AT", mention))
        or speaks(context, mention)
        or is_listed(context, mention)
        or bool(_APPOINTED.search(context.sentence_text(mention.sentence)))
    )


def is_listed(context: Context, mention: Mention) -> bool:
    """Say whether a sentence opens with words such as ``Cùng dự có`` and lists the mention after them."""
    sentence = context.sentences[mention.sentence]
    return bool(_ATTENDING.match(context.text, sentence.start, mention.start))


def to_participant(context: Context, bodies: Bodies, attendance: Attendance) -> Participant:
    """Return the participant of the record."""
    positions = positions_of(attendance)
    site = site_of(context, bodies, attendance)
    return Participant(
        name=attendance.person.name if attendance.person else None,
        positions=tuple(position.entity.text for position in positions),
        agency=attendance.body or agency_of(context, bodies, positions),
        site=site,
        role=role_of(context, attendance, site),
    )


def positions_of(attendance: Attendance) -> list[Mention]:
    """Return the posts of a participant, merged over the document."""
    if attendance.person:
        return merged_posts(attendance.person.positions)
    return [attendance.post] if attendance.post else []


def role_of(context: Context, attendance: Attendance, site: str | None) -> ParticipantRole:
    """Return the role: chair by relation, site chair by the words at a site, speaker by a verb of speech."""
    if any(edge.label == "CHAIRS" for edge in attendance.edges):
        return "chair"
    if site and any(_leads_site(context, mention) for mention in mentions_in_text(attendance)):
        return "site_chair"
    said = body_speaks if attendance.body else speaks
    return "speaker" if any(said(context, mention) for mention in mentions_in_text(attendance)) else "attendee"


def site_of(context: Context, bodies: Bodies, attendance: Attendance) -> str | None:
    """Return the site from which a person joins."""
    for mention in mentions_in_text(attendance):
        for edge in context.from_head("LOCATED_AT", mention):
            return bodies.resolve(edge.tail)
    return None


def mentions_in_text(attendance: Attendance) -> list[Mention]:
    """Return the mentions of the participant itself."""
    if attendance.person:
        return list(attendance.person.mentions)
    return [edge.head for edge in attendance.edges]


def speaks(context: Context, mention: Mention) -> bool:
    """Say whether a verb of speech follows a person before the next one, or the sentence cites the person."""
    sentence = context.sentences[mention.sentence]
    reach = min(sentence.end, mention.end + _REACH)
    others = context.between(mention.end, reach, "OFFICIAL")
    end = others[0].start if others else reach
    said = SPEECH_VERB.search(context.text, mention.end, end)
    return bool(said) or bool(_CITED.search(context.text[sentence.start : mention.start]))


def body_speaks(context: Context, mention: Mention) -> bool:
    """Say whether a verb of speech follows a body at once."""
    return bool(_SPEAKS_AT_ONCE.match(context.text, mention.end))


_SPEAKS_AT_ONCE: Final = re.compile(r"\s*(?:đã |cũng |vừa |sẽ )*" + SPEECH_VERB.pattern, re.IGNORECASE)
_CITED: Final = re.compile(
    r"\b(?:theo|(?:ý kiến|phát biểu|khẳng định|chia sẻ|đề nghị|chỉ đạo|yêu cầu|nhấn mạnh|kết luận) của"
    r"|phát biểu [^.;]{0,40}),?"
    r"[^,.;]{0,60}$",
    re.IGNORECASE,
)


def _leads_site(context: Context, mention: Mention) -> bool:
    sentence = context.sentences[mention.sentence]
    text = context.text[mention.end : sentence.end]
    return bool(_LEADS.search(text) and _SITE.search(text))


def grounds_of(number: int, attendance: Attendance) -> Iterator[Grounds]:
    """Yield what the slots of the participant `number` of a meeting rest on."""
    place, posts = f"participants[{number}]", positions_of(attendance)
    way = "" if attendance.edges else "unlinked"
    seen = mentions_in_text(attendance)[:1]
    linked: list[Mention | Edge] = [*attendance.edges[:1]] or [*seen]
    yield Grounds(f"{place}.name", linked, seen, way=way)
    yield Grounds(f"{place}.positions", [*linked, *posts], posts, way=way)
    yield Grounds(f"{place}.agency", [*linked, *posts[:1]], posts or seen, way=way)
    yield Grounds(f"{place}.site", linked)
    yield Grounds(f"{place}.role", linked, seen, way=way)


def evidence_of(attendance: Attendance) -> Iterator[Mention]:
    """Yield the mentions on which a participant rests."""
    for edge in attendance.edges:
        yield edge.head
    yield from positions_of(attendance)
