"""What the patterns of months, quarters and years have in common."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from vn_dx_ie.normalize.day_forms import COUNT, Builder, Form, year_in
from vn_dx_ie.records import Period

YEAR = r"(?P<year>(?:1[0-9]|20|21)[0-9]{2})(?!\w)"
RELATIVE = r"(?P<relative>nay|này|ngoái|trước|sau|tới|qua|kia)(?!\w)(?!\sđó)"
OF_YEAR = rf"(?:(?:\s?[/.,-]\s?|\s)(?:của\s)?(?:năm\s)?{YEAR}|,?\s(?:của\s)?năm\s{RELATIVE})"
NO_YEAR = r"(?!\s?[/.-]?\s?[0-9])(?!\w)(?!\s(?:nay|này|ngoái|trước|sau|tới|qua|kia)(?!\w))"
OF_YEAR_OR_NONE = rf"(?:{OF_YEAR}|{NO_YEAR})"
DASH = r"(?:\s?[-–—]\s?|\s(?:đến|tới)\s(?:hết\s)?)"
AND = rf"(?:{DASH}|\svà\s|\s?,\s?)"
COUNTED = rf"(?P<count>{COUNT})"
START = r"(?<![\w/.,-])"
STEPS: Final = {"này": 0, "nay": 0, "trước": -1, "qua": -1, "vừa qua": -1, "sau": 1, "tới": 1}


def form(pattern: str, build: Builder, *, whole: bool = False) -> Form:
    """Return the form of a period that is no single day."""
    return Form(re.compile(pattern), build, whole=whole)


def year_of(match: re.Match[str], reference: date | None) -> int | None:
    """Return the year that `match` names, else the reference's."""
    return year_in(match, reference, lambda near: near.year)


def nothing(match: re.Match[str], reference: date | None) -> Period | None:
    """Build no period: the form names none, and no later form may find one in it."""
    return None
