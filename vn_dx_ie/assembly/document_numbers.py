"""What the name and the number of a document tell: its kind, its year, who issued it."""

from __future__ import annotations

import re
from typing import Final

from vn_dx_ie.assembly.local_bodies import placed
from vn_dx_ie.assembly.words import any_of
from vn_dx_ie.lexicon._data import ProvinceUnit
from vn_dx_ie.normalize.names import link_organisation

FULL_NUMBER: Final = re.compile(r"\b\d[\d-]*(?:/\d{4})?[/-][A-ZĐ][\wĐ&-]*(?:[/-][\wĐ&]+)*")
_NUMBERED: Final = any_of(
    """
    nghị quyết, nghị định, quyết định, chỉ thị, thông tư, kết luận, thông báo, công điện, công văn, văn bản,
    kế hoạch, tờ trình
    """
)
_NAMED: Final = any_of(
    """
    hiến pháp, bộ luật, luật, pháp lệnh, sắc lệnh, lệnh, nghị định thư, nghị quyết liên tịch, thông tư liên tịch,
    đề án, dự án, chương trình, chiến lược, quy hoạch, quy định, quy chế, hướng dẫn, báo cáo, phương án, hiệp định,
    điều lệ
    """
)
_KIND: Final = re.compile(rf"(?:{_NAMED}|{_NUMBERED})\b", re.IGNORECASE)
_BARE_NUMBER: Final = re.compile(
    rf"(?:{_NUMBERED})(?: liên tịch)?(?: số(?: hiệu)?| mang số hiệu)? (?P<numbers>\d+(?:(?:, | và |, và )\d+)*)\b",
    re.IGNORECASE,
)
_KIND_OF_LETTERS: Final = {
    "NQ": "nghị quyết",
    "NĐ": "nghị định",
    "QĐ": "quyết định",
    "CT": "chỉ thị",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "NQLT": "nghị quyết liên tịch",
    "KL": "kết luận",
    "TB": "thông báo",
    "CĐ": "công điện",
    "KH": "kế hoạch",
    "TTR": "tờ trình",
    "BC": "báo cáo",
    "HD": "hướng dẫn",
    "CTR": "chương trình",
    "QC": "quy chế",
    "QYĐ": "quy định",
    "ĐA": "đề án",
}
_ISSUER_OF_LETTERS: Final = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "CTN": "Chủ tịch nước",
}
_LOCAL_ISSUERS: Final = ("UBND", "HĐND")
_JOINT: Final = ("TTLT", "NQLT")
_LETTERS: Final = re.compile(r"(?<=[/-])[A-ZĐa-zđ&]+")
_YEAR: Final = re.compile(r"^\d+[/-]((?:19|20)\d\d)(?=[/-])")


def numbers_of(name: str) -> list[str]:
    """Return the numbers that a document's name carries: ``206/QĐ-TTg``; ``01``, ``02`` and ``35``."""
    full = FULL_NUMBER.search(name)
    if full:
        return [full[0]]
    bare = _BARE_NUMBER.match(name)
    return re.findall(r"\d+", bare["numbers"]) if bare else []


def kind_of_document(name: str, number: str | None) -> str | None:
    """Return the kind of document in lower case, by the first word of its name, else by the letters of its number."""
    told = _KIND.match(name)
    if told:
        return told[0].lower()
    letters = [name.split(" ")[0], *letters_of(number)]
    return next((kind for one in letters if (kind := _KIND_OF_LETTERS.get(one.upper()))), None)


def year_of_number(number: str | None) -> int | None:
    """Return the year inside a number: 2023 of ``170/2023/NĐ-CP``."""
    year = _YEAR.match(number) if number else None
    return int(year[1]) if year else None


def issuer_of_number(number: str | None, home: ProvinceUnit | None = None) -> str | None:
    """Return the issuer that the letters of a number tell, None where more than one may be meant.

    ``QĐ-TTg``, ``TT-BTC``, ``VPCP-KSTT``; ``QĐ-UBND`` and ``NQ-HĐND`` where `home` is the province
    that such a number is of. ``TW`` and ``TU`` have several issuers, joint circulars two or more.
    """
    letters = letters_of(number)
    if letters and letters[0] in _KIND_OF_LETTERS:
        letters = [] if letters[0] in _JOINT else letters[1:]
    if not letters:
        return None
    if letters[0] in _LOCAL_ISSUERS:
        return f"{letters[0]} {placed(home)}" if home else None
    return _ISSUER_OF_LETTERS.get(letters[0]) or _ministry(letters[0])


def letters_of(number: str | None) -> list[str]:
    """Return the groups of letters of a number in capitals: ``NĐ`` and ``CP`` of ``170/2023/NĐ-CP``."""
    return [letters.upper() for letters in _LETTERS.findall(number)] if number else []


def _ministry(letters: str) -> str | None:
    found = link_organisation(letters)
    return found.name if found and found.kind == "ministry" else None
