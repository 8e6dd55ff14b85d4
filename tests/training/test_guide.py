"""The guide from annotations to a served model, followed to the letter with a tiny encoder."""

from __future__ import annotations

import json
import re
import shlex
import threading
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from vn_dx_ie.cli import main
from vn_dx_ie.training.config import decode_config
from vn_dx_ie.training.pretrain import PretrainConfig

ROOT = Path(__file__).parent.parent.parent
GUIDE = (ROOT / "docs" / "training.md").read_text(encoding="utf-8")


def test_from_an_export_to_an_answer(tmp_path: Path, checkpoint: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    scope: dict[str, Any] = {"__name__": "guide"}
    for language, block in re.findall(r"^```(json|console|python|toml)\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE):
        if language == "json":
            Path("export.jsonl").write_text(block * 4, encoding="utf-8")
        elif language == "toml":
            tiny = f'encoder = "{checkpoint.as_posix()}"\nlearning_rate = 0.02\nthreads = 1\n'
            Path("run.toml").write_text(tiny + block, encoding="utf-8")
        elif language == "python":
            exec(compile(block.replace("8000", "0"), "training.md", "exec"), scope)  # noqa: S102
        else:
            for command in block.splitlines():
                result = CliRunner().invoke(main, shlex.split(command)[1:])
                assert result.exit_code == 0, f"{command}: {result.output}{result.exception!r}"
    with scope["server"] as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        request = Request(f"http://127.0.0.1:{server.server_port}", data="FPT bàn giao Hệ thống.".encode())
        with urlopen(request) as answer:  # noqa: S310
            document = json.load(answer)
        thread.join()
    assert document["text"] == "FPT bàn giao Hệ thống."
    assert {entity["label"] for entity in document["entities"]} <= {"SYSTEM", "COMPANY"}


def test_the_pretraining_configuration_is_sound() -> None:
    config = decode_config(ROOT / "configs" / "pretrain.toml", PretrainConfig)
    assert sum(corpus.share for corpus in config.corpora) == pytest.approx(1)
