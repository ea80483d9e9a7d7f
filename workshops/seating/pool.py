"""The pool: all sets of people that make a table near its fair shares, where they are few.

Many criteria leave few: with seven of them, 882 of the 658,008 ways to choose five out of forty
people have nobody outside a fair share, and 2,557 have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workshops.seating.board import APART, Start
from workshops.seating.problem import Hall, Whole
from workshops.stream import Stream

DEALT_TABLES: Final = 3
"""Tables dealt anew together (`deal`)."""
MOST_DEALT: Final = 62
"""People dealt anew together: each has a bit of a word."""
_FEW: Final = 56.0
"""Sets of the pool among the people of so many tables, on average, that are still few."""
_MOST_OUTSIDE: Final = 3
_MOST_SETS: Final = 200_000
_MOST_TRIED: Final = 2_000_000
"""Sets, also unfinished ones, that are looked at for one pool."""
_AT_ONCE: Final = 2048
_TRIES: Final = 60


@dataclass(frozen=True)
class Pool:
    """Sets of people for one table, by kinds of tables: as many seats, and the same people there.

    For R rounds, T tables of up to D seats, n people, G sets and L kinds.
    """

    kinds: Whole
    """The kind of each table, -1 for those that a round does not have: (R, T)."""
    sets: Whole
    """People outside the fair shares, then who they are, in order: (G, 1 + D)."""
    firsts: Whole
    """By kind and the first two people of a set, where such sets begin: (L, n, n + 1)."""
    limit: int
    """The most people outside the fair shares in one of them."""
    among: float
    """Sets among the people of tables that are dealt anew together, on average."""


def pool_of(start: Start) -> Pool | None:
    """The pool of a hall; None where it is not small, or where seats or tables are given."""
    hall = start.hall
    if not hall.criteria or hall.clusters or any(hall.fixed):
        return None
    if min(min(sizes) for sizes in hall.sizes) < 2:
        return None
    found = None
    for limit in range(_MOST_OUTSIDE + 1):
        wider = _pool(start, limit)
        if wider is None:
            break
        found = wider
    return found


def cover(hall: Hall, pool: Pool, stream: Stream) -> Whole | None:
    """Seats, drawn by lot, with a set of the pool at every table; None where none was found."""
    depth = pool.sets.shape[1] - 1
    seats = np.full((*pool.kinds.shape, depth), hall.people)
    members = np.zeros((len(pool.sets), hall.people), dtype=np.int64)
    kinds = np.zeros(len(pool.sets), dtype=np.int64)
    for kind, begin in enumerate(pool.firsts[:, 0, 0]):
        kinds[begin:] = kind
    sizes = np.array([0] * len(pool.firsts))
    for of_round, of_kinds in zip(hall.sizes, pool.kinds, strict=True):
        sizes[of_kinds[: len(of_round)]] = of_round
    for place in range(depth):
        there = np.flatnonzero(sizes[kinds] > place)
        members[there, pool.sets[there, 1 + place]] = 1
    for number, people in enumerate(hall.present):
        for _ in range(_TRIES):
            drawn = _cover(members, kinds, pool.kinds[number], people, stream)
            if drawn is not None:
                break
        else:
            return None
        for table, one in drawn:
            size = sizes[kinds[one]]
            seats[number, table, :size] = pool.sets[one, 1 : 1 + size]
    return seats


def _cover(
    members: Whole, kinds: Whole, of_tables: Whole, people: tuple[int, ...], stream: Stream
) -> list[tuple[int, int]] | None:
    """A set for every table of a round. Whoever has fewest sets left is seated first."""
    free: dict[int, list[int]] = {}
    for table, kind in enumerate(of_tables.tolist()):
        free.setdefault(kind, []).append(table)
    alive = np.flatnonzero(np.isin(kinds, list(free)))
    waiting = np.array(people)
    found = []
    while len(waiting):
        has = members[alive][:, waiting].sum(axis=0)
        person = waiting[has.argmin()]
        choices = alive[members[alive, person] == 1]
        if not len(choices):
            return None
        one = int(choices[stream.below(len(choices), 1)[0]])
        kind = int(kinds[one])
        found.append((free[kind].pop(), one))
        waiting = waiting[members[one, waiting] == 0]
        alive = alive[(members[alive] & members[one]).sum(axis=1) == 0]
        if not free[kind]:
            alive = alive[kinds[alive] != kind]
    return found


def _pool(start: Start, limit: int) -> Pool | None:
    """All sets with no more than so many people outside; None where they are not few."""
    hall = start.hall
    numbers: dict[tuple[tuple[int, ...], int], int] = {}
    kinds = np.full((hall.rounds, hall.most_tables), -1)
    depth = max(max(sizes) for sizes in hall.sizes)
    found: list[Whole] = []
    firsts: list[Whole] = []
    among = 0.0
    for number, (sizes, there) in enumerate(zip(hall.sizes, hall.present, strict=True)):
        for table, size in enumerate(sizes):
            kind = numbers.setdefault((there, size), len(numbers))
            kinds[number, table] = kind
            if kind < len(firsts):
                continue
            dealt = min(min(DEALT_TABLES, len(sizes)) * size, len(there))
            # How many of all sets are, on average, among those dealt.
            part = comb(dealt, size) / comb(len(there), size)
            most = min(_MOST_SETS, int(_FEW / part))
            sets = _sets(start, number, table, limit, most) if dealt <= MOST_DEALT else None
            if sets is None:
                return None
            among = max(among, len(sets) * part)
            begins = np.arange(hall.people)[:, None] * hall.people + np.arange(hall.people + 1)
            before = sum(len(one) for one in found)
            firsts.append(before + np.searchsorted(sets[:, 1] * hall.people + sets[:, 2], begins))
            found.append(np.pad(sets, ((0, 0), (0, depth - size))))
    return Pool(kinds, np.concatenate(found), np.stack(firsts), limit, among)


class _Unfinished(NamedTuple):
    """Sets with some people missing, a row each."""

    who: Whole
    """Places among those present, in order."""
    counts: Whole
    """People of each category."""
    above: Whole
    """How many of them are too many."""
    short: Whole
    """How many more it needs."""


def _sets(start: Start, number: int, table: int, limit: int, most: int) -> Whole | None:
    """All sets for a table, in order; None if there are more than `most`, or it takes too long."""
    hall = start.hall
    there, size = np.array(hall.present[number]), hall.sizes[number][table]
    least = start.least[number, table]
    begun = [
        _Unfinished(
            np.zeros((1, 0), dtype=np.int64),
            np.zeros((1, len(least)), dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            least.sum(keepdims=True),
        )
    ]
    found: list[Whole] = []
    tried, listed = 0, 0
    while begun:
        longer, rows = _longer(start, number, table, begun.pop(), limit)
        tried += rows
        if longer.who.shape[1] < size:
            begun += _parts(longer)
        else:
            found.append(np.column_stack([longer.above + longer.short, there[longer.who]]))
            listed += len(longer.who)
        if tried > _MOST_TRIED or listed > most:
            return None
    sets = np.concatenate(found)
    for unit in hall.together:
        present = np.isin(sets[:, 1:], [person for person in unit if person in there]).sum(axis=1)
        sets = sets[(present == 0) | (present == len(set(unit) & set(there.tolist())))]
    return sets[np.lexsort(sets[:, :0:-1].T)]


def _parts(sets: _Unfinished) -> Iterator[_Unfinished]:
    for begin in range(0, len(sets.who), _AT_ONCE):
        yield _Unfinished(*[one[begin : begin + _AT_ONCE] for one in sets])


def _longer(
    start: Start, number: int, table: int, sets: _Unfinished, limit: int
) -> tuple[_Unfinished, int]:
    """Each set with each person more who can be in it, behind the last; and how many were tried."""
    there, size = np.array(start.hall.present[number]), start.hall.sizes[number][table]
    least, most = start.least[number, table], start.most[number, table]
    missing = size - sets.who.shape[1] - 1
    last = sets.who[:, -1] if sets.who.shape[1] else np.full(1, -1)
    each = np.maximum(len(there) - missing - 1 - last, 0)
    row = np.repeat(np.arange(len(last)), each)
    new = last[row] + 1 + np.arange(len(row)) - np.repeat(np.cumsum(each) - each, each)
    of = start.of[there[new]]
    counts = sets.counts[row[:, None], of]
    above = sets.above[row] + (counts >= most[of]).sum(axis=1)
    short = sets.short[row] - (counts < least[of]).sum(axis=1)
    # Each of those missing can be of one missing category of each criterion.
    fits: NDArray[np.bool_] = above + np.maximum(short - missing * of.shape[1], 0) <= limit
    for place in range(sets.who.shape[1]):
        fits &= start.codes[there[sets.who[row, place]], there[new]] < APART
    row, new, of = row[fits], new[fits], of[fits]
    counts = sets.counts[row]
    # One category of each criterion, so none twice in a row.
    counts[np.arange(len(row))[:, None], of] += 1
    who = np.column_stack([sets.who[row], new])
    return _Unfinished(who, counts, above[fits], short[fits]), len(fits)
