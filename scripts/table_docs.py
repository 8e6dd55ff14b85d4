"""Write the columns of the tables into docs/tables.md, or check that they are up to date there.

Usage: python scripts/table_docs.py [--check]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from vn_dx_ie.formats.tables.schema import TABLES, TYPES, Column, Table

TARGET = Path(__file__).resolve().parent.parent / "docs" / "tables.md"
_BEGIN: Final = "<!-- columns: written by scripts/table_docs.py -->\n"
_END: Final = "<!-- /columns -->\n"


def columns() -> str:
    """Return the types and the columns of every table, in Markdown."""
    types = [(f"{one.name}", f"`{one.sql}`", f"`{one.arrow}`") for one in TYPES]
    return "\n".join([*_rows(("type", "DuckDB", "Arrow, Parquet"), types), *(_section(table) for table in TABLES)])


def with_columns(page: str) -> str:
    """Return the page with the columns between its two marks."""
    before, rest = page.split(_BEGIN)
    return f"{before}{_BEGIN}\n{columns()}\n{_END}{rest.split(_END)[1]}"


def _section(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = _rows(("column", "type", "meaning", "SDMX", "schema.org"), map(_row, table.columns))
    return "\n".join([f"\n### {table.name}\n", f"{table.meaning} Key: {key}.\n", *rows])


def _row(column: Column) -> tuple[str, ...]:
    kind = f"{column.type.name}, never empty" if column.required else column.type.name
    return (f"`{column.name}`", kind, column.meaning, column.sdmx or "", column.schema_org or "")


def _rows(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield f"| {' | '.join(row)} |"


def main() -> int:
    """Write or check the page; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail where the committed page differs")
    checked = parser.parse_args().check
    page = TARGET.read_text(encoding="utf-8")
    if not checked:
        TARGET.write_text(with_columns(page), encoding="utf-8")
    elif page != with_columns(page):
        print(f"{TARGET}: not what the tables are; run python scripts/table_docs.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
