"""Figures get other digits and other units."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from vn_dx_ie.document import Document
from vn_dx_ie.training.augment.edits import Edit, over, substitutions
from vn_dx_ie.training.augment.mentions import labelled

_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(_DIGITS)
_FIGURE = re.compile(rf"(?<![^\W_]){_DIGITS}(?:\s?[-–/]\s?{_DIGITS})?(?:\s?(?:%|phần trăm))?")
_MONEY = re.compile(r"(?<!triệu )(?:(?:nghìn|ngàn)\s)?(?:t[ỷỉ]|triệu)(?=\s(?P<unit>đồng|USD))")
_WEIGHT = re.compile(r"(?<!\w)(?:tấn|kg)(?!\w)")
_BILLION = re.compile(r"(?<!\w)(?P<first>[Tt])[ỷỉ](?!\w)")


def redraw_numbers(document: Document, rng: random.Random) -> list[Edit]:
    """Put other digits into figures; zeros at the end, the order in ratios and ranges, and 100% stay."""
    new: dict[str, str] = {}

    def redrawn(match: re.Match[str]) -> str:
        return new.setdefault(match[0], _redraw(match[0], rng))

    return [over(entity, _FIGURE.sub(redrawn, entity.text)) for entity in labelled(document, "VALUE")]


def _redraw(figure: str, rng: random.Random) -> str:
    for _ in range(20):
        new = _with_other_digits(figure, rng)
        if _order(new) == _order(figure):
            return new
    return figure


def _with_other_digits(figure: str, rng: random.Random) -> str:
    share = figure.endswith(("%", "trăm"))
    new: dict[str, str] = {}
    return _NUMBER.sub(lambda match: new.setdefault(match[0], _other_digits(match[0], share, rng)), figure)


def _other_digits(number: str, share: bool, rng: random.Random) -> str:
    """Redraw the digits, but none of the hundreds of a `share`; what is drawn for either end is not 0."""
    body = number if "," in number else number.rstrip("0.")
    fixed = max(0, len(number.partition(",")[0]) - 2) if share else 0
    digits = [
        character
        if not character.isdigit() or index < fixed or (index == 0 and character == "0")
        else str(rng.randint(1 if index in (0, len(body) - 1) else 0, 9))
        for index, character in enumerate(body)
    ]
    return "".join(digits) + number[len(body) :]


def _order(figure: str) -> list[int]:
    values = [
        float(number.replace(".", "").replace(",", ".", 1).replace(",", "")) for number in _NUMBER.findall(figure)
    ]
    return [(before > after) - (before < after) for before, after in pairwise(values)]


def change_units(document: Document, rng: random.Random) -> list[Edit]:
    """Change the units of figures for others of their family, or the spelling of ``tỷ`` in the whole text."""
    if rng.random() < 0.3:
        letter = "ỉ" if document.text.count("tỷ") > document.text.count("tỉ") else "ỷ"
        return substitutions(document.text, _BILLION, lambda match: match["first"] + letter)
    words, new = rng.random() < 0.5, dict[str, str]()
    return [
        over(entity, new.setdefault(entity.text, _with_other_unit(entity.text, words, rng)))
        for entity in labelled(document, "VALUE")
    ]


def _with_other_unit(value: str, words: bool, rng: random.Random) -> str:
    amounts = ("triệu", "tỷ", "nghìn tỷ")
    value = _MONEY.sub(lambda match: rng.choice(amounts[: 2 if match["unit"] == "USD" else 3]), value)
    value = _WEIGHT.sub(lambda match: rng.choice(("tấn", "kg")), value)
    if words:
        return re.sub(r"\s?%", " phần trăm", value)
    return re.sub(r"(?<!điểm)\sphần trăm", "%", value).replace("điểm phần trăm", "điểm %")
