"""What every test shares: no network, the same examples each time, and one extractor."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import settings

import vn_dx_ie

if find_spec("torch") is None:  # an environment without the extra `train`
    collect_ignore = [
        "integrations/test_datasets.py",
        "integrations/test_guide.py",
        "integrations/test_transformers.py",
        "neural/test_pieces.py",
        "scoring/test_schemes.py",
        "training",
    ]

settings.register_profile("deterministic", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("deterministic")

_NETWORK_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname")
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # a browser's driver is there
_attempts: list[str] = []


class NetworkUsedError(RuntimeError):
    """Something tried to reach the network."""


def _forbid_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse whatever would leave this machine, from whichever library; processes may talk to each other."""
    if event not in _NETWORK_EVENTS or getattr(arguments[0], "family", None) == getattr(socket, "AF_UNIX", -1):
        return
    address = arguments[0] if isinstance(arguments[0], str) else arguments[1]
    if (address[0] if isinstance(address, tuple) else address) in _THIS_MACHINE:
        return
    _attempts.append(f"{event}{arguments[1:]}")
    raise NetworkUsedError(_attempts[-1])


sys.addaudithook(_forbid_network)


@pytest.fixture(autouse=True)
def network_attempts() -> Iterator[list[str]]:
    """Fail the test that tries to reach the network, also where the refusal is swallowed."""
    _attempts.clear()
    yield _attempts
    assert not _attempts, "the network must not be used"


@pytest.fixture(scope="session")
def extractor() -> vn_dx_ie.Extractor:
    """The extractor over the shipped model, loaded once."""
    return vn_dx_ie.load()
