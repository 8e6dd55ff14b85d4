"""Who gives a figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from vn_dx_ie.assembly.bodies import Bodies
from vn_dx_ie.assembly.context import Context, Edge, Mention
from vn_dx_ie.assembly.coreference import Cast


@dataclass(frozen=True, slots=True)
class Source:
    """The name of the person or body that gives a figure, and the parts of the document that say so."""

    name: str | None = None
    parts: tuple[Mention | Edge, ...] = ()


def find_source(context: Context, cast: Cast, bodies: Bodies, figure: Edge) -> Source:
    """Return who reports the figure under `figure`: by relation, else who reports the figure just before."""
    reported = context.from_head("REPORTED_BY", figure.head) or _carried_over(context, figure)
    if not reported:
        return Source()
    names = list(dict.fromkeys(actor_name(cast, bodies, edge.tail) for edge in reported))
    return Source(joined(names), tuple(reported))


def _carried_over(context: Context, figure: Edge) -> list[Edge]:
    """Return the report that goes on: of the last figure reported shortly before, no new speaker between."""
    value = figure.tail
    near = [
        edge
        for index in range(value.sentence - _SENTENCES_BACK, value.sentence + 1)
        for edge in context.figures_in(index)
        if edge.tail.start < value.start
        and value.line - edge.tail.line <= _LINES_BACK
        and context.from_head("REPORTED_BY", edge.head)
    ]
    if not near:
        return []
    last = context.from_head("REPORTED_BY", near[-1].head)[-1]
    for actor in context.between(min(last.head.end, value.start), value.start, "OFFICIAL", "POSITION", "AGENCY"):
        if actor.id != last.tail.id and _SPEAKS_NEXT.match(context.text, actor.end):
            return []
    return context.from_head("REPORTED_BY", last.head)


_SENTENCES_BACK: Final = 3
_LINES_BACK: Final = 1
_SPEAKS_NEXT: Final = re.compile(
    r"[^.;]{0,25}?\b(?:cho biết|cho hay|cho rằng|báo cáo|khẳng định|nói|nhấn mạnh)\b", re.IGNORECASE
)


def actor_name(cast: Cast, bodies: Bodies, actor: Mention) -> str:
    """Return the name of a person, post or body: a post becomes its holder, a short body its full name."""
    if actor.label == "AGENCY":
        return bodies.resolve(actor)
    person = cast.person_of(actor)
    return person.name if person else actor.entity.text


def joined(names: list[str]) -> str:
    """Return names as one slot."""
    return ", ".join(names)
