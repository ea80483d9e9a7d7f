"""Loops that numpy cannot take off our hands, compiled to machine code when they are first run.

What is compiled here counts in whole numbers alone, so that every processor finds the same. The
machine code is kept for the next run beside the module, or in the user's cache where that may not
be written to.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, ParamSpec, TypeVar

import numba

_P = ParamSpec("_P")
_R = TypeVar("_R")

_BARE: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "_nrt": False}
"""Runs beside other threads, and allocates nothing: counting who uses an array would cost more time
than the use of it."""
_PART: Final[dict[str, Any]] = {**_BARE, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function as machine code.

    It is kept as long as its own file stays as it is: what it calls belongs into the same file, and
    after a change of a constant that it takes from another, touch this one too.
    Where nothing may be written it is compiled every time.
    """
    fast: Callable[_P, _R]
    try:
        fast = numba.njit(cache=True, **_BARE)(function)
    except RuntimeError:
        fast = numba.njit(**_BARE)(function)
    return fast


def part(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function as a part of compiled ones, not to be called from elsewhere."""
    fast: Callable[_P, _R] = numba.njit(**_PART)(function)
    return fast


def inlined(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A small part, written out wherever it is called: its many arrays are dear to hand over."""
    fast: Callable[_P, _R] = numba.njit(forceinline=True, **_PART)(function)
    return fast
