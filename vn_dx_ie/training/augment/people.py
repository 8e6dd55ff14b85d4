"""Persons get the names of others, made up of the names in the documents."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import defaultdict
from functools import cache

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.lexicon import _data
from vn_dx_ie.text.unicode import normalise
from vn_dx_ie.training.augment.edits import Edit, over
from vn_dx_ie.training.augment.mentions import cased_as, labelled, text_before

_SYLLABLE = re.compile(r"(?:ngh|gi|qu|[bcdđghklmnpqrstvx]{0,2})[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.I)
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_WOMAN, _MAN = re.compile(r"\b(?:bà|chị|cô)\s$", re.I), re.compile(r"\b(?:ông|anh)\s$", re.I)
_MINORITY = frozenset("Y A H' Ka Mí Rơ Ksor Siu Nay Kpă Rah Rmah Giàng Vừ Sùng Vàng Thào Lầu Mùa Tráng Hạng".split())
_Name = tuple[str, ...]
_Kind = tuple[str, str]  # majority, minority or foreign; f, m, or nothing where the sex is not known


class People:
    """Personal names by kind."""

    def __init__(self, documents: list[Document]) -> None:
        names: dict[_Kind, dict[_Name, None]] = defaultdict(dict)
        for document in documents:
            for entity in labelled(document, "OFFICIAL"):
                words = tuple(normalise(entity.text).split())
                if len(words) > 1 and not entity.text.isupper():
                    names[_kind(document, [entity])][words] = None
        self._names = {kind: list(found) for kind, found in names.items()}

    def rename(self, document: Document, rng: random.Random) -> list[Edit]:
        """Give every person another name, the same in all its forms; foreigners keep theirs."""
        mentions: dict[_Name, list[Entity]] = defaultdict(list)
        for entity in labelled(document, "OFFICIAL"):
            if key := tuple(normalise(entity.text).lower().split()):
                mentions[key].append(entity)
        new: dict[_Name, _Name | None] = {}
        for key in sorted(mentions, key=len, reverse=True):
            if full := next((name for name in new if name[-len(key) :] == key), None):
                name = new[full]
                new[key] = name and name[-len(key) :]
                continue
            forms = sorted((name for name in mentions if key[-len(name) :] == name), key=len, reverse=True)
            kind = _kind(document, [entity for form in forms for entity in mentions[form]])
            name = self._draw(kind, max((len(form) for form in forms if form != key), default=0), rng)
            name = name and (name[-1:] if len(key) == 1 else name)
            new[key] = None if name in new.values() else name
        return [
            over(entity, cased_as(entity.text, " ".join(name)))
            for key, name in new.items()
            for entity in mentions[key]
            if name
        ]

    def _draw(self, kind: _Kind, cut: int, rng: random.Random) -> _Name | None:
        """Draw a name longer than `cut`, the longest form to be cut from its end."""
        group, sex = kind
        if group == "foreign":
            return None
        if rng.random() < 0.08:
            group = "minority"
        pool = self._names.get((group, sex)) or self._names.get(("majority", sex), [])
        if not pool:
            return None
        for _ in range(20):
            name, middle, given = (rng.choice(pool) for _ in range(3))
            if group == "majority" and rng.random() < 0.6:
                name = (name[0], *middle[1:-1], given[-1])
            odd = cut and group == "minority" and name[-1] in _surnames()  # the given name is not the last
            if cut < len(name) == len(set(name)) and not odd:
                return name
        return None


def _kind(document: Document, mentions: list[Entity]) -> _Kind:
    words = normalise(mentions[0].text).title().split()
    first, before = f"{words[0]} ", [text_before(document, entity, 8) for entity in mentions]
    if "Thị" in words or first.startswith(("Ka ", "H'")) or any(map(_WOMAN.search, before)):
        sex = "f"
    elif "Văn" in words or first.startswith(("Y ", "K'")) or any(map(_MAN.search, before)):
        sex = "m"
    else:
        sex = ""
    if not all(_SYLLABLE.fullmatch(_toneless(word)) for word in words):
        return ("minority" if "'" in mentions[0].text or words[0] in _MINORITY else "foreign"), sex
    kinh = len(words) == 1 or (words[0] in _surnames() and not _MINORITY & set(words[:-1]))
    return ("majority" if kinh else "minority"), sex


@cache
def _surnames() -> frozenset[str]:
    return frozenset(_data.word_lists()["surname"].entries)


def _toneless(word: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
