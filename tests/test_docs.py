"""What the pages of docs/ show is what the library does."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from click.testing import CliRunner

import vn_dx_ie
from vn_dx_ie import schema
from vn_dx_ie.cli import main
from vn_dx_ie.document import Document
from vn_dx_ie.formats import Failure, read_documents

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGE = (DOCS / "records.md").read_text(encoding="utf-8")
SCHEMA = (DOCS / "schema.md").read_text(encoding="utf-8")

# These have tests of their own, which know what else they need.
APART = {"integrations.md", "tables.md", "training.md"}

_BLOCK = re.compile(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md") if path.name not in APART))
def test_the_blocks_of_a_page_run_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("annotations", "seeds"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "page"}
    for language, title, block in _BLOCK.findall((DOCS / name).read_text(encoding="utf-8")):
        if title:
            Path(title).write_text(block, encoding="utf-8")
        elif language == "python":
            exec(compile(block, name, "exec"), scope)  # noqa: S102 (the page's own example)
        elif language == "console":
            _run(block)


def _run(commands: str) -> None:
    """Run commands, on the five seed articles where they name the whole test set, to be quick."""
    for command in commands.replace("annotations/test.jsonl", "annotations/seeds.jsonl").splitlines():
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"


def test_the_example_prints_what_the_page_shows() -> None:
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    (shown,) = re.findall(r"<!-- explain -->\n```text\n(.*?)```", PAGE, re.DOTALL)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102 (the page's own example)
    assert _without_confidences(printed.getvalue()) == _without_confidences(shown)


def _without_confidences(text: str) -> str:
    """Leave out what differs a little from processor to processor."""
    return re.sub(r"\(\d\.\d\d\)", "", text)


def _rows(heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of docs/schema.md, a list of cells each."""
    (part,) = re.findall(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", SCHEMA, re.DOTALL | re.MULTILINE)
    table = [line[2:-2].split(" | ") for line in part.splitlines() if line.startswith("| ")]
    return [[cells[0].strip("`"), *cells[1:]] for cells in table[1:]]


def _example(cell: str, folder: Path, line: str = "") -> Document:
    """Read an example, marked as in the authoring format, with a further line such as a relation."""
    path = folder / "example.markup"
    path.write_text(f"@document a\n@text\n{cell.strip('`')}\n@end\n{line}\n", encoding="utf-8")
    (item,) = read_documents([str(path)])
    assert not isinstance(item, Failure), item
    assert item.document.problems() == ()
    return item.document


def test_every_entity_label_has_its_example(tmp_path: Path) -> None:
    rows = _rows("Entities")
    assert tuple(label for label, *_ in rows) == schema.ENTITY_LABELS
    for label, _, example in rows:
        assert label in {entity.label for entity in _example(example, tmp_path).entities}


def test_every_relation_has_its_signature_and_example(tmp_path: Path) -> None:
    rows = _rows("Relations")
    shown = {label: tuple(tuple(side.split(", ")) for side in ends.split(" → ")) for label, ends, *_ in rows}
    assert shown == schema.RELATION_SIGNATURES
    for label, _, _, example in rows:
        assert _example(example, tmp_path, f"{label} h t").relations


@pytest.mark.parametrize("record", [*get_args(vn_dx_ie.Record), vn_dx_ie.Participant])
def test_every_slot_is_explained(record: type[msgspec.Struct]) -> None:
    slots = set(record.__struct_fields__) - {"confidence", "evidence", "slots"}
    assert {slot for slot, _ in _rows(record.__name__)} == slots


@pytest.mark.parametrize(
    ("heading", "slot", "values"),
    [
        ("Meeting", "part_of_day", schema.PartOfDay),
        ("Meeting", "mode", schema.Mode),
        ("Participant", "role", schema.ParticipantRole),
        ("Observation", "qualifier", schema.Qualifier),
        ("Observation", "role", schema.ObservationRole),
        ("Observation", "direction", schema.Direction),
    ],
)
def test_closed_slots_show_their_values(heading: str, slot: str, values: Any) -> None:
    assert tuple(re.findall(r"`(\w+)`", dict(_rows(heading))[slot])) == get_args(values)


def test_the_citation_is_of_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (\S+)$", citation, re.MULTILINE) == [vn_dx_ie.__version__]


def test_the_reference_has_every_public_name() -> None:
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^::: vn_dx_ie\.(\w+)$", page, re.MULTILINE)) == sorted(vn_dx_ie.__all__)
