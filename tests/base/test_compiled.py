"""Loops as machine code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from sortition.base.compiled import compiled, inlined, part
from tests.places import ROOT
from workshops.tables.problem import Whole


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


def test_it_is_kept_where_the_user_may_write(tmp_path: Path) -> None:
    """Machine code goes to the folder that is named for it, and is found there again."""
    program = (
        "import numpy; from tests.base.test_compiled import count_up;"
        "count_up(numpy.zeros(3, dtype='int64'), 1); print(sum(count_up.stats.cache_hits.values()))"
    )
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    hits = [
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert hits == ["0", "1"]


def test_without_a_place_to_keep_it_it_is_compiled_all_the_same() -> None:
    """What numba finds no place for, such as code of no file at all, is compiled nevertheless."""
    scope: dict[str, Callable[[Whole], None]] = {}
    exec("def raise_all(numbers):\n    numbers += 1", scope)  # noqa: S102  # code of no file
    numbers = np.zeros(2, dtype=np.int64)
    compiled(scope["raise_all"])(numbers)
    assert numbers.tolist() == [1, 1]
