"""Frozen values as JSON, and back: each field is what its annotation says, or the form is refused.

It knows dataclasses, tuples, mappings by text, choices of words, texts, numbers, yes and no, and
what may be missing (`X | None`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints


def plain(value: object) -> Any:
    """The JSON form of a value."""
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(one) for one in value]
    return value


def typed(hint: Any, value: object) -> Any:
    """The value of its JSON form. Raises KeyError, TypeError or ValueError for another form."""
    origin, inside = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = _hints(hint)
        return hint(**{name: typed(hints[name], one) for name, one in _mapping(value).items()})
    if origin is UnionType:
        if value is None and NoneType in inside:
            return None
        return typed(next(one for one in inside if one is not NoneType), value)
    if origin is Literal:
        if value not in inside:
            raise ValueError(f"{value!r} is none of {inside}")
        return value
    if origin is tuple:
        return _tuple(inside, value)
    if origin is not None:
        return {str(key): typed(inside[1], one) for key, one in _mapping(value).items()}
    return _atom(hint, value)


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _tuple(inside: tuple[Any, ...], value: object) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    if inside[-1] is Ellipsis:
        return tuple([typed(inside[0], one) for one in value])
    return tuple([typed(kind, one) for kind, one in zip(inside, value, strict=True)])


def _atom(hint: type, value: object) -> object:
    numeric = (int, float) if hint is float else hint
    if not isinstance(value, numeric) or isinstance(value, bool) != (hint is bool):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("no finite number")
    return value
