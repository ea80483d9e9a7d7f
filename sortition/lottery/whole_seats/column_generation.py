"""Leximin over lotteries in whole numbers, for the pools where the relaxation promises too much.

The same stages as the relaxation's, with one column per composition. Compositions are found by
pricing (`pricing`): when none is worth more than a stage's prices allow, its level is proven.
Column generation: B. Flanigan et al., "Fair algorithms for selecting citizens' assemblies", Nature
596 (2021), p. 548, supplementary information.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme
from sortition.base.observer import Observer
from sortition.lottery.leximin import BINDING
from sortition.lottery.whole_seats.decompose import Mixture, mix
from sortition.lottery.whole_seats.pricing import Pricing
from sortition.pool.rules import Composition, Model, Vector

SLACKS: Final = (1e-9, 1e-8, 1e-7, 1e-6)
"""How far a fixed level may be undercut by later stages, in seats; widened where rounding errors of
earlier stages leave the next one without a solution."""
SPARE: Final = 10
"""Compositions made beyond one for each kind before the first stage, where none are known."""


def hull_leximin(
    model: Model,
    known: Iterable[Composition] = (),
    observe: Observer | None = None,
    seats: Vector | None = None,
) -> Mixture | None:
    """The leximin lottery over compositions, None where there is no composition at all.

    `known` are compositions to start from; without any, `seats` are the expected seats to come
    near to. The mixture's `shortfall` is zero: nothing is promised that it does not keep. It is
    `proven` where every stage is; else each stage is as good as the compositions found allow.
    """
    pricing = Pricing(model)
    found = dict.fromkeys(known)
    if not found:
        first = pricing.first(seats, observe)
        if first is None:
            return None
        found[first] = None
        if seats is not None:
            pricing.make(found, seats, len(model.kinds) + SPARE, observe)
    stage = _Stages(model, list(found))
    proven = True
    while stage.free:
        prices, level, entry_price = stage.solve()
        better, certain = pricing.better(prices, entry_price, found)
        for composition in better:
            found[composition] = None
            stage.add(composition)
        if better:
            continue
        proven = proven and certain
        stage.fix(prices, level)
        if observe is not None:
            reached = min((one for one in stage.levels if one > 0), default=level)
            scale = model.all_seats / model.all_people
            done = len(model.kinds) - len(stage.free)
            observe("whole-seats", done, len(model.kinds), guaranteed=reached * scale)
    compositions = list(found)
    levels = np.array(stage.levels)
    mixture = mix(model, levels * stage.share, compositions)
    return Mixture(mixture.compositions, mixture.weights, 0.0, proven=proven)


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
        self._programme = LinearProgramme(
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
        for slack in SLACKS[1:]:
            if solution is not None:
                break
            for kind in set(range(self._total)) - self.free:
                self._hold(kind, slack)
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
            self._hold(kind, SLACKS[0])

    def _hold(self, kind: int, slack: float) -> None:
        least = float(self.share[kind]) * self.levels[kind] - slack
        self._programme.set_row(kind, least, INFINITY)
