"""One move out of many, drawn by what each costs: the step of a search by a heat bath.

The weights fall with the price, and staying as one is costs nothing (Geman and Geman, "Stochastic
relaxation, Gibbs distributions, and the Bayesian restoration of images", IEEE PAMI 6, 1984).
Weights that grow steeper as a search goes on make it an annealing. They are whole numbers, so that
every machine draws the same.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sortition.base.chance import Chance
from workshops.common.arrays import Whole

_TOP_WEIGHT: Final = 1 << 40
"""The weight of the cheapest move."""


def falling_weights(numerator: int, denominator: int, dearest: int) -> Whole:
    """What moves weigh by how much more they cost than the cheapest: powers of a ratio below one,
    and nothing from a price of `dearest` on.
    """
    weights = [_TOP_WEIGHT]
    while len(weights) < dearest:
        weights.append(weights[-1] * numerator // denominator)
    return np.array([*weights, 0], dtype=np.int64)


def draw_move(costs: Whole, weights: Whole, chance: Chance) -> int | None:
    """The place of the move that is drawn, None for none of them.

    `costs` are those of the moves, `weights` come from `falling_weights`.
    """
    dearest = len(weights) - 1
    least = min(int(costs.min()), 0)
    heaps = weights.take(np.minimum(costs - least, dearest)).cumsum()
    drawn = chance.below(int(heaps[-1] + weights[min(-least, dearest)]))
    return int(heaps.searchsorted(drawn, side="right")) if drawn < int(heaps[-1]) else None
