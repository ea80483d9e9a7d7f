"""Tables of a round dealt anew: all ways to seat their people at tables near their fair shares.

With many criteria and small tables, few sets of people make a table that mirrors the whole: swaps
of two people hardly lead from one such table to another. But the sets can be listed once, which is
the pool (`pool`). A move takes a few tables of a round, finds every set of the pool among their
people and every way to part those people into such sets (exact covers, found by depth-first search
as in Knuth, "Dancing links", 2000), and draws one by a heat bath (Geman and Geman, IEEE PAMI 6,
1984). The present one is among them.
"""

from __future__ import annotations

from typing import Final

from workshops.compiled import compiled, inlined, part
from workshops.seating.moves import WEIGHTS, Words, below
from workshops.seating.problem import Whole

COST: Final = 0
"""Of the sets among those dealt: what they pay for meeting in this round besides all others,"""
OUT: Final = 1
"""how many of them are outside the fair shares,"""
KIND: Final = 2
"""the kind of their table,"""
MASK: Final = 3
"""a bit for each of them,"""
WHO: Final = 4
"""and from here on, who they are, in order."""

PERSON: Final = 0
"""Of what is dealt: the people, and for each of them"""
START: Final = 1
"""where the sets begin that hold nobody before;"""
PICKED: Final = 2
"""the tables;"""
ROOM: Final = 3
"""for each kind, how many tables have got nobody yet;"""
TRIED: Final = 4
"""for each table filled so far in a way, its set,"""
FIRST: Final = 5
"""and the first person that it has to hold."""

PRICE: Final = 0
"""Of the prices of a walk: that of the seating as it is,"""
BEST_PRICE: Final = 1
"""of the best so far,"""
LEAST_PRICE: Final = 2
"""and one at which to end;"""
OUTSIDE: Final = 3
"""then how many people are outside now."""


@inlined
def _meet(seats: Whole, sizes: Whole, met: Whole, r: int, t: int, change: int) -> None:
    """Those at a table meet once more, or once less."""
    for i in range(sizes[r, t]):
        for j in range(i):
            p, q = seats[r, t, i], seats[r, t, j]
            met[p, q] += change
            met[q, p] += change


@part
def _choose(
    chance: Words, r: int, count: int, tables: Whole, kinds: Whole, place: Whole, dealt: Whole
) -> int:
    """Choose the tables and list their people; how many, 0 if these cannot be dealt anew."""
    for i in range(count):
        t, j = below(chance, kinds.shape[1]), 0
        while j < i:
            if dealt[PICKED, j] == t:
                t, j = below(chance, kinds.shape[1]), 0
            else:
                j += 1
        if kinds[r, t] < 0:
            return 0
        dealt[PICKED, i] = t
    people = 0
    for p in range(place.shape[0]):
        place[p] = -1
        for i in range(count):
            if tables[r, p] == dealt[PICKED, i]:
                place[p], dealt[PERSON, people] = people, p
                people += 1
    return people


@part
def _sets(
    r: int,
    people: int,
    count: int,
    kinds: Whole,
    sizes: Whole,
    pool: Whole,
    firsts: Whole,
    met: Whole,
    prices: Whole,
    place: Whole,
    dealt: Whole,
    sets: Whole,
) -> None:
    """All sets of the pool among those dealt."""
    found = 0
    for i in range(people):
        p = dealt[PERSON, i]
        dealt[START, i] = found
        for c in range(count):
            t = dealt[PICKED, c]
            kind, size, known = kinds[r, t], sizes[r, t], False
            for d in range(c):
                known |= kinds[r, dealt[PICKED, d]] == kind
            if known:
                continue
            for j in range(i + 1, people):
                q = dealt[PERSON, j]
                for g in range(firsts[kind, p, q], firsts[kind, p, q + 1]):
                    s = 2
                    while s < size and place[pool[g, 1 + s]] >= 0:
                        s += 1
                    if s < size or found == sets.shape[0]:
                        continue
                    mask, cost = 0, 0
                    for s in range(size):
                        one = pool[g, 1 + s]
                        sets[found, WHO + s] = one
                        mask |= 1 << place[one]
                        for o in range(s):
                            cost += prices[met[one, sets[found, WHO + o]]]
                    sets[found, COST], sets[found, MASK] = cost, mask
                    sets[found, OUT], sets[found, KIND] = pool[g, 0], kind
                    found += 1
    dealt[START, people] = found


@part
def _ways(
    people: int, count: int, elsewhere: int, owed: Whole, sets: Whole, dealt: Whole, ways: Whole
) -> int:
    """All ways to part those dealt into such sets, and what each costs; how many."""
    left, depth, found = (1 << people) - 1, 0, 0
    dealt[FIRST, 0] = dealt[TRIED, 0] = 0
    while depth >= 0:
        s = dealt[TRIED, depth]
        if s == dealt[START, dealt[FIRST, depth] + 1]:
            # All were tried here: the set before is taken up again.
            depth -= 1
            if depth >= 0:
                s = dealt[TRIED, depth]
                left |= sets[s, MASK]
                dealt[ROOM, sets[s, KIND]] += 1
                dealt[TRIED, depth] += 1
        elif sets[s, MASK] & ~left or dealt[ROOM, sets[s, KIND]] == 0:
            dealt[TRIED, depth] += 1
        elif depth < count - 1:
            left &= ~sets[s, MASK]
            dealt[ROOM, sets[s, KIND]] -= 1
            first = dealt[FIRST, depth] + 1
            while not (left >> first) & 1:
                first += 1
            depth += 1
            dealt[FIRST, depth], dealt[TRIED, depth] = first, dealt[START, first]
        else:
            if found < ways.shape[0]:
                cost, out = 0, elsewhere
                for d in range(count):
                    s = dealt[TRIED, d]
                    ways[found, 1 + d] = s
                    cost += sets[s, COST]
                    out += sets[s, OUT]
                ways[found, 0] = cost + owed[out]
                found += 1
            dealt[TRIED, depth] += 1
    return found


@part
def _drawn(chance: Words, found: int, weights: Whole, ways: Whole) -> int:
    """One of these ways, drawn by what each costs more than the cheapest."""
    least = ways[0, 0]
    for w in range(1, found):
        least = min(least, ways[w, 0])
    total = weights[min(ways[0, 0] - least, WEIGHTS)]
    for w in range(1, found):
        total += weights[min(ways[w, 0] - least, WEIGHTS)]
    gamble, way = below(chance, total), 0
    while True:
        gamble -= weights[min(ways[way, 0] - least, WEIGHTS)]
        if gamble < 0:
            return way
        way += 1


@compiled
def deal(
    steps: int,
    most: int,
    chance: Words,
    weights: Whole,
    seats: Whole,
    tables: Whole,
    out: Whole,
    sizes: Whole,
    met: Whole,
    kinds: Whole,
    pool: Whole,
    firsts: Whole,
    prices: Whole,
    owed: Whole,
    place: Whole,
    dealt: Whole,
    sets: Whole,
    ways: Whole,
    kept: Whole,
    kept_prices: Whole,
    price: Whole,
) -> None:
    """So many steps at one heat, of two and of three tables, or of the `most` there are, in turn.

    For R rounds, T tables of up to D seats and n people: `seats` (R, T, D), everyone's table
    `tables` (R, n), people outside the fair shares `out` (R, T), `sizes` (R, T), and how often
    pairs meet `met` (n, n), as coded for `prices`. `kinds`, `pool` and `firsts` are those of a
    `Pool`, `owed` says what so many outside in one round cost. `place` (n,), `dealt`, `sets` and
    `ways` are room to count in. The best seating for each number of people outside over all rounds
    goes into `kept` (most outside + 1, R, T, D), what it costs into `kept_prices`. `price` is
    where `PRICE` and the others stand.
    """
    for step in range(steps):
        if price[BEST_PRICE] <= price[LEAST_PRICE]:
            return
        count = min(most, 2 + step % 2)
        r = below(chance, kinds.shape[0])
        people = _choose(chance, r, count, tables, kinds, place, dealt)
        if people == 0:
            continue
        before = out[r, 0]
        for t in range(1, kinds.shape[1]):
            before += out[r, t]
        for kind in range(firsts.shape[0]):
            dealt[ROOM, kind] = 0
        now, elsewhere = owed[before], before
        for i in range(count):
            t = dealt[PICKED, i]
            _meet(seats, sizes, met, r, t, -1)
            elsewhere -= out[r, t]
            dealt[ROOM, kinds[r, t]] += 1
            for a in range(sizes[r, t]):
                for b in range(a):
                    now += prices[met[seats[r, t, a], seats[r, t, b]]]
        _sets(r, people, count, kinds, sizes, pool, firsts, met, prices, place, dealt, sets)
        found = _ways(people, count, elsewhere, owed, sets, dealt, ways)
        if found == 0:
            # There were so many sets that not even the present ones were found again.
            for i in range(count):
                _meet(seats, sizes, met, r, dealt[PICKED, i], 1)
            continue
        way = _drawn(chance, found, weights, ways)
        price[PRICE] += ways[way, 0] - now
        price[OUTSIDE] += elsewhere - before
        # Each set goes to the first table of its kind that has got none yet.
        for d in range(count):
            s, i = ways[way, 1 + d], 0
            while dealt[PICKED, i] < 0 or kinds[r, dealt[PICKED, i]] != sets[s, KIND]:
                i += 1
            t, dealt[PICKED, i] = dealt[PICKED, i], -1
            out[r, t] = sets[s, OUT]
            price[OUTSIDE] += out[r, t]
            for seat in range(sizes[r, t]):
                p = sets[s, WHO + seat]
                seats[r, t, seat], tables[r, p] = p, t
            _meet(seats, sizes, met, r, t, 1)
        price[BEST_PRICE] = min(price[BEST_PRICE], price[PRICE])
        if price[PRICE] < kept_prices[price[OUTSIDE]]:
            kept_prices[price[OUTSIDE]] = price[PRICE]
            for o in range(kinds.shape[0]):
                for t in range(kinds.shape[1]):
                    for seat in range(sizes[o, t]):
                        kept[price[OUTSIDE], o, t, seat] = seats[o, t, seat]
