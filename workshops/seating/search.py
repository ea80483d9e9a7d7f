"""The search: two annealings side by side, which stop after a number of steps, never by the clock.

Each changes a board of its own by the moves of `moves`, in a thread of its own: compiled code runs
in both at once. They begin so hot that people outside their fair shares come and go, cool evenly,
and are heated again; in the end both go on from the best seating of all, less hot.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import cache
from typing import Final

import numpy as np

from workshops.observe import Observer
from workshops.seating.board import Bars, Start, board_of, seating_of, seats_of, start_of
from workshops.seating.measure import count_meetings, excess
from workshops.seating.moves import FULL, NAMES, ONE, TWO, UNITS, WEIGHTS, run
from workshops.seating.problem import Hall, Seating, Whole
from workshops.stream import Stream


@dataclass(frozen=True)
class Stage:
    """Some of the steps: the heat falls evenly from one bound to the other, in units of price."""

    share: float
    """Of all steps."""
    hottest: float
    coldest: float

    def heats(self) -> Iterator[float]:
        """The heats of its parts, which are equally long."""
        parts = round(self.share * _PARTS)
        for part in range(parts):
            yield self.hottest - (self.hottest - self.coldest) * part / parts


WARM: Final = (Stage(0.16, 2.4, 0.8),)
"""From a seating that is good already."""
HOT: Final = (*[Stage(0.28, 6.0, 1.0)] * 3, *WARM)
"""From any seating: three times so hot that it melts, which finds more than once three times as
long; then from the best of all."""
ONCE: Final = (Stage(0.84, 6.0, 1.0), *WARM)
"""The same where there is time to melt it once."""
COOL: Final = (Stage(1.0, 2.4, 0.5),)
"""For halls so large that there is no time to melt them."""
_HOT_FROM: Final = 8000
_ONCE_FROM: Final = 2000
"""Steps for each seat from which these are better than what melts less."""
_PARTS: Final = 300
"""Parts of a search, each at one heat. Between two of them it can be stopped."""
_FIRST_HEAT: Final = 20.0
"""The heat of the first of two swaps that are tried together."""
_TWO_EVERY: Final = 4
"""Every so many steps two swaps are tried together, as long as the best is out of balance."""
_TWO_BALANCED: Final = 16
"""The same when nobody is outside there: one swap alone finds its way then."""
_NAMES_EVERY: Final = 16
"""Every so many steps two people may exchange names."""
_UNITS_EVERY: Final = 3
"""Every so many steps one set of people who stay together may move."""
_PARTNERS: Final = 64
"""Partners among whom a move is drawn, or a few more, where there are as many."""
_PRECISION: Final = 62


def stages_for(steps: int, seats: int) -> tuple[Stage, ...]:
    """The best stages for so many steps and seats of all rounds."""
    each = steps // seats
    if each >= _HOT_FROM:
        return HOT
    return ONCE if each >= _ONCE_FROM else COOL


@dataclass(frozen=True)
class Found:
    """The best seating of a search, its price, and whether the user stopped it."""

    seating: Seating
    price: int
    stopped: bool = False


class _Walker:
    """One annealing on its way, and the best seating it has been in."""

    def __init__(self, start: Start, seats: Whole, stream: Stream, least: int) -> None:
        hall = start.hall
        self._start = start
        self._chance = stream.words(1)
        self._board = board_of(start, seats)
        tables, depth = self._board.seats.shape[1:]
        self._reach = np.array(
            [min(tables, 1 + -(-_PARTNERS // depth)), min(hall.people, _PARTNERS)]
        )
        self._drawn = np.zeros((2, max(hall.people, _PARTNERS)), dtype=np.int64)
        self._plain = hall.plain and bool(hall.criteria)
        self.best = seats.copy()
        self._least = np.array([self._board.price[0], least, self._board.outside.sum()])

    @property
    def price(self) -> int:
        """That of the best."""
        return int(self._least[0])

    def walk(self, steps: int, heat: float) -> None:
        """So many steps at one heat."""
        two = _TWO_EVERY if self._least[2] else _TWO_BALANCED
        names = _NAMES_EVERY if self._plain else 0
        units = _UNITS_EVERY if len(self._board.units) else 0
        every = np.zeros(4, dtype=np.int64)
        every[[ONE, TWO, NAMES, UNITS]] = 1, two, names, units
        run(
            self._board,
            self._chance,
            steps,
            every,
            self._reach,
            weights(heat),
            weights(_FIRST_HEAT, staying=0),
            self._drawn,
            self.best,
            self._least,
        )

    def go_to(self, seats: Whole) -> None:
        """Go on from these seats."""
        self._board = board_of(self._start, seats)


class _Search:
    """Walkers side by side, each in a thread of its own."""

    def __init__(
        self, hall: Hall, seats: Whole, start: Start, streams: Sequence[Stream], least: int
    ) -> None:
        self._hall = hall
        self._walkers = [_Walker(start, seats, stream, least) for stream in streams]
        self._threads = ThreadPoolExecutor(len(streams))
        self._counted = -1
        self._left = (0, 0)

    @property
    def _best(self) -> _Walker:
        """The first of those with the best seating."""
        return min(self._walkers, key=lambda walker: walker.price)

    @property
    def price(self) -> int:
        """That of the best seating."""
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
        self._best.walk(0, _FIRST_HEAT)

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

    def found(self, *, stopped: bool) -> Found:
        """The best seating, once all walkers stand still."""
        self._threads.shutdown()
        return Found(seating_of(self._hall, self._best.best), self.price, stopped)


def weights(heat: float, *, staying: int = FULL) -> Whole:
    """What moves weigh by what they cost, then that of dearer ones, then that of `staying`."""
    return np.array([*_weights(heat), 0, staying])


@cache
def _weights(heat: float) -> tuple[int, ...]:
    """By fixed-point powers of one exponential, which `decimal` rounds alike everywhere."""
    one = Decimal(1 << _PRECISION)
    each = int(Context(prec=40).exp(-1 / Decimal(heat)) * one)
    found, power = [], 1 << _PRECISION
    for _ in range(WEIGHTS):
        found.append(power * FULL >> _PRECISION)
        power = power * each >> _PRECISION
    return tuple(found)


def anneal(
    hall: Hall,
    seating: Seating,
    streams: Sequence[Stream],
    steps: int,
    *,
    barred: Bars = (),
    least: int = 0,
    stages: Sequence[Stage] = HOT,
    observe: Observer | None = None,
) -> Found:
    """The best seating met in so many steps of each of two walks from `seating`.

    That seating keeps all rules, and so does what is found. The search ends early at a price of
    `least`, which is known to be the best there is. Ctrl-C ends it too, with the best so far.
    """
    search = _Search(hall, seats_of(hall, seating), start_of(hall, barred), streams, least)
    heats = [(number, heat) for number, stage in enumerate(stages) for heat in stage.heats()]
    stopped = False
    try:
        search.compile()
        for done, (number, heat) in enumerate(heats):
            if search.price <= least:
                break
            if done and number != heats[done - 1][0]:
                search.go_to_best()
            search.walk(steps // len(heats), heat)
            if observe is not None:
                observe(done + 1, len(heats), *search.left)
    except KeyboardInterrupt:
        stopped = True
    return search.found(stopped=stopped)
