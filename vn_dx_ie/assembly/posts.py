"""Posts: which of them say the same, and to which body their holder belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies, is_acronym
from vn_dx_ie.assembly.context import Context, Mention

_GOVERNMENT_POSTS: Final = frozenset({"thủ tướng", "phó thủ tướng", "phó thủ tướng thường trực"})
# Posts that people hold beside the one by which they are known.
_SIDE_POST: Final = re.compile(
    r"\b(?:ban chỉ đạo|ủy ban quốc gia|tổ công tác|hội đồng tư vấn|trưởng đoàn|ủy viên|quân ủy|bí thư trung ương đảng|"
    r"đại biểu quốc hội|đoàn đại biểu|đảng ủy|ban cán sự)\b",
    re.IGNORECASE,
)
# A post in one word tells the kind of body: ``Tổng cục trưởng`` leads a ``Tổng cục``.
_KIND_OF_POST: Final = re.compile(
    r"^(?:quyền |nguyên )?(?:phó )?(?P<kind>tổng cục|chi cục|cục|vụ) trưởng$", re.IGNORECASE
)
_PAST: Final = re.compile(r"(?:nguyên|cựu|cố)\b", re.IGNORECASE)
# Posts that are in no body of their own, whatever else their holders are.
_ABOVE_ALL: Final = re.compile(r"(?:chủ tịch nước|tổng bí thư)\b", re.IGNORECASE)
_MINISTER: Final = re.compile(r"^(?:bộ|thứ) trưởng(?: (?P<sector>(?!thường trực)\w.*))?$", re.IGNORECASE)


def merged_posts(positions: Iterable[Mention]) -> list[Mention]:
    """Return the posts in order, each once, without those that another one says in full."""
    kept: list[Mention] = []
    for position in positions:
        if any(other.key == position.key or _says_less(position, other) for other in kept):
            continue
        shorter = [index for index, other in enumerate(kept) if _says_less(other, position)]
        if shorter:
            kept[shorter[0]] = position
        else:
            kept.append(position)
    return kept


def _says_less(post: Mention, other: Mention) -> bool:
    """Say whether a post is another one cut short or with its body abbreviated."""
    return other.key.startswith(post.key + " ") or is_acronym(post.text, other.text)


def agency_of(context: Context, bodies: Bodies, positions: Sequence[Mention]) -> str | None:
    """Return the body that a person with these posts belongs to: that of the first chief post still held.

    A body named in a post counts before one that a post only tells (``Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ``).
    """
    current = [position for position in positions if not _PAST.match(position.text)]
    named = [(position, own) for position in current if (own := named_body(context, bodies, position))]
    chief = [(position, own) for position, own in named if not _SIDE_POST.search(position.text)]
    told = [own for position in current if (own := told_body(bodies, position))]
    if not chief and (told or any(_ABOVE_ALL.match(position.text) for position in current)):
        return told[0] if told else None
    leading = [own for position, own in chief if not position.key.startswith("phó ")] or [own for _, own in chief]
    return leading[0] if leading else named[-1][1] if named else None


def named_body(context: Context, bodies: Bodies, position: Mention) -> str | None:
    """Return the body that is named inside a post."""
    nested = agency_inside(context, position)
    return bodies.complete(nested) if nested else None


def agency_inside(context: Context, position: Mention) -> Mention | None:
    """Return the longest mention of a body inside a post, of two the first."""
    nested = context.inside(position, "AGENCY")
    return max(nested, key=lambda mention: (mention.end - mention.start, -mention.start), default=None)


def told_body(bodies: Bodies, position: Mention) -> str | None:
    """Return the body that a post tells without naming it: ``Thủ tướng``, ``Cục trưởng``, ``Bộ trưởng Nội vụ``."""
    if told := body_by_words(position):
        return told
    if _MINISTER.match(position.text):
        return bodies.nearest_of_kind("bộ", position)
    kind = _KIND_OF_POST.match(position.text)
    return bodies.nearest_of_kind(kind["kind"].lower(), position) if kind else None


def body_by_words(position: Mention) -> str | None:
    """Return the body that the words of a post tell whatever the article: ``Thủ tướng``, ``Bộ trưởng Nội vụ``."""
    if position.key in _GOVERNMENT_POSTS:
        return "Chính phủ"
    ministry = _MINISTER.match(position.text)
    return f"Bộ {ministry['sector']}" if ministry and ministry["sector"] else None
