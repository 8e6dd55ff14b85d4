"""The package as a user meets it: its names, its weight, and its silence on the network."""

from __future__ import annotations

import importlib
import json
import os
import socket
import subprocess
import sys
from importlib import metadata
from importlib.resources import files
from pathlib import Path

import pytest

import vn_dx_ie

ROOT = Path(__file__).parent.parent
HEAVY = ("torch", "transformers", "datasets", "spacy", "underthesea", "sklearn", "pandas")
LATE = ("numpy", "onnxruntime", "tokenizers", "scipy", "rich", "click")

# Run in an interpreter of its own: whatever tries to use the network ends it.
_WATCHED = """
import sys
def forbid(event, arguments):
    if event.startswith("socket.") and event != "socket.__new__" or event == "urllib.Request":
        raise SystemExit(f"the network was used: {event} {arguments}")
sys.addaudithook(forbid)
"""
_TELL = "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"


def loaded_by(code: str) -> set[str]:
    """Return the modules that are loaded once `code` has run in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED + code + _TELL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_every_public_name_is_there_and_documented() -> None:
    for name in vn_dx_ie.__all__:
        value = getattr(vn_dx_ie, name)
        assert name == "__version__" or name == "Record" or (value.__doc__ or "").strip(), name
        assert name in dir(vn_dx_ie)


def test_the_names_of_the_contract_are_public() -> None:
    promised = {"load", "Document", "evaluate", "parse_quantity", "parse_period", "link_province"}
    values = {"Entity", "Relation", "Meeting", "Observation", "Directive", "Issuance"}
    assert promised | values <= set(vn_dx_ie.__all__)
    assert vn_dx_ie.__all__ == sorted(vn_dx_ie.__all__)


def test_every_error_is_public_and_of_one_tree() -> None:
    errors = vars(importlib.import_module("vn_dx_ie.errors"))
    leaves = {name for name, value in errors.items() if isinstance(value, type) and issubclass(value, Exception)}
    assert leaves <= set(vn_dx_ie.__all__)
    assert all(issubclass(getattr(vn_dx_ie, name), vn_dx_ie.VnDxIeError) for name in leaves)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'extract_everything'"):
        vn_dx_ie.extract_everything  # noqa: B018


def test_version_is_that_of_the_installed_package() -> None:
    try:
        installed = metadata.version("vn-dx-ie")
    except metadata.PackageNotFoundError:
        pytest.skip("run from a source tree that is not installed")
    assert vn_dx_ie.__version__ == installed


def test_the_package_is_typed() -> None:
    assert files("vn_dx_ie").joinpath("py.typed").is_file()


def test_import_loads_nothing_heavy() -> None:
    assert not loaded_by("import vn_dx_ie").intersection(HEAVY + LATE)


def test_the_commands_start_without_the_network_and_the_heavy_packages() -> None:
    assert not loaded_by("import vn_dx_ie.cli").intersection((*HEAVY, "scipy", "onnxruntime"))


def test_extraction_needs_neither_training_packages_nor_the_network() -> None:
    text = "Sáng 8-8, tại Hà Nội, Thủ tướng Phạm Minh Chính chủ trì phiên họp."
    code = f"import vn_dx_ie\ndocument = vn_dx_ie.load()({text!r})\nassert document.entities"
    assert not loaded_by(code).intersection(HEAVY)


def test_the_runtime_of_the_network_reports_to_nobody(tmp_path: Path) -> None:
    # Its native code is out of the audit hooks' sight. What it would send it keeps in a file first.
    alone = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    code = "import vn_dx_ie; assert vn_dx_ie.load()('Ngày 8/8, tại Hà Nội.').entities"
    environment = {**alone, "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    assert list(tmp_path.rglob("*")) == []


def test_the_tests_themselves_cannot_reach_the_network(network_attempts: list[str]) -> None:
    with pytest.raises(RuntimeError, match=r"socket\.connect"), socket.socket() as channel:
        channel.connect(("192.0.2.1", 80))
    with pytest.raises(RuntimeError, match="getaddrinfo"):
        socket.getaddrinfo("example.org", 80)
    assert len(network_attempts) == 2
    network_attempts.clear()
