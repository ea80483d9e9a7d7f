"""A seating under change: everyone's seat, who has met how often, and swaps made many at a time.

Several copies of a seating may change side by side, each by itself: their rounds lie one below the
other as rows, because a hundred small tables cost numpy hardly more than ten.

Prices are whole numbers, small enough for every sum of them to be exact in floating point: no order
of summation, processor or library changes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

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

    def __init__(self, hall: Hall, seating: Seating, barred: Bars = (), *, copies: int = 1) -> None:
        """`barred` names, for each round, people and tables they may not go to."""
        people = hall.people
        depth = max(max(sizes) for sizes in hall.sizes)
        self.people, self.rounds, self.copies = people, hall.rounds, copies
        self.columns = np.zeros((people + 1, category_columns(hall).shape[1]), dtype=np.float32)
        self.columns[:people] = category_columns(hall)
        least, most = shares(hall)
        self.least, self.most = self._rows(least, np.float32), self._rows(most, np.float32)
        self.sides = sides_of(depth)
        self.mates = (self.sides[:, None] == self.sides[None]).astype(np.int64)
        np.fill_diagonal(self.mates, 0)
        self.next_meeting, self._meetings = _price_lists()
        self.outside_price = OUTSIDE
        """What a move pays for a person outside: a search may begin with less than it costs."""
        self._before = _codes(hall)
        self.offsets = np.arange(copies * hall.rounds) // hall.rounds * (people + 1) ** 2
        """Where the codes of each row's copy begin."""
        seats = np.full((hall.rounds, hall.most_tables, depth), people, dtype=np.int64)
        for number, of_round in enumerate(seating):
            for place, table in enumerate(of_round):
                seats[number, place, : len(table)] = table
        held, zones = _held(hall), _zones(hall, barred)
        bound = held[:, :people].any() or (seats == people).any()
        self.zones = None if zones is None else self._rows(zones, np.float64)
        self.held = self._rows(held, np.float64) if bound or zones is not None else None
        self.put(np.tile(seats, (copies, 1, 1)))

    def _rows(self, of_rounds: NDArray[Any], kind: type[np.generic]) -> NDArray[Any]:
        """What holds for each round, for the rows of all copies."""
        repeated = np.tile(of_rounds, (self.copies, *([1] * (of_rounds.ndim - 1))))
        return repeated.astype(kind)

    def put(self, seats: Whole) -> None:
        """Seat everyone so, by row, table and seat."""
        self.seats = seats
        self.counts: Short = np.asarray(self.columns[seats].sum(axis=2))
        self.codes = np.tile(self._before, (self.copies, 1, 1))
        pairs = seats[..., :, None] * (self.people + 1) + seats[..., None, :]
        np.add.at(self.codes.reshape(-1), pairs + self.offsets[:, None, None, None], 1)
        everyone = np.arange(self.people + 1)
        self.codes[:, everyone, everyone] = _NOBODY
        self._clear_nobody()

    def _clear_nobody(self) -> None:
        self.codes[:, self.people] = _NOBODY
        self.codes[:, :, self.people] = _NOBODY

    @property
    def depth(self) -> int:
        """Seats of the largest table."""
        return int(self.seats.shape[2])

    @property
    def outside(self) -> Whole:
        """People outside their tables' fair shares, in each copy."""
        below = np.maximum(self.least - self.counts, 0)
        below += np.maximum(self.counts - self.most, 0)
        return np.asarray(below.reshape(self.copies, -1).sum(axis=1), dtype=np.int64)

    @property
    def repeats(self) -> Whole:
        """Meetings of pairs beyond their first, earlier plans included, in each copy."""
        met = np.where(self.codes < _NOBODY, self.codes, 0)
        return np.asarray(np.maximum(met - 1, 0).sum(axis=(1, 2)) // 2)

    def prices(self) -> Whole:
        """What the whole seating costs, in each copy."""
        met = self._meetings.take(self.codes).reshape(self.copies, -1).sum(axis=1) // 2
        return np.asarray(met + OUTSIDE * self.outside if self.columns.shape[1] else met)

    def price(self) -> int:
        """What the seating of the first copy costs."""
        return int(self.prices()[0])

    def seating(self, hall: Hall, seats: Whole) -> Seating:
        """The seating of the seats of one copy, people at a table in order."""
        return tuple(
            [
                tuple([tuple(sorted(table[table < self.people].tolist())) for table in of_round])
                for of_round in (seats[r, : len(sizes)] for r, sizes in enumerate(hall.sizes))
            ]
        )

    def swap(self, rows: Whole, ones: Whole, others: Whole, one: Whole, other: Whole) -> None:
        """Swap seats `one` of tables `ones` with seats `other` of tables `others`, in `rows`.

        No table may be named twice for one row.
        """
        first, second = self.seats[rows, ones, one], self.seats[rows, others, other]
        mates = np.concatenate([self.seats[rows, ones], self.seats[rows, others]])
        # Nobody is a mate of oneself: the seats that change count as empty.
        mates[np.arange(len(mates)), np.concatenate([one, other])] = self.people
        start = np.tile(self.offsets[rows], 4)[:, None]
        moved = np.concatenate([first, second, second, first])[:, None]
        mates = np.concatenate([mates, mates])
        times = np.ones((len(moved), 1), dtype=np.int64)
        times[: len(moved) // 2] = -1
        flat, width = self.codes.reshape(-1), self.people + 1
        np.add.at(flat, start + moved * width + mates, times)
        np.add.at(flat, start + mates * width + moved, times)
        self._clear_nobody()
        self.seats[rows, ones, one] = second
        self.seats[rows, others, other] = first
        if self.columns.shape[1]:
            change = self.columns[second] - self.columns[first]
            self.counts[rows, ones] += change
            self.counts[rows, others] -= change

    def rename(self, copies: Whole, ones: Whole, others: Whole) -> None:
        """Exchange people `ones` and `others` in all rounds of these copies.

        Only where nothing but its members tells a table from another: see `Hall.plain`.
        """
        for copy, one, other in zip(copies, ones, others, strict=True):
            names = np.arange(self.people + 1)
            names[[one, other]] = other, one
            rows = slice(copy * self.rounds, (copy + 1) * self.rounds)
            self.seats[rows] = names[self.seats[rows]]
            self.counts[rows] = self.columns[self.seats[rows]].sum(axis=2)
            self.codes[copy] = self.codes[copy][names][:, names]

    def margins(self) -> tuple[Short, Short]:
        """People outside more with one fewer of a category, and with one more, by row and table."""
        counts, least, most = self.counts, self.least, self.most
        fewer = np.subtract(counts <= least, counts > most, dtype=np.float32)
        more = np.subtract(counts >= most, counts < least, dtype=np.float32)
        return fewer, more


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
