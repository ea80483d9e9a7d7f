"""The search: an annealing that stops after a number of steps, never by the clock.

In every step the tables of each round are paired by lot, and one swap or none is drawn for each
pair of tables from a heat bath over all of them (Geman and Geman, IEEE PAMI 6, 1984), by adding
Gumbel noise to the prices and taking the best.

Several copies of the seating go their own ways side by side; between stages those that do worse go
on from where the better ones are, as in population annealing (Hukushima and Iba, AIP Conference
Proceedings 690, 2003). As long as people are outside their fair shares, swaps of two against two
and exchanges of names (`names`) alternate with simple swaps.

All rounds move in the same step. A swap is priced as if the other rounds stood still, which is
almost true while few swaps are made; the price of the whole is always counted afresh. The last
steps move one round at a time, where the prices are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from workshops.observe import Observer
from workshops.seating.names import name_prices
from workshops.seating.prices import Moves, View, double_moves, single_moves
from workshops.seating.problem import Hall, Seating, Whole
from workshops.seating.state import OUTSIDE, Bars, Real, Short, State
from workshops.seating.units import Units
from workshops.stream import Stream

_LONGER: Final = 2.5
"""How much longer a stage from the best is if nobody is outside there: its steps are quicker, and
only the meetings are left to better."""


@dataclass(frozen=True)
class Stage:
    """Some of the steps: the heat falls evenly from one bound to the other, in units of price."""

    share: float
    """Of all steps."""
    hottest: float
    coldest: float
    together: bool = True
    """Whether all rounds move in each step, or one after the other."""
    from_best: bool = False
    """Whether every copy begins with the best seating so far: its own, or that of a better one."""
    softest: int = OUTSIDE
    """The price of a person outside at its start; it rises evenly to what it really is."""

    def length(self, steps: int, *, balanced: bool) -> int:
        """Its steps, of so many in all."""
        return int(steps * self.share * (_LONGER if balanced and self.from_best else 1))

    def at(self, done: float) -> tuple[float, int]:
        """The heat and the price of a person outside when this share of it is done."""
        heat = self.hottest - (self.hottest - self.coldest) * done
        return heat, self.softest + round((OUTSIDE - self.softest) * done)


HOT: Final = (
    Stage(0.6, 3.2, 0.9),
    Stage(0.1, 1.2, 0.8, from_best=True),
    Stage(0.1, 1.0, 0.6, from_best=True),
    Stage(0.1, 0.8, 0.3, from_best=True),
    Stage(0.1, 0.4, 0.2, together=False, from_best=True),
)
"""Begins so hot that people outside come and go: best where many criteria hold each other up."""
SOFT: Final = (
    Stage(0.5, 1.6, 0.5, softest=5),
    Stage(0.2, 0.9, 0.5, from_best=True),
    Stage(0.2, 0.7, 0.2, from_best=True),
    Stage(0.1, 0.3, 0.2, together=False, from_best=True),
)
"""Begins colder, with people outside cheap: best where few criteria leave much to the meetings."""
UNITS_EVERY: Final = 3
"""Every so many steps one set of people who stay together may move."""
NAMES_EVERY: Final = 5
"""Every so many steps names are exchanged, as long as the best seating is out of balance."""
DOUBLE_EVERY: Final = 2
"""Every so many steps swap two against two, as long as the best seating is out of balance."""
_DOUBLES: Final = 32
"""Swaps of two against two priced in such a step."""
_DOUBLES_DRAWN: Final = 4096
_NOISE_DRAWN: Final = 1 << 17
_PAIRINGS: Final = 256
_WARM: Final = 2.0
_LOOK_EVERY: Final = 4
"""While it is warm, only every so many steps the price is counted: the best is yet to come."""
_TOLD: Final = 50
"""Steps between two reports to the observer."""


@dataclass(frozen=True)
class Found:
    """The best seating of a search, its price, and whether the user stopped it."""

    seating: Seating
    price: int
    stopped: bool = False


@dataclass(frozen=True)
class _Chance:
    """What the steps draw from, made beforehand."""

    noise: Real
    starts: Whole
    pairings: Whole
    turns: Whole
    singles: Moves
    doubles: Moves
    double_starts: Whole

    def pairing(self, step: int) -> Whole:
        """The tables of this step, two by two."""
        found: Whole = self.pairings[self.turns[step]]
        return found

    def some_doubles(self, step: int) -> Moves:
        """The swaps of two against two of this step."""
        start = self.double_starts[step]
        some = slice(start, start + _DOUBLES)
        return Moves(self.doubles.one[some], self.doubles.other[some], self.doubles.after[some])


def _chance(hall: Hall, stream: Stream, steps: int, state: State) -> _Chance:
    tables, depth = hall.most_tables, state.depth
    most = len(state.seats) * (tables // 2) * (max(depth**2, _DOUBLES) + 1)
    most = max(most, state.copies * (hall.people**2 + 1))
    noise = -stream.gumbel(max(_NOISE_DRAWN, 4 * most))
    return _Chance(
        noise=noise,
        starts=stream.below(len(noise) - most, steps),
        pairings=np.stack([stream.order(tables)[: tables // 2 * 2] for _ in range(_PAIRINGS)]),
        turns=stream.below(_PAIRINGS, steps),
        singles=single_moves(depth),
        doubles=double_moves(depth, _DOUBLES_DRAWN, stream),
        double_starts=stream.below(_DOUBLES_DRAWN - _DOUBLES, steps),
    )


class _Search:
    """States on their way side by side, and the best seating each has been in."""

    def __init__(
        self, hall: Hall, start: Seating, stream: Stream, steps: int, bars: Bars, copies: int
    ) -> None:
        self.hall = hall
        self.state = State(hall, start, bars, copies=copies)
        self.chance = _chance(hall, stream, int(steps * _LONGER), self.state)
        self.units = Units(hall, stream)
        self.nameable = hall.plain and bool(hall.criteria)
        self.bests, self.prices = self._seats().copy(), self.state.prices()
        self.best_price = int(self.prices[0])
        self.left = (int(self.state.repeats[0]), int(self.state.outside[0]))

    @property
    def balanced(self) -> bool:
        """Whether nobody is outside in the best seating."""
        return self.left[1] == 0

    def _seats(self) -> Whole:
        """Everyone's seats by copy, round, table and seat."""
        return self.state.seats.reshape(self.state.copies, -1, *self.state.seats.shape[1:])

    def to_best(self) -> None:
        """Every copy goes back to its best; those of the worse half to the best of the others."""
        ranks = np.argsort(self.prices, kind="stable")
        better = ranks[: (len(ranks) + 1) // 2]
        for place, copy in enumerate(ranks[len(better) :]):
            self.bests[copy] = self.bests[better[place]]
            self.prices[copy] = self.prices[better[place]]
        self.state.put(self.bests.reshape(self.state.seats.shape).copy())

    def found(self, stopped: bool) -> Found:
        """The best seating so far."""
        best = self.bests[int(self.prices.argmin())]
        return Found(self.state.seating(self.hall, best), self.best_price, stopped)

    def step(self, step: int, rows: Whole, heat: float) -> None:
        """One move or none at each pair of tables of these rows."""
        if self.nameable and step % NAMES_EVERY == 0 and not self.balanced:
            self._rename(step, heat)
        doubles = step % DOUBLE_EVERY == 0 and not self.balanced
        moved = self._move(step, rows, heat, doubles=doubles)
        units = bool(self.units) and step % UNITS_EVERY == 0
        if not moved and not units:
            return
        if heat > _WARM and step % _LOOK_EVERY and not units:
            return
        prices = self.state.prices()
        if units:
            # Only ever one copy: see `anneal`.
            prices[0] = self.units.move(self.state, int(prices[0]), heat)
        better = prices < self.prices
        if better.any():
            self._keep(prices, better)

    def _keep(self, prices: Whole, better: NDArray[np.bool_]) -> None:
        self.bests[better] = self._seats()[better]
        self.prices[better] = prices[better]
        best = int(self.prices.argmin())
        if self.prices[best] < self.best_price:
            self.best_price = int(self.prices[best])
            self.left = (int(self.state.repeats[best]), int(self.state.outside[best]))

    def _rename(self, step: int, heat: float) -> None:
        """One exchange of names or none in each copy."""
        state = self.state
        prices = name_prices(state).reshape(state.copies, -1)
        copies, chosen = self._drawn(step, prices * (state.outside_price / heat))
        state.rename(copies, *np.divmod(chosen, state.people))

    def _move(self, step: int, rows: Whole, heat: float, *, doubles: bool) -> bool:
        pairing = self.chance.pairing(step)
        view = View(self.state, rows, pairing)
        moves = self.chance.some_doubles(step) if doubles else self.chance.singles
        prices = view.double_prices(moves.after) if doubles else view.single_prices()
        prices *= 1.0 / heat
        moved, chosen = self._drawn(step, prices.reshape(-1, prices.shape[-1]))
        pairs = pairing.reshape(-1, 2)
        ones, others = pairs[moved % len(pairs)].T
        seats = moves.one[chosen].T, moves.other[chosen].T
        for one, other in zip(*seats, strict=True):
            self.state.swap(rows[moved // len(pairs)], ones, others, one, other)
        return len(moved) > 0

    def _drawn(self, step: int, prices: Real | Short) -> tuple[Whole, Whole]:
        """The lines of these prices, over the heat, where a move is made, and which move.

        Noise is added to the prices, in place: the least of them follows the heat bath.
        """
        start = self.chance.starts[step]
        noise = self.chance.noise[start : start + prices.size + len(prices)]
        prices += noise[: prices.size].reshape(prices.shape)
        chosen = prices.argmin(axis=1)
        least = prices[np.arange(len(prices)), chosen]
        moved = np.flatnonzero(least < noise[prices.size :])
        return moved, chosen[moved]


def anneal(
    hall: Hall,
    start: Seating,
    stream: Stream,
    steps: int,
    *,
    barred: Bars = (),
    least: int = 0,
    stages: Sequence[Stage] = HOT,
    copies: int = 1,
    observe: Observer | None = None,
) -> Found:
    """The best seating met in about so many steps from `start`, which keeps all rules.

    So many `copies` of it go their own ways and share what they found from stage to stage; people
    who stay together allow one only. It ends early at a price of `least`, which is known to be the
    best there is. Ctrl-C ends it too, with the best so far.
    """
    if hall.together and copies > 1:
        raise ValueError("people who stay together are moved in one copy only")
    search = _Search(hall, start, stream, steps, barred, copies)
    done, stopped = 0, False
    rows = np.arange(hall.rounds * copies)
    try:
        for number, stage in enumerate(stages):
            if stage.from_best:
                search.to_best()
            balanced = search.balanced
            length = stage.length(steps, balanced=balanced)
            in_all = done + sum(one.length(steps, balanced=balanced) for one in stages[number:])
            for step in range(length):
                if search.best_price <= least:
                    return search.found(stopped)
                heat, search.state.outside_price = stage.at(step / length)
                turn = rows[step % hall.rounds :: hall.rounds]
                search.step(done, rows if stage.together else turn, heat)
                done += 1
                if observe is not None and done % _TOLD == 0:
                    observe(done, in_all, *search.left)
    except KeyboardInterrupt:
        stopped = True
    return search.found(stopped)
