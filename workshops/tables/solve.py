"""The best seating of a hall: algebra where it gives one without repeats, else a search.

What is found depends on the hall and the seed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from sortition.base.observer import Observer
from sortition.base.stream import Stream
from workshops.common.arrays import Whole
from workshops.tables.bound import LeastRepeats, bound
from workshops.tables.constructions.catalogue import (
    better_tables,
    rounds_without_repeats,
    with_empty_seats,
)
from workshops.tables.constructions.cyclic import turning_rounds
from workshops.tables.measure import Meetings, count_meetings, excess, people_met
from workshops.tables.problem import Hall, Seating, even_sizes
from workshops.tables.rules import check_rules
from workshops.tables.search.board import Start, price_of, seats_of, start_of
from workshops.tables.search.dealer import Dealer
from workshops.tables.search.pool import TablePool, cover, pool_of
from workshops.tables.search.prices import NEXT_MEETING
from workshops.tables.search.relabel import with_names
from workshops.tables.search.search import DEALT, WARM, BestSeating, Cooling, anneal, coolings_for
from workshops.tables.search.swapper import swappers
from workshops.tables.start.first_seating import First, first_seating

_WALKERS: Final = 2
"""Annealings side by side: one for each core of a small computer."""
_SECONDS: Final = 4.5
"""How long a search may take on a small computer."""
_MOST_PER_SEAT: Final = 25_000
"""Steps for each seat of a round beyond which nothing more is found."""
_BALANCE: Final = 0.08
"""The share of the steps that bettering the balance of what algebra found takes."""
_DEAL_PROBE: Final = 0.05
"""The share of the steps after which one knows whether sets of the pool do for all tables."""
_WITHIN: Final = 0.4
"""The sets of the pool do if people outside are no more than this share of those it allows."""
_NEAR: Final = NEXT_MEETING[1]
"""The price of a single repeat: where none at all is not ruled out, a last search looks for it."""
_LAST: Final = 0.3
"""The share of the steps that this last search takes."""
_PROBE: Final = 0.02
"""The share of the steps that a first short search takes: enough where all is easy."""


@dataclass(frozen=True)
class SolvedSeating:
    """A seating and what is worth knowing about it."""

    hall: Hall
    seating: Seating
    meetings: Meetings
    bound: LeastRepeats
    excess: int
    met: tuple[int, ...]
    """How many different people each person has met, earlier plans included."""
    cluster_tables: tuple[tuple[int, ...], ...]
    """For each cluster, at how many tables it sits in each round."""
    better_tables: int | None
    """A number of tables with which nobody would meet twice, where people do and one is known."""
    stopped: bool
    """Whether the user stopped the search: the same seed may then give another seating."""
    seconds: float


def solve(
    hall: Hall,
    ids: Sequence[str],
    seed: str,
    *,
    observe: Observer | None = None,
    effort: float = 1.0,
) -> SolvedSeating:
    """Seat everyone. `ids` name people in errors; `effort` multiplies the steps of the searches.

    Raises `AnswerIsNo` where the rules contradict each other or no seating keeps them.
    """
    began = perf_counter()
    check_rules(hall, ids)
    proven = bound(hall)
    first = first_seating(hall, Stream(seed, "tables, first seating"))
    # Stopped before any search: the first seating keeps every rule, and is all there is.
    begun = None
    best = BestSeating(first.seating, price_of(hall, first.seating), stopped=True)
    with suppress(KeyboardInterrupt):
        begun = _algebra(hall, seed)
        if begun is None or begun.price > 0:
            best = _search(hall, first, begun, seed, proven, effort, observe)
    # Both are counted from nothing met: where algebra applies there are no earlier plans.
    if begun is not None and begun.price <= best.price:
        best = replace(begun, stopped=best.stopped and begun.price > 0)
    return _solved(hall, best, proven, first, perf_counter() - began)


def _solved(
    hall: Hall, best: BestSeating, proven: LeastRepeats, first: First, seconds: float
) -> SolvedSeating:
    counted = count_meetings(hall, best.seating)
    even = all(sizes == even_sizes(len(hall.present[0]), len(sizes)) for sizes in hall.sizes)
    advice = None
    if counted.repeats and even and _as_given(hall):
        advice = better_tables(hall.people, len(hall.sizes[0]), hall.rounds)
    return SolvedSeating(
        hall=hall,
        seating=best.seating,
        meetings=counted,
        bound=proven,
        excess=excess(hall, best.seating),
        met=tuple(people_met(hall, best.seating).tolist()),
        cluster_tables=first.cluster_tables,
        better_tables=advice,
        stopped=best.stopped,
        seconds=seconds,
    )


def _as_given(hall: Hall) -> bool:
    """Whether nothing but criteria says who sits where."""
    return hall.plain and len(set(hall.sizes)) == 1


def _algebra(hall: Hall, seed: str) -> BestSeating | None:
    """A seating without repeats from arithmetic or turning rounds, as balanced as names make it."""
    sizes = hall.sizes[0]
    if not _as_given(hall) or sizes != even_sizes(hall.people, len(sizes)):
        return None
    places = rounds_without_repeats(hall.people, len(sizes), hall.rounds)
    if places is None:
        stream = Stream(seed, "tables, turning rounds")
        full = turning_rounds(len(sizes), sizes[0], hall.rounds, stream)
        places = None if full is None else with_empty_seats(full, hall.people)
    if places is None:
        return None
    seating = with_names(hall, places, Stream(seed, "tables, names"))
    return BestSeating(seating, price_of(hall, seating))


def _search(
    hall: Hall,
    first: First,
    begun: BestSeating | None,
    seed: str,
    proven: LeastRepeats,
    effort: float,
    observe: Observer | None,
) -> BestSeating:
    least = _least_price(hall, proven)
    start = start_of(hall, first.barred)
    best = _dealt(start, seed, least, effort, observe)
    if best is not None:
        return best

    def swap(
        seating: Seating, purpose: str, steps: int, coolings: Sequence[Cooling]
    ) -> BestSeating:
        walkers = swappers(start, seating, _streams(seed, purpose), least)
        return anneal(hall, walkers, steps, coolings=coolings, least=least, observe=observe)

    if begun is not None:
        # Some repeats may buy more balance than they cost: the search goes on from here, not hot.
        begun = swap(begun.seating, "balance", _steps(hall, _BALANCE), WARM)
        if begun.price <= least or begun.stopped:
            return begun
    probed = swap(first.seating, "probe", _steps(hall, effort * _PROBE), WARM)
    if probed.price <= least or probed.stopped:
        return probed
    # `effort` leaves the kind of search as it is.
    coolings = coolings_for(_steps(hall, 1.0), _seats(hall))
    best = swap(probed.seating, "search", _steps(hall, effort), coolings)
    if least == 0 < best.price <= _NEAR and not best.stopped:
        best = swap(best.seating, "last", _steps(hall, effort * _LAST), WARM)
    return begun if begun is not None and begun.price < best.price else best


def _dealt(
    start: Start, seed: str, least: int, effort: float, observe: Observer | None
) -> BestSeating | None:
    """The best seating with a set of the pool at every table; None where that would not do."""
    hall = start.hall
    pool = pool_of(start)
    seats = None if pool is None else cover(hall, pool, Stream(seed, "tables, cover"))
    if pool is None or seats is None:
        return None

    def deal(seats: Whole, purpose: str, steps: float) -> BestSeating:
        streams = _streams(seed, purpose)
        walkers = [Dealer(start, pool, seats, stream, least) for stream in streams]
        return anneal(hall, walkers, int(steps), coolings=DEALT, least=least, observe=observe)

    steps = _deals(pool) * effort
    probed = deal(seats, "deal, probe", steps * _DEAL_PROBE)
    if probed.price <= least or probed.stopped:
        return probed
    tables = sum(len(sizes) for sizes in hall.sizes)
    if excess(hall, probed.seating) > _WITHIN * pool.limit * tables:
        # Sets beyond the limit are missed.
        return None
    return deal(seats_of(hall, probed.seating), "deal", steps)


def _streams(seed: str, purpose: str) -> list[Stream]:
    """The chance of each walker."""
    return [Stream(seed, f"tables, {purpose} {walker}") for walker in range(_WALKERS)]


def _least_price(hall: Hall, proven: LeastRepeats) -> int:
    """A price that no seating goes below: that of earlier meetings and of the repeats proved.

    A repeat costs at least what the second meeting does, and a pair that meets m times at least 5/6
    of what m (m - 1) / 2 second meetings do (the third is cheaper, all others are dearer).
    """
    second = NEXT_MEETING[1]
    if hall.earlier:
        # What they have cost already counts in the price; so much is certain.
        alone = replace(hall, earlier=())
        return second * bound(alone).repeats
    return max(second * proven.repeats, -(-5 * second * proven.convex // 6))


def _steps(hall: Hall, effort: float) -> int:
    """Steps of each walker that take about `_SECONDS`; no more than few people are worth.

    From the size of the problem alone, never from the clock.
    """
    each = 5e-7 + 2.2e-8 * hall.people
    return int(min(_MOST_PER_SEAT * _seats(hall), _SECONDS / each) * effort)


def _deals(pool: TablePool) -> float:
    """How often each walker deals tables anew in somewhat more than `_SECONDS`."""
    return _SECONDS / (1.44e-6 + 3.06e-7 * pool.among)


def _seats(hall: Hall) -> int:
    """The seats of all rounds together."""
    return sum(len(there) for there in hall.present)
