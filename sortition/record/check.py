"""One named check of a record, and comparing what it claims with what is recomputed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sortition.base.errors import Message, message


@dataclass(frozen=True)
class Check:
    """One named check: passed, failed, or None where it could not be made; then with the reason."""

    name: str
    passed: bool | None
    detail: Message | None = None


@dataclass
class Found:
    """Checks as they come, and what they give."""

    checks: list[Check]
    least: float | None = None
    greatest: float | None = None


def compare(name: str, claimed: object, expected: object, key: str) -> Check:
    """A check that passes where a claim is exactly what is expected; else it names the place."""
    if same(claimed, expected):
        return Check(name, True)
    place = first_difference(claimed, expected, key)
    return Check(name, False, message("verify-differs-at", key=place))


def same(one: object, other: object) -> bool:
    """Equal, and of the same types: 1, 1.0 and true are three different claims."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[k], other[k]) for k in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def first_difference(one: object, other: object, path: str) -> str:
    """Where two JSON values first differ: `quotas[3].least`."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            if not same(one[key], other[key]):
                return first_difference(one[key], other[key], f"{path}.{key}")
    if isinstance(one, list) and isinstance(other, list):
        for index, (mine, theirs) in enumerate(zip(one, other, strict=False)):
            if not same(mine, theirs):
                return first_difference(mine, theirs, f"{path}[{index}]")
    return path


def merged(checks: Iterable[Check]) -> list[Check]:
    """One check per name: failed where one of that name is, else not made where one was not."""
    found: dict[str, Check] = {}
    rank = {False: 0, None: 1, True: 2}
    for check in checks:
        known = found.get(check.name)
        if known is None or rank[check.passed] < rank[known.passed]:
            found[check.name] = check
    return list(found.values())
