"""Records for reading on a terminal: meetings, figures, directives and documents of one article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from textwrap import shorten
from typing import TextIO, TypeVar

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from vn_dx_ie.document import Document
from vn_dx_ie.records import Directive, Issuance, Meeting, Observation, Participant, Record

_WIDTH = 100
_LONGEST = 160
_ROLE_ORDER = ("chair", "site_chair", "speaker", "attendee")

R = TypeVar("R", bound=Record)


def printer(stream: TextIO) -> Callable[[Document], None]:
    """Return what prints a document's summary to `stream`: in colour on a terminal, else in 100 columns."""
    console = Console(file=stream, width=None if stream.isatty() else _WIDTH, highlight=False)

    def show(document: Document) -> None:
        console.print(*summarise(document), sep="\n")

    return show


def summarise(document: Document) -> Iterator[RenderableType]:
    """Yield the parts of a document's summary."""
    yield Rule(Text(_plain(document.id or "document"), style="bold"), align="left", characters="━")
    if not document.records:
        yield Text("no records", style="dim")
    for meeting in _of(document, Meeting):
        yield from _meeting(meeting)
    if observations := _of(document, Observation):
        yield _observations(observations)
    if directives := _of(document, Directive):
        yield _directives(directives)
    if issuances := _of(document, Issuance):
        yield _issuances(issuances)


def _of(document: Document, kind: type[R]) -> list[R]:
    return [record for record in document.records if isinstance(record, kind)]


def _meeting(meeting: Meeting) -> Iterator[RenderableType]:
    yield Text.assemble(("Meeting  ", "bold cyan"), (_plain(meeting.name), "bold"))
    facts = {
        "when": _join(_day(meeting.date), meeting.part_of_day),
        "where": _join(*meeting.places, meeting.mode and meeting.mode.replace("_", " ")),
        "held by": _join(*meeting.organizers),
    }
    grid = Table.grid(padding=(0, 2))
    for name, fact in facts.items():
        if fact:
            grid.add_row(Text(name, style="dim"), Text(_plain(fact)))
    if grid.row_count:
        yield Padding(grid, (0, 0, 0, 2))
    if meeting.participants:
        yield _participants(meeting.participants)


def _participants(participants: tuple[Participant, ...]) -> Table:
    table = _table("role", "participant", "position", "site")
    for one in sorted(participants, key=lambda participant: _ROLE_ORDER.index(participant.role)):
        position = _join(*one.positions) or (one.agency if one.name else None)
        _add(table, one.role.replace("_", " "), one.name or one.agency, position, one.site)
    return table


def _observations(observations: list[Observation]) -> Table:
    table = _table("value", "indicator", "kind", "period", "scope", title="Figures")
    for one in observations:
        kind = _join(one.role, one.direction, between=" ")
        _add(table, one.value, _join(one.indicator, one.breakdown), kind, _period(one.period), one.scope)
    return table


def _directives(directives: list[Directive]) -> Table:
    table = _table("from", "to", "what", "by", title="Directives")
    for one in directives:
        content = shorten(one.content or "", _LONGEST, placeholder=" …")
        _add(table, one.issuer, _join(*one.addressees), content, _day(one.deadline))
    return table


def _issuances(issuances: list[Issuance]) -> Table:
    table = _table("document", "issued by", "on", title="Documents")
    for one in issuances:
        _add(table, one.document, one.issuer, _day(one.date))
    return table


def _table(*columns: str, title: str | None = None) -> Table:
    heading = Text(title, style="bold cyan") if title else None
    table = Table(title=heading, title_justify="left", box=box.SIMPLE_HEAD, header_style="dim", expand=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _add(table: Table, *cells: str | None) -> None:
    """Add a row of plain texts; brackets in them are no markup."""
    table.add_row(*(Text(_plain(cell or "")) for cell in cells))


def _plain(text: str) -> str:
    """Return `text` on one line and without what could steer the terminal."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable())


def _join(*parts: str | None, between: str = ", ") -> str:
    return between.join(part for part in parts if part)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _period(period: tuple[date, date] | None) -> str | None:
    """Return a period as short as can be: years, a day, or its two ends."""
    if period is None:
        return None
    start, end = period
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} – {end.year}"
    return f"{start.isoformat()} – {end.isoformat()}"
