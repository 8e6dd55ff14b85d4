"""A run that is killed at each of its steps goes on as if nothing had happened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_KILLED_AT_EACH_LINE = """
import os, sys
from pathlib import Path
from vn_dx_ie.corpus import journal

def run(out):
    with journal.Journal(journal.Files.beside(out), journal.Heading([], "model", {})) as running:
        for number in range(running.state.done, 3):
            lines = [b"line %d" % number]
            running.add(*([], lines) if number == 1 and failing else (lines, []))
        running.finish()

def killed_at(moment, out):
    lines = 0

    def trace(frame, event, _):
        nonlocal lines
        if frame.f_code.co_filename != journal.__file__:
            return None
        lines += event == "line"
        if lines == moment:
            os._exit(9)  # nothing is flushed or closed, as under SIGKILL
        return trace

    child = os.fork()
    if child == 0:
        sys.settrace(trace)
        run(out)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9

failing, moment = sys.argv[2] == "failing", 1
while killed_at(moment, out := Path(sys.argv[1]) / f"{moment}.jsonl"):
    files = journal.Files.beside(out)
    if files.journal.exists() or not out.exists():
        run(out)
    results, failures = (b"line 0\\nline 2\\n", b"line 1\\n") if failing else (b"line 0\\nline 1\\nline 2\\n", None)
    assert out.read_bytes() == results, moment
    assert (files.failures.read_bytes() if files.failures.exists() else None) == failures, moment
    assert not files.journal.exists(), moment
    moment += 1
print(moment - 1)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize("outcome", ["failing", "fine"])
def test_a_run_killed_at_any_line_goes_on(tmp_path: Path, outcome: str) -> None:
    script = [sys.executable, "-c", _KILLED_AT_EACH_LINE, str(tmp_path), outcome]
    done = subprocess.run(script, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 40
