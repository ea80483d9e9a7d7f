"""Proven least numbers of repeats, to say how far a seating is from the best there can be.

Two rounds: the s people of a table of the one sit at the T tables of the other, x of them at each,
and Σ x (x - 1) / 2 of their pairs meet again. That is least when they are spread as evenly as the
sizes allow. Three facts follow for a whole seating, m being how often a pair meets:

- Σ m (m - 1) / 2 is the sum of that over all pairs of rounds.
- Repeats are Σ (m - 1) over pairs that meet. A round repeats at least as many pairs as its worst
  partner among earlier rounds forces; the sum over rounds is a bound, and is reached when the same
  few pairs repeat every time.
- There are only so many pairs: meetings beyond the number of pairs that may meet are repeats.

If nobody is to meet anyone more than M times, a pair adds at most M / 2 to the first sum for each
of its repeats (M - 1 if it met in an earlier plan): a stronger bound for seatings that glue nobody
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from workshops.tables.problem import Hall, pairs_of


@dataclass(frozen=True)
class LeastRepeats:
    """What no seating of a hall can go below."""

    repeats: int
    """The least number of meetings of pairs beyond their first."""
    convex: int
    """The least sum of m (m - 1) / 2 over pairs that meet m times, beyond that of earlier plans."""
    halves: bool = True
    """Whether nobody met in an earlier plan."""

    def repeats_up_to(self, most: int) -> int:
        """The least repeats of seatings in which no pair meets more than `most` times in all."""
        if most < 2:
            return self.repeats
        twice_each = most if self.halves else 2 * (most - 1)
        return max(self.repeats, -(-2 * self.convex // twice_each))


def bound(hall: Hall) -> LeastRepeats:
    """Bounds for a hall. Nothing is assumed of its rules but that they only forbid seatings."""
    again = _between_rounds(hall)
    earlier = len(hall.earlier)
    one_after_other = sum(
        max([again[other][earlier + round_] for other in range(earlier + round_)], default=0)
        for round_ in range(hall.rounds)
    )
    convex = sum(
        again[other][earlier + round_]
        for round_ in range(hall.rounds)
        for other in range(earlier + round_)
    )
    forced, forced_convex = _forced(hall)
    most_repeats = max(one_after_other, _too_many(hall), forced)
    return LeastRepeats(
        repeats=most_repeats,
        convex=max(convex, forced_convex, most_repeats),
        halves=not hall.earlier,
    )


def least_pairs(people: int, sizes: Sequence[int]) -> int:
    """The least Σ x (x - 1) / 2 over whole numbers x that add up to `people`, one for each table,
    none above its size. People beyond all seats are left out.
    """
    total, left = 0, min(people, sum(sizes))
    level = 0
    while left:
        open_tables = sum(size > level for size in sizes)
        seated = min(left, open_tables)
        total += level * seated
        left -= seated
        level += 1
    return total


def _between_rounds(hall: Hall) -> list[list[int]]:
    """For each two rounds, earlier plans first, the least pairs that meet in both."""
    rounds = [*hall.earlier, *([None] * hall.rounds)]
    count = len(rounds)
    again = [[0] * count for _ in range(count)]
    for later in range(len(hall.earlier), count):
        round_ = later - len(hall.earlier)
        there = frozenset(hall.present[round_])
        for before in range(later):
            again[before][later] = again[later][before] = max(
                _from(hall, rounds[before], before - len(hall.earlier), round_, there),
                _from(hall, None, round_, before - len(hall.earlier), there)
                if before >= len(hall.earlier)
                else 0,
            )
    return again


def _from(
    hall: Hall,
    tables: Sequence[Sequence[int]] | None,
    round_: int,
    other: int,
    there: frozenset[int],
) -> int:
    """The least pairs of the tables of a round (or of these tables) that sit together again in
    round `other`, where `there` are the people of the later of the two.
    """
    sizes = hall.sizes[other]
    if tables is not None:
        left = [sum(person in there for person in table) for table in tables]
        return sum(least_pairs(people, sizes) for people in left)
    # Anyone may be missing from any table: leave them out where each saves most.
    left = list(hall.sizes[round_])
    missing = len(set(hall.present[round_]) - set(hall.present[other]))
    for _ in range(missing):
        gains = [least_pairs(n, sizes) - least_pairs(n - 1, sizes) if n else -1 for n in left]
        best = max(range(len(left)), key=lambda table: gains[table])
        left[best] -= 1
    return sum(least_pairs(people, sizes) for people in left)


def _too_many(hall: Hall) -> int:
    """Repeats because there are more meetings than pairs that may meet and have not met.

    Counted for each person as well: everyone can only meet so many others.
    """
    may = np.ones((hall.people, hall.people), dtype=bool)
    np.fill_diagonal(may, False)
    for one, other in hall.apart:
        may[one, other] = may[other, one] = False
    ever_together = np.zeros_like(may)
    for there in hall.present:
        ever_together[np.ix_(there, there)] = True
    new = may & ever_together & (hall.met == 0)
    held = sum(size * (size - 1) // 2 for sizes in hall.sizes for size in sizes)
    in_all = held - int(new.sum()) // 2
    at_least = [0] * hall.people
    for sizes, there in zip(hall.sizes, hall.present, strict=True):
        for person in there:
            at_least[person] += min(sizes) - 1
    each = sum(max(0, n - int(new[p].sum())) for p, n in enumerate(at_least))
    return max(0, in_all, -(-each // 2))


def _forced(hall: Hall) -> tuple[int, int]:
    """Repeats, and the convex count, of pairs whom the rules put at one table."""
    times = np.zeros((hall.people, hall.people), dtype=np.int64)
    for round_ in range(hall.rounds):
        for one, other in sorted(_together_in(hall, round_)):
            times[one, other] += 1
    before = np.triu(hall.met, 1)
    now = times + before
    repeats = np.maximum(now - 1, 0) - np.maximum(before - 1, 0)
    convex = now * (now - 1) - before * (before - 1)
    return int(repeats.sum()), int(convex.sum()) // 2


def _together_in(hall: Hall, round_: int) -> set[tuple[int, int]]:
    there = set(hall.present[round_])
    pairs = {pair for pair in pairs_of(hall.together) if there.issuperset(pair)}
    fixed = sorted(hall.fixed_in(round_).items())
    pairs |= {(p, q) for (p, t), (q, u) in combinations(fixed, 2) if t == u}
    return pairs
