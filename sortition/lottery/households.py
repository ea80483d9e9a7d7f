"""What it changes that the households of a very large register are kept by ticket order."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import combinations

from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery
from sortition.pool.profiles import Pool


def household_bound(pool: Pool, lottery: Lottery) -> float:
    """A probability that nobody's chance is moved by more than, when people are skipped because
    someone of their household already has a seat.

    The draw with skipping and the draw without are the same unless the latter seats two people of
    one household. The chance of that is at most the sum, over all such pairs, of the chance that
    both are seated (union bound): for two profiles with c and d seats among m and n people, the
    mean of c·d / (m·n) over the lottery; within one profile c·(c-1) / (n·(n-1)). Zero where
    households are exact.
    """
    if pool.exact_households:
        return 0.0
    members: dict[int, list[int]] = {}
    for person, home in enumerate(pool.household):
        members.setdefault(home, []).append(pool.kind[person])
    pairs: Counter[tuple[int, int]] = Counter()
    for own in members.values():
        counts = sorted(Counter(own).items())
        for (one, first), (other, second) in combinations(counts, 2):
            pairs[one, other] += first * second
        for one, first in counts:
            pairs[one, one] += first * (first - 1) // 2
    pairs = +pairs  # those that there are
    total = Fraction(0)
    for (one, other), count in pairs.items():
        for profile in pool.model.kinds[one]:
            for mate in pool.model.kinds[other]:
                total += count * _both_seated(pool, lottery, profile, mate)
    return min(1.0, float(total))


def _both_seated(pool: Pool, lottery: Lottery, one: int, other: int) -> Fraction:
    """The chance that a given person of one profile and a given other person of another sit."""
    same = one == other
    met = sum(e.weight * e.seats[one] * (e.seats[other] - same) for e in lottery.entries)
    people = pool.model.people
    return Fraction(met, TOTAL_WEIGHT * people[one] * (people[other] - same))
