"""Balance for a seating that is given up to names: who takes whose place, in all rounds at once.

Rounds from arithmetic say which places never meet twice; any people may take them. Two people who
change places in every round change no number of meetings, only what the tables are made of. So the
places are given out by an annealing whose price is the people outside the fair shares.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from sortition.base.stream import Stream
from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import margins, people_outside
from workshops.tables.measure import category_columns, shares, table_counts
from workshops.tables.problem import Hall, Seating

_STEPS: Final = 4000
_HOTTEST: Final = 1.5
_COLDEST: Final = 0.15


def with_names(hall: Hall, seating: Seating, stream: Stream) -> Seating:
    """The seating with its places given out: by lot, then for the best balance found."""
    order = stream.order(hall.people)
    seating = _renamed(seating, order)
    if not hall.criteria:
        return seating
    places = _Places(hall, seating)
    best, best_price = places.who.copy(), places.price
    movers = stream.below(hall.people, _STEPS).tolist()
    noise = stream.gumbel(_STEPS + hall.people)
    for step, person in enumerate(movers):
        if best_price == 0:
            break
        cold = 1 / (_HOTTEST - (_HOTTEST - _COLDEST) * step / _STEPS)
        changes = places.changes(person)
        other = int((changes * cold - noise[step : step + hall.people]).argmin())
        places.swap(person, other, int(changes[other]))
        if places.price < best_price:
            best, best_price = places.who.copy(), places.price
    return _renamed(seating, best)


def _renamed(seating: Seating, who: Whole) -> Seating:
    return tuple(
        [
            tuple([tuple(sorted(who[list(table)].tolist())) for table in tables])
            for tables in seating
        ]
    )


class _Places:
    """Who is at which place, and what every change of two places would do."""

    def __init__(self, hall: Hall, seating: Seating) -> None:
        self.who = np.arange(hall.people)
        self.of = category_columns(hall)
        self.least, self.most = shares(hall)
        self.counts = table_counts(hall, seating)
        self.rounds = np.arange(hall.rounds)
        self.tables = np.zeros((hall.rounds, hall.people), dtype=np.int64)
        for round_, tables in enumerate(seating):
            for place, table in enumerate(tables):
                self.tables[round_, list(table)] = place
        self.price = int(people_outside(self.counts, self.least, self.most).sum())

    def changes(self, place: int) -> Whole:
        """People outside more, if the person at `place` and the one at each place change over."""
        leaving, joining = margins(self.counts, self.least, self.most)
        mine, theirs = self.of[self.who[place]], self.of[self.who]
        comes, goes = (theirs > mine).astype(np.int64), (theirs < mine).astype(np.int64)
        here = self.rounds, self.tables[:, place]
        there = self.rounds[:, None], self.tables
        change = joining[here] @ comes.T + leaving[here] @ goes.T
        change += (leaving[there] * comes).sum(axis=2) + (joining[there] * goes).sum(axis=2)
        change *= self.tables != self.tables[:, place, None]
        total: Whole = change.sum(axis=0)
        return total

    def swap(self, place: int, other: int, change: int) -> None:
        """Let the people at two places change over."""
        moved = self.of[self.who[other]] - self.of[self.who[place]]
        self.counts[self.rounds, self.tables[:, place]] += moved
        self.counts[self.rounds, self.tables[:, other]] -= moved
        self.who[[place, other]] = self.who[[other, place]]
        self.price += change
