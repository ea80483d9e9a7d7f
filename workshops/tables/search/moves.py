"""Moves on a board: what they cost, how they are drawn, and how they are made.

A person draws a partner from all tables at once, by a heat bath over the swaps with each of them
(Geman and Geman, IEEE PAMI 6, 1984), where no swap weighs more than staying. Two swaps in one
round may be tried one after the other, two people may exchange names in all rounds, and people who
stay together may change places with as many others.

With c(p, q) the price of one more meeting of two people in a round, and M[t, p] its sum over those
at table t, a swap of a at table A with b at table B costs

    M[B, a] - M[A, a] + M[A, b] - M[B, b] - 2 c(a, b)

for meetings. The categories of a table add what they cost when one of them leaves or joins; where a
and b are alike nothing leaves or joins, and both costs (their `BEND`) are taken out again.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sortition.base.compiled import compiled, inlined, part
from sortition.base.stream import GOLDEN, mix
from workshops.tables.problem import Whole
from workshops.tables.search.board import (
    BEND,
    BYTES,
    CODE,
    COUNT,
    FEWER,
    FREE,
    LEAST,
    MEET,
    MORE,
    MOST,
    MOVER,
    NOW,
    SEAT,
    SETTLED,
    SETTLED_PRICE,
    SHARED,
    TABLE,
    Board,
)

Words = NDArray[np.uint64]

WEIGHTS: Final = 1024
"""Prices from which on a move weighs nothing."""
STAYING: Final = WEIGHTS + 1
"""Where in the list of weights that of staying stands."""
FULL: Final = 1 << 20
"""The weight of a move that costs nothing, and of staying."""
_HALF: Final = np.uint64(32)
_ONES: Final = 0x0101010101010101
"""Times this, the highest byte of a word is the sum of its bytes."""
_WHO: Final = 0
_WEIGHT: Final = 1

ONE: Final = 0
"""The kinds of moves: a swap of two people,"""
TWO: Final = 1
"""two swaps together,"""
NAMES: Final = 2
"""names exchanged,"""
UNITS: Final = 3
"""people who stay together."""

_mix = inlined(mix)


@inlined
def below(chance: Words, limit: int) -> int:
    """A number from 0 up to, not including, `limit`, from the next word of the stream."""
    chance[0] += GOLDEN
    word = _mix(chance[0]) >> _HALF
    return np.int64((word * np.uint64(limit)) >> _HALF)  # type: ignore[return-value]


@inlined
def _meeting(people: Whole, pairs: Whole, prices: Whole, r: int, p: int, q: int) -> int:
    """The price of a meeting of two people in this round, besides all others of theirs."""
    at = people[r, SETTLED, p]
    alike = at >= 0 and at == people[r, SETTLED, q]
    code = pairs[p, q, CODE]
    return prices[code - 1 if alike else code]  # type: ignore[no-any-return]


@inlined
def _count(
    pays: Whole, parts: Whole, members: Whole, r: int, t: int, k: int, q: int, change: int
) -> None:
    """One more or one fewer of category q, of criterion k, at a table."""
    count = parts[r, t, q, COUNT]
    least, most = parts[r, t, q, LEAST], parts[r, t, q, MOST]
    after = count + change
    parts[r, t, q, COUNT] = after
    fewer = (after <= least) - (after > most) - (count <= least) + (count > most)
    more = (after >= most) - (after < least) - (count >= most) + (count < least)
    if fewer == 0 and more == 0:
        return
    word, bend = BEND + k // BYTES, (fewer + more) << (8 * (k % BYTES))
    for i in range(1, members[q, 0] + 1):
        p = members[q, i]
        pays[r, t, p, FEWER] += fewer
        pays[r, t, p, MORE] += more
        pays[r, t, p, word] += bend


@inlined
def _change(
    pays: Whole, people: Whole, pairs: Whole, prices: Whole, r: int, a: int, b: int
) -> tuple[int, int]:
    """What a swap of two people at two tables costs for meetings, and people outside more."""
    one, other = people[r, TABLE, a], people[r, TABLE, b]
    meet = pays[r, other, a, MEET] - pays[r, one, a, MEET]
    meet += pays[r, one, b, MEET] - pays[r, other, b, MEET]
    out = pays[r, one, a, FEWER] + pays[r, other, a, MORE]
    out += pays[r, other, b, FEWER] + pays[r, one, b, MORE]
    for w in range(pairs.shape[2] - SHARED):
        both = pays[r, one, a, BEND + w] + pays[r, other, a, BEND + w]
        both &= pairs[a, b, SHARED + w]
        out -= (both * _ONES) >> 56
    return meet - 2 * _meeting(people, pairs, prices, r, a, b), out


@part
def _try_swap(board: Board, r: int, a: int, b: int) -> None:
    """Swap two people at two tables, as far as their own round is concerned."""
    of, outside, owed, price = board.of, board.outside, board.outside_prices, board.price
    pays, people, seats = board.pays, board.people, board.seats
    pairs, prices, parts, members = board.pairs, board.prices, board.parts, board.members
    one, other = people[r, TABLE, a], people[r, TABLE, b]
    meet, out = _change(pays, people, pairs, prices, r, a, b)
    price[NOW] += meet + owed[outside[r] + out] - owed[outside[r]]
    outside[r] += out
    for p in range(of.shape[0]):
        if p != a and p != b:
            change = _meeting(people, pairs, prices, r, b, p) - _meeting(
                people, pairs, prices, r, a, p
            )
            pays[r, one, p, MEET] += change
            pays[r, other, p, MEET] -= change
    between = _meeting(people, pairs, prices, r, a, b)
    pays[r, one, a, MEET] += between
    pays[r, other, a, MEET] -= between
    pays[r, other, b, MEET] += between
    pays[r, one, b, MEET] -= between
    here, there = people[r, SEAT, a], people[r, SEAT, b]
    seats[r, one, here], seats[r, other, there] = b, a
    people[r, SEAT, a], people[r, SEAT, b] = there, here
    people[r, TABLE, a], people[r, TABLE, b] = other, one
    for k in range(of.shape[1]):
        p, q = of[a, k], of[b, k]
        if p != q:
            for t, change in ((one, 1), (other, -1)):
                _count(pays, parts, members, r, t, k, p, -change)
                _count(pays, parts, members, r, t, k, q, change)


@inlined
def _meet(
    pays: Whole, people: Whole, pairs: Whole, prices: Whole, r: int, p: int, q: int, change: int
) -> None:
    """Two people meet in this round, or no longer do: what that changes in all others."""
    code = pairs[p, q, CODE]
    pairs[p, q, CODE] = pairs[q, p, CODE] = code + change
    if change < 0:
        code -= 1
    apart = change * (prices[code + 1] - prices[code])
    joined = change * (prices[code] - prices[code - 1]) if code > 0 else 0
    for s in range(people.shape[0]):
        here, there = people[s, SETTLED, p], people[s, SETTLED, q]
        if s != r:
            more = joined if here == there and here >= 0 else apart
            if there >= 0:
                pays[s, there, p, MEET] += more
            if here >= 0:
                pays[s, here, q, MEET] += more


@part
def _swap(board: Board, r: int, a: int, b: int) -> None:
    """Swap two people at two tables. Nothing may be only tried in this round."""
    people, seats, sizes, price = board.people, board.seats, board.sizes, board.price
    pays, pairs, prices = board.pays, board.pairs, board.prices
    _try_swap(board, r, a, b)
    for came, left in ((a, b), (b, a)):
        t = people[r, TABLE, came]
        for place in range(sizes[r, t]):
            p = seats[r, t, place]
            if p != came:
                for q, change in ((left, -1), (came, 1)):
                    _meet(pays, people, pairs, prices, r, p, q, change)
    people[r, SETTLED, a] = people[r, TABLE, a]
    people[r, SETTLED, b] = people[r, TABLE, b]
    price[SETTLED_PRICE] = price[NOW]


@part
def _partner(
    board: Board, chance: Words, r: int, a: int, but: int, reach: int, weights: Whole, drawn: Whole
) -> int:
    """Someone other than `but` to swap with, at so many tables from a random one on; or -1.

    The more likely, the less the swap costs, and whatever is only tried already.
    """
    pays, pairs, people, prices = board.pays, board.pairs, board.people, board.prices
    seats, sizes, owed, price = board.seats, board.sizes, board.outside_prices, board.price
    words = pairs.shape[2] - SHARED
    one, at, out = people[r, TABLE, a], people[r, SETTLED, a], board.outside[r]
    own = price[NOW] - price[SETTLED_PRICE] - pays[r, one, a, MEET] - owed[out]
    out += pays[r, one, a, FEWER]
    found, total = 0, 0
    t = below(chance, sizes.shape[1])
    for _ in range(reach):
        if t != one:
            base, then = own + pays[r, t, a, MEET], out + pays[r, t, a, MORE]
            for place in range(sizes[r, t]):
                p = seats[r, t, place]
                if people[r, FREE, p] and p != but:
                    code = pairs[a, p, CODE] - (people[r, SETTLED, p] == at)
                    cost = base + pays[r, one, p, MEET] - pays[r, t, p, MEET]
                    cost -= 2 * prices[code]
                    after = then + pays[r, t, p, FEWER] + pays[r, one, p, MORE]
                    for w in range(words):
                        both = pays[r, one, a, BEND + w] + pays[r, t, a, BEND + w]
                        both &= pairs[a, p, SHARED + w]
                        after -= (both * _ONES) >> 56
                    cost += owed[after]
                    weight = weights[min(max(cost, 0), WEIGHTS)]
                    drawn[_WHO, found] = p
                    drawn[_WEIGHT, found] = weight
                    total += weight
                    found += 1
        t += 1
        if t == sizes.shape[1]:
            t = 0
    return _drawn(chance, drawn, found, max(total, weights[STAYING]))


@inlined
def _drawn(chance: Words, drawn: Whole, found: int, total: int) -> int:
    """One of those weighed, or -1 for none: as likely as what their weights leave of `total`."""
    gamble = below(chance, total)
    for i in range(found):
        gamble -= drawn[_WEIGHT, i]
        if gamble < 0:
            return drawn[_WHO, i]  # type: ignore[no-any-return]
    return -1


@part
def _one(
    board: Board, chance: Words, twice: bool, reach: int, weights: Whole, hot: Whole, drawn: Whole
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
        _try_swap(board, r, a, b)
        but = b if c == a else a
        d = _partner(board, chance, r, c, but, reach, weights, drawn)
        _try_swap(board, r, a, b)
        if d < 0:
            return
    _swap(board, r, a, b)
    if twice:
        _swap(board, r, c, d)


@part
def _names(board: Board, chance: Words, reach: int, weights: Whole, drawn: Whole) -> None:
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
                cost += owed[out + _change(pays, people, pairs, prices, r, a, p)[1]] - owed[out]
        weight = weights[min(max(cost, 0), WEIGHTS)] if cost else 0
        drawn[_WHO, i] = p
        drawn[_WEIGHT, i] = weight
        total += weight
        p = p + 1 if p + 1 < everyone else 0
    b = _drawn(chance, drawn, reach, max(total, weights[STAYING]))
    if b >= 0:
        for r in range(outside.shape[0]):
            if people[r, TABLE, a] != people[r, TABLE, b]:
                _swap(board, r, a, b)


@part
def _unit(board: Board, chance: Words, weights: Whole, drawn: Whole) -> None:
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
    place, found = below(chance, sizes[r, t]), 0
    for _ in range(sizes[r, t]):
        p = seats[r, t, place]
        if found < size and people[r, FREE, p]:
            drawn[_WHO, found] = p
            found += 1
        place = place + 1 if place + 1 < sizes[r, t] else 0
    if found < size:
        return
    # There, back, and there again if it is taken.
    for turn in range(3):
        for i in range(size):
            p, q = units[u, 2 + i], drawn[_WHO, i]
            if turn < 2:
                _try_swap(board, r, p, q)
            else:
                _swap(board, r, p, q)
        if turn == 0:
            cost = price[NOW] - price[SETTLED_PRICE]
            found = below(chance, weights[STAYING]) < weights[min(max(cost, 0), WEIGHTS)]
        elif turn == 1 and not found:
            return


@compiled
def run(
    board: Board,
    chance: Words,
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
    """So many steps at one heat; the best seating goes into `best`.

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
