"""Figures: one observation for each edge from an indicator to a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.breakdowns import find_breakdown
from vn_dx_ie.assembly.context import Context, Edge, Mention, mentions_of
from vn_dx_ie.assembly.coreference import Cast
from vn_dx_ie.assembly.figure_periods import find_period
from vn_dx_ie.assembly.scopes import ScopeFinder
from vn_dx_ie.assembly.slots import Grounds, confidence_of_record, tails, with_slots
from vn_dx_ie.assembly.sources import find_source
from vn_dx_ie.normalize.indicators import indicator_id
from vn_dx_ie.normalize.provinces import link_province
from vn_dx_ie.normalize.quantities import parse_quantity
from vn_dx_ie.normalize.unit_codes import unit_code
from vn_dx_ie.records import Observation, Quantity
from vn_dx_ie.schema import ROLE_OF_RELATION, Direction, ObservationRole

_UP: Final = r"tăng|vượt|cao hơn|nhiều hơn|lớn hơn|gấp|thăng|dôi|trội"
_DOWN: Final = (
    r"giảm|cắt|tiết kiệm|rút ngắn|thấp hơn|ít hơn|kém|hụt|mất|bãi bỏ|tụt|sụt|bốc hơi|thổi bay|tinh giản|còn cách"
)
_TURN: Final = re.compile(rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\b", re.IGNORECASE)
_TURN_AT_END: Final = re.compile(
    rf"\b(?:(?P<down>{_DOWN})|(?P<up>{_UP}))"
    r"(?:\s+(?:trưởng|thêm|được|tới|đến|lên|từ|khoảng|tối thiểu|ít nhất|giảm))*\s+$",
    re.IGNORECASE,
)
_OF_VALUE: Final = ("value", "number", "unit", "qualifier", "denominator", "upper")
_REACH: Final = 30
_WINDOW: Final = 300
_WEAK_UP: Final = re.compile(r"\b(?:thêm|bổ sung|nâng|mở rộng|cải thiện)\b", re.IGNORECASE)
_EQUALS: Final = re.compile(r"\bbằng\s*$", re.IGNORECASE)
_HUNDRED: Final = Decimal(100)


def find_observations(context: Context, cast: Cast, bodies: Bodies) -> Iterator[tuple[int, Observation]]:
    """Yield each observation with the view offset of its value."""
    finder = ScopeFinder.of(context, bodies)
    for index in range(len(context.sentences)):
        for edge in context.figures_in(index):
            yield edge.tail.start, build_observation(context, cast, finder, edge)


def build_observation(context: Context, cast: Cast, finder: ScopeFinder, edge: Edge) -> Observation:
    """Return the observation that one edge from an indicator to a value states."""
    indicator, value = edge.head, edge.tail
    quantity = parse_quantity(value.text)
    unit, role = quantity.unit if quantity else None, ROLE_OF_RELATION[edge.label]
    direction = direction_of(context, role, value, quantity)
    period, scope = find_period(context, edge), finder.scope_of(value)
    source, breakdown = find_source(context, cast, finder.bodies, edge), find_breakdown(context, edge)
    parts = [edge, *period.parts, *scope.parts, *source.parts]
    observation = Observation(
        indicator=indicator.entity.text,
        value=value.entity.text,
        number=_number_of(role, quantity),
        unit=unit,
        qualifier=quantity.qualifier if quantity else None,
        denominator=plain_number(quantity.denominator) if quantity else None,
        upper=plain_number(quantity.upper) if quantity else None,
        role=role,
        direction=direction,
        period=period.days,
        scope=scope.name,
        scope_code=scope_code(scope.name, context.reference.day),
        breakdown=breakdown.name if breakdown else None,
        source=source.name,
        # The per cent of a rise or fall do not make a share of what rose.
        indicator_id=indicator_id(indicator.text, unit=None if direction and unit == "%" else unit),
        unit_code=unit_code(unit),
        confidence=confidence_of_record("observation", [edge]),
        evidence=context.evidence(mentions_of(parts)),
    )
    grounds = [
        Grounds("indicator", [edge], [indicator]),
        *(Grounds(slot, [edge], [value]) for slot in _OF_VALUE),
        Grounds("role", [edge]),
        Grounds("direction", [edge]),
        Grounds("period", [edge, *period.parts], tails(period.parts)),
        Grounds("scope", [edge, *scope.parts], tails(scope.parts), way="" if scope.parts else "carried"),
        Grounds("breakdown", [edge], [], [breakdown.span] if breakdown else []),
        Grounds("source", [edge, *source.parts], tails(source.parts)),
    ]
    return with_slots(context, observation, grounds)


def _number_of(role: ObservationRole, quantity: Quantity | None) -> int | float | None:
    """Return the value of a figure; a change is a size, whose sign its direction tells."""
    if quantity is None:
        return None
    return plain_number(abs(quantity.number) if role == "change" else quantity.number)


def plain_number(number: Decimal | None) -> int | float | None:
    """Return an int where the number is whole, a float otherwise."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def scope_code(name: str | None, on: date | None) -> str | None:
    """Return the official code of the province that `name` is, None for all other places and bodies."""
    province = link_province(name, on=on) if name else None
    return province.code if province else None


def direction_of(
    context: Context, role: ObservationRole, value: Mention, quantity: Quantity | None
) -> Direction | None:
    """Return whether a figure is a rise or a fall; a target is one where the verb stands right before it."""
    if role == "change":
        return _direction_of_change(context, value, quantity)
    close = _TURN_AT_END.search(context.text[max(0, value.start - _REACH) : value.start]) if role == "target" else None
    return ("down" if close["down"] else "up") if close else None


def _direction_of_change(context: Context, value: Mention, quantity: Quantity | None) -> Direction | None:
    """Return the direction that the words nearest before a change tell, else those after it."""
    own = _direction_of_value(value.text)
    if own:
        return own
    sentence = context.sentences[value.sentence]
    before = context.text[max(sentence.start, value.start - _WINDOW) : value.start]
    after = context.text[value.end : min(sentence.end, value.end + _WINDOW)]
    if _EQUALS.search(before):
        return _compared_with_hundred(quantity)
    turns = list(_TURN.finditer(before))
    if turns:
        return "down" if turns[-1]["down"] else "up"
    if _WEAK_UP.search(before):
        return "up"
    follower = _TURN.search(after)
    return ("down" if follower["down"] else "up") if follower else None


def _direction_of_value(text: str) -> Direction | None:
    if text.startswith("-"):
        return "down"
    return "up" if text.startswith("+") or re.match(r"gấp\b", text, re.IGNORECASE) else None


def _compared_with_hundred(quantity: Quantity | None) -> Direction | None:
    """Read ``bằng 96,8% so với cùng kỳ``: below a hundred is a fall, above it a rise."""
    if quantity is None or quantity.unit != "%" or quantity.number == _HUNDRED:
        return None
    return "down" if quantity.number < _HUNDRED else "up"
