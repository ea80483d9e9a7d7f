"""The rounds that a cell of a workshop's file names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sortition.base.errors import Problems
from sortition.people.cells import whole


def rounds_of(
    text: str, rounds: int, where: Mapping[str, object], problems: Problems
) -> tuple[int, ...]:
    """The rounds of a cell like `1,3`, counted from 0; others are noted as problems."""
    parts = re.findall(r"[^\s,;+]+", text)
    good = [number for part in parts if (number := whole(part, 1, rounds)) is not None]
    if len(good) < len(parts):
        problems.add("cell-rounds", **where, value=text, rounds=rounds)
    return tuple(sorted({number - 1 for number in good}))
