"""Draws of the compiled searches: a stream of chance, and moves drawn by what they cost.

A move that costs more than another is drawn less often, by the exponential of the difference over
the heat: a heat bath (Geman and Geman, IEEE PAMI 6, 1984). Weights are whole numbers, so that every
machine draws the same.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sortition.base.compiled import inlined
from sortition.base.stream import GOLDEN, mix
from workshops.common.arrays import Whole

StreamState = NDArray[np.uint64]
"""Where a stream of chance has got to: an array of one word, which every draw changes."""

WEIGHTS: Final = 1024
"""Prices from which on a move weighs nothing."""
STAYING: Final = WEIGHTS + 1
"""Where in the list of weights that of staying stands."""
FULL: Final = 1 << 20
"""The weight of a move that costs nothing, and of staying."""
_HALF: Final = np.uint64(32)
_PRECISION: Final = 62
"""Bits behind the point of an exponential."""

_mix = inlined(mix)


@inlined
def below(chance: StreamState, limit: int) -> int:
    """A number from 0 up to, not including, `limit`, from the next word of the stream."""
    chance[0] += GOLDEN
    word = _mix(chance[0]) >> _HALF
    return np.int64((word * np.uint64(limit)) >> _HALF)  # type: ignore[return-value]


def weights(heat: float, *, staying: int = FULL) -> Whole:
    """What moves weigh by what they cost, then that of dearer ones, then that of `staying`."""
    return np.array([*_weights(heat), 0, staying])


@cache
def _weights(heat: float) -> tuple[int, ...]:
    """By fixed-point powers of one exponential, which `decimal` rounds alike everywhere."""
    whole = Decimal(1 << _PRECISION)
    each = int(Context(prec=40).exp(-1 / Decimal(heat)) * whole)
    falling, power = [], 1 << _PRECISION
    for _ in range(WEIGHTS):
        falling.append(power * FULL >> _PRECISION)
        power = power * each >> _PRECISION
    return tuple(falling)
