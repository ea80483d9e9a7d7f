"""Annealings by tables dealt anew from the sets of a pool."""

from __future__ import annotations

from typing import Final

import numpy as np

from sortition.base.stream import Stream
from workshops.common.arrays import Whole
from workshops.tables.measure import outside
from workshops.tables.search.board import CODE, TABLE, Start, board_of, seating_of, seats_of
from workshops.tables.search.deal import deal
from workshops.tables.search.dealing import (
    BEST_PRICE,
    LEAST_PRICE,
    OWED,
    PEOPLE_OUTSIDE,
    PRICE,
    WHO,
    BestSeatings,
    CountingRoom,
    DealtSeating,
)
from workshops.tables.search.draws import weights
from workshops.tables.search.pool import DEALT_TABLES, MOST_DEALT, TablePool
from workshops.tables.search.walkers import Kept

_MOST_SETS: Final = 1024
"""Sets of the pool among the people of a few tables for which there is room."""
_MOST_WAYS: Final = 4096
"""Ways to part these people for which there is room. The weights of all of them add up to no more
than 2^32 (`FULL` each), below which `below` draws."""
_NONE: Final = np.iinfo(np.int64).max
"""Above any price."""


class Dealer:
    """Walks by the moves of `deal`: a few tables of a round get sets of the pool."""

    def __init__(
        self, start: Start, pool: TablePool, seats: Whole, stream: Stream, least: int
    ) -> None:
        hall, depth = start.hall, pool.sets.shape[1] - 1
        self._start = start
        self._pool = pool
        self._chance = stream.words(1)
        self._tables = min(DEALT_TABLES, hall.most_tables)
        self._room = CountingRoom(
            place=np.zeros(hall.people, dtype=np.int64),
            dealt=np.zeros((6, max(MOST_DEALT + 1, len(pool.firsts))), dtype=np.int64),
            sets=np.zeros((_MOST_SETS, WHO + depth), dtype=np.int64),
            ways=np.zeros((_MOST_WAYS, 1 + self._tables), dtype=np.int64),
        )
        most = pool.sets[:, 0].max() * sum(len(sizes) for sizes in hall.sizes)
        self._best = BestSeatings(
            kept=np.full((most + 1, *seats.shape), hall.people),
            kept_prices=np.full((most + 1, 2), _NONE),
            price=np.full(5, _NONE),
        )
        self._best.price[LEAST_PRICE] = least
        self._now = self._seating_of(seats)

    @property
    def price(self) -> int:
        """The price of the cheapest seating so far."""
        return int(self._best.price[BEST_PRICE])

    @property
    def best(self) -> Whole:
        """The seats of the cheapest seating so far."""
        cheapest: Whole = self._best.kept[self._best.kept_prices[:, PRICE].argmin()]
        return cheapest

    @property
    def kept(self) -> list[Kept]:
        """The cheapest seating so far for each number of people outside."""
        seats, prices, _ = self._best
        return [
            Kept(seats[people], int(prices[people, PRICE]), int(prices[people, OWED]), people)
            for people in np.flatnonzero(prices[:, PRICE] < _NONE).tolist()
        ]

    def walk(self, steps: int, heat: float) -> None:
        """Make so many steps at one heat."""
        now, pool, start, room, best = self._now, self._pool, self._start, self._room, self._best
        deal(
            steps=steps,
            most=self._tables,
            chance=self._chance,
            weights=weights(heat),
            seats=now.seats,
            tables=now.tables,
            out=now.out,
            sizes=now.sizes,
            met=now.met,
            kinds=pool.kinds,
            pool=pool.sets,
            firsts=pool.firsts,
            prices=start.prices,
            owed=start.outside_prices,
            place=room.place,
            dealt=room.dealt,
            sets=room.sets,
            ways=room.ways,
            kept=best.kept,
            kept_prices=best.kept_prices,
            price=best.price,
        )

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""
        self._now = self._seating_of(seats)

    def _seating_of(self, seats: Whole) -> DealtSeating:
        """The seating of these seats, whose prices become those of the walk."""
        start, best = self._start, self._best
        seating = seating_of(start.hall, seats)
        board = board_of(start, seats_of(start.hall, seating))
        out = outside(start.hall, seating).sum(axis=2)
        people, price = out.sum(), board.price[0]
        owed = start.outside_prices[board.outside].sum()
        best.price[[PRICE, OWED, PEOPLE_OUTSIDE]] = price, owed, people
        best.price[BEST_PRICE] = min(best.price[BEST_PRICE], price)
        if price < best.kept_prices[people, PRICE]:
            best.kept[people] = board.seats
            best.kept_prices[people] = price, owed
        return DealtSeating(
            seats=board.seats,
            tables=board.people[:, TABLE].copy(),
            out=out,
            sizes=board.sizes,
            met=board.pairs[:, :, CODE].copy(),
        )
