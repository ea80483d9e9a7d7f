"""The search: two annealings side by side, which stop after a number of steps, never by the clock.

Each walks (`walkers`) in a thread of its own: compiled code runs in both at once. Where there is
time they begin so hot that people outside their fair shares come and go, cool evenly, and are
heated again; each time both go on from the cheapest seating of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from sortition.base.observer import Observer
from workshops.tables.measure import count_meetings, excess
from workshops.tables.problem import Hall, Seating
from workshops.tables.search.board import seating_of
from workshops.tables.search.walkers import Walker


@dataclass(frozen=True)
class Cooling:
    """Some of the steps of a search, in which the heat falls evenly."""

    share: float
    """Its share of all steps."""
    hottest: float
    """The heat of its first part, in units of price."""
    coldest: float
    """The heat to which it falls, which the last part almost reaches."""

    def heats(self) -> Iterator[float]:
        """The heats of its parts, which are equally long."""
        parts = round(self.share * _PARTS)
        for part in range(parts):
            yield self.hottest - (self.hottest - self.coldest) * part / parts


WARM: Final = (Cooling(0.16, 2.4, 0.8),)
"""How a seating is bettered that is good already: never so hot that much of it is lost."""
HOT: Final = (*[Cooling(0.28, 6.0, 1.0)] * 3, *WARM)
"""How a seating is found from any: three times so hot that people outside come and go freely, which
finds more than once three times as long; then from the best of all."""
ONCE: Final = (Cooling(0.84, 6.0, 1.0), *WARM)
"""How a seating is found from any where there is time for a single hot cooling."""
COOL: Final = (Cooling(1.0, 2.4, 0.5),)
"""How a seating is found in halls so large that there is no time for a hot cooling."""
DEALT: Final = (Cooling(1 / 3, 5.0, 0.8),) * 3
"""How a seating is found among the sets of a pool."""
_HOT_FROM: Final = 8000
"""Steps for each seat from which three hot coolings find more than a single one."""
_ONCE_FROM: Final = 2000
"""Steps for each seat from which a single hot cooling finds more than none."""
_OUTSIDE_BOUNDS: Final = (4, 24)
"""Prices of a person outside, one repeat and six, between which anyone's will be."""
_PARTS: Final = 300
"""Parts of a search, each at one heat. Between two of them it can be stopped."""


def coolings_for(steps: int, seats: int) -> tuple[Cooling, ...]:
    """The best coolings for so many steps and seats of all rounds."""
    each = steps // seats
    if each >= _HOT_FROM:
        return HOT
    return ONCE if each >= _ONCE_FROM else COOL


@dataclass(frozen=True)
class BestSeating:
    """The best seating of a search, its price, and whether the user stopped it."""

    seating: Seating
    price: int
    stopped: bool = False


class _Search:
    """Walkers side by side, each in a thread of its own."""

    def __init__(self, hall: Hall, walkers: Sequence[Walker]) -> None:
        self._hall = hall
        self._walkers = walkers
        self._threads = ThreadPoolExecutor(len(walkers))
        self._counted = -1
        self._left = (0, 0)

    @property
    def _best(self) -> Walker:
        """The first of those with the best seating."""
        return min(self._walkers, key=lambda walker: walker.price)

    @property
    def price(self) -> int:
        """The price of the best seating so far."""
        return self._best.price

    @property
    def left(self) -> tuple[int, int]:
        """The repeats and the people outside in the best seating."""
        if self._counted != self.price:
            self._counted = self.price
            seating = seating_of(self._hall, self._best.best)
            repeats = count_meetings(self._hall, seating).repeats
            self._left = (repeats, excess(self._hall, seating))
        return self._left

    def compile(self) -> None:
        """Compile the moves, which should not be done twice at once."""
        self._best.walk(0, 1.0)

    def walk(self, steps: int, heat: float) -> None:
        """So many steps of every walker at one heat."""
        walks = [self._threads.submit(walker.walk, steps, heat) for walker in self._walkers]
        for walk in walks:
            walk.result()

    def go_to_best(self) -> None:
        """Every walker goes on from the best seating: the same for all but its chance."""
        seats = self._best.best
        for walker in self._walkers:
            walker.go_to(seats)

    def found(self, *, stopped: bool) -> BestSeating:
        """The best seating, once all walkers stand still."""
        self._threads.shutdown()
        kept = [seating for walker in self._walkers for seating in walker.kept]
        costs = [(seating.price - seating.owed, seating.outside) for seating in kept]
        chosen = kept[least_regretted(costs)]
        return BestSeating(seating_of(self._hall, chosen.seats), chosen.price, stopped)


def least_regretted(seatings: Sequence[tuple[int, int]]) -> int:
    """Which of some seatings, of which the price of meetings and the people outside are known.

    How many repeats a person outside is worth, nobody can say exactly. Of each price within bounds
    one can say how much more a seating costs than the best for that price; here that is least for
    the price for which it is greatest (Savage, Journal of the American Statistical Association 46,
    1951). It is greatest for one of the bounds, since it is convex.
    """
    regrets = []
    for price in _OUTSIDE_BOUNDS:
        costs = [meetings + price * people for meetings, people in seatings]
        regrets.append([cost - min(costs) for cost in costs])
    worst = [max(each) for each in zip(*regrets, strict=True)]
    return worst.index(min(worst))


def anneal(
    hall: Hall,
    walkers: Sequence[Walker],
    steps: int,
    *,
    coolings: Sequence[Cooling],
    least: int = 0,
    observe: Observer | None = None,
) -> BestSeating:
    """The best seating met in so many steps of each walker.

    The search ends early at a price of `least`, which is known to be the best there is. Ctrl-C ends
    it too, with the best so far.
    """
    search = _Search(hall, walkers)
    heats = [(which, heat) for which, cooling in enumerate(coolings) for heat in cooling.heats()]
    stopped = False
    try:
        search.compile()
        for done, (which, heat) in enumerate(heats):
            if search.price <= least:
                break
            if done and which != heats[done - 1][0]:
                search.go_to_best()
            search.walk(steps // len(heats), heat)
            if observe is not None:
                repeats, outside = search.left
                observe("search", done + 1, len(heats), repeats=repeats, outside=outside)
    except KeyboardInterrupt:
        stopped = True
    return search.found(stopped=stopped)
