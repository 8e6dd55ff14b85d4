"""The word lists and patterns that more than one rule of assembly reads, in the form of the view."""

from __future__ import annotations

import re
from typing import Final

WHOLE_COUNTRY: Final = "VN"
COUNTRY_KEYS: Final = frozenset({"việt nam", "nước ta", "vn", "cả nước", "toàn quốc"})


def any_of(words: str) -> str:
    """Return a pattern for any of `words`, which are given with commas between them."""
    return "|".join(word.strip() for word in words.split(","))


_SPEECH: Final = any_of(
    """
    phát biểu, cho biết, cho hay, cho rằng, nhấn mạnh, khẳng định, yêu cầu, đề nghị, chỉ đạo, lưu ý, báo cáo,
    chia sẻ, nêu rõ, nêu, đánh giá, bày tỏ, thông tin thêm, thông tin về, trình bày, kết luận, kiến nghị,
    đề xuất, nói, nhận định, phân tích, trao đổi, giải đáp, trả lời, ghi nhận, biểu dương, chỉ rõ, chỉ ra,
    mong muốn, đề cập, thông báo, khuyến nghị, cảm ơn, cảnh báo, tin tưởng, kỳ vọng, dẫn chứng, lý giải,
    quán triệt, hoan nghênh, công bố, khái quát, nhất trí, đồng ý, gửi lời, thay mặt, tuyên bố
    """
)
SPEECH_VERB: Final = re.compile(rf"\b(?:{_SPEECH})\b", re.IGNORECASE)


_CITY: Final = re.compile(r"\btp\b\.?")
_SPACES: Final = re.compile(r"\s+")
_HYPHEN: Final = re.compile(r"\s*-\s*")


def spelled_out(text: str) -> str:
    """Return :func:`squash` of `text` with ``TP`` spelt out, so that both spellings of a city's body meet."""
    return _SPACES.sub(" ", _CITY.sub("thành phố ", squash(text))).strip()


def squash(text: str) -> str:
    """Return `text` in lower case with single spaces and plain hyphens, for comparisons."""
    return _HYPHEN.sub("-", _SPACES.sub(" ", text.replace("–", "-").lower())).strip()
