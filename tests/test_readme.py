"""What the README shows, works."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from vn_dx_ie.cli import main
from vn_dx_ie.training.config import read_config

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Return the calls of ``vn-dx-ie`` in the README that read nothing but what the repository holds."""
    lines = [line for block in blocks("console") for line in block.splitlines()]
    return [line for line in lines if line.startswith("vn-dx-ie ") and not re.search(r"gold\.jsonl|\bmy\b", line)]


@pytest.mark.parametrize("code", blocks("python"))
def test_python_blocks_run(code: str) -> None:
    if "import spacy" in code:
        pytest.importorskip("spacy")
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})  # noqa: S102


def test_commands_run_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("seeds", "annotations"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    monkeypatch.chdir(tmp_path)
    assert commands()
    for command in commands():
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"


def test_the_training_configuration_is_sound(tmp_path: Path) -> None:
    (path := tmp_path / "my.toml").write_text("".join(blocks("toml")), encoding="utf-8")
    config = read_config(path)
    assert config.labels.relation_names == ("LIVES_IN",)
    assert config.segmented


def test_links_lead_somewhere() -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_every_room_of_the_package_is_on_the_map() -> None:
    rooms = {
        path.name + "/" if path.is_dir() else path.name
        for path in (ROOT / "vn_dx_ie").iterdir()
        if not path.name.startswith(("_", "."))
    } - {"py.typed"}
    shown = {name for row in re.findall(r"^\| (`.*?) \|", README, flags=re.MULTILINE) for name in row.split("`")[1::2]}
    assert rooms == shown
