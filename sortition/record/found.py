"""What the checks of a record found."""

from __future__ import annotations

from dataclasses import dataclass

from sortition.record.check import Check


@dataclass(frozen=True)
class Found:
    """Checks, and the least and the greatest selection probability where they could be computed."""

    checks: tuple[Check, ...]
    chances: tuple[float, float] | None = None
