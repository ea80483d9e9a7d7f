"""Chance for long searches: millions of numbers a second that every machine repeats.

The ticket of a purpose starts SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
number generators", OOPSLA 2014), whose additions and multiplications of 64-bit words are exact
everywhere. Logarithms are not: those of processors and libraries differ in their last digit. Where
chance has to follow a Gumbel distribution, they come from `decimal`, whose results are correctly
rounded.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sortition.base.tickets import ticket

GOLDEN: Final = np.uint64(0x9E3779B97F4A7C15)
"""What the place of a word grows by."""
_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_KNOTS: Final = 512


def mix(word: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The words from their places in the stream: arrays of them, or one where it is compiled."""
    word = (word ^ (word >> np.uint64(30))) * _FIRST
    word = (word ^ (word >> np.uint64(27))) * _SECOND
    return word ^ (word >> np.uint64(31))


class Stream:
    """An endless stream of 64-bit words, always the same for one seed and purpose."""

    def __init__(self, seed: str, purpose: str) -> None:
        digest = ticket(seed, purpose)
        self._start = np.array([int.from_bytes(digest[:8], "big")], dtype=np.uint64)
        self._drawn = 0

    def words(self, count: int) -> NDArray[np.uint64]:
        """The next words."""
        place = np.arange(self._drawn + 1, self._drawn + count + 1, dtype=np.uint64)
        self._drawn += count
        return mix(self._start + place * GOLDEN)

    def below(self, limit: int, count: int) -> NDArray[np.int64]:
        """Whole numbers from 0 up to, not including, `limit`."""
        return (self.words(count) % np.uint64(limit)).astype(np.int64)

    def order(self, count: int) -> NDArray[np.int64]:
        """The numbers 0 to `count` - 1 in an order drawn by lot."""
        return np.argsort(self.words(count), kind="stable")

    def gumbel(self, count: int) -> NDArray[np.float64]:
        """Numbers of the standard Gumbel distribution, its inverse taken as straight between 513
        knots. The largest of several, each added to a weight, falls on each of them as often as
        the exponentials of the weights say.
        """
        words = self.words(count)
        knot = (words % np.uint64(_KNOTS)).astype(np.int64)
        rest = (words >> np.uint64(32)).astype(np.float64) / 4294967296.0
        knots = _gumbel_knots()
        return knots[knot] + rest * (knots[knot + 1] - knots[knot])


@cache
def _gumbel_knots() -> NDArray[np.float64]:
    context = Context(prec=20)

    def at(share: Decimal) -> float:
        return float(-context.ln(-context.ln(share)))

    ends = Decimal(1) / Decimal(4 * _KNOTS)
    inner = [at(Decimal(knot) / Decimal(_KNOTS)) for knot in range(1, _KNOTS)]
    return np.array([at(ends), *inner, at(1 - ends)])
