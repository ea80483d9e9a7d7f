"""A seating under change: everyone's seat, and what every move of a person would cost.

All numbers are whole, so that every machine finds the same. What a person pays for a table is kept
up to date with every move (`moves`): then the price of a swap is a few additions.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import margins, people_outside
from workshops.tables.measure import category_columns, shares
from workshops.tables.problem import Hall, Seating, meetings
from workshops.tables.search.prices import (
    APART,
    MOST_MEETINGS,
    NEVER,
    meeting_prices,
    outside_prices,
)

Bars = Sequence[frozenset[tuple[int, int]]]
"""For each round, people and tables to which they may not go; empty for none at all."""

TABLE: Final = 0
"""Of `Board.people`: everyone's table, -1 for who is away."""
SEAT: Final = 1
"""Of `Board.people`: everyone's seat at their table."""
SETTLED: Final = 2
"""Of `Board.people`: everyone's table before the moves that are only tried."""
FREE: Final = 3
"""Of `Board.people`: 1 for who may be moved by a swap of two, else 0."""
MOVER: Final = 4
"""Of `Board.people`: who may be moved, one after the other."""

MEET: Final = 0
"""Of `Board.pays`: the price of meeting those at a table, or of being there at all."""
FEWER: Final = 1
"""Of `Board.pays`: people outside more, over all criteria, if the person leaves the table."""
MORE: Final = 2
"""Of `Board.pays`: people outside more, over all criteria, if the person joins the table."""
BEND: Final = 3
"""Of `Board.pays`: `FEWER` and `MORE` together, a byte for each criterion, from this word on."""

CODE: Final = 0
"""Of `Board.pairs`: how often the two meet, as coded for `Board.prices`."""
SHARED: Final = 1
"""Of `Board.pairs`: ones in the bytes of the criteria in which the two are alike."""

COUNT: Final = 0
"""Of `Board.parts`: people of the category at the table."""
LEAST: Final = 1
"""Of `Board.parts`: the least of the table's fair share of the category."""
MOST: Final = 2
"""Of `Board.parts`: the most of the table's fair share of the category."""

NOW: Final = 0
"""Of `Board.price`: what the seating costs as it is."""
SETTLED_PRICE: Final = 1
"""Of `Board.price`: what it cost before the moves that are only tried."""

BYTES: Final = 8
"""Criteria whose numbers share one word of 64 bits."""


class Board(NamedTuple):
    """Everyone's seat, and what follows from it, as few arrays: each is work for the compiler.

    For R rounds, T tables of up to D seats, n people, and C categories of K criteria.
    """

    seats: Whole
    """Who sits where, n for nobody: (R, T, D)."""
    sizes: Whole
    """How many sit at each table: (R, T)."""
    people: Whole
    """`TABLE`, `SEAT`, `SETTLED`, `FREE` and `MOVER`: (R, 5, n)."""
    movers: Whole
    """How many may be moved by a swap of two: (R,)."""
    pays: Whole
    """`MEET`, `FEWER`, `MORE` and the words of `BEND`: (R, T, n, 3 + words)."""
    pairs: Whole
    """`CODE` and the words of `SHARED`: (n, n, 1 + words)."""
    parts: Whole
    """`COUNT`, `LEAST` and `MOST`: (R, T, C, 3)."""
    of: Whole
    """Everyone's categories, one of each criterion: (n, K)."""
    members: Whole
    """How many are of each category, and who: (C, 1 + n)."""
    units: Whole
    """A round, how many people stay together in it, and who: (U, 2 + n of the largest)."""
    prices: Whole
    """The price of one more meeting, by code."""
    outside_prices: Whole
    """What so many people outside in one round cost."""
    outside: Whole
    """People outside their fair shares: (R,)."""
    price: Whole
    """What the whole seating costs, and what it costs without moves only tried: (2,)."""


class Start(NamedTuple):
    """What all boards of a hall have in common, worked out once."""

    hall: Hall
    codes: Whole
    """How often each pair met before, and whether it is kept apart: (n, n)."""
    closed: Whole
    """What it costs a person to be at a table, whoever else is there: (R, T, n)."""
    least: Whole
    """The least of a table's fair share of a category: (R, T, C)."""
    most: Whole
    """The most of a table's fair share of a category: (R, T, C)."""
    of: Whole
    """Everyone's categories, one of each criterion: (n, K)."""
    shared: Whole
    """Ones in the bytes of the criteria in which two people are alike: (n, n, words)."""
    columns: Whole
    """1 where a person is of a category, else 0: (n, C)."""
    members: Whole
    """How many are of each category, and who: (C, 1 + n)."""
    units: Whole
    """A round, how many people stay together in it, and who: (U, 2 + n of the largest)."""
    prices: Whole
    """The price of one more meeting, by code."""
    totals: Whole
    """The price of all meetings so far, by code."""
    outside_prices: Whole
    """What so many people outside in one round cost."""


def start_of(hall: Hall, barred: Bars = ()) -> Start:
    """What every seating of a hall begins from.

    `barred` names, for each round, people and tables closed to them.
    """
    codes = np.minimum(hall.met, MOST_MEETINGS // 2)
    for one, other in hall.apart:
        codes[one, other] = codes[other, one] = APART
    closed = np.zeros((hall.rounds, hall.most_tables, hall.people), dtype=np.int64)
    for round_, of_round in enumerate(barred):
        for person, table in of_round:
            closed[round_, table, person] = NEVER
    least, most = shares(hall)
    of, shared = _categories(hall)
    columns = category_columns(hall)
    prices, totals = meeting_prices()
    return Start(
        hall=hall,
        codes=codes,
        closed=closed,
        least=least,
        most=most,
        of=of,
        shared=shared,
        columns=columns,
        members=_members(columns),
        units=_units(hall),
        prices=prices,
        totals=totals,
        outside_prices=outside_prices(hall),
    )


def seats_of(hall: Hall, seating: Seating) -> Whole:
    """The seats of a seating, n for nobody: (R, T, D)."""
    depth = max(max(sizes) for sizes in hall.sizes)
    seats = np.full((hall.rounds, hall.most_tables, depth), hall.people)
    for round_, of_round in enumerate(seating):
        for place, table in enumerate(of_round):
            seats[round_, place, : len(table)] = table
    return seats


def seating_of(hall: Hall, seats: Whole) -> Seating:
    """The seating of these seats, people at a table in order."""
    return tuple(
        [
            tuple([tuple(sorted(table[table < hall.people].tolist())) for table in of_round])
            for of_round in (seats[r, : len(sizes)] for r, sizes in enumerate(hall.sizes))
        ]
    )


def board_of(start: Start, seats: Whole) -> Board:
    """The board of these seats."""
    hall, of, columns = start.hall, start.of, start.columns
    here = seats[..., None] == np.arange(hall.people)
    seated = here.any(axis=2)
    people = _people(hall, here)
    codes = start.codes + meetings(seating_of(hall, seats), hall.people)
    # What one more meeting costs, those of each round left out of its own prices.
    meet = start.closed.copy()
    for r, at in enumerate(people[:, TABLE]):
        together = (at[:, None] == at) & (at >= 0)[:, None]
        np.fill_diagonal(together, val=False)
        each = start.prices[codes - together]
        np.fill_diagonal(each, 0)
        # Whole numbers in floating point, which multiplies them faster and as exactly.
        meet[r] += (seated[r].astype(np.float64) @ each).astype(np.int64)
    counts = seated.astype(np.int64) @ columns
    outside = people_outside(counts, start.least, start.most).sum(axis=(1, 2))
    fewer, more = margins(counts, start.least, start.most)
    words = [(fewer + more)[:, :, of[:, k]] << 8 * (k % BYTES) for k in range(of.shape[1])]
    bend = [sum(words[k : k + BYTES]) for k in range(0, len(words), BYTES)]
    met = start.totals[np.triu(codes, 1)].sum()
    return Board(
        seats=seats.copy(),
        sizes=(seats < hall.people).sum(axis=2),
        people=people,
        movers=people[:, FREE].sum(axis=1),
        pays=np.stack([meet, fewer @ columns.T, more @ columns.T, *bend], axis=-1),
        pairs=np.concatenate([codes[:, :, None], start.shared], axis=2),
        parts=np.stack([counts, start.least, start.most], axis=-1),
        of=of,
        members=start.members,
        units=start.units,
        prices=start.prices,
        outside_prices=start.outside_prices,
        outside=outside,
        price=np.full(2, met + start.outside_prices[outside].sum()),
    )


def price_of(hall: Hall, seating: Seating) -> int:
    """What a seating costs."""
    return int(board_of(start_of(hall), seats_of(hall, seating)).price[0])


def _people(hall: Hall, here: NDArray[np.bool_]) -> Whole:
    people = np.zeros((hall.rounds, 5, hall.people), dtype=np.int64)
    away = ~here.any(axis=(1, 2))
    people[:, TABLE] = np.where(away, -1, here.any(axis=2).argmax(axis=1))
    people[:, SEAT] = here.any(axis=1).argmax(axis=1)
    people[:, SETTLED] = people[:, TABLE]
    free: NDArray[np.bool_] = np.logical_not(away)
    for round_ in range(hall.rounds):
        free[round_, list(hall.fixed_in(round_))] = False
    # They move as one, which swaps of two people cannot do.
    free[:, [person for unit in hall.together for person in unit]] = False
    people[:, FREE] = free
    people[:, MOVER] = np.argsort(~free, axis=1, kind="stable")
    return people


def _categories(hall: Hall) -> tuple[Whole, Whole]:
    """Everyone's categories, numbered over all criteria, and which of them each pair shares."""
    before = 0
    of = np.zeros((hall.people, len(hall.criteria)), dtype=np.int64)
    words = -(-len(hall.criteria) // BYTES)
    shared = np.zeros((hall.people, hall.people, words), dtype=np.uint64)
    for criterion, listed in enumerate(hall.criteria):
        codes = np.array(listed)
        of[:, criterion] = codes + before
        before += codes.max() + 1
        byte = np.uint64(0xFF << (8 * (criterion % BYTES)))
        shared[:, :, criterion // BYTES] |= byte * (codes[:, None] == codes)
    return of, shared.view(np.int64)


def _members(columns: Whole) -> Whole:
    counts = columns.sum(axis=0)
    return np.concatenate(
        [counts[:, None], np.argsort(1 - columns.T, axis=1, kind="stable")], axis=1
    )


def _units(hall: Hall) -> Whole:
    """Those who stay together and may be moved, by the rounds in which they are there."""
    units: list[tuple[int, ...]] = []
    for round_, there in enumerate(hall.present):
        fixed = hall.fixed_in(round_)
        for together in hall.together:
            present = [person for person in together if person in there]
            if present and not any(person in fixed for person in present):
                units.append((round_, len(present), *present))
    width = max([len(together) for together in units], default=2)
    return np.array(
        [(*together, *[0] * (width - len(together))) for together in units], dtype=np.int64
    ).reshape(-1, width)
