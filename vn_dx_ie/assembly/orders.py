"""Orders: the sentences in which somebody asks others to do something, and those that go on with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from vn_dx_ie.assembly import order_words as words
from vn_dx_ie.assembly.addressees import is_addressed, names_person
from vn_dx_ie.assembly.context import Context, Mention, outermost

_ISSUERS: Final = ("OFFICIAL", "POSITION", "AGENCY")
_REACH: Final = 60


@dataclass(frozen=True, slots=True)
class Order:
    """A sentence that asks somebody to do something: who asks, and where the asking verb ends.

    ``inherited`` where the issuer was named in an earlier sentence, ``listing`` inside a list of orders.
    """

    sentence: int
    issuer: Mention
    verb_end: int
    inherited: bool = False
    listing: bool = False


def find_orders(context: Context) -> list[Order]:
    """Return the orders of the document in text order, with the sentences that continue them."""
    orders: list[Order] = []
    last: Order | None = None
    for index in range(len(context.sentences)):
        order = (
            _charged_order(context, index, last)
            or stated_order(context, index)
            or _continued_order(context, index, last)
            or _headless_order(context, index)
            or _told_duty(context, index)
        )
        if order:
            orders.append(order)
        last = order or announced_list(context, index) or last
    return orders


def announced_list(context: Context, index: int) -> Order | None:
    """Return what a sentence such as ``Chính phủ giao các nhiệm vụ sau:`` announces; it is no order itself."""
    if not words.LIST_HEADING.search(context.sentence_text(index)):
        return None
    sentence = context.sentences[index]
    actors = outermost(context.between(sentence.start, sentence.end, *_ISSUERS))
    return Order(index, actors[-1], sentence.end, inherited=True, listing=True) if actors else None


def stated_order(context: Context, index: int) -> Order | None:
    """Return the order that a sentence states with its own issuer and verb."""
    sentence = context.sentences[index]
    actors = outermost(context.between(sentence.start, sentence.end, *_ISSUERS))
    for match in words.ORDER.finditer(context.text, sentence.start, sentence.end):
        if not _is_order(context, match, sentence.start, sentence.end, actors):
            continue
        issuer = issuer_before(context, actors, sentence.start, match.start())
        if issuer and _names_task(context, match, sentence.end):
            return Order(index, issuer, match.end())
    return _demand(context, index, actors) or _cited_demand(context, index, actors)


def _is_order(context: Context, match: re.Match[str], start: int, end: int, actors: Sequence[Mention]) -> bool:
    if any(actor.start <= match.start() < actor.end for actor in actors):
        return False
    before, after = context.text[start : match.start()], context.text[match.end() : end]
    return (
        not words.NO_ORDER_BEFORE.search(before) and not words.NO_ORDER_AFTER.match(after) and len(after.split()) >= 3
    )


def _names_task(context: Context, match: re.Match[str], end: int) -> bool:
    """Say whether somebody is told, or something must be done: ``chỉ đạo`` alone is daily work.

    Whoever is ``phân công`` by name is appointed, not told.
    """
    if match["verb"].lower() == "phân công" and names_person(context, match.end(), end):
        return False
    if is_addressed(context, match.end(), end):
        return True
    if context.text[match.end() : end].endswith(":"):
        return True
    return match["verb"].lower() in words.ASKING and bool(words.MUST.search(context.text, match.end(), end))


def issuer_before(context: Context, actors: Sequence[Mention], start: int, verb: int) -> Mention | None:
    """Return the subject of a verb: the nearest actor before it, a person before a post, ``ông`` the last person."""
    before = [actor for actor in actors if actor.end <= verb and verb - actor.end <= _REACH]
    pronoun = words.PRONOUN.search(context.text[start:verb])
    if pronoun and (not before or before[-1].end <= start + pronoun.start()):
        return context.last_before(start + pronoun.start() + 1, "OFFICIAL")
    if not before:
        return None
    nearest = before[-1]
    beside = [
        actor
        for actor in before
        if actor.label == "OFFICIAL" and nearest.label != "AGENCY" and 0 <= nearest.start - actor.end <= 3
    ]
    return beside[-1] if beside else nearest


def _demand(context: Context, index: int, actors: Sequence[Mention]) -> Order | None:
    """Return the order in ``X nhấn mạnh … phải …`` and ``X: Phải …``: speech, then what must be done."""
    sentence = context.sentences[index]
    for said in words.SAID.finditer(context.text, sentence.start, sentence.end):
        must = words.MUST.search(context.text, said.end(), sentence.end)
        issuer = issuer_before(context, actors, sentence.start, said.start())
        if must and issuer and issuer.label != "AGENCY":
            return Order(index, issuer, said.end())
    for actor in actors:
        if actor.label != "AGENCY" and words.HEADLINE_DEMAND.match(context.text, actor.end, sentence.end):
            return Order(index, actor, actor.end)
    return None


def _cited_demand(context: Context, index: int, actors: Sequence[Mention]) -> Order | None:
    """Return the order in ``"… phải …", X nhấn mạnh`` and ``Theo X, … phải …``."""
    sentence = context.sentences[index]
    must = words.MUST.search(context.text, sentence.start, sentence.end)
    people = [actor for actor in actors if actor.label != "AGENCY"]
    if must is None or not people:
        return None
    for actor in people:
        if actor.start >= must.end() and _closes_quotation(context, actor, must.end(), sentence.end):
            return Order(index, actor, sentence.start)
    first = people[-1] if len(people) > 1 and people[1].start - people[0].end <= 1 else people[0]
    if words.ACCORDING_TO.search(context.text[sentence.start : people[0].start]) and first.end < must.start():
        return Order(index, first, first.end)
    return None


def _closes_quotation(context: Context, actor: Mention, start: int, end: int) -> bool:
    """Say whether the actor follows the quotation that a demand at `start` stands in, and speaks it."""
    after = context.text[actor.end : min(end, actor.end + _REACH)]
    quoted = '"' in context.text[start : actor.start]
    return quoted and bool(words.CITED.search(after)) and not words.MUST.search(after)


def _continued_order(context: Context, index: int, last: Order | None) -> Order | None:
    """Return the order of a sentence that goes on with the speech of the last order."""
    if last is None:
        return None
    listing = _is_listed(context, index, last)
    if not (listing or _goes_on(context, index, last)):
        return None
    start = context.sentences[index].start
    return replace(last, sentence=index, verb_end=start, inherited=True, listing=listing or last.listing)


def _is_listed(context: Context, index: int, last: Order) -> bool:
    """Say whether a sentence is an item of the list of orders that the last one opens or stands in."""
    opened = last.listing or context.sentence_text(last.sentence).endswith(":")
    near = index - last.sentence <= _LIST_GAP
    return opened and near and bool(words.LIST_ITEM.match(context.sentence_text(index)))


def _goes_on(context: Context, index: int, last: Order) -> bool:
    """Say whether a sentence goes on asking: in the imperative, or telling what somebody must do."""
    text, gap = context.sentence_text(index), index - last.sentence
    same_line = context.sentences[index].line == context.sentences[last.sentence].line
    if same_line and gap <= _SPEECH_GAP and words.GROUP_MUST.match(text):
        return True
    if gap > 1:
        return False
    if words.IMPERATIVE.match(text):
        return True
    return same_line and bool(words.CONTINUES.match(text) and words.MUST.search(text) and not words.TOLD.search(text))


_LIST_GAP: Final = 3
_SPEECH_GAP: Final = 3


def _headless_order(context: Context, index: int) -> Order | None:
    """Return the order of a sentence that opens with the asking verb: the issuer is the last one to speak."""
    sentence = context.sentences[index]
    match = words.HEADLESS.match(context.text, sentence.start, sentence.end)
    if match is None or not is_addressed(context, match.end(), sentence.end):
        return None
    speaker = context.last_before(sentence.start, "OFFICIAL", "POSITION")
    if speaker is None or sentence.line - speaker.line > 1:
        return None
    return Order(index, speaker, match.end(), inherited=True)


def _told_duty(context: Context, index: int) -> Order | None:
    """Return the order in ``Bộ Y tế cần …`` of a speech: the issuer is the person who spoke last before."""
    sentence = context.sentences[index]
    lead = words.LEAD_IN.match(context.text, sentence.start, sentence.end)
    start = lead.end() if lead else sentence.start
    opening = [actor for actor in context.between(start, sentence.end, "AGENCY", "POSITION") if actor.start == start]
    told = any(words.MUST_AFTER_BODY.match(context.text, actor.end, sentence.end) for actor in opening)
    if not told and not words.GROUP_MUST.match(context.text, start, sentence.end):
        return None
    speaker = context.last_before(sentence.start, "OFFICIAL", "POSITION")
    if (
        speaker is None
        or index - speaker.sentence > _SPEECH_GAP
        or not words.SPOKE.search(context.sentence_text(speaker.sentence))
    ):
        return None
    return Order(index, speaker, start, inherited=True)


def _charged_order(context: Context, index: int, last: Order | None) -> Order | None:
    """Return the order in ``Bộ A chủ trì …``: after an order, a body or post and what it is to do."""
    if last is None or index - last.sentence > _SPEECH_GAP:
        return None
    sentence = context.sentences[index]
    if index - last.sentence > 1 and sentence.line != context.sentences[last.sentence].line:
        return None
    lead = words.LEAD_IN.match(context.text, sentence.start, sentence.end)
    start = lead.end() if lead else sentence.start
    opening = [actor for actor in context.between(start, sentence.end, "AGENCY", "POSITION") if actor.start == start]
    if not any(words.TASK_AFTER_BODY.match(context.text, actor.end, sentence.end) for actor in opening):
        return None
    return replace(last, sentence=index, verb_end=start, inherited=True)
