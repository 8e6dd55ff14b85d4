"""A corpus to one file of JSON lines, going on after a kill."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import vn_dx_ie
from vn_dx_ie.corpus import Done, extract_corpus
from vn_dx_ie.corpus.journal import Files, State
from vn_dx_ie.errors import InputError
from vn_dx_ie.extractor import Extractor

TEXTS = [f"Ngày {day}/3/2024, UBND tỉnh Lào Cai họp; {day} xã đạt {day + 50}%." for day in range(1, 29)]
_RUN = """
import sys
from pathlib import Path
import vn_dx_ie
from vn_dx_ie.corpus import extract_corpus

if __name__ == "__main__":
    extract_corpus([sys.argv[1]], Path(sys.argv[2]), vn_dx_ie.load(), workers=int(sys.argv[3]), batch_size=2)
"""


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return vn_dx_ie.load()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(TEXTS)]
    lines.insert(3, '{"text": 3}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _ids(path: Path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_document_is_there_once_in_order_and_failures_are_named(
    corpus: Path, tmp_path: Path, extractor: Extractor, workers: int
) -> None:
    out = tmp_path / "out.jsonl"
    seen: list[State] = []
    done = extract_corpus([corpus], out, extractor, workers=workers, batch_size=5, on_progress=seen.append)
    assert done == Done(done=29, failed=1, resumed=0)
    assert _ids(out) == [f"d{number}" for number in range(28)]
    expected = [extractor(text, id=f"d{number}").to_dict() for number, text in enumerate(TEXTS)]
    assert [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] == expected
    files = Files.beside(out)
    (failure,) = files.failures.read_text(encoding="utf-8").splitlines()
    assert json.loads(failure)["place"] == f"{corpus}:4"
    assert not files.journal.exists()
    assert [state.done for state in seen] == [5, 10, 15, 20, 25, 29]


class _StoppedError(Exception):
    """Raised in the middle of a run, as a kill would end it."""


def _stopped_run(corpus: Path, out: Path, extractor: Extractor, after: int) -> None:
    def stop(state: object) -> None:
        if getattr(state, "done", 0) >= after:
            raise _StoppedError

    with pytest.raises(_StoppedError):
        extract_corpus([corpus], out, extractor, batch_size=4, on_progress=stop)


def test_a_run_goes_on_where_it_was_and_half_written_results_are_cut_off(
    corpus: Path, tmp_path: Path, extractor: Extractor
) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    extract_corpus([corpus], whole, extractor)
    _stopped_run(corpus, out, extractor, after=8)
    with Files.beside(out).results.open("ab") as stream:
        stream.write(b'{"id": "half')
    with Files.beside(out).journal.open("ab") as stream:
        stream.write(b"[12,")
    done = extract_corpus([corpus], out, extractor, batch_size=7)
    assert done.resumed == 8
    assert out.read_bytes() == whole.read_bytes()
    assert Files.beside(out).failures.read_bytes() == Files.beside(whole).failures.read_bytes()


def test_results_of_something_else_are_not_touched(corpus: Path, tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("mine\n", encoding="utf-8")
    with pytest.raises(InputError, match="expected no such file yet"):
        extract_corpus([corpus], out, extractor)
    assert out.read_text(encoding="utf-8") == "mine\n"
    assert extract_corpus([corpus], out, extractor, overwrite=True).done == 29


def test_another_run_does_not_go_on_with_a_journal(corpus: Path, tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "out.jsonl"
    _stopped_run(corpus, out, extractor, after=8)
    with pytest.raises(InputError, match="expected the journal of this run"):
        extract_corpus([tmp_path], out, extractor)


def test_results_that_have_been_cut_short_are_noticed(corpus: Path, tmp_path: Path, extractor: Extractor) -> None:
    out = tmp_path / "out.jsonl"
    _stopped_run(corpus, out, extractor, after=8)
    out.write_bytes(b"")
    with pytest.raises(InputError, match="expected at least"):
        extract_corpus([corpus], out, extractor)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")
def test_nothing_is_lost_or_doubled_by_kills_at_random_moments(
    corpus: Path, tmp_path: Path, extractor: Extractor
) -> None:
    whole, out, script = tmp_path / "whole.jsonl", tmp_path / "out.jsonl", tmp_path / "run.py"
    extract_corpus([corpus], whole, extractor)
    script.write_text(_RUN, encoding="utf-8")
    chance = random.Random(5)
    for kills in range(12):
        workers = 1 + kills % 2
        process = subprocess.Popen([sys.executable, str(script), str(corpus), str(out), str(workers)])
        try:
            process.wait(timeout=chance.uniform(0.5, 2.5) if kills < 3 else 120)
            break
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
    assert process.returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    assert not Files.beside(out).journal.exists()
