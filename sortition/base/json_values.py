"""Comparing JSON values: equal, and of the same types."""

from __future__ import annotations


def first_difference(one: object, other: object, path: str = "") -> str | None:
    """Where two JSON values first differ, as `quotas[3].least`; None where they are the same.

    Types count: 1, 1.0 and true are three different values. The order of keys does not.
    """
    if type(one) is not type(other):
        return path
    if isinstance(one, dict) and isinstance(other, dict):
        for key in other | one:
            place = f"{path}.{key}".lstrip(".")
            if key not in one or key not in other:
                return place
            found = first_difference(one[key], other[key], place)
            if found is not None:
                return found
        return None
    if isinstance(one, list) and isinstance(other, list):
        for index, (mine, theirs) in enumerate(zip(one, other, strict=False)):
            found = first_difference(mine, theirs, f"{path}[{index}]")
            if found is not None:
                return found
        return None if len(one) == len(other) else path
    return None if one == other else path
