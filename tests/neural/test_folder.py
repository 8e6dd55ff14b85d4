"""The model folder: what is missing, altered or of another kind is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.neural.fakes import SPECIAL, transitions
from vn_dx_ie.errors import ModelError, VnDxIeError
from vn_dx_ie.neural.features import FEATURE_NAMES
from vn_dx_ie.neural.folder import (
    CHECKSUMS,
    CONFIG,
    FORMAT,
    PAIRS,
    TOKENS,
    ModelConfig,
    read_model_config,
    write_checksums,
    write_model_config,
)
from vn_dx_ie.neural.labels import LabelSet
from vn_dx_ie.neural.runtime import OnnxScorer
from vn_dx_ie.neural.windows import WindowSizes


def config(**changes: object) -> ModelConfig:
    potentials = transitions(10)
    whole = ModelConfig(
        name="small",
        version="3",
        special=SPECIAL,
        labels=LabelSet(),
        windows=WindowSizes(100, 20),
        features=FEATURE_NAMES,
        transitions=potentials.between.tolist(),
        starts=potentials.start.tolist(),
        span_temperatures=[1.5] * 10,
        edge_temperature=1.25,
    )
    return msgspec.structs.replace(whole, **changes)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "model", config())


def write_folder(path: Path, settings: ModelConfig) -> Path:
    path.mkdir()
    for name in (TOKENS, PAIRS):
        (path / name).write_bytes(f"not really {name}".encode())
    write_model_config(path, settings)
    write_checksums(path, [CONFIG, TOKENS, PAIRS])
    return path


def test_a_folder_reads_as_written(folder: Path) -> None:
    read = read_model_config(folder)
    assert read == config()
    decoding = read.decoding()
    assert decoding.transitions.between == pytest.approx(transitions(10).between)
    assert decoding.transitions.start == pytest.approx(transitions(10).start)
    assert decoding.span_temperatures.dtype == np.float32
    assert (decoding.edge_temperature, decoding.windows) == (1.25, WindowSizes(100, 20))
    assert decoding.labels == LabelSet()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nowhere: expected a model folder"):
        read_model_config(tmp_path / "nowhere")
    assert issubclass(ModelError, VnDxIeError)


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelError, match="file: expected a model folder"):
        read_model_config(tmp_path / "file")


@pytest.mark.parametrize("name", [CHECKSUMS, CONFIG, TOKENS, PAIRS])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        read_model_config(folder)


@pytest.mark.parametrize("name", [CONFIG, TOKENS, PAIRS])
def test_an_altered_file_is_named(folder: Path, name: str) -> None:
    raw = bytearray((folder / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / name).write_bytes(raw)
    with pytest.raises(ModelError, match=rf"{name}: expected SHA-256 \w{{12}}…, got \w{{12}}…"):
        read_model_config(folder)


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"model.json": 3}', b"\xff"])
def test_broken_checksums_are_named(folder: Path, raw: bytes) -> None:
    (folder / CHECKSUMS).write_bytes(raw)
    with pytest.raises(ModelError, match=CHECKSUMS):
        read_model_config(folder)


def test_a_folder_must_vouch_for_all_its_parts(folder: Path) -> None:
    write_checksums(folder, [CONFIG, TOKENS])
    with pytest.raises(ModelError, match=f"{CHECKSUMS}: expected a checksum of {PAIRS}"):
        read_model_config(folder)


@pytest.mark.parametrize("raw", [b"{}", b"", b'{"name": 1}'])
def test_a_broken_configuration_is_named(folder: Path, raw: bytes) -> None:
    (folder / CONFIG).write_bytes(raw)
    write_checksums(folder, [CONFIG, TOKENS, PAIRS])
    with pytest.raises(ModelError, match=CONFIG):
        read_model_config(folder)


def test_another_format_is_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", config(format=99))
    with pytest.raises(ModelError, match=f"{CONFIG}: expected format {FORMAT}, got 99"):
        read_model_config(folder)


def test_unknown_features_are_refused(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "m", config(features=(*FEATURE_NAMES, "x:new")))
    with pytest.raises(ModelError, match="x:new"):
        read_model_config(folder)


def test_a_model_may_know_fewer_features(tmp_path: Path) -> None:
    assert config().decoding().columns is None
    known = (*FEATURE_NAMES[:5], *FEATURE_NAMES[7:])
    columns = read_model_config(write_folder(tmp_path / "m", config(features=known))).decoding().columns
    assert columns is not None
    assert [FEATURE_NAMES[column] for column in columns] == list(known)


def test_a_network_that_is_none_is_named(folder: Path) -> None:
    with pytest.raises(ModelError, match=f"{TOKENS}: onnxruntime cannot load it"):
        OnnxScorer(folder)
