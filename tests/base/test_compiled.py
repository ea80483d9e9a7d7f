"""Loops as machine code."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from sortition.base.compiled import compiled, inlined, part
from workshops.common.arrays import Whole


@inlined
def _double(number: int) -> int:
    return 2 * number


@part
def _fill(numbers: Whole, first: int) -> None:
    for place in range(len(numbers)):
        numbers[place] = first + _double(place)


@compiled
def count_up(numbers: Whole, first: int) -> None:
    _fill(numbers, first)


def test_compiled_code_does_what_it_says() -> None:
    """A function and its parts, compiled, fill an array as Python would."""
    numbers = np.zeros(5, dtype=np.int64)
    count_up(numbers, 3)
    assert numbers.tolist() == [3, 5, 7, 9, 11]


def test_without_a_place_to_keep_it_it_is_compiled_all_the_same() -> None:
    """What numba finds no place for, such as code of no file at all, is compiled nevertheless."""
    scope: dict[str, Callable[[Whole], None]] = {}
    exec("def raise_all(numbers):\n    numbers += 1", scope)  # noqa: S102  # code of no file
    numbers = np.zeros(2, dtype=np.int64)
    compiled(scope["raise_all"])(numbers)
    assert numbers.tolist() == [1, 1]
