"""A first seating that keeps every rule, or the proof that there is none.

Rules hold round by round, so each round is settled by itself: at random where that is easy, else by
a whole-number programme (HiGHS), whose failure is a proof. The same programme finds the fewest
tables for the people to be kept together in clusters; those tables are then theirs, in every round
the same where that can be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sortition.base.errors import AnswerIsNo, message
from sortition.base.stream import Stream
from workshops.tables.problem import Hall, Seating, TableMembers
from workshops.tables.search.board import Bars
from workshops.tables.start.milp import cluster_zones, exact_places
from workshops.tables.start.places import Places

_TRIES: Final = 40


@dataclass(frozen=True)
class First:
    """Where a search begins: a seating, and the tables that clusters keep to."""

    seating: Seating
    barred: Bars
    """For each round, people and tables they may not go to."""
    cluster_tables: tuple[tuple[int, ...], ...]
    """For each cluster, at how many tables it sits in each round."""


def first_seating(hall: Hall, stream: Stream) -> First:
    """A seating at random that keeps the rules. Raises `AnswerIsNo` where a round has none."""
    barred: list[frozenset[tuple[int, int]]] = []
    tables: list[list[int]] = [[] for _ in hall.clusters]
    wished: list[frozenset[int]] = []
    if hall.clusters:
        for round_ in range(hall.rounds):
            zones = cluster_zones(hall, round_, wished)
            if zones is None:
                raise AnswerIsNo(message("seating-no-plan", round=str(round_ + 1)))
            wished = wished or zones
            barred.append(_bars(hall, round_, zones))
    seating = []
    for round_ in range(hall.rounds):
        places = Places(hall, round_, barred[round_] if barred else frozenset())
        seating.append(_settled(places, stream))
    for cluster, people in enumerate(hall.clusters):
        for of_round in seating:
            tables[cluster].append(sum(not set(people).isdisjoint(table) for table in of_round))
    return First(tuple(seating), tuple(barred), tuple([tuple(counts) for counts in tables]))


def _bars(hall: Hall, round_: int, zones: Sequence[frozenset[int]]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (person, table)
        for people, zone in zip(hall.clusters, zones, strict=True)
        for person in people
        for table in range(len(hall.sizes[round_]))
        if table not in zone
    )


def _settled(places: Places, stream: Stream) -> tuple[TableMembers, ...]:
    """A round at random that keeps the rules. Raises `AnswerIsNo` where there is none."""
    ruled = [unit for unit in places.units if places.ruled(unit)]
    # Given seats first, then whoever is hardest to place.
    conflicts = _conflicts(places.hall)
    order = stream.order(len(ruled)).tolist()
    ruled = [ruled[place] for place in order]
    ruled.sort(
        key=lambda u: (places.table_of(u) is None, -len(u), -sum(conflicts.get(p, 0) for p in u))
    )
    for _ in range(_TRIES):
        drawn = _at_random(places, ruled, stream)
        if drawn is not None:
            return _filled(places, drawn, stream)
    exact = exact_places(places, ruled)
    if exact is None:
        raise AnswerIsNo(message("seating-no-plan", round=str(places.round_ + 1)))
    return _filled(places, exact, stream)


def _conflicts(hall: Hall) -> Mapping[int, int]:
    counts: dict[int, int] = {}
    for apart_set in hall.apart_sets:
        for person in apart_set:
            counts[person] = counts.get(person, 0) + len(apart_set) - 1
    return counts


def _at_random(
    places: Places, ruled: Sequence[TableMembers], stream: Stream
) -> list[list[int]] | None:
    """Those with rules at tables drawn by lot, None where one of them finds no table."""
    sizes = places.hall.sizes[places.round_]
    tables: list[list[int]] = [[] for _ in sizes]
    drawn = stream.below(1 << 30, len(ruled)).tolist()
    for unit, lot in zip(ruled, drawn, strict=True):
        given = places.table_of(unit)
        options = range(len(sizes)) if given is None else (given,)
        free = [
            t
            for t in options
            if len(tables[t]) + len(unit) <= sizes[t] and places.may(unit, t, tables[t])
        ]
        if not free:
            return None
        tables[free[lot % len(free)]] += unit
    return tables


def _filled(places: Places, tables: list[list[int]], stream: Stream) -> tuple[TableMembers, ...]:
    """The tables with everyone else put on the empty seats, in an order drawn by lot."""
    seated = {person for table in tables for person in table}
    others = [unit[0] for unit in places.units if unit[0] not in seated]
    waiting = [others[place] for place in stream.order(len(others)).tolist()]
    for table, size in zip(tables, places.hall.sizes[places.round_], strict=True):
        while len(table) < size:
            table.append(waiting.pop())
    return tuple([tuple(sorted(table)) for table in tables])
