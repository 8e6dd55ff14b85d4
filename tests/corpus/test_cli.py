"""``vn-dx-ie extract --workers``."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
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


def test_a_terminal_is_told_the_rate_and_the_remaining_time(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    corpus, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    corpus.write_text('{"id": "a", "text": "UBND tỉnh Lào Cai họp."}\n' * 40, encoding="utf-8")
    command = [sys.executable, "-c", "from vn_dx_ie.cli import main; main()", "extract", str(corpus), "-o", str(out)]
    reading, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
    shown = b""
    with subprocess.Popen([*command, "--workers", "1"], stderr=terminal, env=environment) as running:
        os.close(terminal)
        while chunk := _read(reading):
            shown += chunk
    os.close(reading)
    assert running.returncode == 0
    assert "40/40" in shown.decode()
    assert "/s, left:" in shown.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""
