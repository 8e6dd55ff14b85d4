"""Fit how far each rule of assembly is to be trusted, for the table in vn_dx_ie/assembly/trust.py.

    python scripts/slot_trust.py GOLD.jsonl [GOLD.jsonl ...] [--check HELD_OUT.jsonl ...]

Extracts the texts of GOLD with the shipped model, looks for each record and slot whether it is right, and
fits right * joint ** power to it by maximum likelihood. Prints the table; with --check, also the expected
calibration errors that the table as committed has on documents that took no part.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from unittest import mock

import click
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import vn_dx_ie
from vn_dx_ie.assembly import trust
from vn_dx_ie.document import Document
from vn_dx_ie.formats import Located, read_documents
from vn_dx_ie.records import Meeting, Record
from vn_dx_ie.scoring.alignment import align, same_participant
from vn_dx_ie.scoring.calibration import reliability
from vn_dx_ie.scoring.facts import facts_of
from vn_dx_ie.scoring.records import match_records

_FILE = click.Path(exists=True, path_type=Path)
_FEWEST = 30  # a slot seen less often is trusted as its record is
Judged = tuple[float, bool]


class Named(float):
    """A joint probability that remembers which rule it was asked for."""

    rule: str

    @classmethod
    def of(cls, slot: str, way: str, joint: float) -> Named:
        found = cls(joint)
        found.rule = f"{slot}:{way}" if way else slot
        return found


@click.command()
@click.argument("gold", nargs=-1, required=True, type=_FILE)
@click.option("--check", multiple=True, type=_FILE, help="Documents to measure the committed table on.")
def main(gold: tuple[Path, ...], check: tuple[Path, ...]) -> None:
    """Print the fitted table, and the errors of the committed one on other documents."""
    committed = trust.trusted
    if check:
        print_errors(list(judged(documents_of(check), keep_rules(committed))))
    samples: dict[str, list[Judged]] = defaultdict(list)
    for named, right in judged(documents_of(gold), Named.of):
        samples[named.rule].append((float(named), right))
    table = {rule: fit(found) for rule, found in sorted(samples.items()) if len(found) >= _FEWEST}
    print(json.dumps(table))


def documents_of(paths: Iterable[Path]) -> list[Document]:
    """Return the documents of `paths`."""
    return [item.document for item in read_documents(paths) if isinstance(item, Located)]


def keep_rules(trusted: Callable[[str, str, float], float]) -> Callable[[str, str, float], Named]:
    """Return `trusted` with results that remember their rule."""
    return lambda slot, way, joint: Named.of(slot, way, trusted(slot, way, joint))


def judged(gold: Sequence[Document], trusted: Callable[[str, str, float], Named]) -> Iterator[tuple[Named, bool]]:
    """Yield what `trusted` says of every record and slot that is extracted, and whether it is right."""
    texts = [Document(id=one.id, text=one.text, published=one.published) for one in gold]
    with mock.patch.object(trust, "trusted", trusted):
        extracted = list(vn_dx_ie.load().pipe(texts))
    for wanted, found in zip(gold, extracted, strict=True):
        counterpart = {there: here for here, there, _ in match_records(wanted, found)}
        for index, record in enumerate(found.records):
            other = wanted.records[counterpart[index]] if index in counterpart else None
            yield named(record.confidence), other is not None
            for slot in record.slots:
                if (right := slot_is_right(record, other, slot.name)) is not None:
                    yield named(slot.confidence), right


def named(confidence: float) -> Named:
    """Return a confidence that came out of assembly under a table of ours."""
    if not isinstance(confidence, Named):
        raise TypeError(f"expected a confidence with its rule, got {confidence!r}")
    return confidence


def slot_is_right(record: Record, other: Record | None, slot: str) -> bool | None:
    """Return whether a slot agrees with the counterpart of its record; None for slots that gold does not have."""
    own, name = facts_of(record), slot.rpartition(".")[2]
    theirs = facts_of(other) if other is not None else None
    if slot.startswith("participants["):
        number = int(slot.partition("[")[2].partition("]")[0])
        own = facts_of(record.participants[number]) if isinstance(record, Meeting) else own
        if theirs is not None:
            pairs = align([own], theirs.participants, same_participant, lambda one, two: int(one == two))
            theirs = theirs.participants[pairs[0][1]] if pairs else None
    if name not in own.slots:
        return None
    return theirs is not None and own.slots[name] <= theirs.slots[name]


def fit(samples: Sequence[Judged]) -> tuple[float, float]:
    """Return `right` and `power` of greatest likelihood, within sensible bounds."""
    joint, right = (np.array(column, dtype=float) for column in zip(*samples, strict=True))

    def loss(values: NDArray[np.float64]) -> float:
        odds = np.clip(values[0] * np.clip(joint, 1e-6, 1.0) ** values[1], 1e-4, 1 - 1e-4)
        return float(-np.mean(right * np.log(odds) + (1 - right) * np.log(1 - odds)))

    best = minimize(loss, [0.8, 0.5], bounds=[(0.05, 1.0), (0.1, 1.5)], method="L-BFGS-B").x
    return round(float(best[0]), 3), round(float(best[1]), 3)


def print_errors(found: Sequence[tuple[Named, bool]]) -> None:
    """Print the expected calibration error of records, of slots, and of each kind of both."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for confidence, right in found:
        kind, _, slot = confidence.rule.partition(".")
        for group in ("all slots" if slot else "all records", kind + (" slots" if slot else "")):
            groups[group].append((float(confidence), right))
    for group, pairs in sorted(groups.items()):
        error = reliability(pairs).error
        click.echo(f"{group}: {len(pairs)}, expected calibration error {error:.3f}")


if __name__ == "__main__":
    main()
