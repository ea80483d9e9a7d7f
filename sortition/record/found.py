"""What the checks of a record found."""

from __future__ import annotations

from dataclasses import dataclass

from sortition.lottery.lottery import Lottery
from sortition.pool.rules import Model
from sortition.record.check import Check


@dataclass(frozen=True)
class Found:
    """Checks, and what they were made of where it could be computed."""

    checks: tuple[Check, ...]
    chances: tuple[float, float] | None = None
    """The least and the greatest selection probability."""
    lottery: tuple[Model, Lottery] | None = None
    """The rules, and the lottery that keeps them."""
