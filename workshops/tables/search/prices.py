"""What a seating costs: the prices of meetings, of people outside, and of what must not be.

All of them are whole numbers, so that every machine finds the same seating.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from workshops.common.arrays import Whole
from workshops.tables.problem import Hall

NEXT_MEETING: Final = (0, 4, 6, 12, 20, 28)
"""Price of one more meeting of two people who met 0, 1, 2… times; each further one costs 8 more.

Convex, so that nobody is glued to anybody. The third meeting is a little cheaper than in the sum of
m (m - 1) / 2, where it would cost 8: more different people are met for it."""
OUTSIDE: Final = 17
"""Price of one person outside a table's fair share of a category: more than four repeats."""
FIRST_OUTSIDE: Final = 10
"""Price of the first such person of a round: one is easier to bear than the next."""
NEVER: Final = 1 << 20
"""Price of what must not be: more than any seating costs otherwise."""
MOST_MEETINGS: Final = 60
"""Meetings of a pair up to which each further one has a price of its own."""
APART: Final = 64
"""Codes of pairs: how often they meet, plus 64 if they are kept apart."""


def outside_prices(hall: Hall) -> Whole:
    """The price of so many people outside their fair shares in one round, by their number."""
    counts = np.arange(2 * hall.people * max(1, len(hall.criteria)) + 2)
    return OUTSIDE * counts - (OUTSIDE - FIRST_OUTSIDE) * (counts > 0)


def meeting_prices() -> tuple[Whole, Whole]:
    """The price of one more meeting, and of all meetings so far, by the code of a pair."""
    steps = list(NEXT_MEETING)
    while len(steps) <= MOST_MEETINGS:
        steps.append(steps[-1] + NEXT_MEETING[-1] - NEXT_MEETING[-2])
    next_one = np.full(2 * APART, NEVER)
    next_one[: len(steps)] = steps
    total = np.full(2 * APART, NEVER)
    total[: len(steps)] = np.cumsum([0, *steps[:-1]])
    total[APART] = 0
    return next_one, total
