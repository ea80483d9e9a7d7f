"""What tables over several rounds start from, and what a seating is: plain values of whole numbers.

People are numbered from 0 in the order of their ids, tables and rounds from 0 as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import numpy as np

from workshops.common.arrays import Whole

TableMembers = tuple[int, ...]
"""The people at one table."""
Seating = tuple[tuple[TableMembers, ...], ...]
"""Everyone's table: the tables of every round."""


@dataclass(frozen=True)
class Hall:
    """Who sits at how many tables of which sizes, in every round, and what must be kept to."""

    people: int
    """How many people there are in all."""
    sizes: tuple[tuple[int, ...], ...]
    """For each round, the seats of every table: as many in all as people are there."""
    present: tuple[tuple[int, ...], ...]
    """For each round, who is there, in order."""
    criteria: tuple[tuple[int, ...], ...] = ()
    """For each criterion, everyone's category, numbered from 0."""
    fixed: tuple[Mapping[int, int], ...] = ()
    """For each round, the table of those whose seat is given; empty for no such seats at all."""
    together: tuple[tuple[int, ...], ...] = ()
    """Sets of people who are at one table in every round in which they are there."""
    apart_sets: tuple[tuple[int, ...], ...] = ()
    """Sets of people no two of whom are ever at one table."""
    clusters: tuple[tuple[int, ...], ...] = ()
    """Sets of people who are at as few tables as possible."""
    earlier: tuple[tuple[TableMembers, ...], ...] = field(default=())
    """Rounds of earlier plans: people who were at one table there have met."""

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return len(self.sizes)

    @property
    def most_tables(self) -> int:
        """Tables of the round that has most."""
        return max(len(sizes) for sizes in self.sizes)

    def fixed_in(self, round_: int) -> Mapping[int, int]:
        """The given seats of a round."""
        return self.fixed[round_] if self.fixed else {}

    @cached_property
    def ever_present(self) -> tuple[int, ...]:
        """Those who are there in some round."""
        return tuple(sorted({person for there in self.present for person in there}))

    @cached_property
    def apart(self) -> frozenset[tuple[int, int]]:
        """Pairs, the smaller number first, who are never at one table."""
        return frozenset(pairs_of(self.apart_sets))

    @cached_property
    def plain(self) -> bool:
        """Whether everyone is always there, nobody's seat is given, and nobody met before."""
        everyone = tuple(range(self.people))
        rules = self.together or self.apart_sets or self.clusters or self.earlier or any(self.fixed)
        return not rules and all(there == everyone for there in self.present)

    @cached_property
    def met(self) -> Whole:
        """How often each pair met in earlier plans, by person and person."""
        return meetings(self.earlier, self.people)


def meetings(rounds: Sequence[Sequence[Sequence[int]]], people: int) -> Whole:
    """How often each pair is at one table, by person and person; 0 with oneself."""
    counts = np.zeros((people, people), dtype=np.int64)
    for tables in rounds:
        for table in tables:
            counts[np.ix_(table, table)] += 1
    np.fill_diagonal(counts, 0)
    return counts


def even_sizes(people: int, tables: int) -> tuple[int, ...]:
    """People over tables, sizes within one of each other, the larger ones first."""
    small, more = divmod(people, tables)
    return tuple([small + (table < more) for table in range(tables)])


def sizes_within(people: int, seats: Sequence[int]) -> tuple[int, ...]:
    """People over tables of so many seats, each filled in proportion to its seats.

    The seats left over by rounding down go one by one to the table whose share lost most (largest
    remainders). Needs at least as many seats as people.
    """
    total = sum(seats)
    sizes = [people * room // total for room in seats]
    by_loss = sorted(range(len(seats)), key=lambda t: (-(people * seats[t] % total), t))
    for table in by_loss[: people - sum(sizes)]:
        sizes[table] += 1
    return tuple(sizes)


def pairs_of(sets: Sequence[Sequence[int]]) -> Iterator[tuple[int, int]]:
    """Every pair of people in one of the sets, the smaller number first."""
    for people in sets:
        yield from combinations(sorted(people), 2)
