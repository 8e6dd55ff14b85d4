"""Bodies become others of their kind: a ministry another ministry, a school another school."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from functools import cache

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.lexicon import _data
from vn_dx_ie.text.unicode import normalise
from vn_dx_ie.training.augment.edits import Edit
from vn_dx_ie.training.augment.mentions import cased_as, draw_unused, flat, labelled

_HEADS = (
    "Trường Đại học|Trường Tiểu học|Bệnh viện Đa khoa|Ngân hàng TMCP|Công ty cổ phần|Công ty TNHH|Tổng công ty|"
    "Trường THPT|Trường THCS|Hợp tác xã|Bệnh viện|Trung tâm|Tổng cục|Hiệp hội|Học viện|Tập đoàn|Chi cục|Công ty|"
    "Phòng|Viện|Quỹ|HTX|Cục|Hội|Báo|Bộ|Sở|Vụ"
)
_BODY = re.compile(
    rf"(?P<head>(?i:{_HEADS}))\s(?!Chính trị|Tư lệnh|Chỉ huy|Tham mưu)(?P<core>[^\W\d_](?:(?! của | Việt Nam).)*?)"
    r"(?P<tail>\s(?i:tỉnh|huyện|thành phố|xã|phường|quận|thị xã))?"
)


class Bodies:
    """What tells bodies of one kind apart, such as the fields of ministries."""

    def __init__(self, documents: list[Document]) -> None:
        cores: dict[tuple[str, bool], dict[str, None]] = defaultdict(dict)
        for document in documents:
            for entity in flat(document, "AGENCY"):
                if (match := _parse(entity)) and not entity.text.isupper():
                    cores[_kind(match)][_long(match["core"])] = None
        self._cores = {kind: list(found) for kind, found in cores.items()}

    def rename(self, document: Document, rng: random.Random) -> list[Edit]:
        """Make bodies others of their kind, except those that have a short form in the text."""
        bodies = [(entity, match) for entity in flat(document, "AGENCY") if (match := _parse(entity))]
        left = {_key(match) for entity, match in bodies if _has_short_form(document, entity, match)}
        new: dict[tuple[str, str], str | None] = {}
        edits = []
        for entity, match in bodies:
            key, core = _key(match), match["core"]
            if key not in left and key not in new:
                new[key] = draw_unused(self._cores.get(_kind(match), []), new.values(), rng)
            if found := new.get(key):
                start = entity.start + match.start("core")
                name = found if core == _long(core) else _short(found)
                edits.append(Edit(start, start + len(core), cased_as(entity.text, name)))
        return edits


def _parse(entity: Entity) -> re.Match[str] | None:
    match = _BODY.fullmatch(entity.text)
    return match if match and match["core"][0].isupper() else None


def _kind(match: re.Match[str]) -> tuple[str, bool]:
    return match["head"].lower(), bool(match["tail"])


def _key(match: re.Match[str]) -> tuple[str, str]:
    return match["head"].lower(), normalise(_long(match["core"])).lower()


def _has_short_form(document: Document, entity: Entity, match: re.Match[str]) -> bool:
    """Return whether a bracket follows, or another body's name is made of the same words or their initials."""
    if re.search(re.escape(entity.text) + r"\s*\(", document.text):
        return True
    initials = "".join(word[0] for word in entity.text.split()).upper()
    full = f"{match['head']} {match['core']}".lower()
    for other in {body.text for body in labelled(document, "AGENCY")}:
        parsed = _BODY.fullmatch(other)
        within = other.lower() in full and other.lower() != match["head"].lower()
        same = parsed and _key(parsed) == _key(match)
        if other == initials or ((within or full in other.lower()) and not same):
            return True
    return False


def _long(core: str) -> str:
    return _data.abbreviations().get(core, core)


def _short(core: str) -> str:
    return _shorts().get(core, core)


@cache
def _shorts() -> dict[str, str]:
    return {long: short for short, long in reversed(_data.abbreviations().items())}
