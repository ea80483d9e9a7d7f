"""The pool holds every table near its fair shares, and covers seat everyone once."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sortition.base.stream import Stream
from tests.workshops.tables import seating_help as naive
from tests.workshops.tables.search.test_moves import plain_halls
from workshops.tables.measure import excess
from workshops.tables.problem import Hall, even_sizes
from workshops.tables.search.board import seating_of, start_of
from workshops.tables.search.pool import TablePool, _pool, _Trials, cover, pool_of


def sets_of(pool: TablePool, size: int) -> list[tuple[tuple[int, ...], int]]:
    """The sets of a pool with one kind of table, and how many of each are outside."""
    return [(tuple(row[1 : 1 + size].tolist()), int(row[0])) for row in pool.sets]


def outside_of(one: Hall, table: tuple[int, ...]) -> int:
    """People of one table outside floor and ceil of their fair shares, one by one."""
    found = 0
    for codes in one.criteria:
        for category in set(codes):
            share = len(table) * codes.count(category)
            there = sum(codes[person] == category for person in table)
            found += max(0, share // one.people - there, there - -(-share // one.people))
    return found


@pytest.mark.slow
@given(plain_halls(), st.integers(0, 3))
@settings(max_examples=60, deadline=None)
def test_the_pool_holds_every_table_near_its_fair_shares(one: Hall, limit: int) -> None:
    """It is what counting all sets of people one by one finds, in order."""
    size = one.people // len(one.sizes[0])
    even = naive.hall(size * len(one.sizes[0]), len(one.sizes[0]), 1, _cut(one, size))
    pool = _pool(start_of(even), limit, _Trials(10**6))
    assume(pool is not None)
    assert pool is not None
    expected = [
        (table, outside_of(even, table))
        for table in combinations(range(even.people), size)
        if outside_of(even, table) <= limit
    ]
    assert sets_of(pool, size) == expected
    for first, second in combinations(range(even.people), 2):
        begin, end = pool.firsts[0, first, second : second + 2]
        listed = sets_of(pool, size)[begin:end]
        assert listed == [entry for entry in expected if entry[0][:2] == (first, second)]


def _cut(one: Hall, size: int) -> list[list[int]]:
    people = size * len(one.sizes[0])
    return [list(codes[:people]) for codes in one.criteria]


def test_sets_keep_people_together_and_apart() -> None:
    """No set parts people who stay together, or has two who are kept apart."""
    one = naive.tight(together=((0, 5),), apart_sets=((1, 2, 3),))
    pool = _pool(start_of(one), 2, _Trials(10**6))
    assert pool is not None
    free = _pool(start_of(naive.tight()), 2, _Trials(10**6))
    assert free is not None
    kept = [
        entry
        for entry in sets_of(free, 4)
        if len({0, 5} & set(entry[0])) != 1 and len({1, 2, 3} & set(entry[0])) < 2
    ]
    assert sets_of(pool, 4) == kept != sets_of(free, 4)


def test_halls_with_many_good_tables_have_no_pool() -> None:
    """Where few criteria are to be mixed, or none, swaps find good tables as well."""
    assert pool_of(start_of(naive.hall(30, 5, 3, [[p % 2 for p in range(30)]]))) is None
    assert pool_of(start_of(naive.hall(30, 5, 3))) is None
    assert pool_of(start_of(naive.tight())) is not None


def test_given_seats_and_clusters_are_left_to_swaps() -> None:
    """Sets of the pool know nothing of them."""
    assert pool_of(start_of(naive.tight(fixed=({0: 0}, {}, {})))) is None
    assert pool_of(start_of(naive.tight(clusters=((0, 1, 2),)))) is None


@pytest.mark.parametrize("people", [24, 23, 22])
def test_a_cover_seats_everyone_once_at_tables_of_the_pool(people: int) -> None:
    """Also where tables have two sizes and people come and go."""
    whole = naive.tight()
    present = (tuple(range(people)), tuple(range(1, people)))
    one = Hall(
        people,
        tuple([even_sizes(len(there), 6) for there in present]),
        present,
        tuple([codes[:people] for codes in whole.criteria]),
    )
    pool = pool_of(start_of(one))
    assert pool is not None
    seats = cover(one, pool, Stream("x", "cover"))
    assert seats is not None
    for there, sizes, tables in zip(present, one.sizes, seating_of(one, seats), strict=True):
        assert sorted(person for table in tables for person in table) == list(there)
        assert tuple([len(table) for table in tables]) == sizes
    assert excess(one, seating_of(one, seats)) <= 12 * pool.limit
