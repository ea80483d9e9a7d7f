"""Tables of a round dealt anew: all ways to seat their people at tables near their fair shares.

With many criteria and small tables, few sets of people make a table that mirrors the whole: swaps
of two people hardly lead from one such table to another. But the sets can be listed once, which is
the pool (`pool`). A move takes a few tables of a round, finds every set of the pool among their
people and every way to part those people into such sets (exact covers, found by depth-first search
as in Knuth, "Dancing links", 2000), and draws one by a heat bath (Geman and Geman, IEEE PAMI 6,
1984). The present one is among them.
"""

from __future__ import annotations

from sortition.base.compiled import compiled, inlined, part
from workshops.common.arrays import Whole
from workshops.tables.search.dealing import (
    BEST_PRICE,
    COST,
    FIRST,
    KIND,
    LEAST_PRICE,
    MASK,
    OUT,
    OWED,
    PEOPLE_OUTSIDE,
    PERSON,
    PICKED,
    PRICE,
    ROOM,
    START,
    TRIED,
    WHO,
)
from workshops.tables.search.draws import WEIGHTS, StreamState, below


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
    chance: StreamState, r: int, count: int, tables: Whole, kinds: Whole, place: Whole, dealt: Whole
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
) -> int:
    """All sets of the pool among those dealt; how many, 0 if there is no room for all."""
    listed = 0
    for i in range(people):
        p = dealt[PERSON, i]
        dealt[START, i] = listed
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
                    if s < size:
                        continue
                    if listed == sets.shape[0]:
                        return 0
                    mask, cost = 0, 0
                    for s in range(size):
                        member = pool[g, 1 + s]
                        sets[listed, WHO + s] = member
                        mask |= 1 << place[member]
                        for o in range(s):
                            cost += prices[met[member, sets[listed, WHO + o]]]
                    sets[listed, COST], sets[listed, MASK] = cost, mask
                    sets[listed, OUT], sets[listed, KIND] = pool[g, 0], kind
                    listed += 1
    dealt[START, people] = listed
    return listed


@part
def _ways(
    people: int, count: int, elsewhere: int, owed: Whole, sets: Whole, dealt: Whole, ways: Whole
) -> int:
    """All ways to part those dealt into such sets, and what each costs; how many, 0 if there is no
    room for all.
    """
    left, depth, listed = (1 << people) - 1, 0, 0
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
            if listed == ways.shape[0]:
                return 0
            cost, out = 0, elsewhere
            for d in range(count):
                s = dealt[TRIED, d]
                ways[listed, 1 + d] = s
                cost += sets[s, COST]
                out += sets[s, OUT]
            ways[listed, 0] = cost + owed[out]
            listed += 1
            dealt[TRIED, depth] += 1
    return listed


@part
def _drawn(chance: StreamState, count: int, weights: Whole, ways: Whole) -> int:
    """One of these ways, drawn by what each costs more than the cheapest."""
    least = ways[0, 0]
    for w in range(1, count):
        least = min(least, ways[w, 0])
    total = weights[min(ways[0, 0] - least, WEIGHTS)]
    for w in range(1, count):
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
    chance: StreamState,
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
    """Make so many steps at one heat: two and three tables in turn, or the `most` there are.

    The arrays are those of a `DealtSeating`, of a `TablePool`, of the prices (`owed` says what so
    many people outside in one round cost), of a `CountingRoom` and of `BestSeatings`. They come one
    by one because the compiler takes half as long again for a tuple of them.
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
        listed = _sets(
            r, people, count, kinds, sizes, pool, firsts, met, prices, place, dealt, sets
        )
        if listed > 0:
            listed = _ways(people, count, elsewhere, owed, sets, dealt, ways)
        if listed == 0:
            for i in range(count):
                _meet(seats, sizes, met, r, dealt[PICKED, i], 1)
            continue
        way = _drawn(chance, listed, weights, ways)
        price[PRICE] += ways[way, 0] - now
        price[OWED] -= owed[before]
        price[PEOPLE_OUTSIDE] += elsewhere - before
        # Each set goes to the first table of its kind that has got none yet.
        for d in range(count):
            s, i = ways[way, 1 + d], 0
            while dealt[PICKED, i] < 0 or kinds[r, dealt[PICKED, i]] != sets[s, KIND]:
                i += 1
            t, dealt[PICKED, i] = dealt[PICKED, i], -1
            out[r, t] = sets[s, OUT]
            elsewhere += out[r, t]
            price[PEOPLE_OUTSIDE] += out[r, t]
            for seat in range(sizes[r, t]):
                p = sets[s, WHO + seat]
                seats[r, t, seat], tables[r, p] = p, t
            _meet(seats, sizes, met, r, t, 1)
        price[OWED] += owed[elsewhere]
        price[BEST_PRICE] = min(price[BEST_PRICE], price[PRICE])
        if price[PRICE] < kept_prices[price[PEOPLE_OUTSIDE], PRICE]:
            kept_prices[price[PEOPLE_OUTSIDE], PRICE] = price[PRICE]
            kept_prices[price[PEOPLE_OUTSIDE], OWED] = price[OWED]
            for o in range(kinds.shape[0]):
                for t in range(kinds.shape[1]):
                    for seat in range(sizes[o, t]):
                        kept[price[PEOPLE_OUTSIDE], o, t, seat] = seats[o, t, seat]
