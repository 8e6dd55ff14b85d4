"""How far a run has come, so that it can go on after it was killed at any moment.

The journal lies beside the output and has a line for each batch whose results are written: how many
documents are done, and how long the two files of results are by then. What a killed run wrote after its
last line is cut off and done again, so nothing is lost and nothing is there twice.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from vn_dx_ie.errors import InputError


class State(msgspec.Struct, frozen=True, array_like=True):
    """How many documents are done and how many of them failed, and the lengths of the results in bytes."""

    done: int = 0
    failed: int = 0
    results: int = 0
    failures: int = 0


class Heading(msgspec.Struct, frozen=True):
    """What a run was asked for: another run must not go on with its journal."""

    inputs: list[str]
    model: str
    settings: dict[str, float]


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a run: its results, the documents that failed, and the journal."""

    results: Path
    failures: Path
    journal: Path

    @classmethod
    def beside(cls, out: Path) -> Files:
        """Return the files that go with the output `out`."""
        return cls(out, out.with_name(f"{out.name}.failures.jsonl"), out.with_name(f"{out.name}.journal"))


class Journal:
    """The results and the journal of a run, open to be added to.

    Raises:
        InputError: there are results without a journal, or the journal is of another run.
    """

    def __init__(self, files: Files, heading: Heading, *, overwrite: bool = False) -> None:
        self._files = files
        self.state = State() if overwrite else _found(files, heading)
        if self.state == State():  # first of all, for results without a journal are taken for somebody else's
            files.journal.write_bytes(msgspec.json.encode(heading) + b"\n")
        self._results = _open_at(files.results, self.state.results)
        self._failures = _open_at(files.failures, self.state.failures)
        self._journal = open(files.journal, "r+b")  # noqa: SIM115 (closed on leaving)
        _cut_to_whole_lines(self._journal)

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for stream in (self._results, self._failures, self._journal):
            stream.close()

    def add(self, results: list[bytes], failures: list[bytes]) -> None:
        """Write the results of a batch, then note that they are written."""
        self._results.writelines(line + b"\n" for line in results)
        self._failures.writelines(line + b"\n" for line in failures)
        self._results.flush()
        self._failures.flush()
        self.state = State(
            self.state.done + len(results) + len(failures),
            self.state.failed + len(failures),
            self._results.tell(),
            self._failures.tell(),
        )
        self._journal.write(msgspec.json.encode(self.state) + b"\n")
        self._journal.flush()

    def finish(self) -> None:
        """End the run: the journal goes, and the file of failures where there are none."""
        self.__exit__(None, None, None)
        if not self.state.failed:
            self._files.failures.unlink()
        self._files.journal.unlink()


def _found(files: Files, heading: Heading) -> State:
    """Return how far an earlier run came."""
    if not files.journal.exists():
        if files.results.exists():
            raise InputError(f"{files.results}: expected no such file yet; remove it, or overwrite it on purpose")
        return State()
    lines = files.journal.read_bytes().split(b"\n")[:-1]  # a last line without an end was not finished
    if not lines:
        return State()
    if lines[0] != msgspec.json.encode(heading):
        raise InputError(
            f"{files.journal}: expected the journal of this run, got that of another one ({lines[0].decode()}); "
            "give the same inputs and settings to go on with it, or overwrite it on purpose"
        )
    return msgspec.json.decode(lines[-1], type=State) if len(lines) > 1 else State()


def _open_at(path: Path, length: int) -> BinaryIO:
    """Open a file to go on after its first `length` bytes; what a killed run wrote behind them goes."""
    stream = open(path, "r+b" if length and path.exists() else "wb")  # noqa: SIM115 (the caller's to close)
    size = stream.seek(0, os.SEEK_END)
    if size < length:
        stream.close()
        raise InputError(f"{path}: expected at least {length} bytes, as the journal says, got {size}")
    stream.truncate(length)
    stream.seek(length)
    return stream


def _cut_to_whole_lines(journal: BinaryIO) -> None:
    whole = journal.read().rfind(b"\n") + 1
    journal.truncate(whole)
    journal.seek(whole)
