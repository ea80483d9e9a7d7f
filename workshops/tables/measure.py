"""How good a seating is: who met whom how often, and how well each table mirrors the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import fair_shares, people_outside
from workshops.tables.problem import Hall, Seating, meetings


@dataclass(frozen=True)
class Meetings:
    """Who meets whom, counted over pairs of people, earlier plans included as marked."""

    times: Whole
    """For each pair (the smaller number first), how often they meet, earlier plans included."""
    distinct: int
    """Pairs at one table at least once in these rounds."""
    repeats: int
    """Meetings of pairs beyond their first; those who met in an earlier plan have had theirs."""
    convex: int
    """The sum of m (m - 1) / 2 over pairs that meet m times, beyond the same sum of the earlier
    plans: what the search keeps small, because a third meeting is worse than a second."""

    @property
    def most(self) -> int:
        """The most often any pair meets."""
        return int(self.times.max()) if self.times.size else 0

    @property
    def histogram(self) -> dict[int, int]:
        """How many pairs meet 0, 1, 2… times."""
        counts = np.bincount(self.times) if self.times.size else np.zeros(0, dtype=np.int64)
        return {times: int(count) for times, count in enumerate(counts)}


def count_meetings(hall: Hall, seating: Seating) -> Meetings:
    """Count the meetings of a seating."""
    upper = np.triu_indices(hall.people, 1)
    now, before = meetings(seating, hall.people)[upper], hall.met[upper]
    times = now + before
    return Meetings(
        times=times,
        distinct=int((now > 0).sum()),
        repeats=int((np.maximum(times - 1, 0) - np.maximum(before - 1, 0)).sum()),
        convex=int((times * (times - 1) - before * (before - 1)).sum() // 2),
    )


def people_met(hall: Hall, seating: Seating) -> Whole:
    """How many different people each person has met, earlier plans included."""
    met = meetings(seating, hall.people) + hall.met
    return np.asarray((met > 0).sum(axis=1), dtype=np.int64)


def shares(hall: Hall) -> tuple[Whole, Whole]:
    """The fair share of every table in every category, rounded down and up.

    Each has a row for every round, table and category: a table of s people out of the n present,
    N of them in the category, should have s × N / n. Tables that a round does not have have 0.
    """
    indicator = category_columns(hall)
    shape = (hall.rounds, hall.most_tables, indicator.shape[1])
    least, most = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for round_, (sizes, there) in enumerate(zip(hall.sizes, hall.present, strict=True)):
        totals = indicator[list(there)].sum(axis=0)
        low, high = fair_shares(np.array(sizes, dtype=np.int64), totals, len(there))
        least[round_, : len(sizes)], most[round_, : len(sizes)] = low, high
    return least, most


def category_columns(hall: Hall) -> Whole:
    """1 where a person is of a category, else 0, by person and category of all criteria."""
    columns = [
        (np.array(codes)[:, None] == np.arange(max(codes) + 1)[None]).astype(np.int64)
        for codes in hall.criteria
    ]
    empty = np.zeros((hall.people, 0), dtype=np.int64)
    return np.concatenate([empty, *columns], axis=1)


def table_counts(hall: Hall, seating: Seating) -> Whole:
    """People by round, table and category."""
    indicator = category_columns(hall)
    counts = np.zeros((hall.rounds, hall.most_tables, indicator.shape[1]), dtype=np.int64)
    for round_, tables in enumerate(seating):
        for place, table in enumerate(tables):
            counts[round_, place] = indicator[list(table)].sum(axis=0)
    return counts


def outside(hall: Hall, seating: Seating) -> Whole:
    """People outside the fair share, rounded down or up, by round, table and category."""
    return people_outside(table_counts(hall, seating), *shares(hall))


def excess(hall: Hall, seating: Seating) -> int:
    """People outside the fair share, summed over rounds, tables and categories: 0 is a mirror."""
    return int(outside(hall, seating).sum())
