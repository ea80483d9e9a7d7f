"""Reads plans of the first form (`"schema": 1`), as the second form has them.

There, what people are owed and the number of revisions stood among the figures, and a file shared
out was one text, its id and its title with a dot between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from workshops.plan.kinds import KINDS

SCHEMA: Final = 1
_BETWEEN: Final = " · "


def second_form(old: Mapping[str, Any]) -> dict[str, Any]:
    """The second form of a plan. Raises KeyError, TypeError or ValueError for another form."""
    kind, figures = KINDS[old["kind"]], old["figures"]
    if not isinstance(figures, dict):
        raise TypeError("the figures are no object")
    known = {one.name for one in fields(kind.figures)}
    owed = figures.get("credit", {})
    rounds = old["rounds"]
    if not kind.has_places:
        rounds = [one | {"groups": [_file(group) for group in one["groups"]]} for one in rounds]
    return {
        **old,
        "schema": SCHEMA + 1,
        "rounds": rounds,
        "figures": {name: one for name, one in figures.items() if name in known} or None,
        "revision": figures.get("revision", 0),
        "credit": [{"id": person, **one} for person, one in owed.items()],
    }


def _file(group: Mapping[str, Any]) -> dict[str, Any]:
    id_, _, title = group["topic"].partition(_BETWEEN)
    return {**group, "file_id": id_, "topic": title}
