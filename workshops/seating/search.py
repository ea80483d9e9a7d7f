"""The search: an annealing that stops after a number of steps, never by the clock.

In every step the tables of each round are paired by lot, and one swap or none is drawn for each
pair of tables from a heat bath over all of them (Geman and Geman, IEEE PAMI 6, 1984), by adding
Gumbel noise to the prices and taking the best.

All rounds move in the same step. A swap is priced as if the other rounds stood still, which is
almost true while few swaps are made; the price of the whole is always counted afresh. The last
steps move one round at a time, where the prices are exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from workshops.seating.prices import Moves, View, double_moves, single_moves
from workshops.seating.problem import Hall, Seating, Whole
from workshops.seating.state import OUTSIDE, Bars, Real, State
from workshops.seating.units import Units
from workshops.stream import Stream

Observer = Callable[[int, int, int, int], None]
"""Told the steps done, the steps in all, and of the best so far the repeats and people outside."""


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
    """Whether it begins with the best seating so far."""
    softest: int = OUTSIDE
    """The price of a person outside at its start; it rises evenly to what it really is."""

    def at(self, done: float) -> tuple[float, int]:
        """The heat and the price of a person outside when this share of it is done."""
        heat = self.hottest - (self.hottest - self.coldest) * done
        return heat, self.softest + round((OUTSIDE - self.softest) * done)


HOT: Final = (
    Stage(0.62, 3.2, 0.9),
    Stage(0.28, 1.2, 0.3, from_best=True),
    Stage(0.10, 0.4, 0.2, together=False, from_best=True),
)
"""Begins so hot that people outside come and go: best where many criteria hold each other up."""
SOFT: Final = (
    Stage(0.60, 1.6, 0.4, softest=5),
    Stage(0.30, 0.7, 0.2, from_best=True),
    Stage(0.10, 0.3, 0.2, together=False, from_best=True),
)
"""Begins colder, with people outside cheap: best where few criteria leave much to the meetings."""
UNITS_EVERY: Final = 3
"""Every so many steps one set of people who stay together may move."""
DOUBLE_EVERY: Final = 4
"""Every so many steps swap two against two, as long as the best seating is out of balance."""
_DOUBLES: Final = 64
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


def _chance(hall: Hall, stream: Stream, steps: int, depth: int) -> _Chance:
    tables = hall.most_tables
    most = hall.rounds * (tables // 2) * (max(depth**2, _DOUBLES) + 1)
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
    """A state on its way, and the best seating it has been in."""

    def __init__(self, hall: Hall, start: Seating, stream: Stream, steps: int, bars: Bars) -> None:
        self.hall, self.start, self.bars = hall, start, bars
        self.state = State(hall, start, bars)
        self.chance = _chance(hall, stream, steps, self.state.depth)
        self.units = Units(hall, stream)
        self.best, self.best_price = self.state.seats.copy(), self.state.price()
        self.balanced = self.state.outside == 0
        self.left = (self.state.repeats, self.state.outside)

    def to_best(self) -> None:
        """Go back to the best seating so far."""
        self.state = State(self.hall, self.found(False).seating, self.bars)

    def found(self, stopped: bool) -> Found:
        """The best seating so far."""
        return Found(self.state.seating(self.hall, self.best), self.best_price, stopped)

    def step(self, step: int, rounds: Whole, heat: float) -> None:
        """One move or none at each pair of tables of these rounds."""
        doubles = step % DOUBLE_EVERY == 0 and not self.balanced
        moved = self._move(step, rounds, heat, doubles=doubles)
        units = bool(self.units) and step % UNITS_EVERY == 0
        if not moved and not units:
            return
        if heat > _WARM and step % _LOOK_EVERY and not units:
            return
        price = self.state.price()
        if units:
            price = self.units.move(self.state, price, heat)
        if price < self.best_price:
            self.best, self.best_price = self.state.seats.copy(), price
            self.left = (self.state.repeats, self.state.outside)
            self.balanced = self.left[1] == 0

    def _move(self, step: int, rounds: Whole, heat: float, *, doubles: bool) -> bool:
        pairing = self.chance.pairing(step)
        view = View(self.state, rounds, pairing)
        moves = self.chance.some_doubles(step) if doubles else self.chance.singles
        prices = view.double_prices(moves.after) if doubles else view.single_prices()
        flat = prices.reshape(-1, prices.shape[-1])
        start = self.chance.starts[step]
        noise = self.chance.noise[start : start + flat.size + len(flat)]
        flat *= 1.0 / heat
        flat += noise[: flat.size].reshape(flat.shape)
        chosen = flat.argmin(axis=1)
        moved = np.flatnonzero(flat[np.arange(len(flat)), chosen] < noise[flat.size :])
        pairs = pairing.reshape(-1, 2)
        ones, others = pairs[moved % len(pairs)].T
        seats = moves.one[chosen[moved]].T, moves.other[chosen[moved]].T
        for one, other in zip(*seats, strict=True):
            self.state.swap(rounds[moved // len(pairs)], ones, others, one, other)
        return len(moved) > 0


def anneal(
    hall: Hall,
    start: Seating,
    stream: Stream,
    steps: int,
    *,
    barred: Bars = (),
    least: int = 0,
    stages: Sequence[Stage] = HOT,
    observe: Observer | None = None,
) -> Found:
    """The best seating met in so many steps from `start`, which keeps all rules.

    It ends early at a price of `least`, which is known to be the best there is. Ctrl-C ends it too,
    with the best so far.
    """
    search = _Search(hall, start, stream, steps, barred)
    done, stopped = 0, False
    rounds = np.arange(hall.rounds)
    try:
        for stage in stages:
            length = int(steps * stage.share)
            if stage.from_best:
                search.to_best()
            for step in range(length):
                if search.best_price <= least:
                    return search.found(stopped)
                heat, search.state.outside_price = stage.at(step / length)
                turn = step % hall.rounds
                search.step(done, rounds if stage.together else rounds[turn : turn + 1], heat)
                done += 1
                if observe is not None and done % _TOLD == 0:
                    observe(done, steps, *search.left)
    except KeyboardInterrupt:
        stopped = True
    return search.found(stopped)
