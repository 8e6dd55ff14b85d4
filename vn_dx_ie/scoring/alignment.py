"""Which predicted record is meant as which gold record.

Two records may be matched where they tell of the same thing:

* meeting: at least half of the words of the names are shared, or the day and a named participant are;
* observation: the same figure (by number, else by text), for indicators that share half of their words;
* directive: contents that share half of their words; without contents, the same issuer and an addressee;
* issuance: the same number; where one has none, document names that share half of their words;
* participant: the same name; where neither has one, the same agency or a shared position;
* of any kind: equal in every slot.

"Half" is the Dice coefficient over words. Among these pairs the one-to-one matching is taken that
has the most pairs and, of those, the most equal slots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from vn_dx_ie.scoring.facts import Facts

_WORDS: Final = re.compile(r"\w+")
_ALIKE: Final = 0.5

Rule = Callable[[Facts, Facts], bool]


def align(
    gold: Sequence[Facts], predicted: Sequence[Facts], may_match: Rule, equal_slots: Callable[[Facts, Facts], int]
) -> list[tuple[int, int]]:
    """Return the best matching as pairs of indices into `gold` and `predicted`."""
    allowed = {
        (i, j)
        for i, left in enumerate(gold)
        for j, right in enumerate(predicted)
        if left == right or may_match(left, right)
    }
    if not allowed:
        return []
    from scipy.optimize import linear_sum_assignment

    equal = {(i, j): equal_slots(gold[i], predicted[j]) for i, j in allowed}
    one_more_pair = 1 + sum(equal.values())  # outweighs any gain in slots
    gain = [
        [equal[i, j] + one_more_pair if (i, j) in allowed else 0 for j in range(len(predicted))]
        for i in range(len(gold))
    ]
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [pair for pair in zip(rows.tolist(), columns.tolist(), strict=True) if pair in allowed]


def same_participant(left: Facts, right: Facts) -> bool:
    """Tell whether two participants are the same person or body."""
    if left.slots["name"] or right.slots["name"]:
        return _share(left, right, "name")
    return _share(left, right, "agency") or _share(left, right, "positions")


def _same_meeting(left: Facts, right: Facts) -> bool:
    if _alike(left, right, "name"):
        return True
    names = [{name for one in side.participants for name in one.slots["name"]} for side in (left, right)]
    return _share(left, right, "date") and not names[0].isdisjoint(names[1])


def _same_observation(left: Facts, right: Facts) -> bool:
    figure = "number" if left.slots["number"] and right.slots["number"] else "value"
    return _share(left, right, figure) and _alike(left, right, "indicator")


def _same_directive(left: Facts, right: Facts) -> bool:
    if left.slots["content"] and right.slots["content"]:
        return _alike(left, right, "content")
    nobody = not left.slots["addressees"] and not right.slots["addressees"]
    return _share(left, right, "issuer") and (nobody or _share(left, right, "addressees"))


def _same_issuance(left: Facts, right: Facts) -> bool:
    if left.slots["number"] and right.slots["number"]:
        return _share(left, right, "number")
    return _alike(left, right, "document")


SAME_RECORD: Final[dict[str, Rule]] = {
    "meeting": _same_meeting,
    "observation": _same_observation,
    "directive": _same_directive,
    "issuance": _same_issuance,
}


def _share(left: Facts, right: Facts, slot: str) -> bool:
    return not left.slots[slot].isdisjoint(right.slots[slot])


def _alike(left: Facts, right: Facts, slot: str) -> bool:
    """Tell whether half of the words agree; two empty slots are alike."""
    if left.slots[slot] == right.slots[slot]:
        return True
    words, others = (Counter(_WORDS.findall(" ".join(side.slots[slot]))) for side in (left, right))
    return 2 * (words & others).total() >= _ALIKE * (words.total() + others.total()) > 0
