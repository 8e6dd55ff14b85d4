"""The command ``vn-dx-ie serve``: its options, its extra, and a process that ends well."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

pytest.importorskip("fastapi")
import vn_dx_ie.extractor
import vn_dx_ie.serve
from vn_dx_ie.cli import main
from vn_dx_ie.serve import Limits

ROOT = Path(__file__).parent.parent.parent
LONG = "Sáng 8-8, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì phiên họp. " * 300


def test_options_reach_the_service(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[Any] = []

    def note(result: object) -> Callable[..., object]:
        def noted(*given: object, **named: object) -> object:
            calls.append((*given, named) if named else given)
            return result

        return noted

    monkeypatch.setattr(vn_dx_ie.extractor, "load", note("extractor"))
    monkeypatch.setattr(vn_dx_ie.serve, "create_app", note("app"))
    monkeypatch.setattr(vn_dx_ie.serve, "run_server", note(None))
    options = (
        "--port 9 --threads 2 --max-chars 5 --timeout 1.5 --max-batch 3 --workers 4 --queue 0 --cors-origin http://x"
    )
    result = CliRunner().invoke(main, ["serve", *options.split(), "--model", str(tmp_path)])
    assert result.exit_code == 0, result.output
    limits = Limits(max_chars=5, max_batch=3, timeout=1.5, workers=4, queue=0)
    assert calls == [
        (tmp_path, {"threads": 2}),
        ("extractor", limits, ("http://x",)),
        ("app", "127.0.0.1", 9, 1.5),
    ]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("vn_dx_ie.serve")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 2
    assert result.stderr == "error: serving needs optional packages: pip install 'vn-dx-ie[serve]'\n"


def test_a_request_under_way_is_answered_before_the_process_ends() -> None:
    call = [sys.executable, "-c", "from vn_dx_ie.cli import main; main()", "serve", "--port", "0"]
    with (
        subprocess.Popen(call, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process,
        ThreadPoolExecutor(1) as elsewhere,
        ExitStack() as at_the_end,
    ):
        at_the_end.callback(process.kill)  # should anything below go wrong
        assert process.stderr
        address = next(found[1] for line in process.stderr if (found := re.search(r"running on (http://\S+)", line)))
        answer = elsewhere.submit(post, f"{address}/extract", {"text": LONG})
        while json.loads(get(f"{address}/health"))["pending"] == 0 and not answer.done():
            pass
        os.kill(process.pid, signal.SIGTERM)
        assert answer.result(60)["text"] == LONG
        assert process.wait(60) in (0, -signal.SIGTERM)


def get(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=60) as response:  # noqa: S310 - of this machine
        found: bytes = response.read()
        return found


def post(address: str, body: dict[str, str]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(body).encode(), headers)  # noqa: S310 - of this machine
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        found: dict[str, Any] = json.load(response)
        return found
