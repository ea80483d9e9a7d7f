"""The best seating of a hall: algebra where it gives one without repeats, else two searches.

Two searches that begin differently, the second in a process of its own where the machine has two
processors; the better result counts, the first one's where they are equal. What is found depends on
the hall and the seed alone.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

from workshops.observe import Observer
from workshops.seating.bound import Bound, bound
from workshops.seating.cyclic import turning_rounds
from workshops.seating.first import First, first_seating
from workshops.seating.known import better_tables, rounds_without_repeats, with_empty_seats
from workshops.seating.measure import Meetings, count_meetings, excess, people_met
from workshops.seating.parallel import Job, SecondSearch
from workshops.seating.problem import Hall, Seating, even_sizes
from workshops.seating.relabel import with_names
from workshops.seating.rules import check_rules
from workshops.seating.search import HOT, SOFT, Found, anneal
from workshops.seating.state import NEXT_MEETING, State
from workshops.stream import Stream

_SECONDS: Final = 4.2
_MOST_STEPS: Final = 18_000
_MOST_COPIES: Final = 4
_WORTH_COPIES: Final = 10_000
"""Pairs of seats from which on numpy's time goes into the numbers, not into being called."""
_FEWEST_STEPS: Final = 600
_WORTH_A_PROCESS: Final = 3000
"""Steps below which the second search is over sooner than a process would have started."""
_PROBE: Final = 0.1
"""The share of the steps that a first short search takes: enough where all is easy."""


@dataclass(frozen=True)
class Solved:
    """A seating and what is worth knowing about it."""

    hall: Hall
    seating: Seating
    meetings: Meetings
    bound: Bound
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
) -> Solved:
    """Seat everyone. `ids` name people in errors; `effort` multiplies the steps of the searches.

    Raises `AnswerIsNo` where the rules contradict each other or no seating keeps them.
    """
    began = perf_counter()
    check_rules(hall, ids)
    proven = bound(hall)
    first = first_seating(hall, Stream(seed, "tables, first seating"))
    try:
        found = _algebra(hall, seed, observe)
    except KeyboardInterrupt:
        # Stopped before any search: the first seating keeps every rule, and is all there is.
        found = Found(first.seating, State(hall, first.seating).price(), stopped=True)
    if found is None or (found.price > 0 and not found.stopped):
        searched = _search(hall, first, seed, proven, effort, observe)
        # Both are counted from nothing met: where algebra applies there are no earlier plans.
        found = searched if found is None or searched.price < found.price else found
    return _solved(hall, found, proven, first, perf_counter() - began)


def _solved(hall: Hall, found: Found, proven: Bound, first: First, seconds: float) -> Solved:
    counted = count_meetings(hall, found.seating)
    even = all(sizes == even_sizes(len(hall.present[0]), len(sizes)) for sizes in hall.sizes)
    advice = None
    if counted.repeats and even and _as_given(hall):
        advice = better_tables(hall.people, len(hall.sizes[0]), hall.rounds)
    return Solved(
        hall=hall,
        seating=found.seating,
        meetings=counted,
        bound=proven,
        excess=excess(hall, found.seating),
        met=tuple(people_met(hall, found.seating).tolist()),
        cluster_tables=first.cluster_tables,
        better_tables=advice,
        stopped=found.stopped,
        seconds=seconds,
    )


def _as_given(hall: Hall) -> bool:
    """Whether nothing but criteria says who sits where."""
    return hall.plain and len(set(hall.sizes)) == 1


def _algebra(hall: Hall, seed: str, observe: Observer | None) -> Found | None:
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
    price = State(hall, seating).price()
    if price == 0:
        return Found(seating, price)
    # Some repeats may buy more balance than they cost: the search goes on from here, not hot.
    stream = Stream(seed, "tables, balance")
    steps = _steps(hall, 1.0) // 4
    return anneal(hall, seating, stream, steps, stages=HOT[1:], observe=observe)


def _search(
    hall: Hall, first: First, seed: str, proven: Bound, effort: float, observe: Observer | None
) -> Found:
    least = _least_price(hall, proven)
    probe = _steps(hall, effort * _PROBE)
    job = Job(hall, first.seating, first.barred, seed, "0", probe, least, copies=_copies(hall))
    probed = job.run(observe)
    if probed.price <= least or probed.stopped:
        return probed
    steps = _steps(hall, effort)
    alone = steps < _WORTH_A_PROCESS or _processors() < 2
    second = SecondSearch(replace(job, stream="2", steps=steps, stages=SOFT), alone=alone)
    found = replace(job, stream="1", steps=steps).run(observe)
    other = second.result(stopped=found.stopped)
    best = min([one for one in (found, other, probed) if one is not None], key=lambda f: f.price)
    return replace(best, stopped=found.stopped or (other is not None and other.stopped))


def _least_price(hall: Hall, proven: Bound) -> int:
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


def _copies(hall: Hall) -> int:
    """Seatings changed side by side: as many as numpy handles in little more time than one."""
    return 1 if hall.together else min(_MOST_COPIES, max(1, _WORTH_COPIES // _priced(hall)))


def _priced(hall: Hall) -> int:
    """Pairs of seats of which a step looks at the meetings."""
    depth = max(max(sizes) for sizes in hall.sizes)
    return hall.rounds * (hall.most_tables // 2) * (2 * depth) ** 2


def _steps(hall: Hall, effort: float) -> int:
    """Steps that take about `_SECONDS` on a processor of 2020, more is not worth it on few people.

    From the size of the problem alone, never from the clock.
    """
    priced = _priced(hall)
    timed = int(_SECONDS / (2.7e-4 + 5e-8 * priced * _copies(hall)))
    steps = min(_MOST_STEPS, 25 * priced, timed)
    return max(int(steps * effort), int(_FEWEST_STEPS * min(1.0, effort * 10)))


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
