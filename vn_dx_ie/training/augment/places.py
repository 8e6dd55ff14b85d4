"""Places below the provinces, and others with a generic word before their name, get other names."""

from __future__ import annotations

import random
import re
from collections import defaultdict

from vn_dx_ie.document import Document, Entity
from vn_dx_ie.lexicon import _data
from vn_dx_ie.text.unicode import normalise
from vn_dx_ie.training.augment.edits import Edit
from vn_dx_ie.training.augment.mentions import cased_as, draw_unused, flat

_HEADS = (
    "xã|phường|huyện|quận|thị xã|thị trấn|thành phố|đặc khu|thôn|bản|ấp|buôn|làng|xóm|khóm|khu phố|"
    "khu công nghiệp|cửa khẩu|sông|hồ|cầu|chợ|đèo|đảo|cảng|núi"
)
_PLACE = re.compile(rf"(?P<head>{_HEADS})\s(?P<name>\S.*)", re.I)


class Places:
    """Names of places by the generic word before them."""

    def __init__(self, documents: list[Document]) -> None:
        districts, communes = _data.districts(), _data.communes()
        names = defaultdict(set, {"huyện": set(districts), "xã": set(communes), "phường": set(communes)})
        for document in documents:
            for entity in flat(document, "LOCATION"):
                if (match := _parse(entity)) and not entity.text.isupper():
                    names[match["head"].lower()].add(match["name"])
        names["huyện"] -= names["quận"] | names["thành phố"] | names["thị xã"]
        provinces = {unit.name for unit in _data.province_units()}  # alone they would be of another label
        self._names = {head: sorted(found - provinces) for head, found in names.items()}
        known = (name for kind in ("country", "region", "landmark") for name in _data.word_lists()[kind].entries)
        self._bare = set(districts) - set(known)

    def rename(self, document: Document, rng: random.Random) -> list[Edit]:
        """Give places other names; a name that stands alone follows the one with its generic word."""
        places = [(entity, _parse(entity)) for entity in flat(document, "LOCATION")]
        places.sort(key=lambda place: place[1] is None)
        new: dict[str, str | None] = {}
        edits = []
        for entity, match in places:
            name = match["name"] if match else entity.text
            key = normalise(name).lower()
            if key not in new and (match or name in self._bare):
                pool = self._names.get(match["head"].lower() if match else "huyện", [])
                new[key] = draw_unused(pool, new.values(), rng)
            if found := new.get(key):
                edits.append(Edit(entity.end - len(name), entity.end, cased_as(name, found)))
        return edits


def _parse(entity: Entity) -> re.Match[str] | None:
    match = _PLACE.fullmatch(entity.text)
    if match and all(word[0].isupper() or word[0].isdigit() for word in match["name"].split()):
        return match
    return None
