"""The words by which an order is known, in the form of the view."""

from __future__ import annotations

import re
from typing import Final

from vn_dx_ie.assembly.words import any_of

_ORDERS: Final = any_of(
    """
    yêu cầu, đề nghị, chỉ đạo, giao(?: nhiệm vụ)?(?: cho)?, lưu ý, đôn đốc, phân công, kiến nghị, nhắc nhở,
    quán triệt, kêu gọi, chỉ thị, thúc giục, đốc thúc, đặt ra yêu cầu
    """
)
ORDER: Final = re.compile(rf"\b(?P<verb>{_ORDERS})\b", re.IGNORECASE)
# Before these words the same verbs are nouns, wishes of one's own or done to the speaker.
_NOT_AFTER: Final = any_of(
    """
    theo, đáp ứng, những, các, nhiều, một số, mọi, có, sự, ban, công tác, công trình, quan điểm, ý kiến,
    tinh thần, phát biểu, được, bị, chỉ tiêu, kế hoạch, thời gian, khi có, tiếp thu, tiếp nhận, thực hiện,
    bàn, chuyển, thủ tục, trên cơ sở, nhiệm vụ, trách nhiệm, văn bản, thỏa mãn, phù hợp, nâng cao, trung tâm,
    hồ sơ, đơn, vốn, dự toán, hạ, theo sự
    """
)
NO_ORDER_BEFORE: Final = re.compile(rf"\b(?:{_NOT_AFTER})\s+$", re.IGNORECASE)
_NOT_BEFORE: Final = any_of(
    """
    của, về, thông, dịch, lưu, thương, hàng, đất, mùa, thời, đoạn, trả, nhận, công nghệ, điều hành\\b, chung,
    là\\b, đối với
    """
)
NO_ORDER_AFTER: Final = re.compile(rf"\s*(?:{_NOT_BEFORE})", re.IGNORECASE)
# Verbs that ask by themselves; the others need somebody who is told.
ASKING: Final = frozenset({"yêu cầu", "đề nghị", "lưu ý", "kiến nghị", "kêu gọi", "đặt ra yêu cầu"})

SAID: Final = re.compile(
    r"\b(?:nhấn mạnh|cho rằng|khẳng định|nêu rõ|phát biểu|chỉ rõ|kết luận|mong muốn|mong|đề xuất)\b", re.IGNORECASE
)
CITED: Final = re.compile(
    r"\b(?:nhấn mạnh|nêu rõ|chỉ đạo|yêu cầu|lưu ý|đề nghị|chỉ rõ|khẳng định|nói)\b", re.IGNORECASE
)
ACCORDING_TO: Final = re.compile(r"\btheo (?:(?:ông|bà|đồng chí) )?$", re.IGNORECASE)
MUST: Final = re.compile(
    r"(?<!không )(?<!chứ )\b(?:phải|cần|đòi hỏi|không được|tuyệt đối không|có trách nhiệm)\b", re.IGNORECASE
)
HEADLINE_DEMAND: Final = re.compile(
    r"\s*:\s*[\"']?(?:[^.,;:]{0,40} )??(?:phải|cần|không được|không để)\b", re.IGNORECASE
)
PRONOUN: Final = re.compile(
    r"(?:^|[,;.\"] ?)\s*(?:ông|bà|đồng chí)(?: (?:cũng|đã|còn|tiếp tục|vừa|sẽ))* $", re.IGNORECASE
)

# How a sentence opens that goes on with an order.
_MARK: Final = r"[\"'*]*\s*(?:\(?\d+\)?[.)]?\s*|[-+*•]\s*)?"
_LINKS: Final = any_of(
    """
    đồng thời, bên cạnh đó, cùng với đó, ngoài ra, song song, mặt khác, trong đó, do đó, theo đó, từ đó, vì vậy,
    trước mắt, đặc biệt, cụ thể, thứ \\w+, \\w+ là
    """
)
_DEEDS: Final = any_of(
    """
    phải, cần, tiếp tục, tập trung, khẩn trương, chủ động, tăng cường, đẩy mạnh, thực hiện, rà soát, chú trọng,
    hoàn thiện, bảo đảm, đảm bảo, kiên quyết, triển khai, chuẩn bị, giao, chỉ đạo, yêu cầu, đề nghị, quán triệt,
    sớm, phát huy, không để, tuyệt đối
    """
)
_OTHER_OPENINGS: Final = any_of(
    """
    về, đối với, với, phối hợp, nghiên cứu, xây dựng, nâng cao, quan tâm, tổ chức, làm tốt, đổi mới, không
    """
)
IMPERATIVE: Final = re.compile(rf"{_MARK}(?:(?:{_LINKS}),?\s*)?(?:{_DEEDS})\b", re.IGNORECASE)
CONTINUES: Final = re.compile(rf"{_MARK}(?:{_LINKS}|{_DEEDS}|{_OTHER_OPENINGS})\b", re.IGNORECASE)
HEADLESS: Final = re.compile(
    rf"(?:[-+*•]\s*)?(?:(?:{_LINKS}),?\s*)?(?:yêu cầu|đề nghị|giao(?: cho)?|chỉ đạo)\b", re.IGNORECASE
)
LEAD_IN: Final = re.compile(rf"\**(?:\(?\d{{1,2}}[.)]\s*|[-+*•]\s*)?\**\s*(?:(?:{_LINKS}),?\s*)?", re.IGNORECASE)
LIST_HEADING: Final = re.compile(
    r"\b(?:nhiệm vụ|nội dung|yêu cầu|chỉ đạo|giải pháp)\b[^:]{0,60}\b(?:sau|gồm|thực hiện|cụ thể)\s*:$", re.IGNORECASE
)
LIST_ITEM: Final = re.compile(
    r"[\"'*]*\s*(?:\(?\d{1,2}\)|\d{1,2}[.)]|[-+*•]|thứ (?:nhất|hai|ba|tư|năm|sáu|bảy|tám)|\w+ là\b)", re.IGNORECASE
)
_CHARGES: Final = any_of(
    """
    chủ trì, phối hợp, khẩn trương, chỉ đạo, có trách nhiệm, chịu trách nhiệm, cần, phải, nghiên cứu, rà soát,
    tập trung, tiếp tục, chủ động, tăng cường, đẩy mạnh, sớm
    """
)
TASK_AFTER_BODY: Final = re.compile(rf"\s*(?:,[^,]{{0,60}},)?\s*(?:cũng )?(?:{_CHARGES})\b", re.IGNORECASE)
MUST_AFTER_BODY: Final = re.compile(r"\s*(?:cũng |vẫn |còn |sẽ )?(?:cần|phải)\b", re.IGNORECASE)
SPOKE: Final = re.compile(
    r"\b(?:nhấn mạnh|yêu cầu|đề nghị|chỉ đạo|phát biểu|lưu ý|giao|nêu rõ|khẳng định|cho rằng|chỉ rõ|kết luận)\b",
    re.IGNORECASE,
)
GROUP_MUST: Final = re.compile(
    r"(?:[^,.;]{1,40}, )?(?:các|từng|mỗi|toàn|chính quyền|cơ quan|đơn vị|ngành|dn|doanh nghiệp)\b[^.;:]{0,70}?"
    r"(?<!không )\b(?:phải|cần|có trách nhiệm)\b",
    re.IGNORECASE,
)
# What tells of the past ends the speech.
TOLD: Final = re.compile(
    r"\b(?:cho biết|cho hay|báo cáo|chia sẻ|đánh giá|thông tin|bày tỏ|ghi nhận|biểu dương|cảm ơn|đã đạt|đạt được)\b",
    re.IGNORECASE,
)
DEADLINE: Final = re.compile(
    r"\b(?:trước|trong|chậm nhất(?: là)?(?: đến)?|đến hết|hết|hoàn thành (?:vào|trong)|đến|vào|xong)\s+$", re.IGNORECASE
)
