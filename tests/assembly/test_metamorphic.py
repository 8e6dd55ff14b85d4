"""Laws of assembly over annotated articles: a text changed in a known way changes its records in that way only.

Entities and relations are the annotators', so that nothing here hangs on a model.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from tests.rewriting import Rewriting, changed, facts_of, joined, replacing
from vn_dx_ie.assembly import assemble
from vn_dx_ie.document import Document, Entity
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.records import Record
from vn_dx_ie.text.unicode import normalise

ANNOTATIONS = Path(__file__).parents[2] / "annotations"


def _read(name: str) -> list[Document]:
    lines = (ANNOTATIONS / name).read_text("utf-8").splitlines()
    return [Document.from_dict(msgspec.json.decode(line)) for line in lines]


# A quarter of the development set, for time.
ARTICLES = {str(document.id): document for document in [*_read("seeds.jsonl"), *_read("dev.jsonl")[2::4]]}
every_article = pytest.mark.parametrize("article", ARTICLES)


@cache
def _facts_in(article: str) -> list[dict[str, Any]]:
    return facts_of(assemble(ARTICLES[article]))


def _texts(article: str, label: str) -> list[str]:
    return [entity.text for entity in ARTICLES[article].entities if entity.label == label]


@every_article
def test_a_renamed_province_is_renamed_and_recoded_and_nothing_else(article: str) -> None:
    document = ARTICLES[article]
    codes = {name: found.code for name in _texts(article, "PROVINCE") if (found := link_province(name))}
    old = next((code for code in codes.values() if code != _HO_CHI_MINH_CITY), None)  # whose name comes in many forms
    if old is None or document.published is None:  # a code is one of a day
        pytest.skip("names no province, or has no day")
    names = [name for name, code in codes.items() if code == old]
    new = _other_province(names[0], document.text)
    spelled = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, {*names, *map(str.upper, names)}))})(?!\w)")

    def rename(text: str) -> str:
        return spelled.sub(lambda found: new.upper() if found[0].isupper() else new, text)

    rewriting = replacing(document.text, spelled, rename)
    recoded = {_code(name, document.published): _code(new, document.published) for name in names}
    expected = changed(_facts_in(article), rename, rewriting.offset)
    for fact in expected:
        if fact.get("scope_code") in recoded:
            fact["scope_code"] = recoded[fact["scope_code"]]
    assert facts_of(assemble(rewriting.document(document))) == expected


_HO_CHI_MINH_CITY: Final = "79"
_CITIES: Final = ("Hải Phòng", "Đà Nẵng", "Cần Thơ")


def _code(name: str, day: date) -> str | None:
    province = link_province(name, on=day)
    return province.code if province else None


def _other_province(old: str, text: str) -> str:
    """Return a province of the same kind that the text does not name: a bare ``tỉnh`` never means a city."""
    city = old.lower() in ("hà nội", "huế", "thừa thiên huế", *map(str.lower, _CITIES))
    others = _CITIES if city else ("Cao Bằng", "Điện Biên", "Nghệ An")
    return next(name for name in others if name.lower() not in text.lower())


@every_article
def test_a_text_of_the_next_year_has_the_days_of_the_next_year(article: str) -> None:
    document = ARTICLES[article]
    if any(_BY_WEEKDAY.search(text) for text in _texts(article, "DATE")):
        pytest.skip("names days by their place in the week, which differs from year to year")
    values = [(entity.start, entity.end) for entity in document.entities if entity.label == "VALUE"]
    rewriting = Rewriting(
        (found.start(), found.end(), _next_year(found[0]))
        for found in _YEAR.finditer(document.text)
        if not any(start <= found.start() < end for start, end in values)
    )
    later = rewriting.document(document)
    if document.published:
        later = msgspec.structs.replace(later, published=document.published.replace(year=document.published.year + 1))
    expected = changed(_facts_in(article), _next_year)
    for fact in expected:
        if fact.get("year"):
            fact["year"] += 1
    assert _without_codes(facts_of(assemble(later))) == _without_codes(expected)


_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d|[.,]\d)")
_BY_WEEKDAY: Final = re.compile(r"\btuần\b|\bthứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])$|\bchủ nhật$", re.IGNORECASE)


def _next_year(text: str) -> str:
    return _YEAR.sub(lambda year: str(int(year[0]) + 1), text)


def _without_codes(facts: list[dict[str, Any]]) -> Any:
    """Leave out the codes of provinces, most of which ended in 2025, and take 29 February for the 28th."""
    kept = [{name: value for name, value in fact.items() if name != "scope_code"} for fact in facts]
    return changed(kept, lambda text: re.sub("-02-29$", "-02-28", text))


@every_article
@pytest.mark.parametrize("spelling", ["NFD", "non-breaking spaces"])
def test_another_spelling_gives_the_same_records_where_their_text_went(article: str, spelling: str) -> None:
    document = ARTICLES[article]
    if spelling == "NFD":
        rewriting = replacing(
            document.text, re.compile(r"[^\x00-\x7f]+"), lambda text: unicodedata.normalize("NFD", text)
        )
    else:
        rewriting = replacing(document.text, re.compile(" "), lambda _: "\u00a0")
    expected = changed(_facts_in(article), normalise, rewriting.offset)
    assert changed(facts_of(assemble(rewriting.document(document))), normalise) == expected


@every_article
def test_numbers_ten_times_as_large_change_nothing_but_the_numbers(article: str) -> None:
    document = ARTICLES[article]
    if document.published is None:
        pytest.skip("the year that is spoken from hangs on how far words stand apart")
    rewriting = Rewriting(
        (entity.start, entity.end, _ten_times(entity.text))
        for entity in document.entities
        # bằng 96% is a fall, bằng 960% a rise
        if entity.label == "VALUE" and not document.text[: entity.start].endswith("bằng ")
    )
    expected = changed(_facts_in(article), offset=rewriting.offset)
    got = facts_of(assemble(rewriting.document(document)))
    for before, after in zip(expected, got, strict=True):
        if before["kind"] == "observation" and before["value"] != after["value"]:
            before["value"] = _ten_times(before["value"])
            for slot in ("number", "upper", "denominator"):
                before[slot] = before[slot] and pytest.approx(10 * before[slot])
        elif before["kind"] == "directive":
            before["content"] = after["content"]  # the text at its evidence, which has followed
    assert got == expected


_DIGITS: Final = re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?")


def _ten_times(value: str) -> str:
    """Return `value` with the numbers in its digits ten times as large."""

    def tenfold(found: re.Match[str]) -> str:
        fraction = found[2] or "0"
        whole = f"{int(found[1].replace('.', '') + fraction[0]):,}".replace(",", ".")
        return f"{whole},{fraction[1:]}" if fraction[1:] else whole

    return _DIGITS.sub(tenfold, value)


@every_article
def test_renamed_persons_are_renamed_and_nothing_else(article: str) -> None:
    document = ARTICLES[article]
    persons = [entity for entity in document.entities if entity.label == "OFFICIAL"]
    names = {person.text: _renamed(person.text, _new_syllables(persons)) for person in persons}
    rewriting = Rewriting((person.start, person.end, names[person.text]) for person in persons)
    text = rewriting.text(document.text)

    def follow(old: str) -> str:
        """Return a slot of the old text as it is in the new one: a name, or the text at the same place."""
        if old in names or not any(name in old for name in names):
            return names.get(old, old)
        start = document.text.find(old)
        if start < 0:
            return ", ".join(map(follow, old.split(", ")))  # two who report one figure
        return text[rewriting.offset(start) : rewriting.offset(start + len(old))]

    expected = changed(_facts_in(article), follow, rewriting.offset)
    assert facts_of(assemble(rewriting.document(document))) == expected


def _new_syllables(persons: Iterable[Entity]) -> dict[str, str]:
    """Return another syllable for each one of the names, so that a short name still ends its full one."""
    old = dict.fromkeys(word for person in persons for word in re.findall(r"\w+", person.text.lower()))
    new = [
        onset + rime
        for rime in ("uyến", "oành", "ưỡng", "iễm", "oẵn", "ượp")
        for onset in "B Ch D H Kh L M Nh Ph S Th Tr V X".split()
    ]
    return dict(zip(old, new[: len(old)], strict=True))


def _renamed(name: str, syllables: dict[str, str]) -> str:
    def other(word: re.Match[str]) -> str:
        new = syllables[word[0].lower()]
        return new.upper() if word[0].isupper() else new

    return re.sub(r"\w+", other, name)


@every_article
def test_two_articles_say_the_same_in_either_order_and_apart(article: str) -> None:
    """What the words beside a figure, an order or a document say of it is the same wherever they stand.

    Scopes, sources, names of bodies and meetings are not: a bare ``UBND tỉnh`` or ``hội nghị`` stands for
    one that was named before, be it in the other article. Both must speak from one day.
    """
    first, second = ARTICLES[article], _neighbour(article)
    apart = [*assemble(first, _DAY), *assemble(second, _DAY)]
    assert _said(assemble(joined(first, second), _DAY)) == _said(apart)
    assert _said(assemble(joined(second, first), _DAY)) == _said(apart)


_DAY: Final = date(2024, 10, 17)
_OWN_SLOTS: Final = {
    "observation": "indicator value number unit qualifier denominator upper role direction period breakdown".split(),
    "directive": ["content", "deadline"],
    "issuance": ["document", "document_kind", "number", "year", "date"],
    "meeting": [],
}


def _neighbour(article: str) -> Document:
    names = list(ARTICLES)
    return ARTICLES[names[names.index(article) - 1]]


def _said(records: Iterable[Record]) -> list[str]:
    """Return what records say by themselves, meetings aside, in an order that does not hang on theirs."""
    facts = facts_of(records)
    return sorted(
        repr([fact[slot] for slot in _OWN_SLOTS[fact["kind"]]]) for fact in facts if fact["kind"] != "meeting"
    )
