"""Laws of assembly over annotated articles: change a text in a known way, and its records change in that way only.

Entities and relations are the annotators', so that nothing here hangs on a model.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from tests.rewriting import Rewriting, changed, facts_of, replacing
from vn_dx_ie.assembly import assemble
from vn_dx_ie.document import Document
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.text.unicode import normalise

ANNOTATIONS = Path(__file__).parents[2] / "annotations"


def _read(name: str) -> list[Document]:
    lines = (ANNOTATIONS / name).read_text("utf-8").splitlines()
    return [Document.from_dict(msgspec.json.decode(line)) for line in lines]


ARTICLES = {document.id: document for document in [*_read("seeds.jsonl"), *_read("dev.jsonl")]}
every_article = pytest.mark.parametrize("article", ARTICLES)


@cache
def facts_in(article: str) -> list[Any]:
    """Return the records of an article, as plain values."""
    return facts_of(assemble(ARTICLES[article]))


_CITIES: Final = frozenset({"hà nội", "hải phòng", "đà nẵng", "cần thơ", "huế", "thừa thiên huế"})


@every_article
def test_a_renamed_province_is_renamed_and_recoded_everywhere(article: str) -> None:
    document = ARTICLES[article]
    named = Counter(e.text for e in document.entities if e.label == "PROVINCE" and "M" not in e.text)
    old = next((name for name, _ in named.most_common() if "Hồ Chí Minh" not in name), None)
    if old is None:
        pytest.skip("names no province")
    new = _other_province(old, document.text)
    spelled = re.compile(rf"(?<!\w)(?:{re.escape(old)}|{re.escape(old.upper())})(?!\w)")

    def rename(text: str) -> str:
        return spelled.sub(lambda found: new.upper() if found[0].isupper() else new, text)

    rewriting = replacing(document.text, spelled, rename)
    codes = {p.code: q.code for day in (document.published,) if (p := link_province(old, on=day)) and (q := link_province(new, on=day))}
    expected = changed(facts_in(article), rename, rewriting.offset)
    for fact in expected:
        if fact.get("scope_code"): fact["scope_code"] = codes.get(fact["scope_code"], fact["scope_code"])
    got = facts_of(assemble(rewriting.document(document)))
    got = changed(got)
    assert got == expected


def _other_province(old: str, text: str) -> str:
    """Return a province of the same kind that the text does not name: a bare ``tỉnh`` never means a city."""
    others = ("Hải Phòng", "Đà Nẵng", "Cần Thơ") if old.lower() in _CITIES else ("Cao Bằng", "Điện Biên", "Nghệ An")
    return next(name for name in others if name.lower() not in text.lower())


_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d)")


@every_article
def test_a_text_of_the_next_year_has_the_days_of_the_next_year(article: str) -> None:
    document = ARTICLES[article]
    values = [(e.start, e.end) for e in document.entities if e.label == "VALUE"]
    edits = [
        (found.start(), found.end(), str(int(found[0]) + 1))
        for found in _YEAR.finditer(document.text)
        if not any(start <= found.start() < end for start, end in values)
    ]
    published = document.published and document.published.replace(year=document.published.year + 1)
    rewriting = Rewriting(edits)
    later = msgspec.structs.replace(rewriting.document(document), published=published)
    def shift(text: str) -> str:
        return re.sub(r"-02-29$", "-02-28", _YEAR.sub(lambda y: str(int(y[0]) + 1), text))
    expected = changed(facts_in(article), shift)
    got = changed(facts_of(assemble(later)), lambda t: re.sub(r"-02-29$", "-02-28", t))
    for f in (*expected, *got):
        f.pop("scope_code", None)
    for f in expected:
        if f.get("year"): f["year"] += 1
    assert got == expected


@every_article
@pytest.mark.parametrize("way", ["decomposed", "non-breaking spaces"])
def test_another_spelling_gives_the_same_records_at_the_places_that_moved(article: str, way: str) -> None:
    document = ARTICLES[article]
    if way == "decomposed":
        rewriting = replacing(document.text, re.compile("[^\x00-\x7f]"), lambda found: unicodedata.normalize("NFD", found))
    else:
        rewriting = replacing(document.text, re.compile(" "), lambda found: "\u00a0")
    expected = changed(facts_in(article), normalise, rewriting.offset)
    got = changed(facts_of(assemble(rewriting.document(document))), normalise)
    assert got == expected
