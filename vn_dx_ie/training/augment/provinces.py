"""Provinces and centrally-run cities become others, and Hồ Chí Minh City is spelt in its many ways."""

from __future__ import annotations

import random
import re
from collections import Counter

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.lexicon import _data
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.training.augment.edits import Edit, over
from vn_dx_ie.training.augment.mentions import cased_as, flat, labelled, text_before

_CITY = "Thành phố Hồ Chí Minh"
_CITY_FORMS = ("TP.HCM", "TPHCM", "TP HCM", "TP. HCM", "TP. Hồ Chí Minh", "Tp. Hồ Chí Minh", _CITY)
_GENERIC = re.compile(r"(?:tỉnh|thành phố|thủ đô|\bTP\.?)\s?$", re.I)
_CITY_MENTION = re.compile(r"(?:thành phố|TP)\b.*", re.I | re.S)


def rename_provinces(document: Document, rng: random.Random) -> list[Edit]:
    """Put another province in the place of each, and in that of its name in the names of towns."""
    mentions = [(entity, name) for entity in labelled(document, "PROVINCE") if (name := _name(entity.text))]
    new = _new_names(document, mentions, rng)
    form = rng.choice(_CITY_FORMS)
    edits: list[Edit] = []
    for entity, name in mentions:
        target = form if new[name] == _CITY else new[name]
        edits.append(over(entity, cased_as(entity.text, target)))
        shares_start = any(other.start == entity.start for other in document.entities if other is not entity)
        if name == _CITY != new[name] and _CITY_MENTION.match(entity.text) and not shares_start:
            edits.append(Edit(entity.start, entity.start, "TP. "))  # of the other cities, it stands outside
    for town in flat(document, "LOCATION"):
        for name, target in new.items():
            if target != _CITY and town.text.endswith(f" {name}"):
                edits.append(Edit(town.end - len(name), town.end, target))
    return edits


def _new_names(document: Document, mentions: list[tuple[Entity, str]], rng: random.Random) -> dict[str, str]:
    """Map cities to cities and provinces to provinces; a city that is only a venue may become either."""
    kinds = {unit.name: unit.kind for unit in _data.province_units()}
    targets = [name for name in kinds if name != "Huế"]
    rng.shuffle(targets)
    counts = Counter(name for _, name in mentions)
    titled = {name for entity, name in mentions if _GENERIC.search(text_before(document, entity, 12))}
    new: dict[str, str] = {}
    for name, count in counts.items():
        venue = kinds[name] == "city" and name != _CITY and name not in titled and count < 3
        unfit = {name, *new.values()} | ({_CITY} if name in titled else set())
        fitting = (target for target in targets if target not in unfit and (venue or kinds[target] == kinds[name]))
        new[name] = next(fitting, name)
    return new


def _name(text: str) -> str | None:
    province = link_province(text)
    return province.name if province else None


def spell_city(document: Document, rng: random.Random) -> list[Edit]:
    """Write Hồ Chí Minh City another way."""
    new: dict[str, str] = {}
    edits = []
    for entity in labelled(document, "PROVINCE"):
        if _CITY_MENTION.match(entity.text) and _name(entity.text) == _CITY:
            form = new.setdefault(entity.text, rng.choice(_CITY_FORMS))
            edits.append(over(entity, cased_as(entity.text, form)))
    return edits
