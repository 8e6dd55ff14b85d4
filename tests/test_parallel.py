"""A function over many items in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from vn_dx_ie.errors import WorkerError
from vn_dx_ie.parallel import map_batches, ordered_map


def _double(item: int) -> int:
    if item == 13:
        os._exit(1)  # as when the system ends a process for want of memory
    return 2 * item


def _double_all(items: list[int]) -> list[int]:
    return [_double(item) for item in items]


def _fail(item: int) -> int:
    raise ValueError(f"expected none, got {item}")


def _make(function: Callable[[int], int]) -> Callable[[int], int]:
    return function


def test_results_come_in_order_and_items_are_taken_as_they_are_needed() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(20, 120):
            taken.append(item)
            yield item

    results = ordered_map(partial(_make, _double), items(), 2)
    assert next(results) == 40
    assert len(taken) < 10
    assert list(results) == [2 * item for item in range(21, 120)]


def test_an_item_that_kills_its_process_gives_an_error_and_the_rest_is_done() -> None:
    results = list(ordered_map(partial(_make, _double), range(10, 18), 2))
    assert [type(result) for result in results].count(WorkerError) == 1
    assert isinstance(results[3], WorkerError)
    assert [result for result in results if isinstance(result, int)] == [20, 22, 24, 28, 30, 32, 34]


def test_in_a_batch_only_the_bad_item_fails() -> None:
    ((batch, results),) = map_batches(partial(partial, _double_all), iter([[12, 13, 14]]), 2)
    assert batch == [12, 13, 14]
    assert (results[0], results[2]) == (24, 28)
    assert isinstance(results[1], WorkerError)


def test_what_the_function_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="expected none, got 1"):
        list(ordered_map(partial(_make, _fail), [1], 1))
