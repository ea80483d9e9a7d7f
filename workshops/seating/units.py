"""Moves of people who stay together: as one, to another table, against as many who are free.

Swaps of two people would part them. The price of such a move is the difference of the prices of
the whole seating, before and after it.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from workshops.seating.problem import Hall, Whole
from workshops.seating.state import NEVER, Real, State
from workshops.stream import Stream

_DRAWN: Final = 1 << 14


class Units:
    """The sets of people who stay together, and the chance their moves draw from."""

    def __init__(self, hall: Hall, stream: Stream) -> None:
        self._movable: list[tuple[int, tuple[int, ...]]] = []
        self._free: list[set[int]] = []
        for number, there in enumerate(hall.present):
            bound = {person for one in hall.together for person in one}
            fixed = hall.fixed_in(number)
            self._free.append(set(there) - bound - set(fixed))
            for one in hall.together:
                present = tuple([person for person in one if person in there])
                if present and not any(person in fixed for person in present):
                    self._movable.append((number, present))
        self._tables = [len(sizes) for sizes in hall.sizes]
        self._words = stream.below(1 << 40, _DRAWN).tolist() if self._movable else []
        self._noise: Real = stream.gumbel(_DRAWN) if self._movable else np.zeros(0)
        self._next = 0

    def __bool__(self) -> bool:
        return bool(self._movable)

    def move(self, state: State, price: int, heat: float) -> int:
        """Draw a move, make it if the heat allows, and return the price after it."""
        number, unit = self._movable[self._draw() % len(self._movable)]
        here = int(np.flatnonzero((state.seats[number] == unit[0]).any(axis=1))[0])
        there = self._draw() % self._tables[number]
        others = [p for p in state.seats[number, there].tolist() if p in self._free[number]]
        if there == here or len(others) < len(unit):
            return price
        chosen = [others.pop(self._draw() % len(others)) for _ in unit]
        if not self._may(state, number, unit, there) or not self._may(state, number, chosen, here):
            return price
        self._exchange(state, number, (here, unit), (there, chosen))
        after = state.price()
        gamble = float(self._noise[self._draw() % _DRAWN] - self._noise[self._draw() % _DRAWN])
        if after < NEVER and (after - price) / heat < gamble:
            return after
        self._exchange(state, number, (there, unit), (here, chosen))
        return price

    def _draw(self) -> int:
        self._next = (self._next + 1) % _DRAWN
        return int(self._words[self._next])

    @staticmethod
    def _may(state: State, number: int, people: tuple[int, ...] | list[int], table: int) -> bool:
        zones = state.zones
        return zones is None or not zones[number, list(people), table].any()

    @staticmethod
    def _exchange(
        state: State,
        number: int,
        one: tuple[int, tuple[int, ...] | list[int]],
        other: tuple[int, tuple[int, ...] | list[int]],
    ) -> None:
        for person, mate in zip(one[1], other[1], strict=True):
            seats = [
                np.flatnonzero(state.seats[number, table] == who)
                for table, who in ((one[0], person), (other[0], mate))
            ]
            round_: Whole = np.array([number])
            tables = np.array([one[0]]), np.array([other[0]])
            state.swap(round_, *tables, *seats)
