"""A swap of two people at two tables: what it costs, and what it changes on a board.

With c(p, q) the price of one more meeting of two people in a round, and M[t, p] its sum over those
at table t, a swap of a at table A with b at table B costs

    M[B, a] - M[A, a] + M[A, b] - M[B, b] - 2 c(a, b)

for meetings. The categories of a table add what they cost when one of them leaves or joins; where a
and b are alike nothing leaves or joins, and both costs (their `BEND`) are taken out again.
"""

from __future__ import annotations

from typing import Final

from sortition.base.compiled import inlined, part
from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import margins
from workshops.tables.search.board import (
    BEND,
    BYTES,
    CODE,
    COUNT,
    FEWER,
    LEAST,
    MEET,
    MORE,
    MOST,
    NOW,
    SEAT,
    SETTLED,
    SETTLED_PRICE,
    SHARED,
    TABLE,
    Board,
)

ONES: Final = 0x0101010101010101
"""Times this, the highest byte of a word is the sum of its bytes."""

_margins = inlined(margins)


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
    fewer_before, more_before = _margins(count, least, most)
    fewer_after, more_after = _margins(after, least, most)
    fewer, more = fewer_after - fewer_before, more_after - more_before
    if fewer == 0 and more == 0:
        return
    word, bend = BEND + k // BYTES, (fewer + more) << (8 * (k % BYTES))
    for i in range(1, members[q, 0] + 1):
        p = members[q, i]
        pays[r, t, p, FEWER] += fewer
        pays[r, t, p, MORE] += more
        pays[r, t, p, word] += bend


@inlined
def price_change(
    pays: Whole, people: Whole, pairs: Whole, prices: Whole, r: int, a: int, b: int
) -> tuple[int, int]:
    """What a swap of two people at two tables costs for meetings, and how many more people it puts
    outside their fair shares.
    """
    at_a, at_b = people[r, TABLE, a], people[r, TABLE, b]
    meet = pays[r, at_b, a, MEET] - pays[r, at_a, a, MEET]
    meet += pays[r, at_a, b, MEET] - pays[r, at_b, b, MEET]
    out = pays[r, at_a, a, FEWER] + pays[r, at_b, a, MORE]
    out += pays[r, at_b, b, FEWER] + pays[r, at_a, b, MORE]
    for w in range(pairs.shape[2] - SHARED):
        both = pays[r, at_a, a, BEND + w] + pays[r, at_b, a, BEND + w]
        both &= pairs[a, b, SHARED + w]
        out -= (both * ONES) >> 56
    return meet - 2 * _meeting(people, pairs, prices, r, a, b), out


@part
def try_swap(board: Board, r: int, a: int, b: int) -> None:
    """Swap two people at two tables, as far as their own round alone is concerned."""
    of, outside, owed, price = board.of, board.outside, board.outside_prices, board.price
    pays, people, seats = board.pays, board.people, board.seats
    pairs, prices, parts, members = board.pairs, board.prices, board.parts, board.members
    at_a, at_b = people[r, TABLE, a], people[r, TABLE, b]
    meet, out = price_change(pays, people, pairs, prices, r, a, b)
    price[NOW] += meet + owed[outside[r] + out] - owed[outside[r]]
    outside[r] += out
    for p in range(of.shape[0]):
        if p != a and p != b:
            change = _meeting(people, pairs, prices, r, b, p) - _meeting(
                people, pairs, prices, r, a, p
            )
            pays[r, at_a, p, MEET] += change
            pays[r, at_b, p, MEET] -= change
    between = _meeting(people, pairs, prices, r, a, b)
    pays[r, at_a, a, MEET] += between
    pays[r, at_b, a, MEET] -= between
    pays[r, at_b, b, MEET] += between
    pays[r, at_a, b, MEET] -= between
    here, there = people[r, SEAT, a], people[r, SEAT, b]
    seats[r, at_a, here], seats[r, at_b, there] = b, a
    people[r, SEAT, a], people[r, SEAT, b] = there, here
    people[r, TABLE, a], people[r, TABLE, b] = at_b, at_a
    for k in range(of.shape[1]):
        p, q = of[a, k], of[b, k]
        if p != q:
            for t, change in ((at_a, 1), (at_b, -1)):
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
def swap(board: Board, r: int, a: int, b: int) -> None:
    """Swap two people at two tables. Nothing may be only tried in this round."""
    people, seats, sizes, price = board.people, board.seats, board.sizes, board.price
    pays, pairs, prices = board.pays, board.pairs, board.prices
    try_swap(board, r, a, b)
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
