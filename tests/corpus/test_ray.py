"""Datasets of Ray, and folders of partitions that go on after a kill."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from vn_dx_ie.corpus.arrow import ArrowExtractor
from vn_dx_ie.corpus.ray import (
    Partition,
    PartitionsDone,
    describe_run,
    extract_partition,
    extract_partitions,
    list_partitions,
)
from vn_dx_ie.errors import InputError

ROOT = Path(__file__).parents[2]
EXTRACT = ArrowExtractor()
KILLED = """
import os, signal, sys
from pathlib import Path
from vn_dx_ie.corpus.arrow import ArrowExtractor
from vn_dx_ie.corpus.ray import describe_run, extract_partition, list_partitions

class Killed(ArrowExtractor):
    def __call__(self, given):
        if given["id"][0].as_py().startswith("2"):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(given)

extract = Killed()
for partition in list_partitions(Path(sys.argv[1]), Path(sys.argv[2])):
    extract_partition(partition, extract, describe_run(extract))
"""


@pytest.fixture
def corpus(articles: pyarrow.Table, tmp_path: Path) -> Path:
    """A folder with the articles in three partitions of different kinds, and files that are none."""
    folder = tmp_path / "articles"
    (folder / "2024").mkdir(parents=True)
    parquet.write_table(articles.slice(0, 4).append_column("more", pyarrow.nulls(4)), folder / "2024" / "a.parquet")
    texts = articles.slice(4).select(["id", "text"]).to_pylist()
    lines = [json.dumps(text) + "\n" for text in texts]
    (folder / "b.jsonl").write_text("".join(lines[:4]) + '{"text": 3}\n', encoding="utf-8")
    (folder / "c.jsonl.gz").write_bytes(gzip.compress("".join(lines[4:]).encode()))
    (folder / "_SUCCESS").touch()
    (folder / ".hidden.parquet").touch()
    return folder


def _found(out: Path) -> list[dict[str, Any]]:
    return [row for path in sorted(out.rglob("*.parquet")) for row in parquet.read_table(path).to_pylist()]


def test_partitions_give_their_files_and_those_that_are_done_are_left_as_they_are(
    ray: Any, corpus: Path, tmp_path: Path, expected: pyarrow.Table
) -> None:
    out = tmp_path / "found"
    first, *_ = list_partitions(corpus, out)
    extract_partition(first, EXTRACT, describe_run(EXTRACT))
    written = first.target.stat().st_mtime_ns
    (left := out / f".{'0' * 32}.b.jsonl.parquet.part").write_bytes(b"half")
    assert extract_partitions(corpus, out, EXTRACT) == PartitionsDone(3, resumed=1, documents=9, failed=1)
    assert first.target.stat().st_mtime_ns == written
    assert not left.exists()
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        "2024/a.parquet",
        "b.jsonl.parquet",
        "c.jsonl.gz.parquet",
    ]
    found = _found(out)
    bad = found.pop(8)
    assert found == expected.to_pylist()
    assert bad["id"] is None
    assert bad["error"].startswith(f"{corpus / 'b.jsonl'}:5: Expected `str`, got `int`")
    assert extract_partitions(corpus, out, EXTRACT) == PartitionsDone(3, resumed=3, documents=0, failed=0)


def test_partitions_that_fail_are_named_and_do_not_stop_the_others(ray: Any, corpus: Path, tmp_path: Path) -> None:
    (corpus / "0.parquet").write_bytes(b"broken")
    parquet.write_table(pyarrow.table({"id": ["a"], "body": ["b"]}), corpus / "1.parquet")
    with pytest.raises(InputError, match=r"2 of 5 partitions failed, the others are done:\n") as raised:
        extract_partitions(corpus, out := tmp_path / "found", EXTRACT)
    _, broken, other = str(raised.value).splitlines()
    assert broken.startswith(f"{corpus / '0.parquet'}: ")
    assert other.startswith(f"{corpus / '1.parquet'}: column 'text': expected one of type string, got none")
    assert len(list(out.rglob("*.parquet"))) == 3
    assert not list(out.rglob("*.part"))


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_a_killed_run_goes_on_without_loss_or_repetition(ray: Any, articles: pyarrow.Table, tmp_path: Path) -> None:
    (folder := tmp_path / "articles").mkdir()
    keys = [[f"{number}-{key}" for key in articles["id"].to_pylist()] for number in range(5)]
    for number, ids in enumerate(keys):
        parquet.write_table(articles.set_column(0, "id", [ids]), folder / f"{number}.parquet")
    arguments = [str(folder), str(out := tmp_path / "found")]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert [path.suffix for path in sorted(out.iterdir())] == [".part", ".parquet", ".parquet"]
    assert extract_partitions(folder, out, EXTRACT) == PartitionsDone(5, resumed=2, documents=36, failed=3)
    assert [path.name for path in sorted(out.iterdir())] == [f"{number}.parquet" for number in range(5)]
    assert [row["id"] for row in _found(out)] == [key for ids in keys for key in ids]


def test_results_of_other_settings_or_of_something_else_are_not_touched(ray: Any, corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "found"
    first, second, _ = list_partitions(corpus, out)
    extract_partition(first, EXTRACT, describe_run(ArrowExtractor(min_confidence=0.5)))
    with pytest.raises(InputError, match=r"a\.parquet: expected results of .*0\.0.*, got .*0\.5.*; remove it"):
        extract_partitions(corpus, out, EXTRACT)
    first.target.unlink()
    second.target.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"b\.jsonl\.parquet: expected results in Parquet; remove it"):
        extract_partitions(corpus, out, EXTRACT)
    assert second.target.read_text(encoding="utf-8") == "mine"


def test_a_partition_that_fails_half_way_leaves_nothing(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = corpus.parent / "x.parquet"

    def fail(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(ArrowExtractor, "table", fail)
    with pytest.raises(OSError, match="no space left"):
        extract_partition(Partition(corpus / "b.jsonl", target), EXTRACT, "")
    assert [path.name for path in corpus.parent.iterdir()] == ["articles"]


def test_a_folder_without_partitions_or_with_the_results_in_it_is_an_error(corpus: Path, tmp_path: Path) -> None:
    (empty := tmp_path / "empty").mkdir()
    for source, out, message in (
        (tmp_path / "none", empty, "expected a folder of partitions"),
        (empty, tmp_path / "out", r"expected files ending in \.parquet, \.jsonl, .*, got none"),
        (corpus, corpus / "out", "expected a folder outside"),
    ):
        with pytest.raises(InputError, match=message):
            list_partitions(source, out)
    (corpus / "b.jsonl.parquet").touch()
    with pytest.raises(InputError, match=r"b\.jsonl\.parquet: expected one partition to go here, got 2"):
        list_partitions(corpus, empty)


def test_the_blocks_of_the_page_run(
    ray: Any,
    corpus: Path,
    expected: pyarrow.Table,
    block: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(corpus.parent)
    exec(block("on_ray.py"), {})  # noqa: S102 (the page's own example)
    assert capsys.readouterr().out == "3 partitions, 0 of them done before; 2 documents failed\n"
    exec(block("ray_data.py"), {})  # noqa: S102
    found = parquet.read_table("observations")
    assert found.sort_by("id") == expected.slice(0, 4).select(found.column_names)
