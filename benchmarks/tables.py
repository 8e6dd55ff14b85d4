"""Tables on the terminal that can be pasted into README.md as they are."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

_TEXT = ("system", "spans", "gives")


def table(first: str, *others: str) -> Table:
    """Return an empty table whose first column is text, and the others numbers unless their title is known."""
    result = Table(first, box=MARKDOWN)
    for name in others:
        result.add_column(name, justify="left" if name in _TEXT else "right", no_wrap=True)
    return result


def show(*tables: Table, title: str = "") -> None:
    """Print tables, wide enough for any of them, under a title."""
    console = Console(width=200)
    if title:
        console.print(f"\n{title}")
    for one in tables:
        console.print(one)


def report(figures: dict[str, Any], as_tables: Callable[[dict[str, Any]], Sequence[Table]], *, as_json: bool) -> None:
    """Print figures as JSON, or as the tables that are made of them."""
    if as_json:
        print(json.dumps(figures, indent=2))
    else:
        show(*as_tables(figures))
