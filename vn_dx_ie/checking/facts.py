"""Relations and records: what stands together, and what one of them lacks."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from typing import Final

from vn_dx_ie.checking.findings import Finding, shown
from vn_dx_ie.document import Document, Entity, Relation
from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation
from vn_dx_ie.schema import ROLE_OF_RELATION
from vn_dx_ie.text.segments import sentence_spans

_DIRECTED: Final = ("change", "target")  # a planned rise is a target
_FROM_CONTEXT: Final = ("qualifier", "denominator", "upper")
_FIGURE_SLOTS: Final = ("number", "unit", "qualifier", "denominator", "upper")


def check_relations(document: Document) -> Iterator[Finding]:
    """Yield ends that stand too far apart, and figures without an indicator or the other way round."""
    entities = document.entity_by_id()
    starts = [start for start, _ in sentence_spans(document.text)]
    for index, edge in enumerate(document.relations):
        head, tail = entities.get(edge.head), entities.get(edge.tail)
        if head is None or tail is None:
            continue
        left, right = sorted((head, tail), key=lambda entity: entity.start)
        named = f"{edge.label} from {shown(head)} to {shown(tail)}"
        if "\n" in document.text[left.end : right.start]:
            yield Finding(f"relations[{index}]", f"expected both ends in one paragraph, got {named}")
        elif bisect_right(starts, right.start) - bisect_right(starts, left.start) > 1:
            yield Finding(
                f"relations[{index}]", f"expected both ends in neighbouring sentences, got {named}", notice=True
            )
    yield from _unlinked(document)


def _unlinked(document: Document) -> Iterator[Finding]:
    linked = {(key, side) for edge in document.relations if edge.label in ROLE_OF_RELATION for key, side in _ends(edge)}
    for index, entity in enumerate(document.entities):
        if entity.label == "INDICATOR" and (entity.id, "head") not in linked:
            yield Finding(f"entities[{index}]", f"expected a HAS_… relation to a VALUE, got none for {shown(entity)}")
        if entity.label == "VALUE" and (entity.id, "tail") not in linked:
            yield Finding(
                f"entities[{index}]", f"expected a HAS_… relation to this VALUE, got none for {shown(entity)}"
            )


def _ends(edge: Relation) -> tuple[tuple[str, str], tuple[str, str]]:
    return (edge.head, "head"), (edge.tail, "tail")


def check_records(document: Document) -> Iterator[Finding]:
    """Yield records that the relations do not bear out, relations without a record, and odd slots."""
    entities = document.entity_by_id()
    yield from _figures(document, entities)
    yield from _documents(document, entities)
    people = {
        person.name for record in document.records if isinstance(record, Meeting) for person in record.participants
    }
    present = {
        head.text: head
        for edge in document.relations
        if edge.label in ("CHAIRS", "ATTENDS") and (head := entities.get(edge.head)) and head.label == "OFFICIAL"
    }
    for name, head in present.items():
        if not any(other and (name in other or other in name) for other in people):
            yield Finding(
                "records", f"expected a participant for {shown(head)}, who takes part in an event", notice=True
            )
    for index, record in enumerate(document.records):
        for message, notice in _slots(document, record) if isinstance(record, Observation | Directive) else ():
            yield Finding(f"records[{index}]", message, notice)


def _figures(document: Document, entities: dict[str, Entity]) -> Iterator[Finding]:
    stated = Counter(
        (entities[edge.head].text, entities[edge.tail].text, str(ROLE_OF_RELATION[edge.label]))
        for edge in document.relations
        if edge.label in ROLE_OF_RELATION and edge.head in entities and edge.tail in entities
    )
    recorded = Counter(
        (record.indicator or "", record.value, str(record.role))
        for record in document.records
        if isinstance(record, Observation)
    )
    for facts, number in (stated - recorded).items():
        yield Finding("records", f"expected an observation for {' – '.join(facts)}, got {number} too few")
    for facts, number in (recorded - stated).items():
        yield Finding(
            "records", f"expected a HAS_… relation for the observation {' – '.join(facts)}, {number} too many"
        )


def _documents(document: Document, entities: dict[str, Entity]) -> Iterator[Finding]:
    issued = {
        entities[edge.head].text for edge in document.relations if edge.label == "ISSUED_BY" and edge.head in entities
    }
    recorded = {record.document for record in document.records if isinstance(record, Issuance)}
    for name in sorted(issued - recorded):
        if not any(name in other or other in name for other in recorded):
            yield Finding("records", f"expected an issuance for DOCUMENT {name!r}, which has ISSUED_BY", notice=True)
    known = {entity.text for entity in document.entities if entity.label == "DOCUMENT"}
    for name in sorted(recorded - known):
        yield Finding("records", f"expected an issuance's document to be a DOCUMENT, got {name!r}", notice=True)


def _slots(document: Document, record: Observation | Directive) -> Iterator[tuple[str, bool]]:
    if isinstance(record, Directive):
        spans = [document.text[span.start : span.end] for span in record.evidence]
        if record.content is not None and spans and record.content not in spans:
            yield f"expected content to be the text of its evidence, got {record.content!r}", False
        return
    if record.role == "change" and record.direction is None:
        yield f"expected a direction for the change {record.value!r}, got none", False
    if record.direction is not None and record.role not in _DIRECTED:
        yield f"expected a direction only for a change or a target, got {record.role} {record.value!r}", False
    if record.number is None:
        yield f"expected a number for {record.value!r}, got none", False
    if record.period and record.period[0] > record.period[1]:
        yield f"expected a period to start before it ends, got {record.period[0]} and {record.period[1]}", False
    found = parse_quantity(record.value)
    if found is None:
        return
    for slot in _FIGURE_SLOTS:
        wanted, got = getattr(found, slot), getattr(record, slot)
        if wanted is None and slot in _FROM_CONTEXT:  # words outside the VALUE may have told it
            continue
        if slot == "unit" and record.role == "rank":
            continue
        if wanted != got and not (isinstance(got, float) and wanted is not None and float(wanted) == got):
            yield f"{slot} of {record.value!r}: {wanted} is what is usually meant, got {got}", True
