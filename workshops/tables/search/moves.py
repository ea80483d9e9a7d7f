"""Moves on a board: how they are drawn, and how they are made.

A person draws a partner from all tables at once, by a heat bath over the swaps with each of them
(`draws`), where no swap weighs more than staying. Two swaps in one round may be tried one after the
other, two people may exchange names in all rounds, and people who stay together may change places
with as many others.
"""

from __future__ import annotations

from typing import Final

from sortition.base.compiled import compiled, inlined, part
from workshops.common.arrays import Whole
from workshops.tables.search.board import (
    BEND,
    CODE,
    FEWER,
    FREE,
    MEET,
    MORE,
    MOVER,
    NOW,
    SETTLED,
    SETTLED_PRICE,
    SHARED,
    TABLE,
    Board,
)
from workshops.tables.search.draws import STAYING, WEIGHTS, StreamState, below
from workshops.tables.search.swaps import ONES, price_change, swap, try_swap

_WHO: Final = 0
_WEIGHT: Final = 1

ONE: Final = 0
"""A kind of move: two people are swapped."""
TWO: Final = 1
"""A kind of move: two swaps are made together."""
NAMES: Final = 2
"""A kind of move: two people exchange names in all rounds."""
UNITS: Final = 3
"""A kind of move: people who stay together change places with others."""


@part
def _partner(
    board: Board,
    chance: StreamState,
    r: int,
    a: int,
    but: int,
    reach: int,
    weights: Whole,
    drawn: Whole,
) -> int:
    """Someone other than `but` to swap with, at so many tables from a random one on; or -1.

    The more likely, the less the swap costs, and whatever is only tried already.
    """
    pays, pairs, people, prices = board.pays, board.pairs, board.people, board.prices
    seats, sizes, owed, price = board.seats, board.sizes, board.outside_prices, board.price
    words = pairs.shape[2] - SHARED
    home, at, out = people[r, TABLE, a], people[r, SETTLED, a], board.outside[r]
    own = price[NOW] - price[SETTLED_PRICE] - pays[r, home, a, MEET] - owed[out]
    out += pays[r, home, a, FEWER]
    count, total = 0, 0
    t = below(chance, sizes.shape[1])
    for _ in range(reach):
        if t != home:
            base, then = own + pays[r, t, a, MEET], out + pays[r, t, a, MORE]
            for place in range(sizes[r, t]):
                p = seats[r, t, place]
                if people[r, FREE, p] and p != but:
                    code = pairs[a, p, CODE] - (people[r, SETTLED, p] == at)
                    cost = base + pays[r, home, p, MEET] - pays[r, t, p, MEET]
                    cost -= 2 * prices[code]
                    after = then + pays[r, t, p, FEWER] + pays[r, home, p, MORE]
                    for w in range(words):
                        both = pays[r, home, a, BEND + w] + pays[r, t, a, BEND + w]
                        both &= pairs[a, p, SHARED + w]
                        after -= (both * ONES) >> 56
                    cost += owed[after]
                    weight = weights[min(max(cost, 0), WEIGHTS)]
                    drawn[_WHO, count] = p
                    drawn[_WEIGHT, count] = weight
                    total += weight
                    count += 1
        t += 1
        if t == sizes.shape[1]:
            t = 0
    return _drawn(chance, drawn, count, max(total, weights[STAYING]))


@inlined
def _drawn(chance: StreamState, drawn: Whole, count: int, total: int) -> int:
    """One of those weighed, or -1 for none: as likely as what their weights leave of `total`."""
    gamble = below(chance, total)
    for i in range(count):
        gamble -= drawn[_WEIGHT, i]
        if gamble < 0:
            return drawn[_WHO, i]  # type: ignore[no-any-return]
    return -1


@part
def _one(
    board: Board,
    chance: StreamState,
    twice: bool,
    reach: int,
    weights: Whole,
    hot: Whole,
    drawn: Whole,
) -> None:
    """Swap two people of one round, or nobody; or two and two, the first at a greater heat."""
    sizes, people, movers, seats = board.sizes, board.people, board.movers, board.seats
    r = below(chance, movers.shape[0])
    if movers[r] == 0:
        return
    a = people[r, MOVER, below(chance, movers[r])]
    b = _partner(board, chance, r, a, a, reach, hot if twice else weights, drawn)
    if b < 0:
        return
    c, d = b, a
    if twice:
        t = people[r, TABLE, a if below(chance, 2) else b]
        c = seats[r, t, below(chance, sizes[r, t])]
        if people[r, FREE, c] == 0:
            return
        try_swap(board, r, a, b)
        but = b if c == a else a
        d = _partner(board, chance, r, c, but, reach, weights, drawn)
        try_swap(board, r, a, b)
        if d < 0:
            return
    swap(board, r, a, b)
    if twice:
        swap(board, r, c, d)


@part
def _names(board: Board, chance: StreamState, reach: int, weights: Whole, drawn: Whole) -> None:
    """Two people exchange places in all rounds, or nobody does."""
    outside, people, owed = board.outside, board.people, board.outside_prices
    pays, pairs, prices = board.pays, board.pairs, board.prices
    everyone = people.shape[2]
    a, p = below(chance, everyone), below(chance, everyone)
    total = 0
    for i in range(reach):
        cost = 0
        for r in range(outside.shape[0]):
            if people[r, TABLE, a] != people[r, TABLE, p]:
                out = outside[r]
                cost += (
                    owed[out + price_change(pays, people, pairs, prices, r, a, p)[1]] - owed[out]
                )
        weight = weights[min(max(cost, 0), WEIGHTS)] if cost else 0
        drawn[_WHO, i] = p
        drawn[_WEIGHT, i] = weight
        total += weight
        p = p + 1 if p + 1 < everyone else 0
    b = _drawn(chance, drawn, reach, max(total, weights[STAYING]))
    if b >= 0:
        for r in range(outside.shape[0]):
            if people[r, TABLE, a] != people[r, TABLE, b]:
                swap(board, r, a, b)


@part
def _unit(board: Board, chance: StreamState, weights: Whole, drawn: Whole) -> None:
    """People who stay together change places with as many at another table, or nobody does."""
    units, sizes, people, seats = board.units, board.sizes, board.people, board.seats
    price = board.price
    if units.shape[0] == 0:
        return
    u = below(chance, units.shape[0])
    r, size = units[u, 0], units[u, 1]
    t = below(chance, sizes.shape[1])
    if t == people[r, TABLE, units[u, 2]] or sizes[r, t] < size:
        return
    place, chosen = below(chance, sizes[r, t]), 0
    for _ in range(sizes[r, t]):
        p = seats[r, t, place]
        if chosen < size and people[r, FREE, p]:
            drawn[_WHO, chosen] = p
            chosen += 1
        place = place + 1 if place + 1 < sizes[r, t] else 0
    if chosen < size:
        return
    # There, back, and there again if it is taken.
    taken = False
    for turn in range(3):
        for i in range(size):
            p, q = units[u, 2 + i], drawn[_WHO, i]
            if turn < 2:
                try_swap(board, r, p, q)
            else:
                swap(board, r, p, q)
        if turn == 0:
            cost = price[NOW] - price[SETTLED_PRICE]
            taken = below(chance, weights[STAYING]) < weights[min(max(cost, 0), WEIGHTS)]
        elif turn == 1 and not taken:
            return


@compiled
def run(
    board: Board,
    chance: StreamState,
    steps: int,
    every: Whole,
    reach: Whole,
    weights: Whole,
    hot: Whole,
    drawn: Whole,
    best: Whole,
    least: Whole,
    together: Whole | None,
) -> None:
    """Make so many steps at one heat; the best seating goes into `best`.

    `every` says of each kind of move every how many steps it is made, 0 for never; `reach`, among
    how many tables a partner is drawn, and among how many people for names. `least` holds the best
    price, a price at which to end, and how many are outside in the best. `together` is None where
    nobody stays together: then that kind of move is not even compiled.
    """
    price, seats, outside = board.price, board.seats, board.outside
    for step in range(steps):
        if least[0] <= least[1]:
            return
        for kind in range(len(every)):
            if every[kind] == 0 or step % every[kind]:
                continue
            if kind <= TWO:
                _one(board, chance, kind == TWO, reach[0], weights, hot, drawn)
            elif kind == NAMES:
                _names(board, chance, reach[1], weights, drawn)
            elif together is not None:
                _unit(board, chance, weights, drawn)
            if price[NOW] < least[0]:
                least[0], least[2] = price[NOW], outside.sum()
                for r in range(best.shape[0]):
                    for t in range(best.shape[1]):
                        for place in range(best.shape[2]):
                            best[r, t, place] = seats[r, t, place]
