"""Leximin over lotteries in whole numbers, for the pools where the relaxation promises too much.

The same stages as the relaxation's, with one column per composition. Compositions are found by
pricing: an integer programme looks for one worth more than the stage's prices allow; when there is
none, the stage's level is proven. Column generation: B. Flanigan et al., "Fair algorithms for
selecting citizens' assemblies", Nature 596 (2021), p. 548, supplementary information.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from sortition.lottery.decompose import Mixture, mix
from sortition.lottery.leximin import BINDING, Observer, rule_rows
from sortition.lottery.model import Composition, Model, Vector
from sortition.lottery.solver import INFINITY, Programme, generic

WORTH: Final = 1e-7
"""How much more than its price a composition is worth to enter, in units of the mean chance."""
SLACK: Final = 1e-9
TIE_BREAK: Final = 1e-9


class Compositions:
    """Every composition of a model, asked for by what each kind's seats are worth."""

    def __init__(self, model: Model) -> None:
        self._model = model
        rows, bounds = rule_rows(model)
        columns = [(0.0, float(people)) for people in model.people]
        self._programme = Programme(rows, bounds, columns, whole=True)
        self._tie_break = TIE_BREAK * generic("pricing", len(model.people))

    def best(self, worth: Vector) -> Composition | None:
        """The composition worth most, at a worth per seat of each kind; None where none exists."""
        cost = self._tie_break.copy()
        for kind, value in zip(self._model.kinds, worth, strict=True):
            cost[list(kind)] += value
        self._programme.set_cost(cost)
        solution = self._programme.solve()
        if solution is None:
            return None
        composition = tuple(int(seats) for seats in np.round(solution))
        if not self._model.is_valid(composition):
            raise ArithmeticError("the integer programme broke a rule of the model")
        return composition


def hull_leximin(
    model: Model,
    known: Iterable[Composition] = (),
    observe: Observer | None = None,
) -> Mixture | None:
    """The leximin lottery over compositions, None where there is no composition at all.

    `known` are compositions to start from. The mixture's `shortfall` is zero: nothing is promised
    that it does not keep.
    """
    search = Compositions(model)
    found = dict.fromkeys(known)
    if not found:
        first = search.best(np.zeros(len(model.kinds)))
        if first is None:
            return None
        found[first] = None
    stage = _Stages(model, list(found))
    while stage.free:
        prices, level, entry_price = stage.solve()
        composition = search.best(prices)
        if composition is None:
            raise ArithmeticError("a model with a composition lost all of them")
        worth = float(prices @ model.kind_seats(composition))
        if worth > entry_price + WORTH and composition not in found:
            found[composition] = None
            stage.add(composition)
            continue
        stage.fix(prices, level)
        if observe is not None:
            reached = min((one for one in stage.levels if one > 0), default=level)
            scale = model.all_seats / model.all_people
            done = len(model.kinds) - len(stage.free)
            observe("whole-seats", done, len(model.kinds), reached * scale)
    compositions = list(found)
    levels = np.array(stage.levels)
    mixture = mix(model, levels * stage.share, compositions)
    return Mixture(mixture.compositions, mixture.weights, 0.0)


class _Stages:
    """The master programme of every stage: weights of compositions, then the level."""

    def __init__(self, model: Model, compositions: list[Composition]) -> None:
        self._model = model
        self.share = np.array(model.kind_people) * (model.all_seats / model.all_people)
        self.levels = [0.0] * len(model.kinds)
        self.free = set(range(len(model.kinds)))
        rows = [([0], [-float(share)]) for share in self.share]
        bounds = [(0.0, INFINITY)] * len(rows)
        self._total = len(rows)
        self._programme = Programme(
            [*rows, ([], [])],
            [*bounds, (1.0, 1.0)],
            [(0.0, INFINITY)],
            np.array([1.0]),
            growing=True,
        )
        for composition in compositions:
            self.add(composition)

    def add(self, composition: Composition) -> None:
        """Offer one more composition to the lottery."""
        seats = self._model.kind_seats(composition)
        inside = np.nonzero(seats)[0]
        self._programme.add_column([*inside, self._total], [*seats[inside], 1.0])

    def solve(self) -> tuple[Vector, float, float]:
        """The price of each kind's seats, the level reached, the price of entering the lottery."""
        solution = self._programme.solve()
        if solution is None:
            raise ArithmeticError("rounding errors left a stage of the leximin without a solution")
        duals = self._programme.duals()
        return np.abs(duals[: self._total]), float(solution[0]), abs(float(duals[self._total]))

    def fix(self, prices: Vector, level: float) -> None:
        """Hold the kinds that cannot rise above this level."""
        ordered = sorted(self.free)
        worth = prices * self.share
        held = [kind for kind in ordered if worth[kind] > BINDING]
        for kind in held or [max(ordered, key=lambda kind: worth[kind])]:
            self.free.discard(kind)
            self.levels[kind] = level
            self._programme.set_coefficient(kind, 0, 0.0)
            self._programme.set_row(kind, float(self.share[kind]) * level - SLACK, INFINITY)
