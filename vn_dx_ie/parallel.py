"""A function over many items in several processes: in order, in bounded memory, whatever dies on the way."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic, TypeVar

from vn_dx_ie.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 2  # items that wait for each process

_function: Callable[[Any], Any]  # of this worker


def ordered_map(make: Callable[[], Callable[[T], R]], items: Iterable[T], processes: int) -> Iterator[R | WorkerError]:
    """Yield ``make()(item)`` for each of `items`, in their order.

    `make` is pickled and called once in each process, which is started anew (``spawn``), so that no
    threads or locks are inherited. An item over which a process dies, for want of memory or otherwise,
    gives a WorkerError in its place; the others are done again in new processes. What `make` or the
    function raises is raised here.
    """
    with _Pool(make, processes) as pool:
        waiting: deque[tuple[T, Future[R]]] = deque()
        for item in items:
            waiting.append((item, pool.submit(item)))
            if len(waiting) >= processes * _AHEAD:
                yield pool.result(waiting)
        while waiting:
            yield pool.result(waiting)


def map_batches(
    make: Callable[[], Callable[[list[T]], list[R]]], batches: Iterable[list[T]], processes: int
) -> Iterator[tuple[list[T], list[R | WorkerError]]]:
    """Yield each of `batches` with the results of ``make()(batch)``, one an item, in order.

    A batch over which a process dies is done again item by item, so that only the bad one fails.
    """
    under_way: deque[list[T]] = deque()

    def noted() -> Iterator[list[T]]:
        for batch in batches:
            under_way.append(batch)
            yield batch

    for found in ordered_map(make, noted(), processes):
        batch = under_way.popleft()
        yield batch, _one_by_one(make, batch, found) if isinstance(found, WorkerError) else [*found]


def _one_by_one(
    make: Callable[[], Callable[[list[T]], list[R]]], batch: list[T], error: WorkerError
) -> list[R | WorkerError]:
    if len(batch) == 1:
        return [error]
    found: list[R | WorkerError] = []
    for results in ordered_map(make, ([item] for item in batch), 1):
        found += [results] if isinstance(results, WorkerError) else results
    return found


class _Pool(Generic[T, R]):
    """Processes that are replaced when one of them dies."""

    def __init__(self, make: Callable[[], Callable[[T], R]], processes: int) -> None:
        self._make, self._processes = make, processes
        self._executor = self._start(processes)

    def __enter__(self) -> _Pool[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _start(self, processes: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(self._make,))

    def submit(self, item: T) -> Future[R]:
        """Hand in an item; a pool that has just broken is noticed when results are asked for."""
        try:
            return self._executor.submit(_work, item)
        except BrokenProcessPool as error:
            broken: Future[R] = Future()
            broken.set_exception(error)
            return broken

    def result(self, waiting: deque[tuple[T, Future[R]]]) -> R | WorkerError:
        """Take the first of those that wait, and return its result."""
        item, future = waiting.popleft()
        try:
            return future.result()
        except BrokenProcessPool:
            # One of those under way killed its process; which one shows when each is alone in a process.
            found = self._alone(item)
            self._executor.shutdown(wait=False)
            self._executor = self._start(self._processes)
            for index, (later, _) in enumerate(list(waiting)):
                waiting[index] = (later, self.submit(later))
            return found

    def _alone(self, item: T) -> R | WorkerError:
        executor = self._start(1)
        try:
            found: R = executor.submit(_work, item).result()
            return found
        except BrokenProcessPool:
            return WorkerError(
                "expected a result, but the process that worked on this died, perhaps for want of memory"
            )
        finally:
            executor.shutdown(wait=False)


def _begin(make: Callable[[], Callable[[Any], Any]]) -> None:
    global _function
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _function = make()


def _end_with_parent() -> None:
    """End this process with its parent, which may be killed without a word."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(item: Any) -> Any:
    return _function(item)
