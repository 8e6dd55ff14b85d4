"""Write the JSON Schema of a document to annotations/schema.json, or check that it is up to date.

Usage: python scripts/json_schema.py [--check]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from vn_dx_ie.document import Document

TARGET = Path(__file__).resolve().parent.parent / "annotations" / "schema.json"


def schema() -> str:
    """Return the schema as text: the same for the same classes, whatever the order of their definition."""
    definition = _on_one_line(msgspec.json.schema(Document))
    titled = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document with its entities, relations and records",
        **{key: definition[key] for key in sorted(definition)},
    }
    titled["$defs"] = {name: titled["$defs"][name] for name in sorted(titled["$defs"])}
    return json.dumps(titled, indent=2, ensure_ascii=False) + "\n"


def _on_one_line(part: Any) -> Any:
    """Unwrap descriptions, whose indentation depends on the version of Python."""
    if isinstance(part, dict):
        return {
            key: " ".join(value.split()) if key == "description" and isinstance(value, str) else _on_one_line(value)
            for key, value in part.items()
        }
    return [_on_one_line(item) for item in part] if isinstance(part, list) else part


def main() -> int:
    """Write or check the schema; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="fail where the committed schema differs")
    if not parser.parse_args().check:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text(schema(), encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == schema():
        return 0
    print(f"{TARGET}: not what the classes say; run python scripts/json_schema.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
