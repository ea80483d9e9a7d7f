"""Lengths given as options."""

from __future__ import annotations

from sortition.base.errors import Problems
from sortition.base.limits import MINUTES_MOST


def check_length(
    option: str, value: float, problems: Problems, *, most: int = MINUTES_MOST, zero: bool = False
) -> None:
    """Note a number that is no length: none at all unless `zero` may be, or more than `most`."""
    if zero and not value >= 0:
        problems.add("not-negative", option=option, value=f"{value:g}")
    elif not zero and not value > 0:
        problems.add("more-than-zero", option=option, value=f"{value:g}")
    elif value > most:
        problems.add("too-long", option=option, value=f"{value:g}", most=most)
