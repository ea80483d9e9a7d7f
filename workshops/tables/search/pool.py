"""The pool: all sets of people that make a table near its fair shares, where they are few.

Many criteria leave few: with seven of them, 882 of the 658,008 ways to choose five out of forty
people have nobody outside a fair share, and 2,557 have one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import comb
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sortition.base.stream import Stream
from workshops.common.arrays import Whole
from workshops.tables.problem import Hall
from workshops.tables.search.board import Start
from workshops.tables.search.prices import APART

DEALT_TABLES: Final = 3
"""Tables dealt anew together (`deal`)."""
MOST_DEALT: Final = 62
"""People dealt anew together: each has a bit of a word."""
_FEW: Final = 56.0
"""Sets of the pool among the people of so many tables, on average, that are still few."""
_ENOUGH: Final = 10.0
"""Sets of the pool among the people of so many tables below which hardly anything is dealt anew."""
_MOST_OUTSIDE: Final = 3
"""People outside beyond which a pool is never small."""
_MOST_LISTED: Final = 200_000
"""Sets of one kind, for the sake of memory."""
_MOST_TRIED: Final = 3_000_000
"""Sets, also unfinished ones, that are looked at for one hall: about half a second."""
_AT_ONCE: Final = 2048
"""Unfinished sets that grow together: enough for numpy, few enough to end soon."""
_MOST_COVERED: Final = 60
"""Sets tried for one round before all is begun anew: a bad beginning is left soon."""
_MOST_COVERING: Final = 1_000_000_000
"""Places of sets looked at for all rounds together: about a second."""
_TRIES: Final = 200
"""Times that a round is begun anew."""
_AGAIN: Final = 10
"""Times that a round is begun anew where sets are known that seat one like it."""


@dataclass(frozen=True)
class TablePool:
    """Sets of people for one table, by kinds of tables: as many seats, and the same people there.

    For R rounds, T tables of up to D seats, n people, G sets and L kinds.
    """

    kinds: Whole
    """The kind of each table, -1 for those that a round does not have: (R, T)."""
    sets: Whole
    """People outside the fair shares, then who they are, in order, then noughts: (G, 1 + D)."""
    firsts: Whole
    """By kind and the first two people of a set, where such sets begin: (L, n, n + 1)."""
    limit: int
    """The most people outside the fair shares in one of them."""
    among: float
    """Sets among the people of as many tables as are dealt anew together: the average over all
    choices of people, of the kind that has most."""


def pool_of(start: Start) -> TablePool | None:
    """The pool of a hall; None where it would be large or all but empty, or seats are given."""
    hall = start.hall
    if not hall.criteria or hall.clusters or any(hall.fixed):
        return None
    if min(min(sizes) for sizes in hall.sizes) < 2:
        return None
    pool = None
    trials = _Trials(_MOST_TRIED)
    for limit in range(_MOST_OUTSIDE + 1):
        wider = _pool(start, limit, trials)
        if wider is None:
            break
        pool = wider
    # Where not even one outside can be allowed, good tables are many: swaps find them as well.
    return pool if pool is not None and pool.limit > 0 and pool.among >= _ENOUGH else None


def cover(hall: Hall, pool: TablePool, stream: Stream) -> Whole | None:
    """Seats, drawn by lot, with a set of the pool at every table; None where none was found."""
    members = np.zeros((len(pool.sets), hall.people), dtype=np.bool_)
    kinds = np.zeros(len(pool.sets), dtype=np.int64)
    sizes = np.zeros(len(pool.firsts), dtype=np.int64)
    for kind, begin in enumerate(pool.firsts[:, 0, 0]):
        kinds[begin:] = kind
        sizes[kind] = next(
            size
            for of_round, of_kinds in zip(hall.sizes, pool.kinds, strict=True)
            for size, of_table in zip(of_round, of_kinds, strict=False)
            if of_table == kind
        )
    for place in range(pool.sets.shape[1] - 1):
        there = np.flatnonzero(sizes[kinds] > place)
        members[there, pool.sets[there, 1 + place]] = True
    covering = _Covering(members, kinds, stream)
    known: dict[tuple[Sequence[int], tuple[int, ...]], list[int]] = {}
    seats = np.full((*pool.kinds.shape, pool.sets.shape[1] - 1), hall.people)
    for round_, people in enumerate(hall.present):
        of_tables = pool.kinds[round_]
        key = (people, tuple(of_tables.tolist()))
        tables = Counter(of_tables[of_tables >= 0].tolist())
        sets = covering.sets(people, tables, _AGAIN if key in known else _TRIES) or known.get(key)
        if sets is None:
            return None
        known[key] = sets
        for kind in set(kinds[sets].tolist()):
            places = np.flatnonzero(of_tables == kind)
            of_kind = [chosen for chosen in sets if kinds[chosen] == kind]
            for table, chosen in zip(places, of_kind, strict=True):
                seats[round_, table, : sizes[kind]] = pool.sets[chosen, 1 : 1 + sizes[kind]]
    return seats


class _Covering:
    """Parts people into sets of a pool: depth first, whoever is in fewest sets coming first."""

    def __init__(self, members: NDArray[np.bool_], kinds: Whole, stream: Stream) -> None:
        self._members = members
        self._kinds = kinds
        self._stream = stream
        self._tried = 0
        self._left = _MOST_COVERING

    def sets(self, people: Sequence[int], tables: Counter[int], tries: int) -> list[int] | None:
        """Sets that hold each of these people once, drawn by lot, for so many tables by kind."""
        alive = np.flatnonzero(np.isin(self._kinds, list(tables)))
        for _ in range(tries):
            self._tried = 0
            parted = self._parted(alive, np.array(people), tables)
            if parted is not None or self._left < 0:
                return parted
        return None

    def _parted(self, alive: Whole, waiting: Whole, tables: Counter[int]) -> list[int] | None:
        if not len(waiting):
            return []
        has = self._members[np.ix_(alive, waiting)].sum(axis=0)
        choices = alive[self._members[alive, waiting[has.argmin()]]]
        for chosen in choices[self._stream.order(len(choices))].tolist():
            self._tried += 1
            self._left -= len(alive) * self._members.shape[1]
            if self._tried > _MOST_COVERED or self._left < 0:
                return None
            left = tables - Counter([int(self._kinds[chosen])])
            own = self._members[chosen]
            others = alive[~(self._members[alive] & own).any(axis=1)]
            others = others[np.isin(self._kinds[others], list(left))]
            rest = self._parted(others, waiting[~own[waiting]], left)
            if rest is not None:
                return [chosen, *rest]
        return None


@dataclass
class _Trials:
    """What may still be spent on one pool, so that easy halls do not wait for it."""

    left: int


def _pool(start: Start, limit: int, trials: _Trials) -> TablePool | None:
    """All sets with no more than so many people outside; None where they are not few."""
    hall = start.hall
    numbers: dict[tuple[tuple[int, ...], int], int] = {}
    kinds = np.full((hall.rounds, hall.most_tables), -1)
    depth = max(max(sizes) for sizes in hall.sizes)
    listed: list[Whole] = []
    firsts: list[Whole] = []
    among = 0.0
    for round_, (sizes, there) in enumerate(zip(hall.sizes, hall.present, strict=True)):
        for table, size in enumerate(sizes):
            kind = numbers.setdefault((there, size), len(numbers))
            kinds[round_, table] = kind
            if kind < len(firsts):
                continue
            dealt = min(min(DEALT_TABLES, len(sizes)) * size, len(there))
            # How many of all sets are, on average, among those dealt.
            part = comb(dealt, size) / comb(len(there), size)
            most = min(_MOST_LISTED, int(_FEW / part))
            sets = (
                _listed(start, round_, table, limit, most, trials) if dealt <= MOST_DEALT else None
            )
            if sets is None:
                return None
            among = max(among, len(sets) * part)
            begins = np.arange(hall.people)[:, None] * hall.people + np.arange(hall.people + 1)
            before = sum(len(of_kind) for of_kind in listed)
            firsts.append(before + np.searchsorted(sets[:, 1] * hall.people + sets[:, 2], begins))
            listed.append(np.pad(sets, ((0, 0), (0, depth - size))))
    return TablePool(kinds, np.concatenate(listed), np.stack(firsts), limit, among)


class _Unfinished(NamedTuple):
    """Sets with some people missing, a row each."""

    who: Whole
    """The people of a set, by their places among those present, in order."""
    counts: Whole
    """How many people of each category a set has."""
    above: Whole
    """How many people of a set are too many for the fair shares of their categories."""
    short: Whole
    """How many more people a set needs for the least fair shares."""


def _listed(
    start: Start, round_: int, table: int, limit: int, most: int, trials: _Trials
) -> Whole | None:
    """All sets for a table, in order; None if there are more than `most`, or it takes too long."""
    hall = start.hall
    there, size = np.array(hall.present[round_]), hall.sizes[round_][table]
    least = start.least[round_, table]
    begun = [
        _Unfinished(
            np.zeros((1, 0), dtype=np.int64),
            np.zeros((1, len(least)), dtype=np.int64),
            np.zeros(1, dtype=np.int64),
            least.sum(keepdims=True),
        )
    ]
    finished: list[Whole] = [np.zeros((0, 1 + size), dtype=np.int64)]
    listed = 0
    while begun:
        longer, rows = _longer(start, round_, table, begun.pop(), limit)
        trials.left -= rows
        if longer.who.shape[1] < size:
            begun += _parts(longer)
        else:
            finished.append(np.column_stack([longer.above + longer.short, there[longer.who]]))
            listed += len(longer.who)
        if trials.left < 0 or listed > most:
            return None
    sets = np.concatenate(finished)
    for unit in hall.together:
        present = np.isin(sets[:, 1:], [person for person in unit if person in there]).sum(axis=1)
        sets = sets[(present == 0) | (present == len(set(unit) & set(there.tolist())))]
    return sets[np.lexsort(sets[:, :0:-1].T)]


def _parts(sets: _Unfinished) -> Iterator[_Unfinished]:
    for begin in range(0, len(sets.who), _AT_ONCE):
        yield _Unfinished(*[column[begin : begin + _AT_ONCE] for column in sets])


def _longer(
    start: Start, round_: int, table: int, sets: _Unfinished, limit: int
) -> tuple[_Unfinished, int]:
    """Each set with each person more who can be in it, behind the last; and how many were tried."""
    there, size = np.array(start.hall.present[round_]), start.hall.sizes[round_][table]
    least, most = start.least[round_, table], start.most[round_, table]
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
