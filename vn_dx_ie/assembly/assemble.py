"""From entities and relations to the links and records of a document."""

from __future__ import annotations

from datetime import date
from itertools import chain

import msgspec

from vn_dx_ie.assembly.bodies import Bodies, build_bodies
from vn_dx_ie.assembly.context import Context, build_context
from vn_dx_ie.assembly.coreference import build_cast
from vn_dx_ie.assembly.directives import find_directives
from vn_dx_ie.assembly.issuances import find_issuances
from vn_dx_ie.assembly.links import find_links
from vn_dx_ie.assembly.meetings import find_meetings
from vn_dx_ie.assembly.observations import find_observations
from vn_dx_ie.document import Document
from vn_dx_ie.records import Record


def assemble(document: Document, reference: date | None = None) -> tuple[Record, ...]:
    """Return the records that the entities and relations of `document` state, in text order.

    Dates without a year are read against `reference`, else the day of publication, else the date
    line or the year that the text itself gives. The records that `document` already has are not
    looked at.
    """
    context = build_context(document, reference or document.published)
    return _records(context, build_bodies(context))


def link_and_assemble(document: Document, reference: date | None = None) -> Document:
    """Return `document` with the links of its entities and its records, in place of those that it had.

    Both look at the document of the same day, so that the code of a place is the same in both.
    """
    context = build_context(document, reference or document.published)
    bodies = build_bodies(context)
    links = find_links(context, bodies)
    entities = tuple(msgspec.structs.replace(entity, link=links.get(entity.id)) for entity in document.entities)
    return msgspec.structs.replace(document, entities=entities, records=_records(context, bodies))


def _records(context: Context, bodies: Bodies) -> tuple[Record, ...]:
    cast = build_cast(context)
    found: chain[tuple[int, Record]] = chain(
        find_meetings(context, cast, bodies),
        find_observations(context, cast, bodies),
        find_directives(context, cast, bodies),
        find_issuances(context, bodies),
    )
    return tuple(record for _, record in sorted(found, key=lambda pair: pair[0]))
