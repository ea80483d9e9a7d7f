"""Annealings by swaps of people who sit anyhow within the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sortition.base.stream import Stream
from workshops.common.arrays import Whole
from workshops.tables.problem import Seating
from workshops.tables.search.board import Start, board_of, seats_of
from workshops.tables.search.draws import weights
from workshops.tables.search.moves import NAMES, ONE, TWO, UNITS, run
from workshops.tables.search.walkers import Kept

_FIRST_HEAT: Final = 20.0
"""The heat of the first of two swaps that are tried together."""
_TWO_EVERY: Final = 4
"""Every so many steps two swaps are tried together, as long as the best is out of balance."""
_TWO_BALANCED: Final = 16
"""Every so many steps two swaps are tried together once nobody is outside in the best: then one
swap alone finds its way."""
_NAMES_EVERY: Final = 16
"""Every so many steps two people may exchange names."""
_UNITS_EVERY: Final = 3
"""Every so many steps one set of people who stay together may move."""
_PARTNERS: Final = 64
"""Partners among whom a move is drawn, or a few more, where there are as many."""


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
        """The price of the cheapest seating so far."""
        return int(self._least[0])

    @property
    def best(self) -> Whole:
        """The seats of the cheapest seating so far."""
        return self._kept

    @property
    def kept(self) -> list[Kept]:
        """The cheapest seating so far, alone."""
        board = board_of(self._start, self._kept)
        owed = self._start.outside_prices[board.outside].sum()
        return [Kept(self._kept, self.price, int(owed), int(board.outside.sum()))]

    def walk(self, steps: int, heat: float) -> None:
        """Make so many steps at one heat."""
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
