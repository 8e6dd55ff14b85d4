"""Documents to the rows of the tables, in batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from vn_dx_ie.document import Document
from vn_dx_ie.formats.items import encode_value
from vn_dx_ie.formats.tables.keys import with_keys
from vn_dx_ie.formats.tables.schema import (
    DIRECTIVES,
    ISSUANCES,
    MEETINGS,
    NUMBER,
    OBSERVATIONS,
    PARTICIPANTS,
    TABLES,
    TEXTS,
    Column,
    Table,
)
from vn_dx_ie.records import Directive, Evidence, Issuance, Meeting, Observation, Participant, Record

BATCH_ROWS: Final = 10_000

Cell = str | float | int | date | list[str] | None
Row = dict[str, Cell]

_TABLE_OF: Final[dict[type[Record], Table]] = {
    Meeting: MEETINGS,
    Observation: OBSERVATIONS,
    Directive: DIRECTIVES,
    Issuance: ISSUANCES,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """The keys of some documents, and their rows under the names of the tables."""

    keys: list[str] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=lambda: {table.name: [] for table in TABLES})

    def __len__(self) -> int:
        return len(self.keys) + sum(map(len, self.rows.values()))


def batches(documents: Iterable[Document], size: int = BATCH_ROWS) -> Iterator[Batch]:
    """Yield the rows of documents, about `size` at a time and those of one document together.

    Raises:
        InputError: a document comes twice, or holds a lone surrogate, which no file can.
    """
    batch = Batch()
    for key, document in with_keys(documents):
        batch.keys.append(key)
        for table, row in document_rows(document, key):
            batch.rows[table.name].append(row)
        if len(batch) >= size:
            yield batch
            batch = Batch()
    yield batch


def document_rows(document: Document, key: str) -> list[tuple[Table, Row]]:
    """Return the rows of one document, each with its table, in the order of the records.

    Raises:
        InputError: a string holds a lone surrogate, which no file can.
    """
    rows: list[tuple[Table, Row]] = []
    for number, record in enumerate(document.records, start=1):
        origin = {"document_id": key, "published": document.published, "record": number}
        rows.append(_record_row(record, origin))
        if isinstance(record, Meeting):
            rows += _participant_rows(record, origin)
    encode_value([row for _, row in rows], document)
    return rows


def _record_row(record: Record, origin: Mapping[str, Any]) -> tuple[Table, Row]:
    table = _TABLE_OF[type(record)]
    period = record.period if isinstance(record, Observation) else None
    start, end = period or (None, None)
    return table, _row(
        table, origin, _slots(record), _span(record.evidence), {"period_start": start, "period_end": end}
    )


def _participant_rows(meeting: Meeting, origin: Mapping[str, Any]) -> Iterator[tuple[Table, Row]]:
    for index, participant in enumerate(meeting.participants):
        slots = [slot for slot in meeting.slots if slot.name.startswith(f"participants[{index}].")]
        roles = [slot.confidence for slot in slots if slot.name.endswith(".role")]
        proof = {"participant": index + 1, "confidence": roles[0] if roles else meeting.confidence}
        span = _span(one for slot in slots for one in slot.evidence)
        yield PARTICIPANTS, _row(PARTICIPANTS, origin, _slots(participant), span, proof)


def _slots(source: Record | Participant) -> dict[str, Any]:
    return {name: getattr(source, name) for name in source.__struct_fields__}


def _span(evidence: Iterable[Evidence]) -> dict[str, int | None]:
    spans = list(evidence)
    return {
        "start": min((span.start for span in spans), default=None),
        "end": max((span.end for span in spans), default=None),
    }


def _row(table: Table, *parts: Mapping[str, Any]) -> Row:
    values = {name: value for part in parts for name, value in part.items()}
    return {column.name: _cell(column, values[column.name]) for column in table.columns}


def _cell(column: Column, value: Any) -> Cell:
    if column.type is NUMBER and value is not None:
        return float(value)
    return list(value) if column.type is TEXTS else value
