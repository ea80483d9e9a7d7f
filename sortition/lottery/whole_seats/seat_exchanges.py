"""Finds compositions by exchanging seats, where rounding a linear programme finds none.

With twenty or fifty criteria nearly everyone is a profile of their own, and a solution in fractions
has too many of them to settle one by one. Exchanging one seat for another, always the exchange that
mends the most, gets there in thousandths of a second; rules that stay broken count for more and
more (breakout: P. Morris, Proceedings AAAI 1993, p. 40). All exchanges are weighed at once, in one
product of matrices of small whole numbers, which every machine computes alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from sortition.base.linear import generic
from sortition.pool.rules import Composition, Model, Vector

LEAVING: Final = 64
"""Profiles considered to give up a seat, in each exchange: the most promising."""
COMING: Final = 192
"""Profiles considered to take one."""
REST: Final = 4
"""Exchanges for which a profile that took part is left alone."""
TIE_BREAK: Final = 1e-3
"""Far less than breaking a rule: tells equally good exchanges apart."""
IMPROVEMENTS: Final = 300
"""Most exchanges of one improvement."""

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Pressure:
    """What one seat more, and one seat less, costs at each rule."""

    more: Vector
    less: Vector


class Swaps:
    """Exchanges of seats between the profiles of a model."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._people = np.array(model.people, dtype=np.float64)
        self._counts = np.zeros((len(model.rows), len(model.people)))
        for number, row in enumerate(model.rows):
            self._counts[number, list(row.profiles)] = 1.0
        self._by_profile = np.ascontiguousarray(self._counts.T)
        self._least = np.array([row.least for row in model.rows], dtype=np.float64)
        self._most = np.array([row.most for row in model.rows], dtype=np.float64)
        self._ties = TIE_BREAK * generic("swaps", len(model.people))

    def rounded(self, seats: Vector) -> Vector:
        """Whole seats near fractional ones, every list's number of seats right."""
        whole = np.minimum(np.floor(seats + 1e-6), self._people)
        for row in self._model.rows:
            if row.kind != "seats":
                continue
            own = np.array(row.profiles, dtype=np.intp)
            missing = row.least - int(whole[own].sum())
            room = np.where(whole[own] < self._people[own], (seats - whole)[own], -np.inf)
            whole[own[np.argsort(-room, kind="stable")[: max(0, missing)]]] += 1.0
        return whole

    def repaired(self, seats: Vector, steps: int, worth: Vector | None = None) -> Vector | None:
        """A composition that keeps every rule, some exchanges from `seats`; None if none is found.

        Among equally good exchanges the one of greater worth, if a worth of each seat is given.
        """
        seats = seats.copy()
        totals = self._counts @ seats
        weights = np.ones(len(totals))
        resting = np.zeros(len(seats), dtype=np.int64)
        taste = self._ties if worth is None else _within(worth, TIE_BREAK)
        for step in range(steps):
            broken = (totals < self._least) | (totals > self._most)
            if not broken.any():
                return seats
            leaving, coming, costs = self._exchanges(seats, totals, weights, resting <= step, taste)
            if not costs.size:
                return None
            best = int(costs.argmin())
            if costs.flat[best] >= 0.0:
                weights[broken] += 1.0
            one, other = leaving[best // len(coming)], coming[best % len(coming)]
            seats[one] -= 1.0
            seats[other] += 1.0
            totals += self._by_profile[other] - self._by_profile[one]
            resting[[one, other]] = step + REST
        return None

    def forced(self, seats: Vector, worth: Vector, pairs: int) -> Vector:
        """Seats moved, without regard to rules, from those worth least to those worth most."""
        seats = seats.copy()
        leaving = np.nonzero(seats > 0.0)[0]
        leaving = leaving[np.argsort(worth[leaving], kind="stable")[:pairs]]
        coming = np.nonzero(seats < self._people)[0]
        coming = coming[np.argsort(-worth[coming], kind="stable")[: len(leaving)]]
        for one, other in zip(leaving, coming, strict=False):
            if worth[other] <= worth[one]:
                break
            seats[one] -= 1.0
            seats[other] += 1.0
        return seats

    def improved(self, seats: Vector, worth: Vector) -> Vector:
        """A composition from which no exchange that keeps every rule gains worth any more."""
        seats = seats.copy()
        totals = self._counts @ seats
        ones = np.ones(len(totals))
        for _ in range(IMPROVEMENTS):
            pressure = self._pressure(totals, ones)
            leaving = np.nonzero(seats > 0.0)[0]
            leaving = leaving[np.argsort(worth[leaving], kind="stable")[:LEAVING]]
            coming = np.nonzero(seats < self._people)[0]
            coming = coming[np.argsort(-worth[coming], kind="stable")[:COMING]]
            gains = worth[coming][None, :] - worth[leaving][:, None]
            gains = np.where(self._broken_by(pressure, leaving, coming) > 0.0, -1.0, gains)
            if not gains.size or gains.max() <= 1e-12:
                break
            best = int(gains.argmax())
            one, other = leaving[best // len(coming)], coming[best % len(coming)]
            seats[one] -= 1.0
            seats[other] += 1.0
            totals += self._by_profile[other] - self._by_profile[one]
        return seats

    def composition(self, seats: Vector) -> Composition:
        """Whole seats as a composition."""
        return tuple(int(seat) for seat in seats)

    def _exchanges(
        self,
        seats: Vector,
        totals: Vector,
        weights: Vector,
        awake: npt.NDArray[np.bool_],
        taste: Vector,
    ) -> tuple[Places, Places, Vector]:
        """Who may leave, who may come, and what each exchange of the two costs."""
        pressure = self._pressure(totals, weights)
        alone = self._by_profile @ pressure.less + taste
        leaving = np.nonzero((seats > 0.0) & awake)[0]
        leaving = leaving[np.argsort(alone[leaving], kind="stable")[:LEAVING]]
        alone = self._by_profile @ pressure.more - taste
        coming = np.nonzero((seats < self._people) & awake)[0]
        coming = coming[np.argsort(alone[coming], kind="stable")[:COMING]]
        costs = self._broken_by(pressure, leaving, coming)
        return leaving, coming, costs + taste[leaving][:, None] - taste[coming][None, :]

    def _pressure(self, totals: Vector, weights: Vector) -> _Pressure:
        below, above = totals < self._least, totals > self._most
        return _Pressure(
            more=np.where(below, -1.0, np.where(totals >= self._most, 1.0, 0.0)) * weights,
            less=np.where(above, -1.0, np.where(totals <= self._least, 1.0, 0.0)) * weights,
        )

    def _broken_by(self, pressure: _Pressure, leaving: Places, coming: Places) -> Vector:
        """How much more the rules are broken after each exchange: leaving × coming.

        A rule that counts both profiles does not notice the exchange.
        """
        both = pressure.more + pressure.less
        felt = np.nonzero(both)[0]
        cost = self._by_profile[leaving] @ pressure.less
        out = cost[:, None] + (self._by_profile[coming] @ pressure.more)[None, :]
        shared = self._by_profile[np.ix_(leaving, felt)] * both[felt]
        return np.asarray(out - shared @ self._counts[np.ix_(felt, coming)])


def _within(worth: Vector, size: float) -> Vector:
    """The same order of worth, as numbers no larger than `size`."""
    largest = float(np.abs(worth).max(initial=0.0))
    return worth * (size / largest) if largest else worth
