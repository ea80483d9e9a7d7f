"""Tables dealt anew: what is kept up to date, and how ways to part people are drawn."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import exp
from random import Random
from typing import Any

import numpy as np
import pytest
from scipy.stats import chisquare

from sortition.base.stream import Stream
from tests.workshops.tables import seating_help as naive
from tests.workshops.tables.search.test_pool import sets_of
from workshops.tables.problem import Hall, Seating
from workshops.tables.search.board import (
    board_of,
    price_of,
    seating_of,
    seats_of,
    start_of,
)
from workshops.tables.search.dealer import Dealer
from workshops.tables.search.dealing import LEAST_PRICE, PEOPLE_OUTSIDE, PRICE
from workshops.tables.search.pool import _pool, _Trials, cover, pool_of
from workshops.tables.search.prices import NEXT_MEETING
from workshops.tables.search.search import DEALT, anneal, least_regretted
from workshops.tables.search.swapper import Swapper, swappers
from workshops.tables.solve import solve

pytestmark = pytest.mark.slow


def dealer(one: Hall, seed: str) -> tuple[Dealer, Seating]:
    start = start_of(one)
    pool = pool_of(start)
    assert pool is not None
    seats = cover(one, pool, Stream(seed, "cover"))
    assert seats is not None
    return Dealer(start, pool, seats, Stream(seed, "deal"), 0), seating_of(one, seats)


@pytest.mark.parametrize(
    "rules",
    [
        {},
        {"together": ((0, 5),), "apart_sets": ((1, 2, 3),)},
        {"earlier": (((0, 1, 2, 3), (4, 5, 6, 7)), ((0, 1, 4, 5),) * 2)},
    ],
)
def test_what_is_kept_up_to_date_equals_what_is_counted_afresh(rules: dict[str, Any]) -> None:
    """After hundreds of deals: the price, everyone's table, who met, who is outside where."""
    one = naive.tight(**rules)
    walker, _ = dealer(one, "kept")
    for _ in range(30):
        walker.walk(20, 9.0)
        seats, tables, out, sizes, met = walker._now
        afresh = walker._seating_of(seats)
        for kept, found in zip((seats, tables, out, sizes, met), afresh, strict=True):
            assert (kept == found).all()
        assert walker._best.price[PRICE] == board_of(start_of(one), seats).price[0]
        assert walker._best.price[PEOPLE_OUTSIDE] == naive.excess(one, seating_of(one, seats))


def test_the_best_of_each_balance_is_kept() -> None:
    """As many people outside as it is kept for, and no price below the one told."""
    one = naive.tight()
    walker, begun = dealer(one, "best")
    walker.walk(400, 8.0)
    people = [kept.outside for kept in walker.kept]
    assert people == sorted(set(people))
    assert len(people) > 2
    for kept in walker.kept:
        seating = seating_of(one, kept.seats)
        assert kept.outside == naive.excess(one, seating)
        assert kept.price == price_of(one, seating)
        met = naive.meetings(seating).values()
        assert kept.price - kept.owed == sum(sum(NEXT_MEETING[:times]) for times in met)
    prices = [kept.price for kept in walker.kept]
    assert walker.price == min(prices) == price_of(one, seating_of(one, walker.best))
    assert walker.price < price_of(one, begun)


def test_ways_are_drawn_by_what_they_cost() -> None:
    """In the long run a round stands in each state as often as its price and the heat say (χ²)."""
    one = naive.hall(8, 2, 1, [[0, 0, 1, 0, 1, 1, 2, 2], [0, 1, 0, 1, 0, 1, 0, 1]])
    start = start_of(one)
    pool = _pool(start, 2, _Trials(10**6))
    assert pool is not None
    sets = dict(sets_of(pool, 4))
    heat, tries = 14.0, 4000
    weight = {}
    for table in sets:
        rest = tuple(sorted(set(range(8)) - set(table)))
        if table[0] == 0 and rest in sets:
            weight[table] = exp(-price_of(one, ((table, rest),)) / heat)
    assert len(weight) > 5
    seats = seats_of(one, ((min(weight), tuple(sorted(set(range(8)) - set(min(weight))))),))
    walker = Dealer(start, pool, seats, Stream("x", "deal"), -1)
    counts: Counter[tuple[int, ...]] = Counter()
    for _ in range(tries):
        # Both tables are dealt anew: each draw is of its own.
        walker.walk(1, heat)
        (tables,) = seating_of(one, walker._now[0])
        counts[min(tables)] += 1
    expected = np.array([weight[table] for table in sorted(weight)])
    seen = np.array([counts[table] for table in sorted(weight)])
    assert seen.sum() == tries
    assert chisquare(seen, tries * expected / expected.sum()).pvalue > 1e-3


def test_tables_of_two_sizes_keep_their_sizes() -> None:
    """However often tables are dealt anew, each has its people, and everyone one seat."""
    whole = naive.tight()
    one = naive.hall(23, 6, 3, [codes[:23] for codes in whole.criteria])
    walker, _ = dealer(one, "sizes")
    walker.walk(600, 9.0)
    for kept in walker.kept:
        for tables, sizes in zip(seating_of(one, kept.seats), one.sizes, strict=True):
            assert tuple([len(table) for table in tables]) == sizes
            assert sorted(person for table in tables for person in table) == list(range(23))


def test_a_walk_ends_at_the_best_there_is() -> None:
    """At a price known to be the least, nothing moves any more."""
    one = naive.tight()
    walker, begun = dealer(one, "end")
    walker._best.price[LEAST_PRICE] = price_of(one, begun)
    walker.walk(100, 9.0)
    assert seating_of(one, walker._now[0]) == begun


def test_a_search_among_few_sets_finds_what_is_kept() -> None:
    """The price told is that of the seating, and no less than that of the cheapest."""
    one = naive.tight()
    walkers = [dealer(one, seed)[0] for seed in "ab"]
    found = anneal(one, walkers, 3000, coolings=DEALT)
    assert found.price == price_of(one, found.seating)
    assert found.price >= min(walker.price for walker in walkers)


def test_the_least_regretted_is_good_for_every_price_of_a_person_outside() -> None:
    """One that is best for one price and bad for another loses to one that is good for both."""
    assert least_regretted([(100, 3)]) == 0
    assert least_regretted([(100, 3), (100, 2), (104, 2)]) == 1
    assert least_regretted([(0, 20), (100, 12), (400, 0)]) == 1


def test_halls_without_a_good_table_are_solved() -> None:
    """Any two of these people share a category, so no three of them are a mirror of all."""
    criteria = [
        [(person // 3 * x + person % 3 * y) % 3 for person in range(9)]
        for x, y in ((1, 0), (0, 1), (1, 1), (1, 2))
    ]
    one = naive.hall(9, 3, 2, criteria)
    pool = _pool(start_of(one), 0, _Trials(10**6))
    assert pool is not None
    assert len(pool.sets) == 0
    found = solve(one, naive.ids(one), "1", effort=0.01)
    assert found.excess == naive.excess(one, found.seating)


def test_more_kinds_of_tables_than_people_at_them() -> None:
    """Absences make the tables of every round kinds of their own: 72 of them for nine people."""
    present = tuple([tuple(sorted({*range(9)} - {*away})) for away in combinations(range(9), 2)])
    criteria = (tuple(person % 2 for person in range(9)), (0, 0, 0, 1, 1, 1, 2, 2, 2))
    one = Hall(9, ((3, 2, 2),) * 36, present, criteria)
    start = start_of(one)
    pool = _pool(start, 3, _Trials(10**6))
    assert pool is not None
    assert len(pool.firsts) == 72
    seats = cover(one, pool, Stream("x", "cover"))
    assert seats is not None
    walker = Dealer(start, pool, seats, Stream("x", "deal"), 0)
    for _ in range(10):
        walker.walk(100, 9.0)
        afresh = walker._seating_of(walker._now[0])
        for kept, found in zip(walker._now, afresh, strict=True):
            assert (kept == found).all()
        for tables, there in zip(seating_of(one, walker.best), present, strict=True):
            assert sorted(person for table in tables for person in table) == list(there)


def test_earlier_plans_may_cost_more_than_any_bar() -> None:
    """People who met a thousand times before are seated all the same."""
    one = naive.tight(2, earlier=(((tuple(range(12)), tuple(range(12, 24))),) * 1)[:1] * 40)
    walker, begun = dealer(one, "much")
    walker.walk(50, 5.0)
    assert walker.price <= price_of(one, begun)
    assert price_of(one, seating_of(one, walker.best)) == walker.price


def test_a_move_without_room_for_all_ways_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the present way might not be among those drawn from."""
    one = naive.tight()
    for name in ("_MOST_SETS", "_MOST_WAYS"):
        monkeypatch.setattr(f"workshops.tables.search.dealer.{name}", 2)
        walker, begun = dealer(one, "room")
        price = price_of(one, begun)
        for _ in range(60):
            walker.walk(1, 0.01)
            assert walker._best.price[PRICE] <= price
            price = walker._best.price[PRICE]
        monkeypatch.undo()


@pytest.mark.parametrize(("number", "deals"), [(0, True), (2, False), (13, False)])
def test_where_sets_of_the_pool_do_not_do_people_swap(
    monkeypatch: pytest.MonkeyPatch, number: int, deals: bool
) -> None:
    """Tables further from their fair shares than any set listed would be missed."""
    chance = Random(number)
    criteria = [[int(chance.random() * c) for _ in range(24)] for c in (2, 2, 3, 3, 4, 4, 3, 4)]
    one = naive.hall(24, 6, 5, criteria)
    assert pool_of(start_of(one)) is not None
    searches: list[int] = []

    def counted(*of: Any) -> list[Swapper]:
        searches.append(len(of))
        return swappers(*of)

    monkeypatch.setattr("workshops.tables.solve.swappers", counted)
    found = solve(one, naive.ids(one), "1", effort=0.05)
    assert bool(searches) is not deals
    assert found.excess == naive.excess(one, found.seating)
    assert found.meetings.repeats == naive.repeats(one, found.seating)


@pytest.mark.parametrize("step", ["pool_of", "cover", "anneal"])
def test_stopped_before_the_search_the_first_seating_is_the_plan(
    monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever the program is at when Ctrl-C is pressed, a plan that keeps the rules comes out."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    one = naive.tight()
    monkeypatch.setattr(f"workshops.tables.solve.{step}", stop)
    found = solve(one, naive.ids(one), "1")
    assert found.stopped
    assert all(
        sorted(person for table in tables for person in table) == list(range(24))
        for tables in found.seating
    )
