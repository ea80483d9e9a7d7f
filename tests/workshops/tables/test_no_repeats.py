"""Rounds in which nobody meets twice: published values, naive counts, and everything tried."""

from __future__ import annotations

from itertools import combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.stream import Stream
from tests.workshops.tables import seating_help as naive
from workshops.tables.constructions.catalogue import (
    better_tables,
    rounds_without_repeats,
    with_empty_seats,
)
from workshops.tables.constructions.cyclic import possible_turns, turning_rounds
from workshops.tables.constructions.difference import DifferenceVector, vectors
from workshops.tables.constructions.field import field
from workshops.tables.constructions.group import group, prime_factors
from workshops.tables.constructions.starters import started, started_rounds
from workshops.tables.constructions.thirty_two import eight_fours
from workshops.tables.constructions.turning_circles import Turn, has_no_repeats
from workshops.tables.problem import Seating, even_sizes

FIELDS = ["4-4-5", "5-5-6", "8-8-6", "8-8-9", "9-3-13", "8-4-9", "13-8-6", "16-4-21", "13-13-14"]
"""Affine planes and spaces over finite fields (Bose 1938)."""
SQUARES = ["6-6-3", "10-10-4", "14-14-4", "18-18-4", "22-22-4", "26-26-4"]
"""One square of order 6 (Tarry 1900: no two), two of others (Bose, Shrikhande, Parker 1960)."""
GROUPS = ["12-12-7", "15-15-5", "20-20-5", "21-21-5", "28-28-5", "35-35-6"]
"""Five squares of order 12 (Johnson, Dulmage, Mendelsohn 1961), others of composite orders."""
PARTIAL = [
    "10-9-4",
    "10-8-5",
    "10-7-6",
    "10-5-7",
    "12-8-6",
    "14-8-7",
    "15-6-9",
    "12-4-12",
    "12-4-13",
]
"""Vectors shorter than the group."""
RECORDS = [
    "8-4-10",
    "6-5-6",
    "6-3-8",
    "7-3-10",
    "7-4-9",
    "10-3-14",
    "10-4-13",
    "12-4-15",
    "12-3-17",
    "13-4-17",
]
"""Known tables of social golfers; 8-4-10 by Aguado 2004."""


def assert_proper(found: Seating | None, people: int, tables: int, rounds: int) -> None:
    """Everyone sits once in every round, at even tables, and no pair meets twice."""
    assert found is not None
    assert len(found) == rounds
    for one in found:
        assert tuple(len(table) for table in one) == even_sizes(people, tables)
        assert sorted(p for table in one for p in table) == list(range(people))
    assert set(naive.meetings(found).values()) <= {1}


@pytest.mark.parametrize("golf", [*FIELDS, *SQUARES, *GROUPS, *PARTIAL, *RECORDS])
def test_what_is_published_is_known(golf: str) -> None:
    """Groups, size, rounds: no two people meet twice."""
    tables, size, rounds = map(int, golf.split("-"))
    found = rounds_without_repeats(tables * size, tables, rounds)
    assert_proper(found, tables * size, tables, rounds)


@pytest.mark.parametrize("golf", started())
def test_kept_first_rounds_turn(golf: tuple[int, int, int]) -> None:
    """Every first round that is kept gives all its rounds, and fewer, but not more."""
    tables, size, rounds = golf
    assert_proper(tuple(started_rounds(tables, size, rounds)), tables * size, tables, rounds)
    assert len(started_rounds(tables, size, rounds - 1)) == rounds - 1
    assert started_rounds(tables, size, rounds + 1) == []


def test_thirty_two_people_meet_all_others_but_one() -> None:
    """Ten rounds of eight fours leave each person one other, the one seven away in the own row."""
    found = tuple(eight_fours(10))
    assert_proper(found, 32, 8, 10)
    met = naive.meetings(found)
    unmet = [pair for pair in combinations(range(32), 2) if not met.get(pair)]
    assert unmet == [(a, b) for a, b in combinations(range(32), 2) if a ^ b == 7]
    assert eight_fours(4) == list(found[:4])


@given(st.integers(4, 80), st.integers(2, 16), st.integers(1, 8))
@settings(max_examples=120, deadline=None)
def test_any_hall_is_seated_evenly_or_not_at_all(people: int, tables: int, rounds: int) -> None:
    """What is returned, for any number of people, are even tables where nobody meets twice."""
    found = rounds_without_repeats(people, tables, rounds, most=500)
    if found is not None:
        assert_proper(found, people, tables, rounds)


@pytest.mark.parametrize(("people", "golf"), [(31, "8-4-10"), (30, "8-4-10"), (95, "10-10-4")])
def test_seats_stay_empty(people: int, golf: str) -> None:
    """Fewer people than seats take a larger plan whose empty seats are those of strangers."""
    tables, _, rounds = map(int, golf.split("-"))
    found = rounds_without_repeats(people, tables, rounds)
    assert_proper(found, people, tables, rounds)


def test_three_people_who_all_meet_cannot_stay_away() -> None:
    """In a Kirkman parade everyone meets: one seat may stay empty, but no two."""
    parade = rounds_without_repeats(21, 7, 10)
    assert parade is not None
    assert_proper(with_empty_seats(parade, 20), 20, 7, 10)
    assert with_empty_seats(parade, 19) is None


def differences(one: DifferenceVector, other: DifferenceVector, order: int) -> list[int]:
    return [
        (a - b) % order for a, b in zip(one, other, strict=True) if a is not None and b is not None
    ]


@pytest.mark.parametrize(("order", "empty"), [(5, 0), (7, 3), (11, 3), (13, 5)])
def test_vectors_differ_everywhere(order: int, empty: int) -> None:
    """Over numbers modulo a prime, any two vectors have every difference once."""
    found = vectors((order,), order + 2 * empty, 4, empty=empty)
    assert found is not None
    for one, other in combinations(found, 2):
        assert sorted(differences(one, other, order)) == list(range(order))
        assert all(a is not None or b is not None for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("order", [3, 4, 5, 6])
def test_vectors_are_found_where_there_are_any(order: int) -> None:
    """Three vectors as long as a small cyclic group exist, tried one by one, exactly if found."""
    exist = any(
        len({(a - b) % order for a, b in enumerate(one)}) == order
        for one in permutations(range(order))
    )
    assert (vectors((order,), order, 3) is not None) == exist


@pytest.mark.parametrize("moduli", [(5,), (2, 3), (2, 2, 3)])
def test_groups_are_groups(moduli: tuple[int, ...]) -> None:
    """Adding is associative and commutative, and taking away undoes it."""
    one = group(moduli)
    for a, b, c in product(range(one.order), repeat=3):
        assert one.plus[one.plus[a][b]][c] == one.plus[a][one.plus[b][c]]
        assert one.plus[a][b] == one.plus[b][a]
        assert one.minus[one.plus[a][b]][b] == a


@pytest.mark.parametrize("order", [4, 7, 8, 9])
def test_fields_are_fields(order: int) -> None:
    """Products distribute over sums, and every element but zero takes each value once."""
    one = field(order)
    for a, b, c in product(range(order), repeat=3):
        assert one.times[a][one.plus[b][c]] == one.plus[one.times[a][b]][one.times[a][c]]
    assert all(sorted(row) == list(range(order)) for row in one.times[1:])


@given(st.integers(1, 400))
def test_prime_factors_make_up_the_number(number: int) -> None:
    """The product of the factors is the number, and none of them has a divisor."""
    factors = prime_factors(number)
    product_ = 1
    for one in factors:
        assert all(one % d for d in range(2, one))
        product_ *= one
    assert product_ == number


@pytest.mark.slow
@pytest.mark.parametrize("golf", ["5-3-7", "6-4-7", "8-3-11", "9-4-11"])
def test_turning_rounds_never_repeat(golf: str) -> None:
    """A first round found so that it can turn: fifteen in threes meet all others in seven days."""
    tables, size, rounds = map(int, golf.split("-"))
    found = turning_rounds(tables, size, rounds, Stream("test", "turning"))
    assert_proper(found, tables * size, tables, rounds)


@given(st.integers(2, 6), st.integers(3, 4), st.integers(2, 6), st.integers(0, 99))
@settings(max_examples=60, deadline=None)
def test_first_rounds_are_judged_as_all_rounds_are(
    tables: int, size: int, rounds: int, seed: int
) -> None:
    """A drawn first round passes exactly if, turned, it seats everyone once and no pair twice."""
    for turn in possible_turns(tables, size, rounds):
        stream = Stream(str(seed), "drawn")
        firsts = []
        for fold in turn.folds:
            given_ = turn.given(fold)
            order = [given_[place] for place in stream.order(len(given_)).tolist()]
            firsts.append([tuple(order[i : i + size]) for i in range(0, len(order), size)])
        all_rounds = turn.unfolded(firsts)
        assert len(all_rounds) == turn.rounds
        whole = all(
            sorted(p for table in one for p in table) == list(range(turn.people))
            for one in all_rounds
        )
        once = set(naive.meetings(all_rounds).values()) <= {1}
        assert has_no_repeats(turn, firsts) == (whole and once)


def test_distances_of_a_circle() -> None:
    """On a circle of five, neighbours have one distance and all others another."""
    number, count = Turn((5,), (1,)).distances()
    assert count == 3
    for one, other in combinations(range(5), 2):
        assert number[one][other] == number[0][1 if (other - one) in (1, 4) else 2]


def test_advice_names_the_nearest_tables() -> None:
    """Of the numbers of tables known to do without repeats, the nearest is advised."""
    assert better_tables(100, 12, 6) == 13
    assert better_tables(30, 5, 6) == 6
    assert better_tables(100, 9, 4) == 10
