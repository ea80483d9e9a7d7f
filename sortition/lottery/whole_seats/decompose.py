"""Writes expected seats as a lottery over compositions in whole numbers.

Compositions stay between the floor and the ceiling of the expected seats, profile by profile and
rule by rule, so that every draw is close to the expectation. They are made one by one, each the
best against what the earlier ones still owe: a linear programme kept warm, then a dive that settles
its few fractional entries. A master programme then gives them probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme, SparseRow, generic
from sortition.base.observer import Observer
from sortition.lottery.whole_seats.floor_ceiling import Box
from sortition.lottery.whole_seats.least_squares_weights import even_weights
from sortition.pool.rules import Composition, Model, Vector

SPARE: Final = 10
"""Compositions made beyond one for each kind before the master is asked."""
MANY: Final = 400
"""With more kinds than this, probabilities are looked for without a linear programme first."""
MORE: Final = (1.0, 1.25, 1.6, 2.0)
"""Compositions made for each kind; with many kinds, the next number where the last was too few."""
TRIES: Final = 2
"""Compositions asked for, for each one wanted: some come twice."""
PRICED: Final = 4
"""At most so many for each kind are then made against the master's prices."""
BATCH: Final = 8
"""Compositions made against the same prices before the master is asked again."""
DAMPED: Final = 0.5
NEGLIGIBLE: Final = 1e-7
"""Expected seats that are none."""
GAIN: Final = 1e-9
"""A composition is offered when it lessens the shortfall faster than this."""
HELD: Final = 1e-10
"""How far the shortfall may grow again while one of many best mixtures is chosen."""
ENOUGH: Final = 1e-8
"""A shortfall, in proportion, at which the lottery counts as exact."""


@dataclass(frozen=True)
class Mixture:
    """Compositions with weights that add up to one, and how far they fall short of the target."""

    compositions: tuple[Composition, ...]
    weights: Vector
    shortfall: float
    """Largest shortfall of a kind's chance, in proportion to that chance."""
    proven: bool = True
    """False where a better mixture may exist that was not found."""


def decompose(model: Model, seats: Vector, observe: Observer | None = None) -> Mixture | None:
    """A mixture of compositions with the expected `seats` (one number per profile).

    About as many compositions as profiles are made against what earlier ones owe; then, while they
    fall short, more of them against the master's prices. None where the box around `seats` holds
    no composition in whole numbers. A shortfall that stays means that no mixture within the box,
    or none that was found, meets the target.
    """
    box = Box(model, seats)
    found: dict[Composition, None] = {}
    target = model.kind_seats(seats)
    owed = np.zeros(len(seats))
    for size in _sizes(len(model.kinds)):
        if not _make(box, seats, owed, found, size, observe):
            return None
        if len(model.kinds) > MANY:
            weights = even_weights([model.kind_seats(one) for one in found], target)
            if weights is not None:
                return Mixture(tuple(found), weights, 0.0)
    master = _Master(model, target, list(found))
    _price(model, box, master, found)
    return master.mixture(list(found))


def _sizes(kinds: int) -> list[int]:
    """How many compositions to try to give probabilities to: with many kinds more than once."""
    return [round(more * kinds) + SPARE for more in (MORE if kinds > MANY else MORE[:1])]


def _make(
    box: Box,
    seats: Vector,
    owed: Vector,
    found: dict[Composition, None],
    wanted: int,
    observe: Observer | None,
) -> bool:
    """Make compositions until there are so many; False where the box seems to hold none.

    `owed` is what those made so far owe each profile, and is kept.
    """
    for _ in range(TRIES * (wanted - len(found))):
        owed += seats
        composition = box.best(owed)
        if composition is None:
            return False
        owed -= composition
        found[composition] = None
        if observe is not None:
            observe("compositions", len(found), wanted)
        if len(found) >= wanted:
            break
    return True


def _price(model: Model, box: Box, master: _Master, found: dict[Composition, None]) -> None:
    """Add compositions against the master's prices, while that lessens the shortfall."""
    for _ in range(PRICED * len(model.kinds)):
        priced = master.solve()
        if priced.shortfall <= ENOUGH:
            return
        worth = priced.worth.copy()
        for number in range(BATCH):
            composition = box.best(worth)
            if not number and (composition is None or priced.gain(model, composition) <= GAIN):
                composition = box.best_of_all(worth)
                if composition is None or priced.gain(model, composition) <= GAIN:
                    return
            if composition is None or priced.gain(model, composition) <= GAIN:
                break
            if composition not in found:
                found[composition] = None
                master.add(composition)
            # The next one of the batch looks for others than those just seated.
            worth[np.array(composition) > 0] *= DAMPED


@dataclass(frozen=True)
class _Priced:
    """A solution of the master: the shortfall, and what a further composition would be worth."""

    shortfall: float
    weights: Vector
    prices: Vector
    """Price of a seat of each kind."""
    worth: Vector
    """Price of a seat of each profile."""
    entry: float
    """What a composition must be worth to lessen the shortfall."""

    def gain(self, model: Model, composition: Composition) -> float:
        """How much a composition is worth beyond the price of entering."""
        return float(self.prices @ model.kind_seats(composition)) - self.entry


class _Master:
    """Weights of compositions that leave the smallest shortfall.

    Minimise e subject to: weighted seats of each kind ≥ (1 - e) × its target, weights adding up to
    one. In proportion, so that what rounding takes from a small college costs a city nothing.
    Column 0 is e; composition k is column k + 1.
    """

    def __init__(self, model: Model, target: Vector, compositions: Sequence[Composition]) -> None:
        self._model = model
        table = np.array([model.kind_seats(composition) for composition in compositions])
        # A target of next to nothing is rounding: those kinds take what comes.
        target = np.where(target > NEGLIGIBLE, target, 0.0)
        rows: list[SparseRow] = []
        for kind in range(len(model.kinds)):
            inside = np.nonzero(table[:, kind])[0]
            rows.append(([0, *(inside + 1)], [float(target[kind]), *table[inside, kind]]))
        rows.append((range(1, len(compositions) + 1), [1.0] * len(compositions)))
        bounds = [(float(least), INFINITY) for least in target] + [(1.0, 1.0)]
        self._count = len(compositions)
        self._programme = LinearProgramme(
            rows, bounds, [(0.0, INFINITY)] * (self._count + 1), growing=True
        )
        self._programme.set_cost(self._shortfall_cost())

    def _shortfall_cost(self) -> Vector:
        cost = np.zeros(self._count + 1)
        cost[0] = -1.0
        return cost

    def add(self, composition: Composition) -> None:
        """Offer one more composition."""
        seats = self._model.kind_seats(composition)
        inside = np.nonzero(seats)[0]
        total = len(self._model.kinds)
        self._programme.add_column([*inside, total], [*seats[inside], 1.0])
        self._count += 1

    def solve(self) -> _Priced:
        """The smallest shortfall of the compositions offered so far."""
        solution = self._programme.solve()
        if solution is None:
            raise ArithmeticError("a lottery over compositions always exists")
        duals = self._programme.duals()
        prices = np.abs(duals[:-1])
        worth = np.zeros(len(self._model.people))
        for kind, price in zip(self._model.kinds, prices, strict=True):
            worth[list(kind)] = price
        return _Priced(float(solution[0]), solution[1:], prices, worth, abs(float(duals[-1])))

    def mixture(self, compositions: Sequence[Composition]) -> Mixture:
        """The mixture of smallest shortfall; of many, the one that a generic cost singles out."""
        first = self.solve()
        self._programme.set_column(0, 0.0, first.shortfall + HELD)
        self._programme.set_cost(np.append(0.0, -1.0 - generic("weights", self._count)))
        second = self._programme.solve()
        weights = np.maximum(first.weights if second is None else second[1:], 0.0)
        return Mixture(tuple(compositions), weights / weights.sum(), first.shortfall)


def mix(model: Model, target: Vector, compositions: Sequence[Composition]) -> Mixture:
    """The mixture of given compositions that falls least short of the `target` of each kind."""
    return _Master(model, target, compositions).mixture(compositions)
