"""One named check of a record, and comparing what it claims with what is recomputed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sortition.base.errors import Message, message
from sortition.base.json_values import first_difference

NAMES = (
    *("form", "digest", "commitment", "protocol", "files", "people", "exclusions", "quotas"),
    *("households", "profiles", "lottery", "fairness", "proven", "drawn", "panel", "alternates"),
    *("panel-file", "alternates-file", "profiles-file"),
)
"""Every check, in the order in which they are shown."""


@dataclass(frozen=True)
class Check:
    """One named check: passed, failed, or None where it could not be made; then with the reason."""

    name: str
    passed: bool | None
    detail: Message | None = None


def compare(name: str, claimed: object, expected: object, key: str) -> Check:
    """A check that passes where a claim is exactly what is expected; else it names the place."""
    place = first_difference(claimed, expected, key)
    if place is None:
        return Check(name, True)
    return Check(name, False, message("verify-differs-at", key=place))


def merged(checks: Iterable[Check], wanted: Iterable[str]) -> tuple[Check, ...]:
    """One check for each name wanted, in their order: failed where one of that name is, else not
    made where one was not; a check that an earlier failure kept from being made is said not to be.
    """
    found: dict[str, Check] = {}
    rank = {False: 0, None: 1, True: 2}
    for check in checks:
        known = found.get(check.name)
        if known is None or rank[check.passed] < rank[known.passed]:
            found[check.name] = check
    stopped = message("verify-stopped")
    return tuple(found.get(name, Check(name, None, stopped)) for name in wanted)
