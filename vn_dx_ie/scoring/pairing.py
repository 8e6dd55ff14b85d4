"""Which predicted document goes with which gold one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from vn_dx_ie.document import Document
from vn_dx_ie.errors import InputError

Pair = tuple[Document, Document]


def pair_documents(gold: Sequence[Document], predicted: Sequence[Document]) -> list[Pair]:
    """Pair documents by id, or by order where any of them has none.

    Raises:
        InputError: the two sides are not the same documents with the same texts.
    """
    if any(document.id is None for document in [*gold, *predicted]):
        pairs = _pair_by_order(gold, predicted)
    else:
        pairs = _pair_by_id(gold, predicted)
    for wanted, found in pairs:
        _check_texts(wanted, found)
    return pairs


def _pair_by_order(gold: Sequence[Document], predicted: Sequence[Document]) -> list[Pair]:
    if len(gold) != len(predicted):
        raise InputError(
            f"documents without ids are paired by order: expected {len(gold)} predicted ones, as in gold,"
            f" got {len(predicted)}"
        )
    return list(zip(gold, predicted, strict=True))


def _pair_by_id(gold: Sequence[Document], predicted: Sequence[Document]) -> list[Pair]:
    wanted, found = _by_id(gold, "gold"), _by_id(predicted, "predicted")
    for kind, missing in (("predicted", wanted.keys() - found.keys()), ("gold", found.keys() - wanted.keys())):
        if missing:
            raise InputError(
                f"expected gold and predicted to hold the same documents, got {len(missing)} without a {kind}"
                f" counterpart: {_some(missing)}"
            )
    return [(document, found[key]) for key, document in wanted.items()]


def _by_id(documents: Sequence[Document], side: str) -> dict[str, Document]:
    ids = [document.id or "" for document in documents]
    repeated = {key for key, count in Counter(ids).items() if count > 1}
    if repeated:
        raise InputError(f"expected each {side} document once, got several of the same id: {_some(repeated)}")
    return dict(zip(ids, documents, strict=True))


def _some(ids: Iterable[str], most: int = 5) -> str:
    named = sorted(ids)
    return ", ".join(map(repr, named[:most])) + (f" and {len(named) - most} more" if len(named) > most else "")


def _check_texts(gold: Document, predicted: Document) -> None:
    if gold.text == predicted.text:
        return
    characters = enumerate(zip_longest(gold.text, predicted.text))
    place = next(index for index, (wanted, found) in characters if wanted != found)
    raise InputError(
        f"document {gold.id!r}: expected gold and predicted to have the same text,"
        f" got texts that differ from character {place}"
    )
