"""Where the documents of a corpus are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from vn_dx_ie.corpus.sources import list_sources
from vn_dx_ie.errors import InputError
from vn_dx_ie.formats.items import Failure, Item, Located


def _read(*paths: Path) -> list[Item]:
    return [source.read() for source in list_sources(paths)]


def _texts(*paths: Path) -> list[tuple[str | None, str]]:
    return [(item.document.id, item.document.text) for item in _read(*paths) if isinstance(item, Located)]


def test_folders_are_read_by_name_at_any_depth_whatever_packs_the_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "c.txt").write_text("bốn", encoding="utf-8")
    (tmp_path / "notes.md").write_text("không", encoding="utf-8")
    (tmp_path / "b" / "a.txt.gz").write_bytes(gzip.compress("một".encode()))
    lines = "".join(json.dumps({"id": key, "text": key}) + "\n\n" for key in ("hai", "ba")).encode()
    (tmp_path / "b" / "x.jsonl.zst").write_bytes(zstandard.compress(lines))
    assert _texts(tmp_path) == [("a", "một"), ("hai", "hai"), ("ba", "ba"), ("c", "bốn")]


@pytest.mark.parametrize(("ending", "pack"), [("", bytes), (".gz", gzip.compress), (".zst", zstandard.compress)])
def test_a_line_that_is_no_document_is_a_failure_with_its_place(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    raw = b'\xef\xbb\xbf{"text": "a"}\n{"text": 1}\n'
    path = tmp_path / f"x.jsonl{ending}"
    path.write_bytes(pack(raw))
    good, bad = _read(path)
    assert isinstance(good, Located)
    assert isinstance(bad, Failure)
    assert bad.place == f"{path}:2"


def test_a_file_that_breaks_off_fails_and_the_next_is_read(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"text": "a"}\n' * 2000)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.txt").write_text("xong", encoding="utf-8")
    *_, broken, last = _read(tmp_path)
    assert isinstance(broken, Failure)
    assert broken.place == str(tmp_path / "a.jsonl.gz")
    assert isinstance(last, Located)


def test_a_path_that_is_missing_or_of_another_kind_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        _read(tmp_path / "x.jsonl")
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(InputError, match=r"expected a folder or a file ending in .*, got '\.docx'"):
        _read(tmp_path / "x.docx")
