"""Threads that do the work: so many at a time, so many that wait, and so long for each."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus
from typing import Any, Final, TypeVar

from vn_dx_ie.serve.limits import Limits
from vn_dx_ie.serve.problems import ProblemError

T = TypeVar("T")
RETRY_AFTER_S: Final = 1


class Workers:
    """Runs jobs in threads of its own.

    A job whose time is up is answered for at once; it cannot be stopped from outside, so it keeps its
    thread until it ends by itself, and counts as pending as long.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix="extract")
        self._lock = threading.Lock()
        self._pending = 0

    @property
    def pending(self) -> int:
        """How many jobs are worked on or wait."""
        return self._pending

    async def run(self, job: Callable[[threading.Event], T]) -> T:
        """Return what `job` returns; it is given an event that is set once nobody waits for it any more.

        Raises:
            ProblemError: 429 where too many wait already, 503 where the time is up.
        """
        self._enter()
        expired = threading.Event()
        future = self._threads.submit(job, expired)
        future.add_done_callback(self._leave)
        waiting = asyncio.wrap_future(future)
        try:
            await asyncio.wait({waiting}, timeout=self._limits.timeout)
        finally:
            if not waiting.done():
                expired.set()
                waiting.cancel()
        if waiting.cancelled():
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                f"expected an answer within {self._limits.timeout:g} s, got none; send less text at a time",
                {"Retry-After": str(RETRY_AFTER_S)},
            )
        return waiting.result()

    def close(self) -> None:
        """Wait for what is worked on, and drop what waits."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _enter(self) -> None:
        most = self._limits.workers + self._limits.queue
        with self._lock:
            if self._pending >= most:
                raise ProblemError(
                    HTTPStatus.TOO_MANY_REQUESTS,
                    f"expected at most {most} requests at a time, got one more; try again later",
                    {"Retry-After": str(RETRY_AFTER_S)},
                )
            self._pending += 1

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._pending -= 1
