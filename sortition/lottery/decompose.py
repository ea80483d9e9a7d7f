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

from sortition.lottery.leximin import Observer
from sortition.lottery.model import Composition, Model, Vector
from sortition.lottery.solver import INFINITY, Programme, SparseRow, generic

NEAR_WHOLE: Final = 1e-6
"""Expected seats this close to a whole number count as that number."""
FRACTIONAL: Final = 1e-6
TIE_BREAK: Final = 1e-5
DIVE_LIMIT: Final = 400
"""Programmes solved for one composition before it is given up."""
HELD: Final = 1e-10
"""How far the shortfall may grow again while one of many best mixtures is chosen."""
ENOUGH: Final = 1e-7
"""A shortfall, relative to the mean chance, at which the lottery counts as exact."""


@dataclass(frozen=True)
class Mixture:
    """Compositions with weights that add up to one, and how far they fall short of the target."""

    compositions: tuple[Composition, ...]
    weights: Vector
    shortfall: float
    """Largest shortfall of a kind's chance, relative to the mean chance."""


def decompose(model: Model, seats: Vector, observe: Observer | None = None) -> Mixture | None:
    """A mixture of compositions with the expected `seats` (one number per profile).

    None where the box around `seats` holds no composition in whole numbers. The shortfall tells how
    well the target is met; zero (to rounding) is the rule.
    """
    box = _Box(model, seats)
    found: dict[Composition, None] = {}
    owed = np.zeros(len(seats))
    mixture: Mixture | None = None
    size = len(model.kinds)
    for target in (size + 10, 2 * size + 20, 4 * size + 40):
        while len(found) < target:
            owed += seats
            composition = box.best(owed)
            if composition is None:
                return None
            owed -= composition
            if composition in found:
                break
            found[composition] = None
            if observe is not None:
                observe("compositions", len(found), target, 0.0)
        mixture = mix(model, model.kind_seats(seats), list(found))
        if mixture.shortfall <= ENOUGH or len(found) < target:
            break
    return mixture


class _Box:
    """The compositions between floor and ceiling of the expected seats."""

    def __init__(self, model: Model, seats: Vector) -> None:
        self._model = model
        self._floor = np.floor(seats + NEAR_WHOLE)
        open_entries = np.ceil(seats - NEAR_WHOLE) > self._floor
        self._open = np.nonzero(open_entries)[0]
        place = {int(o): k for k, o in enumerate(self._open)}
        rows: list[SparseRow] = []
        bounds: list[tuple[float, float]] = []
        for row in model.rows:
            own = list(row.profiles)
            inside = [place[o] for o in own if o in place]
            expected, given = float(seats[own].sum()), float(self._floor[own].sum())
            low = max(row.least, np.floor(expected + NEAR_WHOLE)) - given
            high = min(row.most, np.ceil(expected - NEAR_WHOLE)) - given
            if low > 0 or high < len(inside):
                rows.append((inside, [1.0] * len(inside)))
                bounds.append((low, high))
        self._programme = Programme(rows, bounds, [(0.0, 1.0)] * len(self._open))
        self._tie_break = TIE_BREAK * generic("composition", len(self._open))

    def best(self, owed: Vector) -> Composition | None:
        """A composition with a large inner product with what is owed; None where none is found."""
        composition = self._floor.copy()
        if len(self._open):
            self._programme.set_cost(owed[self._open] + self._tie_break)
            entries = self._dive()
            if entries is None:
                return None
            composition[self._open] += entries
        found = tuple(int(seat) for seat in composition)
        return found if self._model.is_valid(found) else None

    def _dive(self) -> Vector | None:
        """Depth first: fix the largest fractional entry, up before down, until all are whole."""
        paths: list[tuple[tuple[int, float], ...]] = [()]
        applied: tuple[tuple[int, float], ...] = ()
        result: Vector | None = None
        for _ in range(DIVE_LIMIT):
            if not paths:
                break
            path = paths.pop()
            self._apply(applied, path)
            applied = path
            entries = self._programme.solve()
            if entries is None:
                continue
            fractional = np.abs(entries - np.round(entries)) > FRACTIONAL
            if not fractional.any():
                result = np.round(entries)
                break
            largest = int(np.argmax(np.where(fractional, entries, -1.0)))
            paths.append((*path, (largest, 0.0)))
            paths.append((*path, (largest, 1.0)))
        self._apply(applied, ())
        return result

    def _apply(
        self, before: Sequence[tuple[int, float]], after: Sequence[tuple[int, float]]
    ) -> None:
        for entry, _ in before:
            self._programme.set_column(entry, 0.0, 1.0)
        for entry, value in after:
            self._programme.set_column(entry, value, value)


def mix(model: Model, target: Vector, compositions: Sequence[Composition]) -> Mixture:
    """The weights that leave the smallest shortfall; among them one choice that is always the same.

    `target` is the expected seats of each kind. Minimise e subject to: weighted seats of each kind
    + e × its proportional share ≥ its target. Then, with e held, minimise a generic cost: its
    optimum is a single vertex.
    """
    share = np.array(model.kind_people) * (model.all_seats / model.all_people)
    table = np.array([model.kind_seats(composition) for composition in compositions])
    count = len(compositions)
    rows: list[SparseRow] = []
    bounds: list[tuple[float, float]] = []
    for kind in range(len(model.kinds)):
        inside = np.nonzero(table[:, kind])[0]
        rows.append(([*inside, count], [*table[inside, kind], share[kind]]))
        bounds.append((float(target[kind]), INFINITY))
    rows.append((range(count), [1.0] * count))
    bounds.append((1.0, 1.0))
    shortfall_only = np.zeros(count + 1)
    shortfall_only[count] = -1.0
    programme = Programme(rows, bounds, [(0.0, INFINITY)] * (count + 1), shortfall_only)
    first = programme.solve()
    if first is None:
        raise ArithmeticError("a lottery over compositions always exists")
    programme.set_column(count, 0.0, float(first[count]) + HELD)
    programme.set_cost(np.append(-1.0 - generic("weights", count), 0.0))
    second = programme.solve()
    weights = np.maximum((first if second is None else second)[:count], 0.0)
    return Mixture(tuple(compositions), weights / weights.sum(), float(first[count]))
