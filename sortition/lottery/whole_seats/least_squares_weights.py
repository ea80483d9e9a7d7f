"""Probabilities of many compositions without a linear programme: the even ones, corrected.

Compositions made one by one against what the earlier ones owe have nearly the expected seats when
each is as probable as the other. The smallest correction that gives the expected seats exactly is a
least squares problem: conjugate gradients on the normal equations (M. R. Hestenes and E. Stiefel,
Journal of Research of the National Bureau of Standards 49, 1952, p. 409, § 10), a few hundred
products with a table of small numbers, where the master's simplex needs minutes. Every sum is taken
in one fixed order, so every machine finds the same probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sortition.pool.rules import Vector

STEPS: Final = 3000
"""Most steps of one correction."""
SETTLED: Final = 1e-13
"""The correction ends when its gradient has shrunk to this, in proportion."""
ROUNDS: Final = 8
"""How often compositions whose corrected probability is negative are left out and the rest tried
again."""
EXACT: Final = 1e-7
"""Largest error of a kind's expected seats, in proportion, that counts as rounding."""
NO_TARGET: Final = 1e-9
"""Expected seats that are none."""


@dataclass(frozen=True)
class _Table:
    """Seats of each kind in each composition, only those that are not zero; rows scaled."""

    composition: npt.NDArray[np.intp]
    kind: npt.NDArray[np.intp]
    seats: Vector
    starts: npt.NDArray[np.intp]
    kinds: int

    def total(self, weights: Vector) -> Vector:
        """Weighted seats of each kind."""
        weighted = self.seats * weights[self.composition]
        return np.asarray(np.bincount(self.kind, weighted, self.kinds), dtype=np.float64)

    def worth(self, prices: Vector) -> Vector:
        """What each composition is worth at a price per seat of each kind."""
        return np.add.reduceat(self.seats * prices[self.kind], self.starts)


def even_weights(seats: Sequence[Vector], target: Vector) -> Vector | None:
    """Weights, as even as can be, of compositions with `seats` of each kind, that give the target.

    One weight for each composition, none negative, adding up to one: sums of seats are the same in
    every composition. None where this way finds no such weights, which is no proof that there are
    none.
    """
    kept = np.arange(len(seats))
    for _ in range(ROUNDS):
        if len(kept) == 0:
            return None
        chosen = [seats[int(number)] for number in kept]
        weights = _nearest_to_even(_table(chosen, target), _scaled(target))
        if (weights >= 0.0).all():
            full = np.zeros(len(seats))
            full[kept] = weights / weights.sum()
            return full if _error(seats, full, target) <= EXACT else None
        kept = kept[weights > 0.0]
    return None


def _scale(target: Vector) -> Vector:
    """Rows are divided by the root of their target: then all of them vary alike."""
    return np.where(target > NO_TARGET, 1.0 / np.sqrt(np.maximum(target, NO_TARGET)), 0.0)


def _scaled(target: Vector) -> Vector:
    return target * _scale(target)


def _table(seats: Sequence[Vector], target: Vector) -> _Table:
    inside = [np.nonzero(own)[0] for own in seats]
    lengths = np.array([len(own) for own in inside], dtype=np.intp)
    kind = np.concatenate(inside)
    values = np.concatenate([own[where] for own, where in zip(seats, inside, strict=True)])
    return _Table(
        composition=np.repeat(np.arange(len(seats)), lengths),
        kind=kind,
        seats=values * _scale(target)[kind],
        starts=np.cumsum(lengths) - lengths,
        kinds=len(target),
    )


def _nearest_to_even(table: _Table, wanted: Vector) -> Vector:
    """The weights nearest to equal ones, in least squares, whose total is the one wanted."""
    count = len(table.starts)
    weights = np.full(count, 1.0 / count)
    missing = wanted - table.total(weights)
    gradient = table.worth(missing)
    direction = gradient.copy()
    size = first = float((gradient * gradient).sum())
    for _ in range(STEPS):
        if size <= SETTLED**2 * first:
            break
        gained = table.total(direction)
        step = size / float((gained * gained).sum())
        weights += step * direction
        missing -= step * gained
        gradient = table.worth(missing)
        before, size = size, float((gradient * gradient).sum())
        direction = gradient + (size / before) * direction
    return weights


def _error(seats: Sequence[Vector], weights: Vector, target: Vector) -> float:
    """The largest error of a kind's expected seats, in proportion to them."""
    table = _table(seats, np.ones(len(target)))
    apart = np.abs(table.total(weights) - target)
    return float((apart / np.maximum(target, NO_TARGET))[target > NO_TARGET].max(initial=0.0))
