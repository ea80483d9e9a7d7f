"""A seating under change: everyone's seat, who has met how often, and swaps made many at a time.

Prices are whole numbers, small enough for every sum of them to be exact in floating point: no order
of summation, processor or library changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workshops.seating.measure import category_columns, shares
from workshops.seating.problem import Hall, Seating, Whole

Real = NDArray[np.float64]
Short = NDArray[np.float32]
Bars = Sequence[frozenset[tuple[int, int]]]
"""For each round, people and tables to which they may not go; empty for none at all."""

NEXT_MEETING: Final = (0, 2, 3, 6, 10, 14)
"""Price of one more meeting of two people who met 0, 1, 2… times; each further one costs 4 more.

Convex, so that nobody is glued to anybody. The third meeting is a little cheaper than in the sum of
m (m - 1) / 2, where it would cost 4: more different people are met for it."""
OUTSIDE: Final = 9
"""Price of one person outside a table's fair share of a category: more than four repeats."""
NEVER: Final = 1 << 20
"""Price of what must not be: more than any seating costs otherwise."""
_MOST_MEETINGS: Final = 60
_NOBODY: Final = 63
_APART: Final = 64
"""Codes of pairs: how often they meet, or that one of them is nobody; plus 64 if kept apart."""


class State:
    """Everyone's seat, and what follows from it. A table's empty seats hold nobody: number n."""

    def __init__(self, hall: Hall, seating: Seating, barred: Bars = ()) -> None:
        """`barred` names, for each round, people and tables they may not go to."""
        people = hall.people
        depth = max(max(sizes) for sizes in hall.sizes)
        self.people = people
        self.seats = np.full((hall.rounds, hall.most_tables, depth), people, dtype=np.int64)
        for number, of_round in enumerate(seating):
            for place, table in enumerate(of_round):
                self.seats[number, place, : len(table)] = table
        self.columns = np.zeros((people + 1, category_columns(hall).shape[1]), dtype=np.float32)
        self.columns[:people] = category_columns(hall)
        least, most = shares(hall)
        self.least, self.most = least.astype(np.float32), most.astype(np.float32)
        self.counts: Short = np.asarray(self.columns[self.seats].sum(axis=2))
        held, self.zones = _held(hall), _zones(hall, barred)
        bound = held[:, :people].any() or (self.seats == people).any()
        self.held = held if bound or self.zones is not None else None
        self.codes = _codes(hall)
        for of_round in seating:
            for table in of_round:
                self.codes[np.ix_(table, table)] += 1
        np.fill_diagonal(self.codes, _NOBODY)
        self.sides = sides_of(depth)
        self.mates = (self.sides[:, None] == self.sides[None]).astype(np.int64)
        np.fill_diagonal(self.mates, 0)
        self.next_meeting, self._meetings = _price_lists()
        self.outside_price = OUTSIDE
        """What a move pays for a person outside: a search may begin with less than it costs."""

    @property
    def depth(self) -> int:
        """Seats of the largest table."""
        return int(self.seats.shape[2])

    @property
    def outside(self) -> int:
        """People outside their tables' fair shares."""
        below = np.maximum(self.least - self.counts, 0)
        above = np.maximum(self.counts - self.most, 0)
        return int((below + above).sum())

    @property
    def repeats(self) -> int:
        """Meetings of pairs beyond their first, earlier plans included."""
        met = np.where(self.codes < _NOBODY, self.codes, 0)
        return int(np.maximum(met - 1, 0).sum()) // 2

    def price(self) -> int:
        """What the whole seating costs."""
        met = int(self._meetings.take(self.codes).sum()) // 2
        return met + (OUTSIDE * self.outside if self.columns.shape[1] else 0)

    def seating(self, hall: Hall, seats: Whole) -> Seating:
        """The seating of such an array of seats, people at a table in order."""
        return tuple(
            [
                tuple([tuple(sorted(table[table < self.people].tolist())) for table in of_round])
                for of_round in (seats[r, : len(sizes)] for r, sizes in enumerate(hall.sizes))
            ]
        )

    def swap(self, rounds: Whole, ones: Whole, others: Whole, one: Whole, other: Whole) -> None:
        """Swap seats `one` of tables `ones` with seats `other` of tables `others`, in `rounds`.

        No table may be named twice for one round.
        """
        first, second = self.seats[rounds, ones, one], self.seats[rounds, others, other]
        mates = np.concatenate([self.seats[rounds, ones], self.seats[rounds, others]])
        # Nobody is a mate of oneself: the seats that change count as empty.
        mates[np.arange(len(mates)), np.concatenate([one, other])] = self.people
        moved = np.concatenate([first, second, second, first])[:, None]
        mates = np.concatenate([mates, mates])
        times = np.ones((len(moved), 1), dtype=np.int64)
        times[: len(moved) // 2] = -1
        flat, width = self.codes.reshape(-1), self.people + 1
        np.add.at(flat, moved * width + mates, times)
        np.add.at(flat, mates * width + moved, times)
        self.codes[self.people] = _NOBODY
        self.codes[:, self.people] = _NOBODY
        self.seats[rounds, ones, one] = second
        self.seats[rounds, others, other] = first
        if self.columns.shape[1]:
            change = self.columns[second] - self.columns[first]
            self.counts[rounds, ones] += change
            self.counts[rounds, others] -= change


def sides_of(depth: int) -> Real:
    """-1 for the seats of one table, 1 for those of another beside it."""
    return np.repeat([-1.0, 1.0], depth)


def _held(hall: Hall) -> Real:
    """The price of moving a person in a round: none, or what must not be, by round and person."""
    held = np.zeros((hall.rounds, hall.people + 1))
    held[:, hall.people] = NEVER
    for number in range(hall.rounds):
        held[number, list(hall.fixed_in(number))] = NEVER
    for one in hall.together:
        # They move as one, which swaps of two people cannot do.
        held[:, list(one)] = NEVER
    return held


def _zones(hall: Hall, barred: Bars) -> Real | None:
    """The price of a table, by round, person and table; None where all may go anywhere."""
    if not any(barred):
        return None
    zones = np.zeros((hall.rounds, hall.people + 1, hall.most_tables))
    for number, of_round in enumerate(barred):
        for person, table in of_round:
            zones[number, person, table] = NEVER
    return zones


def _codes(hall: Hall) -> Whole:
    codes = np.zeros((hall.people + 1, hall.people + 1), dtype=np.int64)
    codes[: hall.people, : hall.people] = np.minimum(hall.met, _MOST_MEETINGS // 2)
    for one, other in hall.apart:
        codes[one, other] = codes[other, one] = _APART
    codes[hall.people] = _NOBODY
    codes[:, hall.people] = _NOBODY
    return codes


def _price_lists() -> tuple[Real, Whole]:
    """The price of one more meeting, and of all meetings so far, by the code of a pair."""
    steps = list(NEXT_MEETING)
    while len(steps) <= _MOST_MEETINGS:
        steps.append(steps[-1] + NEXT_MEETING[-1] - NEXT_MEETING[-2])
    next_one = np.full(2 * _APART, float(NEVER))
    next_one[: len(steps)] = steps
    next_one[len(steps) : _APART] = 0
    total = np.zeros(2 * _APART, dtype=np.int64)
    total[1 : len(steps)] = np.cumsum(steps[:-1])
    total[_APART + 1 :] = NEVER
    return next_one, total
