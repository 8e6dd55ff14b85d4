"""The tables and their columns: the one declaration of what CSV, Parquet, DuckDB and the documentation say.

A change that makes old tables differ from new ones raises ``SCHEMA_VERSION``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SCHEMA_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type of values under its names in DuckDB and in Arrow."""

    name: str
    sql: str
    arrow: str


TEXT: Final = ColumnType("text", "VARCHAR", "string")
TEXTS: Final = ColumnType("list of text", "VARCHAR[]", "list<string>")
NUMBER: Final = ColumnType("number", "DOUBLE", "double")
INTEGER: Final = ColumnType("integer", "BIGINT", "int64")
DATE: Final = ColumnType("date", "DATE", "date32")
TYPES: Final = (TEXT, TEXTS, NUMBER, INTEGER, DATE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``required`` ones are never empty; ``sdmx`` and ``schema_org`` are what others call it."""

    name: str
    type: ColumnType
    meaning: str
    sdmx: str | None = None
    schema_org: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` names the columns that no two rows share."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("document_id", "record")


_ORIGIN: Final = (
    Column(
        "document_id", TEXT, "The document's id; `sha256:` and a hash of its text where it has none.", required=True
    ),
    Column("published", DATE, "The day on which the document was published."),
    Column("record", INTEGER, "The number of the record among all of its document, from 1.", required=True),
)
_SPAN: Final = (
    Column("start", INTEGER, "Where the first evidence begins in the document's text, in code points."),
    Column("end", INTEGER, 'Where the last evidence ends, exclusive. A reserved word in SQL: write `"end"`.'),
)
_PROOF: Final = (
    *_SPAN,
    Column("confidence", NUMBER, "The probability that the record is right; 1 in annotated documents.", required=True),
)

MEETINGS: Final = Table(
    "meetings",
    "Meetings, conferences, ceremonies, sessions and visits; in schema.org, an `Event`.",
    (
        *_ORIGIN,
        Column("name", TEXT, "What the meeting is called.", schema_org="`name`", required=True),
        Column("date", DATE, "The day, or the first of several.", schema_org="`startDate`"),
        Column("part_of_day", TEXT, "`morning`, `noon`, `afternoon` or `evening`."),
        Column("mode", TEXT, "`online`, `in_person` or `hybrid`.", schema_org="`eventAttendanceMode`"),
        Column("places", TEXTS, "Where it is held.", schema_org="`location`"),
        Column("organizers", TEXTS, "The bodies that hold it.", schema_org="`organizer`"),
        *_PROOF,
    ),
)
PARTICIPANTS: Final = Table(
    "participants",
    "Who takes part in the meetings; in schema.org, a `Person`, or an `Organization` where `name` is empty.",
    (
        *_ORIGIN[:2],
        Column("record", INTEGER, "The `record` of the meeting in `meetings`.", required=True),
        Column("participant", INTEGER, "The number of the participant in the meeting, from 1.", required=True),
        Column("name", TEXT, "The person; empty for a body.", schema_org="`name`"),
        Column("positions", TEXTS, "The person's posts.", schema_org="`jobTitle`"),
        Column("agency", TEXT, "The body, or that of the person.", schema_org="`worksFor`; `name` of a body"),
        Column("site", TEXT, "The remote site from which they take part."),
        Column("role", TEXT, "`chair`, `site_chair`, `attendee` or `speaker`.", required=True),
        *_SPAN,
        Column(
            "confidence",
            NUMBER,
            "The probability that they take part in this role; that of the meeting where it is not known.",
            required=True,
        ),
    ),
    key=("document_id", "record", "participant"),
)
OBSERVATIONS: Final = Table(
    "observations",
    "Figures, one for one indicator; in schema.org, an `Observation`.",
    (
        *_ORIGIN,
        Column("indicator", TEXT, "What is measured or counted, as written.", schema_org="`name`"),
        Column(
            "indicator_id",
            TEXT,
            "The indicator's id in the [catalogue](indicators.md), else `text:` and its normalised text.",
            sdmx="`INDICATOR`",
            schema_org="`measuredProperty`",
        ),
        Column("value", TEXT, "The figure as written.", required=True),
        Column(
            "number",
            NUMBER,
            "The figure's value, its magnitude applied: 78500000 for `78,5 triệu`; the lower end of a range.",
            sdmx="`OBS_VALUE`",
            schema_org="`value`; of a range `minValue`",
        ),
        Column("unit", TEXT, "The unit in canonical spelling.", schema_org="`unitText`"),
        Column("unit_code", TEXT, "The unit in UCUM or ISO 4217.", sdmx="`UNIT_MEASURE`", schema_org="`unitCode`"),
        Column("qualifier", TEXT, "`about`, `over`, `under` or `nearly`."),
        Column("denominator", NUMBER, "The whole of a ratio, or the size of a ranking."),
        Column("upper", NUMBER, "The upper end of a range.", schema_org="`maxValue`"),
        Column("role", TEXT, "`level`, `change`, `target`, `rank` or `baseline`.", required=True),
        Column("direction", TEXT, "`up` or `down`, of a change."),
        Column(
            "period_start",
            DATE,
            "The first day that the figure is for.",
            sdmx="`TIME_PERIOD`, with `period_end`",
            schema_org="`observationDate`",
        ),
        Column(
            "period_end",
            DATE,
            "The last day that the figure is for.",
            sdmx="`TIME_PERIOD`, with `period_start`",
            schema_org="`observationPeriod`, as a duration",
        ),
        Column("scope", TEXT, "The place or body that the figure describes; `VN` for the country."),
        Column(
            "scope_code",
            TEXT,
            "The official code of the province that it describes.",
            sdmx="`REF_AREA`",
            schema_org="`observationAbout`",
        ),
        Column("breakdown", TEXT, "The level, sector or group inside the scope.", sdmx="`COMPOSITE_BREAKDOWN`"),
        Column("source", TEXT, "Who gives the figure.", sdmx="`REP_AGENCY`"),
        *_PROOF,
    ),
)
DIRECTIVES: Final = Table(
    "directives",
    "What somebody asks others to do; in schema.org, an `AssignAction`.",
    (
        *_ORIGIN,
        Column("issuer", TEXT, "Who asks.", schema_org="`agent`"),
        Column("addressees", TEXTS, "Who is asked.", schema_org="`participant`"),
        Column("content", TEXT, "The sentence or clause as it stands.", schema_org="`description`"),
        Column("deadline", DATE, "The day by which it is to be done.", schema_org="`endTime`"),
        *_PROOF,
    ),
)
ISSUANCES: Final = Table(
    "issuances",
    "Documents that are issued, approved or passed; in schema.org, a `Legislation`.",
    (
        *_ORIGIN,
        Column("document", TEXT, "The document's kind with its number or name.", schema_org="`name`", required=True),
        Column("document_kind", TEXT, "Its kind in lower case.", schema_org="`legislationType`"),
        Column("number", TEXT, "Its number.", schema_org="`legislationIdentifier`"),
        Column("year", INTEGER, "The year that the number carries."),
        Column("issuer", TEXT, "Who issued, approved or passed it.", schema_org="`legislationPassedBy`"),
        Column("date", DATE, "The day of issue.", schema_org="`legislationDate`"),
        *_PROOF,
    ),
)
TABLES: Final = (MEETINGS, PARTICIPANTS, OBSERVATIONS, DIRECTIVES, ISSUANCES)
