"""What a meeting is called in its record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Mention, quoted_surface
from vn_dx_ie.assembly.events import EventGroup


def name_of(context: Context, bodies: Bodies, group: EventGroup, organizers: Sequence[str]) -> str:
    """Return the name of the event: its fullest mention, else its kind with what the text adds to it."""
    if group.full:
        chosen = best_name(context, group)
        name = with_full_bodies(context, bodies, chosen)
        owned = context.inside(chosen, "AGENCY")
        return f"{name} của {organizers[0]}" if organizers and not owned and is_bare(name) else name
    kind = group.mentions[0].entity.text
    topic = topic_of(context, group.head)
    if topic:
        return f"{kind} {topic}"
    return f"{kind} của {organizers[0]}" if organizers else kind


def topic_of(context: Context, head: str) -> str | None:
    """Return what the article's opening says is done at an event that it calls by its kind alone."""
    pattern = _TOPICS.get(head)
    found = pattern.search(context.text, 0, _OPENING) if pattern else None
    return context.source(*found.span(found.lastgroup or "topic")) if found else None


def best_name(context: Context, group: EventGroup) -> Mention:
    """Return the mention that names the event: the longest, of equals the first."""
    return max(group.full, key=lambda mention: (len(mention.text.split()), -mention.start))


def is_bare(name: str) -> bool:
    """Say whether a name tells neither topic nor owner: ``phiên họp thứ 37``, ``ĐHĐCĐ thường niên 2024``."""
    return len(name.split()) <= _BARE_WORDS


def with_full_bodies(context: Context, bodies: Bodies, event: Mention) -> str:
    """Return an event's name, the short body that ends it spelt out: ``phiên họp của Ban Chỉ đạo``."""
    last = [agency for agency in context.inside(event, "AGENCY") if agency.end == event.end]
    if last and last[0].start != event.start:
        full = bodies.resolve(last[0])
        if len(full) > len(last[0].entity.text):
            return context.source(event.start, last[0].start) + full
    return quoted_surface(context, event)


_BARE_WORDS: Final = 6
_OPENING: Final = 1500
_UNTIL: Final = r"(?=\s*(?:[.,;:()\n]|\b(?:về|để|nhằm|sáng|chiều|thông qua|khiến|có tổng)\b))"
_CLAUSE: Final = r"[^.,;:()\n]{6,150}?"


def _topic(verbs: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?P<topic>(?:{verbs}) {_CLAUSE}){_UNTIL}", re.IGNORECASE)


_TOPICS: Final = {
    "làm việc": re.compile(
        rf"\blàm việc (?P<topic>với (?!các đối tác){_CLAUSE})(?=\s*(?:[.,;:()\n]|\b(?:để|nhằm|sáng|chiều|thông qua)\b))"
        rf"|\b(?:đi|để|đã|đến) (?P<other>kiểm tra {_CLAUSE}){_UNTIL}",
        re.IGNORECASE,
    ),
    "họp báo": re.compile(
        rf"\bhọp báo (?P<topic>(?:thông tin|công bố|về|thường kỳ|giới thiệu) {_CLAUSE})(?=[.;:(\n])", re.IGNORECASE
    ),
    "họp": re.compile(rf"\bhọp (?P<topic>(?:về|bàn|triển khai|đánh giá) {_CLAUSE}){_UNTIL}", re.IGNORECASE),
    "lễ": _topic("trao|tặng|ký kết|ký|công bố|khởi công|khánh thành|ra mắt"),
}
