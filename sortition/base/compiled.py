"""Loops that numpy cannot take off our hands, compiled to machine code when they are first run.

What is compiled here counts in whole numbers alone, so that every processor finds the same. The
machine code is kept in the user's cache for the next run (`machine_code`), as long as no source
file that may take part changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, ParamSpec, TypeVar

import numba

from sortition.base.machine_code import folder_of

_P = ParamSpec("_P")
_R = TypeVar("_R")

_BARE: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "_nrt": False}
"""Runs beside other threads, and allocates nothing: counting who uses an array would cost more time
than the use of it."""
_PART: Final[dict[str, Any]] = {**_BARE, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function as machine code, kept until a file of its package or of this one changes.

    Where nothing may be written it is compiled every time.
    """
    folder = folder_of((function.__module__ or "").partition(".")[0])
    fast: Callable[_P, _R]
    if folder is not None:
        with _kept_in(folder), suppress(RuntimeError):
            fast = numba.njit(cache=True, **_BARE)(function)
            return fast
    fast = numba.njit(**_BARE)(function)
    return fast


@contextmanager
def _kept_in(folder: Path) -> Iterator[None]:
    """Let numba keep what is declared meanwhile in this folder and nowhere else.

    It raises RuntimeError for code of no file, and where the folder may not be written to after
    all.
    """
    settings = {"CACHE_DIR": str(folder), "CACHE_LOCATOR_CLASSES": "UserProvidedCacheLocator"}
    before = {name: getattr(numba.config, name, "") for name in settings}
    try:
        for name, value in settings.items():
            setattr(numba.config, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(numba.config, name, value)


def part(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function as a part of compiled ones, not to be called from elsewhere."""
    fast: Callable[_P, _R] = numba.njit(**_PART)(function)
    return fast


def inlined(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """A small part, written out wherever it is called: its many arrays are dear to hand over."""
    fast: Callable[_P, _R] = numba.njit(forceinline=True, **_PART)(function)
    return fast
