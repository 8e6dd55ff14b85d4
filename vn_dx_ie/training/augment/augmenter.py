"""Which changes there are, how likely each is, and their order."""

from __future__ import annotations

import random
from collections.abc import Iterable

import msgspec

from vn_dx_ie.document import Document
from vn_dx_ie.training.augment import page
from vn_dx_ie.training.augment.abbreviations import swap_abbreviations
from vn_dx_ie.training.augment.bodies import Bodies
from vn_dx_ie.training.augment.dates import redraw_dates
from vn_dx_ie.training.augment.edits import Change, apply_edits
from vn_dx_ie.training.augment.figures import change_units, redraw_numbers
from vn_dx_ie.training.augment.people import People
from vn_dx_ie.training.augment.places import Places
from vn_dx_ie.training.augment.provinces import rename_provinces, spell_city


class AugmentConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How likely each kind of change is to be made in a document; 0 switches it off.

    They are made in this order: names of persons, provinces, the spelling of Hồ Chí Minh City,
    other places, bodies; years, months and days, figures, their units; abbreviations; then the
    form of the text: quotation marks, spaces lost or doubled, two syllables joined, full stops at
    the ends of lines dropped, lines made a list, paragraphs broken and joined, the first line in
    capitals, everything in small letters.
    """

    officials: float = 0.6
    provinces: float = 0.5
    cities: float = 0.3
    locations: float = 0.5
    agencies: float = 0.3
    dates: float = 0.5
    numbers: float = 0.5
    units: float = 0.2
    abbreviations: float = 0.3
    quotes: float = 0.15
    spaces: float = 0.1
    joined_words: float = 0.05
    stops: float = 0.1
    lists: float = 0.1
    line_breaks: float = 0.15
    joined_paragraphs: float = 0.1
    capitals: float = 0.1
    lower_case: float = 0.02


class Augmenter:
    """Changes documents at random; names come from the `documents` that it is built from, and the lexicon."""

    def __init__(self, documents: Iterable[Document], config: AugmentConfig) -> None:
        documents = list(documents)
        self._config = config
        self._changes: dict[str, Change] = {
            "officials": People(documents).rename,
            "provinces": rename_provinces,
            "cities": spell_city,
            "locations": Places(documents).rename,
            "agencies": Bodies(documents).rename,
            "dates": redraw_dates,
            "numbers": redraw_numbers,
            "units": change_units,
            "abbreviations": swap_abbreviations,
            "quotes": page.change_quotes,
            "spaces": page.change_spaces,
            "joined_words": page.join_words,
            "stops": page.drop_stops,
            "lists": page.make_list,
            "line_breaks": page.break_lines,
            "joined_paragraphs": page.join_paragraphs,
            "capitals": page.capitalise_headline,
            "lower_case": page.lower_all,
        }

    def __call__(self, document: Document, rng: random.Random) -> Document:
        """Return `document` changed, without records; unchanged where no change was drawn or possible."""
        for name, change in self._changes.items():
            if rng.random() < getattr(self._config, name):
                document = apply_edits(document, change(document, rng))
        return document
