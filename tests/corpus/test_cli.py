"""``vn-dx-ie extract --workers``."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from click.testing import CliRunner, Result

from vn_dx_ie.cli import main


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["extract", *map(str, arguments)])


def test_a_folder_to_a_file_with_its_failures(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out.jsonl"
    folder.mkdir()
    (folder / "a.txt.gz").write_bytes(gzip.compress("UBND tỉnh Lào Cai họp.".encode()))
    (folder / "b.txt").write_bytes(b"\xff")
    result = _run(folder, "-o", out, "--workers", 1)
    assert result.exit_code == 1
    assert [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a"]
    assert "1 document done, 1 failed" in result.stderr
    assert str(tmp_path / "out.jsonl.failures.jsonl") in result.stderr
    again = _run(folder, "-o", out, "--workers", 1)
    assert again.exit_code == 2
    assert "expected no such file yet" in again.stderr
    assert _run(folder, "-o", out, "--workers", 1, "--overwrite").exit_code == 1


def test_it_wants_a_file_of_json_lines(tmp_path: Path) -> None:
    for arguments in (("--workers", 1), ("--workers", 1, "-o", tmp_path / "x.csv"), ("--workers", 0, "-o", "x.jsonl")):
        result = _run(tmp_path, *arguments)
        assert result.exit_code == 2, arguments
