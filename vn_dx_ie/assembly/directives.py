"""Directives: who asks whom to do what until when, one a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec

from vn_dx_ie.assembly import order_words as words
from vn_dx_ie.assembly.addressees import addressees_of
from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Mention
from vn_dx_ie.assembly.coreference import Cast
from vn_dx_ie.assembly.orders import Order, find_orders
from vn_dx_ie.assembly.slots import Grounds, confidence_of_record, with_slots
from vn_dx_ie.records import Directive


def find_directives(context: Context, cast: Cast, bodies: Bodies) -> Iterator[tuple[int, Directive]]:
    """Yield each directive with the view offset of its sentence; a continued one keeps the addressees."""
    addressees: tuple[str, ...] = ()
    for order in find_orders(context):
        if not in_office(cast, order.issuer):
            continue
        directive = build_directive(context, cast, bodies, order)
        if order.inherited and not directive.addressees:
            directive = msgspec.structs.replace(directive, addressees=addressees)
        addressees = directive.addressees
        yield context.sentences[order.sentence].start, directive


def in_office(cast: Cast, issuer: Mention) -> bool:
    """Say whether an issuer is a body, a post, or a person with a post: others ask for themselves."""
    person = cast.person_of(issuer)
    return (person is None and issuer.label != "OFFICIAL") or (person is not None and bool(person.positions))


def build_directive(context: Context, cast: Cast, bodies: Bodies, order: Order) -> Directive:
    """Return the record of one order."""
    sentence = context.sentences[order.sentence]
    dates = deadline_dates(context, order)
    addressed = addressees_of(context, cast, bodies, order.issuer, order.verb_end, sentence)
    span, parts = (sentence.start, sentence.end), [order.issuer, *dates, *addressed.mentions]
    directive = Directive(
        issuer=issuer_name(cast, bodies, order.issuer),
        addressees=addressed.names,
        content=context.source(sentence.start, sentence.end),
        deadline=deadline_of(context, dates),
        confidence=confidence_of_record("directive", [order.issuer]),
        evidence=context.evidence(parts, [span]),
    )
    way = "continued" if order.inherited else ""
    grounds = [
        Grounds("issuer", [order.issuer], way=way),
        Grounds("addressees", addressed.mentions, way=way),
        Grounds("content", [order.issuer], [], [span], way=way),
        Grounds("deadline", dates[:1]),
    ]
    return with_slots(context, directive, grounds)


def issuer_name(cast: Cast, bodies: Bodies, issuer: Mention) -> str:
    """Return who orders: a post becomes its holder, a body of a kind or place its full name."""
    person = cast.person_of(issuer)
    return person.name if person else bodies.spell(issuer)


def deadline_dates(context: Context, order: Order) -> list[Mention]:
    """Return the dates of the sentence until which something is to be done."""
    sentence = context.sentences[order.sentence]
    dates = context.between(max(order.verb_end, sentence.start), sentence.end, "DATE")
    return [mention for mention in dates if words.DEADLINE.search(context.text[sentence.start : mention.start])]


def deadline_of(context: Context, dates: Sequence[Mention]) -> date | None:
    """Return the last day of the first date that can be read."""
    for mention in dates:
        period = context.reference.period(mention.text)
        if period is not None:
            return period.end
    return None
