"""Abbreviations are written out and long forms shortened."""

from __future__ import annotations

import random
import re

from vn_dx_ie.document import Document
from vn_dx_ie.lexicon import _data
from vn_dx_ie.training.augment.edits import Edit, substitutions

_SHORT = "UBND HĐND MTTQ BHXH BHYT BCĐ HTX TTHC CNTT CĐS CCHC DVC DVCTT CSDL CCCD KT-XH".split()
_CITY_LONG = re.compile(r"(?i:thành phố)(?=\s[^\W\d_])")
_CITY_SHORT = re.compile(r"\b[Tt][Pp](?:\.\s?|\s)(?!HCM)(?=[^\W\d_])")


def swap_abbreviations(document: Document, rng: random.Random) -> list[Edit]:
    """Write abbreviations out or long forms short, each the same way throughout; ``TP`` is one of them."""
    edits = _cities(document.text, rng)
    for short in _SHORT:
        shorten = rng.random() < 0.5
        if f"({short})" not in document.text:
            edits += _shortened(document.text, short) if shorten else _spelt_out(document.text, short)
    return edits


def _shortened(text: str, short: str) -> list[Edit]:
    words = map(re.escape, _data.abbreviations()[short].split())
    long = r"\s".join(words).replace("Ủy", "(?:Ủy|Uỷ)")
    return substitutions(text, _whole(f"(?i:{long})"), lambda match: short)


def _spelt_out(text: str, short: str) -> list[Edit]:
    long = _data.abbreviations()[short]
    return substitutions(text, _whole(short), lambda match: _in_place(match, long))


def _whole(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){form}(?![\w&])")


def _in_place(match: re.Match[str], long: str) -> str:
    """Capitalise `long` as its place wants it: in a line of capitals, or first in a sentence."""
    before = match.string[: match.start()]
    line = before.rpartition("\n")[2] + match.string[match.end() :].partition("\n")[0]
    if line.isupper():
        return long.upper()
    return long[0].upper() + long[1:] if re.search(r'(?:^|[.!?\n])[\s"“+*•-]*$', before[-9:]) else long


def _cities(text: str, rng: random.Random) -> list[Edit]:
    if rng.random() < 0.5:
        short = rng.choice(("TP", "TP."))
        return substitutions(text, _CITY_LONG, lambda match: short if text[match.end() + 1].isupper() else match[0])
    return substitutions(
        text,
        _CITY_SHORT,
        lambda match: _in_place(match, "thành phố") + " " if text[match.end()].isupper() else match[0],
    )
