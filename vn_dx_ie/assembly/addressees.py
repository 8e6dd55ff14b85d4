"""Whom a directive is for: the bodies, posts and groups named right after the asking verb."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Mention, outermost
from vn_dx_ie.assembly.coreference import Cast, Person
from vn_dx_ie.assembly.words import any_of
from vn_dx_ie.text.segments import Sentence

_GROUPS: Final = any_of(
    """
    các, từng, mỗi, toàn thể, lãnh đạo, người đứng đầu, chính quyền, cơ quan, đơn vị, cán bộ, thủ trưởng,
    cộng đồng, ngành, nhà thầu, chủ đầu tư, doanh nghiệp, dn, người dân, địa phương
    """
)
_GROUP: Final = re.compile(rf"(?:tất cả )?(?:{_GROUPS})\b", re.IGNORECASE)
# The first word of what is to be done ends the list of those who are to do it.
_TASKS: Final = any_of(
    """
    phải, cần, tiếp tục, tập trung, khẩn trương, chủ động, tăng cường, đẩy mạnh, thực hiện, rà soát,
    chủ trì, phối hợp, nghiên cứu, chú trọng, xây dựng, hoàn thiện, hoàn thành, bảo đảm, đảm bảo,
    nâng cao, kiên quyết, triển khai, tổ chức, chuẩn bị, chỉ đạo, quán triệt, sớm, làm, phát huy,
    đổi mới, không, nghiêm túc, đánh giá, thảo luận, dự báo, báo cáo, hỗ trợ, tháo gỡ, tiếp thu,
    theo dõi, xử lý, xem xét, bố trí, giải trình, quan tâm, tạo, có, thường xuyên, nhanh chóng, kịp thời,
    (?<!thường )trực tiếp, căn cứ, trong, theo, để, nhằm, về, tiến hành, kiểm tra, thống nhất, cùng, ưu tiên,
    (?<!ban )(?<!quan )quản lý, dừng, đưa, đề xuất, khai thác, trước, hướng dẫn, tham mưu, lập, mở rộng,
    giải quyết, ban hành, cập nhật, tích cực, nỗ lực, phấn đấu, thúc đẩy, hăng say, năm, ngay, lưu ý, là,
    bám sát, cung cấp, công khai, công bố, khắc phục, (?<!chủ )đầu tư, đồng hành, tham gia, đôn đốc,
    kiểm soát, giữ, chấp hành, nâng, phát triển, xác định, phân quyền, truy cập, tuyệt đối, sử dụng,
    sắp xếp, thành lập, ra soát, thông báo
    """
)
_TASK: Final = re.compile(rf"\s*\b(?:{_TASKS})\b", re.IGNORECASE)
_LEAD: Final = re.compile(
    r"(?:\s*(?:cho|với|đối với|tới|đến|:)\b)?\s*(?:,?\s*(?:trong|thời gian tới|năm|từ nay|với)\b[^,.;:]{0,60},)?\s*",
    re.IGNORECASE,
)
_LONGEST: Final = 16


@dataclass(frozen=True, slots=True)
class Addressees:
    """The names of those addressed, in text order, and the mentions among them."""

    names: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()


def addressees_of(
    context: Context, cast: Cast, bodies: Bodies, issuer: Mention, verb_end: int, sentence: Sentence
) -> Addressees:
    """Return who is addressed after the asking verb, else in ``Đối với X, …`` at the start of the sentence."""
    speaker = cast.person_of(issuer)
    start = _skip_lead(context, verb_end, sentence.end)
    found = _addressed_at(context, cast, bodies, speaker, (start, sentence.end))
    opening = _TOWARDS.match(context.text, sentence.start, verb_end)
    if found.names or opening is None or opening.end() >= issuer.start:
        return found
    return _addressed_at(context, cast, bodies, speaker, (opening.end(), issuer.start))


def _addressed_at(
    context: Context, cast: Cast, bodies: Bodies, speaker: Person | None, span: tuple[int, int]
) -> Addressees:
    """Return who is named from the start of `span` on; titles of the speaker are not somebody told."""
    listed = _listed_mentions(context, *span)
    mentions = [mention for mention in listed if speaker is None or cast.person_of(mention) is not speaker]
    if mentions:
        named = [mention for mention in mentions if not _has_name_beside(mention, mentions)]
        return Addressees(tuple(dict.fromkeys(_name(cast, bodies, mention) for mention in named)), tuple(mentions))
    return Addressees() if listed else Addressees(tuple(_group_names(context, *span)))


def _name(cast: Cast, bodies: Bodies, mention: Mention) -> str:
    person = cast.person_of(mention) if mention.label == "OFFICIAL" else None
    return person.name if person else bodies.spell(mention)


def _has_name_beside(mention: Mention, mentions: Sequence[Mention]) -> bool:
    return mention.label == "POSITION" and any(
        other.label == "OFFICIAL" and 0 <= other.start - mention.end <= 3 for other in mentions
    )


def _skip_lead(context: Context, start: int, end: int) -> int:
    lead = _LEAD.match(context.text, start, end)
    return lead.end() if lead else start


def is_addressed(context: Context, start: int, end: int) -> bool:
    """Say whether a body, a post, a person or a group stands right at `start`, where the asking verb ends."""
    offset = _skip_lead(context, start, end)
    return bool(_listed_mentions(context, offset, end)) or bool(_GROUP.match(context.text, offset, end))


def names_person(context: Context, start: int, end: int) -> bool:
    """Say whether the first one listed from `start` on is a person by name, after a title or not."""
    listed = _listed_mentions(context, _skip_lead(context, start, end), end)
    return any(mention.label == "OFFICIAL" for mention in listed[:2])


def _listed_mentions(context: Context, start: int, end: int) -> list[Mention]:
    """Return the bodies and posts listed from `start` on: ``Bộ A, Bộ B và UBND tỉnh``."""
    actors = context.between(start, end, "AGENCY", "POSITION", "OFFICIAL", "PROVINCE")
    outer = outermost(actors)
    listed: list[Mention] = []
    position = start
    for actor in outer:
        if not _JOINT.fullmatch(context.text[position : actor.start]):
            break
        listed.append(actor)
        position = actor.end
    return listed


_JOINT: Final = re.compile(
    r"\s*(?:,|;|và|cùng|với)?\s*(?:tỉnh|thành phố|lãnh đạo|ông|bà|đồng chí)?\s*(?:\([^)]{1,40}\))?\s*(?:,|và)?\s*",
    re.IGNORECASE,
)


def _group_names(context: Context, start: int, end: int) -> list[str]:
    """Return the groups addressed in general words: ``các bộ, ngành, địa phương`` is one."""
    first = _GROUP.match(context.text, start, end)
    if first is None:
        return []
    close = _TASK.search(context.text, first.end(), end) or _COMMA.search(context.text, first.end(), end)
    if close is None or len(context.text[start : close.start()].split()) > _LONGEST:
        return []
    phrase = context.text[start : close.start()].rstrip(" ,;:")
    breaks = list((_NEXT_HEAD if _QUANTIFIED.match(phrase) else _BREAK).finditer(phrase))
    starts, ends = [0, *(gap.end() for gap in breaks)], [*(gap.start() for gap in breaks), len(phrase)]
    return [context.source(start + one, start + other) for one, other in zip(starts, ends, strict=True) if one < other]


_COMMA: Final = re.compile(r"(?=,)")
_BREAK: Final = re.compile(r",\s*|;\s*")
_QUANTIFIED: Final = re.compile(r"(?:tất cả |toàn thể )?(?:các|từng|mỗi|toàn)\b", re.IGNORECASE)
# What opens another addressee: of ``các sở, ban, ngành, UBND các huyện và các chủ đầu tư`` there are three.
_NEXT_HEAD: Final = re.compile(
    r"(?:,| và|;)\s+(?=(?:các|toàn thể|chính quyền|cơ quan|lãnh đạo|chủ tịch|bí thư|ubnd|ủy ban|bộ|sở|cục|ban)\s+\S)",
    re.IGNORECASE,
)
_TOWARDS: Final = re.compile(r"(?:đối )?với ", re.IGNORECASE)
