"""Annealings on their way: each changes a seating of its own by moves at a heat that it is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from functools import cache
from typing import Final, NamedTuple, Protocol

import numpy as np

from sortition.base.stream import Stream
from workshops.tables.measure import outside
from workshops.tables.problem import Seating, Whole
from workshops.tables.search.board import CODE, TABLE, Start, board_of, seating_of, seats_of
from workshops.tables.search.deal import (
    BEST_PRICE,
    LEAST_PRICE,
    OWED,
    PEOPLE_OUTSIDE,
    PRICE,
    WHO,
    deal,
)
from workshops.tables.search.moves import FULL, NAMES, ONE, TWO, UNITS, WEIGHTS, run
from workshops.tables.search.pool import DEALT_TABLES, MOST_DEALT, Pool

_FIRST_HEAT: Final = 20.0
"""The heat of the first of two swaps that are tried together."""
_TWO_EVERY: Final = 4
"""Every so many steps two swaps are tried together, as long as the best is out of balance."""
_TWO_BALANCED: Final = 16
"""The same when nobody is outside there: one swap alone finds its way then."""
_NAMES_EVERY: Final = 16
"""Every so many steps two people may exchange names."""
_UNITS_EVERY: Final = 3
"""Every so many steps one set of people who stay together may move."""
_PARTNERS: Final = 64
"""Partners among whom a move is drawn, or a few more, where there are as many."""
_PRECISION: Final = 62
_MOST_SETS: Final = 1024
_MOST_WAYS: Final = 4096
"""Sets among the people of a few tables, and ways to part them, for which there is room. The
weights of all ways add up to no more than 2^32 (`FULL` each), below which `below` draws."""
_NONE: Final = np.iinfo(np.int64).max
"""Above any price."""


class Kept(NamedTuple):
    """A seating that a walk has been in."""

    seats: Whole
    price: int
    owed: int
    """How much of the price is for people outside their fair shares."""
    outside: int
    """How many these are."""


class Walker(Protocol):
    """One annealing, and the best seatings it has been in."""

    @property
    def price(self) -> int:
        """That of the cheapest."""

    @property
    def best(self) -> Whole:
        """The seats of the cheapest."""

    @property
    def kept(self) -> list[Kept]:
        """All that may be the best, by how much people outside count."""

    def walk(self, steps: int, heat: float) -> None:
        """So many steps at one heat."""

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""


class Swapper:
    """Walks by the moves of `moves`: swaps of people who sit anyhow within the rules."""

    def __init__(self, start: Start, seats: Whole, stream: Stream, least: int) -> None:
        hall = start.hall
        self._start = start
        self._chance = stream.words(1)
        self._board = board_of(start, seats)
        tables, depth = self._board.seats.shape[1:]
        self._reach = np.array(
            [min(tables, 1 + -(-_PARTNERS // depth)), min(hall.people, _PARTNERS)]
        )
        self._drawn = np.zeros((2, max(hall.people, _PARTNERS)), dtype=np.int64)
        self._plain = hall.plain and bool(hall.criteria)
        self._kept = seats.copy()
        self._least = np.array([self._board.price[0], least, self._board.outside.sum()])

    @property
    def price(self) -> int:
        """That of the cheapest."""
        return int(self._least[0])

    @property
    def best(self) -> Whole:
        """The seats of the cheapest."""
        return self._kept

    @property
    def kept(self) -> list[Kept]:
        """That alone."""
        board = board_of(self._start, self._kept)
        owed = self._start.outside_prices[board.outside].sum()
        return [Kept(self._kept, self.price, int(owed), int(board.outside.sum()))]

    def walk(self, steps: int, heat: float) -> None:
        """So many steps at one heat."""
        two = _TWO_EVERY if self._least[2] else _TWO_BALANCED
        names = _NAMES_EVERY if self._plain else 0
        units = _UNITS_EVERY if len(self._board.units) else 0
        every = np.zeros(4, dtype=np.int64)
        every[[ONE, TWO, NAMES, UNITS]] = 1, two, names, units
        run(
            self._board,
            self._chance,
            steps,
            every,
            self._reach,
            weights(heat),
            weights(_FIRST_HEAT, staying=0),
            self._drawn,
            self._kept,
            self._least,
            self._board.units if len(self._board.units) else None,
        )

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""
        self._board = board_of(self._start, seats)


def swappers(
    start: Start, seating: Seating, streams: Sequence[Stream], least: int
) -> list[Swapper]:
    """Walkers from a seating that keeps all rules, one for each stream of chance."""
    seats = seats_of(start.hall, seating)
    return [Swapper(start, seats, stream, least) for stream in streams]


class Dealer:
    """Walks by the moves of `deal`: a few tables of a round get sets of the pool."""

    def __init__(self, start: Start, pool: Pool, seats: Whole, stream: Stream, least: int) -> None:
        hall, depth = start.hall, pool.sets.shape[1] - 1
        self._start = start
        self._pool = pool
        self._chance = stream.words(1)
        self._tables = min(DEALT_TABLES, hall.most_tables)
        self._scratch = (
            np.zeros(hall.people, dtype=np.int64),
            np.zeros((6, max(MOST_DEALT + 1, len(pool.firsts))), dtype=np.int64),
            np.zeros((_MOST_SETS, WHO + depth), dtype=np.int64),
            np.zeros((_MOST_WAYS, 1 + self._tables), dtype=np.int64),
        )
        most = pool.sets[:, 0].max() * sum(len(sizes) for sizes in hall.sizes)
        self._kept = np.full((most + 1, *seats.shape), hall.people)
        self._kept_prices = np.full((most + 1, 2), _NONE)
        self._price = np.full(5, _NONE)
        self._price[LEAST_PRICE] = least
        self._state = self._state_of(seats)

    @property
    def price(self) -> int:
        """That of the cheapest."""
        return int(self._price[BEST_PRICE])

    @property
    def best(self) -> Whole:
        """The seats of the cheapest."""
        found: Whole = self._kept[self._kept_prices[:, PRICE].argmin()]
        return found

    @property
    def kept(self) -> list[Kept]:
        """The cheapest for each number of people outside."""
        return [
            Kept(
                self._kept[people],
                int(self._kept_prices[people, PRICE]),
                int(self._kept_prices[people, OWED]),
                people,
            )
            for people in np.flatnonzero(self._kept_prices[:, PRICE] < _NONE).tolist()
        ]

    def walk(self, steps: int, heat: float) -> None:
        """So many steps at one heat."""
        pool, start = self._pool, self._start
        deal(
            steps,
            self._tables,
            self._chance,
            weights(heat),
            *self._state,
            pool.kinds,
            pool.sets,
            pool.firsts,
            start.prices,
            start.outside_prices,
            *self._scratch,
            self._kept,
            self._kept_prices,
            self._price,
        )

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""
        self._state = self._state_of(seats)

    def _state_of(self, seats: Whole) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        """What `deal` calls `seats`, `tables`, `out`, `sizes` and `met`; the prices follow."""
        start = self._start
        seating = seating_of(start.hall, seats)
        board = board_of(start, seats_of(start.hall, seating))
        out = outside(start.hall, seating).sum(axis=2)
        people, price = out.sum(), board.price[0]
        owed = start.outside_prices[board.outside].sum()
        self._price[[PRICE, OWED, PEOPLE_OUTSIDE]] = price, owed, people
        self._price[BEST_PRICE] = min(self._price[BEST_PRICE], price)
        if price < self._kept_prices[people, PRICE]:
            self._kept[people] = board.seats
            self._kept_prices[people] = price, owed
        tables, codes = board.people[:, TABLE].copy(), board.pairs[:, :, CODE].copy()
        return board.seats, tables, out, board.sizes, codes


def weights(heat: float, *, staying: int = FULL) -> Whole:
    """What moves weigh by what they cost, then that of dearer ones, then that of `staying`."""
    return np.array([*_weights(heat), 0, staying])


@cache
def _weights(heat: float) -> tuple[int, ...]:
    """By fixed-point powers of one exponential, which `decimal` rounds alike everywhere."""
    one = Decimal(1 << _PRECISION)
    each = int(Context(prec=40).exp(-1 / Decimal(heat)) * one)
    found, power = [], 1 << _PRECISION
    for _ in range(WEIGHTS):
        found.append(power * FULL >> _PRECISION)
        power = power * each >> _PRECISION
    return tuple(found)
