"""The normalised text of an indicator, under which spellings of one name meet."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import msgspec

from vn_dx_ie.lexicon import _data
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.text.unicode import normalise

# An abbreviation in brackets after what it stands for: (GRDP), (PAR INDEX), (TMĐT).
_GLOSS = re.compile(r"\((?:[a-z0-9 .-]+|[bcdđghklmnpqrstvx]+)\)")
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS: Final = {"tỉ": "tỷ", "kĩ": "kỹ", "lí": "lý", "kì": "kỳ"}
_ALSO_WORDS: Final = frozenset({"tư"})  # đầu tư is no đầu trung ương
# Openings that add nothing; not where they belong to the word: số hóa, số dư, tổng sản phẩm, tổng mức.
_OPENING = re.compile(
    r"(?:số lượng(?! và\b)|các|những"
    r"|tổng(?! (?:sản|mức|công|cục|thể|hợp|đài|thư|bí|kết|quan|giám|thầu|lực|hội|kho|cầu|cung|điểm|tài|tỷ)\b)"
    r"|số(?! (?:lượng|hóa|dư|tiền|điểm|dân|lần|liệu|hiệu|định|điện|nhà|nộp|phận|giờ|ngày|năm|[0-9]+)\b)) (?=\S)"
)
_LEVEL: Final = "tỉnh|thành phố|huyện|quận|thị xã|xã|phường|địa phương|nước|quốc"
# The scope and the year of a figure are slots of their own; the area belongs to tổng sản phẩm trên địa bàn.
_SCOPE = re.compile(
    rf"(?<!tổng sản phẩm) (?:trên|trong|tại) (?:địa bàn|phạm vi)(?: (?:toàn |cả )?(?:{_LEVEL}))?$"
    rf"|(?: của| trên| trong| tại| ở)? (?:toàn|cả) (?:{_LEVEL})$"
    rf"| (?:của|tại|ở) (?:{_LEVEL}|đất nước|nước ta|việt nam)$"
    r"|(?: của| trong)? năm [0-9]{4}$"
)
_NAME: Final = r"\S+(?: (?!(?:của|tại|ở|tỉnh|thành) )\S+){0,4}"
_PROVINCE = re.compile(
    rf"(?: của| tại| ở|(?<!tổng sản phẩm) trên địa bàn)? ((?:tỉnh|thành phố) {_NAME})$| (?:của|tại|ở) ({_NAME})$"
)
_REACH: Final = 80  # characters in which a scope is looked for at a time
# A place after one of these is no scope: thời gian đi từ cửa khẩu về tỉnh.
_TOWARDS: Final = frozenset("về đến từ sang vào cho qua với và giữa".split())


class _Abbreviations(msgspec.Struct, frozen=True):
    abbreviations: dict[str, str]


@lru_cache(maxsize=8192)
def indicator_key(text: str) -> str:
    """Return the words of an indicator in the form under which its spellings are one.

    Unicode form, case, tone style, punctuation and ``tỉ``/``tỷ`` make no difference; abbreviations
    are written out, those in brackets left out; openings such as ``tổng số`` and ``số lượng`` and a
    scope or year at the end go. ``tỷ lệ`` stays, for it tells a share from a count:
    ``Tổng số hồ sơ TTHC trên địa bàn tỉnh`` → ``hồ sơ thủ tục hành chính``.
    """
    view = normalise(text).lower()
    words = _WORD.findall(_GLOSS.sub(" ", view)) or _WORD.findall(view)
    key = _abbreviation().sub(_written_out, " ".join(_SPELLINGS.get(word, word) for word in words))
    start, end = 0, len(key)
    while opening := _OPENING.match(key, start):
        start = opening.end()
    while (before := _end_before_scope(key, start, end)) < end:
        end = before
    return key[start:end]


def _end_before_scope(key: str, start: int, end: int) -> int:
    """Return where the scope at the end of ``key[start:end]`` begins, `end` where there is none."""
    reach = max(start, end - _REACH)
    scope = _SCOPE.search(key, reach, end)
    if scope is None and (place := _PROVINCE.search(key, reach, end)) and link_province(place[1] or place[2]):
        scope = place
    if scope is None or key[reach : scope.start()].rpartition(" ")[2] in _TOWARDS:
        return end
    return scope.start()


def _written_out(found: re.Match[str]) -> str:
    return _words_of_abbreviations()[found[0]]


@cache
def _abbreviation() -> re.Pattern[str]:
    spelled = sorted(_words_of_abbreviations(), key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(spelled)})(?!\S)")


@cache
def _words_of_abbreviations() -> dict[str, str]:
    """Return the words of each abbreviation of the lexicon and of the catalogue, both in the form of keys."""
    own = (files("vn_dx_ie.lexicon") / "data" / "indicators.json").read_bytes()
    known = {**_data.abbreviations(), **msgspec.json.decode(own, type=_Abbreviations).abbreviations}
    pairs = ((_plain(short), _plain(words)) for short, words in known.items())
    return {short: words for short, words in pairs if short not in _ALSO_WORDS}


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))
