"""The data files: well-formed, in the normalised form, and true to what they must hold."""

from __future__ import annotations

from collections import Counter
from datetime import date
from importlib.resources import files

import pytest

from vn_dx_ie.lexicon import _data
from vn_dx_ie.lexicon._data import Organisation, ProvinceUnit
from vn_dx_ie.text.unicode import normalise

NEW_CODES = [
    *("01", "04", "08", "11", "12", "14", "15", "19", "20", "22", "24", "25", "31", "33", "37", "38", "40", "42"),
    *("44", "46", "48", "51", "52", "56", "66", "68", "75", "79", "80", "82", "86", "91", "92", "96"),
]


def valid_on(day: date) -> list[ProvinceUnit]:
    return [
        unit for unit in _data.province_units() if (unit.valid_from or date.min) <= day <= (unit.valid_to or date.max)
    ]


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2024, 1, 1), 63), (date(2025, 1, 1), 63), (date(2025, 6, 30), 63), (date(2025, 7, 1), 34)],
)
def test_number_of_provinces(day: date, count: int) -> None:
    units = valid_on(day)
    assert len(units) == count
    assert len({unit.code for unit in units}) == count
    assert len({unit.name for unit in units}) == count


def test_codes_since_july_2025() -> None:
    assert [unit.code for unit in sorted(valid_on(date(2025, 7, 1)), key=lambda unit: unit.code)] == NEW_CODES


def test_centrally_run_cities() -> None:
    cities = {unit.name for unit in valid_on(date(2025, 7, 1)) if unit.kind == "city"}
    assert cities == {"Hà Nội", "Hải Phòng", "Huế", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ"}


def test_an_ended_province_names_its_successor() -> None:
    today = {unit.code for unit in valid_on(date(2025, 7, 1))}
    for unit in _data.province_units():
        assert (unit.merged_into is None) == (unit.valid_to is None)
        assert unit.merged_into is None or unit.merged_into in today


def test_mergers_of_july_2025() -> None:
    sizes = Counter(unit.merged_into for unit in valid_on(date(2025, 6, 30)) if unit.merged_into)
    assert len(sizes) == 23
    assert sum(sizes.values()) == 52
    assert {code for code, size in sizes.items() if size == 3} == {"25", "37", "68", "79", "86", "92"}
    assert set(sizes.values()) == {2, 3}


def test_province_aliases_belong_to_provinces() -> None:
    assert set(_data.province_aliases()) <= {unit.name for unit in _data.province_units()}


def test_organisations_succeed_each_other() -> None:
    bodies = {body.id: body for body in _data.organisations()}
    assert len(bodies) == len(_data.organisations())
    for body in bodies.values():
        assert body.successor is None or body.successor in bodies
        assert body.valid_from is None or body.valid_to is None or body.valid_from <= body.valid_to
        chain_ends(body, bodies)


def chain_ends(body: Organisation, bodies: dict[str, Organisation]) -> None:
    seen = {body.id}
    while body.successor:
        body = bodies[body.successor]
        assert body.id not in seen
        seen.add(body.id)


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2024, 6, 1), 22), (date(2025, 3, 1), 17)],
)
def test_number_of_ministries_and_ministry_level_bodies(day: date, count: int) -> None:
    bodies = [body for body in _data.organisations() if body.kind == "ministry"]
    assert sum((body.valid_from or day) <= day <= (body.valid_to or day) for body in bodies) == count


def test_all_entries_are_in_the_normalised_form() -> None:
    entries = [
        *(unit.name for unit in _data.province_units()),
        *(alias for aliases in _data.province_aliases().values() for alias in aliases),
        *(spelling for body in _data.organisations() for spelling in (body.name, *body.aliases)),
        *(entry for words in _data.word_lists().values() for entry in words.entries),
        *_data.districts(),
        *_data.communes(),
        *_data.compounds(),
        *_data.abbreviations(),
        *_data.abbreviations().values(),
    ]
    assert [entry for entry in entries if entry != normalise(entry).strip() or not entry] == []


def test_word_lists_repeat_nothing() -> None:
    for name, words in _data.word_lists().items():
        assert len(set(words.entries)) == len(words.entries), name


def test_compounds_are_words_of_two_to_four_syllables_in_small_letters() -> None:
    compounds = _data.compounds()
    assert len(set(compounds)) == len(compounds) > 4000
    assert [word for word in compounds if not 2 <= len(word.split(" ")) <= 4 or not word.islower()] == []


def test_data_stays_small() -> None:
    folder = files("vn_dx_ie.lexicon").joinpath("data")
    assert sum(len(item.read_bytes()) for item in folder.iterdir()) < 400_000
