"""Takes values out of JSON that somebody may have bent, and refuses those of another type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def text(value: object) -> str:
    """A text. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a text")
    return value


def whole(value: object) -> int:
    """A whole number. Raises TypeError for anything else, `true` and 1.0 included."""
    if type(value) is not int:
        raise TypeError(f"{value!r} is not a whole number")
    return value


def texts(value: object) -> tuple[str, ...]:
    """A list of texts. Raises TypeError for anything else."""
    return tuple(text(item) for item in _items(value))


def wholes(value: object) -> tuple[int, ...]:
    """A list of whole numbers. Raises TypeError for anything else."""
    return tuple(whole(item) for item in _items(value))


def table(value: object) -> Mapping[str, Any]:
    """An object. Raises TypeError for anything else."""
    if not isinstance(value, dict):
        raise TypeError(f"{value!r} is not an object")
    return value


def _items(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    return value
