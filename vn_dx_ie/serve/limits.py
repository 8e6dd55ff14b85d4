"""What one request, and all of them together, may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vn_dx_ie.errors import InputError

_BYTES_OF_A_CHARACTER: Final = 12  # at the most: a pair of escapes in JSON
_BYTES_AROUND: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that the service keeps.

    ``max_chars`` are the code points of one text, ``max_batch`` the documents of one batch, ``timeout``
    the seconds from a request's last byte to its answer, ``workers`` the requests that are worked on
    at the same time, ``queue`` those that wait for that.

    Raises:
        InputError: a bound is too low to serve anything.
    """

    max_chars: int = 100_000
    max_batch: int = 32
    timeout: float = 30.0
    workers: int = 1
    queue: int = 16

    def __post_init__(self) -> None:
        for name in ("max_chars", "max_batch", "workers"):
            if (value := getattr(self, name)) < 1:
                raise InputError(f"{name}: expected at least 1, got {value}")
        if self.queue < 0 or self.timeout <= 0:
            raise InputError(f"expected queue >= 0 and timeout > 0, got {self.queue} and {self.timeout}")

    @property
    def max_body(self) -> int:
        """The bytes of one request: enough for a text of ``max_chars``, however it is escaped."""
        return self.max_chars * _BYTES_OF_A_CHARACTER + _BYTES_AROUND
