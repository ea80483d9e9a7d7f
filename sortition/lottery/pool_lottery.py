"""From a pool to its lottery, and to what is known of the lottery's fairness."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sortition.lottery.households import household_bound
from sortition.lottery.solve import solve_lottery

if TYPE_CHECKING:
    from sortition.base.observer import Observer
    from sortition.lottery.lottery import Solved
    from sortition.pool.profiles import Pool


def solve_pool(pool: Pool, observe: Observer | None = None) -> Solved | None:
    """The leximin lottery of a pool; None where the quotas cannot be met.

    Where households are kept by ticket order it is not called exact, and says how little that
    changes.
    """
    solved = solve_lottery(pool.model, observe)
    if solved is None or pool.exact_households:
        return solved
    return replace(solved, exact=False, household_bound=household_bound(pool, solved.lottery))
