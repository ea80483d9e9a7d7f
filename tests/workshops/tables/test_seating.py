"""Tables over several rounds: what is searched, counted and proved."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.stream import Stream
from tests.places import ROOT
from tests.workshops.tables import seating_help as naive
from workshops.tables.asked import Room, make_hall
from workshops.tables.bound import bound, least_pairs
from workshops.tables.constructions.catalogue import rounds_without_repeats
from workshops.tables.measure import count_meetings, excess, people_met
from workshops.tables.problem import Hall, Seating, even_sizes, sizes_within
from workshops.tables.read import CrowdColumns, read_crowd
from workshops.tables.search.board import board_of, price_of, seats_of, start_of
from workshops.tables.search.prices import FIRST_OUTSIDE, NEXT_MEETING, OUTSIDE
from workshops.tables.search.relabel import with_names
from workshops.tables.solve import solve

PEERS = ROOT.parent / "shared" / "data" / "peers" / "groupselect"

TINY = [(6, 2, 2), (6, 2, 3), (6, 3, 3), (7, 2, 2), (7, 3, 2), (8, 2, 3), (8, 4, 2), (9, 3, 2)]


def drawn_seating(one: Hall, seed: str) -> Seating:
    stream = Stream(seed, "test")
    rounds = []
    for sizes, there in zip(one.sizes, one.present, strict=True):
        order = [there[place] for place in stream.order(len(there)).tolist()]
        ends = np.cumsum(sizes).tolist()
        pairs = zip(ends, sizes, strict=True)
        rounds.append(tuple([tuple(order[end - size : end]) for end, size in pairs]))
    return tuple(rounds)


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    """Halls with criteria, absences and earlier plans, and no other rules."""
    people, rounds = draw(st.integers(6, 14)), draw(st.integers(1, 4))
    tables = draw(st.integers(2, people // 3))
    criteria = draw(
        st.lists(st.lists(st.integers(0, 2), min_size=people, max_size=people), max_size=2)
    )
    away = [draw(st.sets(st.integers(0, people - 1), max_size=2)) for _ in range(rounds)]
    present = tuple([tuple(p for p in range(people) if p not in one) for one in away])
    plain = naive.hall(people, tables, draw(st.integers(0, 2)))
    return Hall(
        people,
        tuple([even_sizes(len(there), tables) for there in present]),
        present,
        tuple([tuple(one) for one in criteria]),
        earlier=drawn_seating(plain, "earlier"),
    )


@given(halls(), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_counts_equal_naive_ones(one: Hall, seed: int) -> None:
    """Repeats, the convex count, excess and people met are what counting one by one gives."""
    seating = drawn_seating(one, str(seed))
    counted = count_meetings(one, seating)
    assert counted.repeats == naive.repeats(one, seating)
    assert counted.convex == naive.convex(one, seating)
    assert counted.distinct == len(naive.meetings(seating))
    assert excess(one, seating) == naive.excess(one, seating)
    met = naive.meetings((*one.earlier, *seating))
    for person, count in enumerate(people_met(one, seating).tolist()):
        assert count == sum(person in pair for pair in met)
    board = board_of(start_of(one), seats_of(one, seating))
    assert board.outside.sum() == naive.excess(one, seating)
    assert np.maximum(np.triu(board.pairs[:, :, 0]) - 1, 0).sum() == sum(
        m - 1 for m in met.values()
    )


@pytest.mark.slow
@pytest.mark.parametrize(("people", "tables", "rounds"), TINY)
def test_tiny_halls_are_solved_and_bounded(people: int, tables: int, rounds: int) -> None:
    """On tiny halls the search finds the best of all seatings, and no bound is above the truth."""
    codes = [person % 2 for person in range(people)]
    one = naive.hall(people, tables, rounds, [codes])
    all_ = naive.partitions(people, one.sizes[0])
    seatings = [(all_[0], *rest) for rest in product(all_, repeat=rounds - 1)]
    plain = naive.hall(people, tables, rounds)
    least = min(naive.repeats(plain, seating) for seating in seatings)
    proven = bound(plain)
    assert proven.repeats <= least
    assert proven.convex <= min(naive.convex(plain, seating) for seating in seatings)
    for most in range(1, rounds + 1):
        spread = [s for s in seatings if max(naive.meetings(s).values()) <= most]
        if spread:
            assert proven.repeats_up_to(most) <= min(naive.repeats(plain, s) for s in spread)
    found = solve(one, naive.ids(one), "tiny", effort=0.05)
    # With balance, the first round cannot be fixed: every seating counts.
    if len(all_) ** rounds <= 4000:
        best = min(price_of(one, seating) for seating in product(all_, repeat=rounds))
        assert price_of(one, found.seating) == best
    unmixed = solve(plain, naive.ids(plain), "tiny", effort=0.05)
    best = min(price_of(plain, seating) for seating in seatings)
    assert price_of(plain, unmixed.seating) == best


def test_bound_counts_earlier_plans() -> None:
    """People who met in an earlier plan must meet again: the bound knows how many."""
    earlier = (((0, 1, 2), (3, 4, 5)),)
    one = naive.hall(6, 2, 1, earlier=earlier)
    proven = bound(one)
    every = naive.partitions(6, (3, 3))
    assert proven.repeats == min(naive.repeats(one, (tables,)) for tables in every) == 2
    assert proven.repeats_up_to(2) == 2


def test_bound_leaves_gluing_open() -> None:
    """Five pairs glued together make 20 repeats in 5 rounds of 5 tables of 6: the bound is reached,
    though the pairs of rounds count 50.
    """
    # Points of the plane of order 5 by a line's direction; a second person glued to five of them.
    rounds = []
    for slope in range(5):
        tables: list[list[int]] = [[] for _ in range(5)]
        for place in range(25):
            row, column = divmod(place, 5)
            tables[(column + slope * row) % 5].append(place)
            if row == 0:
                tables[(column + slope * row) % 5].append(25 + column)
        rounds.append(tuple([tuple(table) for table in tables]))
    one = naive.hall(30, 5, 5)
    proven = bound(one)
    assert naive.repeats(one, tuple(rounds)) == proven.repeats == 20
    assert naive.convex(one, tuple(rounds)) == proven.convex == 50


@given(st.integers(0, 12), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_least_pairs_is_the_least(people: int, sizes: list[int]) -> None:
    """The least pairs of people over tables equal the least over every way to spread them."""
    people = min(people, sum(sizes))
    ways = [way for way in product(*(range(s + 1) for s in sizes)) if sum(way) == people]
    assert least_pairs(people, sizes) == min(sum(x * (x - 1) // 2 for x in way) for way in ways)


def test_names_balance_what_arithmetic_gives() -> None:
    """People are given the places of a finished plan so that its tables mirror the whole."""
    codes = [[person % 2 for person in range(25)], [person % 5 for person in range(25)]]
    one = naive.hall(25, 5, 4, codes)
    places = rounds_without_repeats(25, 5, 4)
    assert places is not None
    named = with_names(one, places, Stream("test", "names"))
    assert max(naive.meetings(named).values()) == 1
    by_lot = with_names(naive.hall(25, 5, 4), places, Stream("test", "names"))
    assert naive.excess(one, named) < naive.excess(one, by_lot)


def test_no_one_meets_twice_where_that_can_be() -> None:
    """A hall with criteria and tables enough has no repeats and no one outside the fair share."""
    one = naive.hall(25, 5, 3, [[person % 2 for person in range(25)]])
    found = solve(one, naive.ids(one), "seed")
    assert (found.meetings.repeats, found.excess, found.better_tables) == (0, 0, None)


@pytest.mark.slow
@pytest.mark.skipif(not PEERS.exists(), reason="the example data of groupselect are not here")
def test_a_published_list_reaches_its_best_known_value() -> None:
    """30 people, 5 tables, 3 rounds, three criteria: 210 pairs met and nobody outside."""
    asked = CrowdColumns(mix=("gender", "age", "region"))
    crowd = read_crowd(PEERS / "30i_4j_3k_3d_data.csv", asked)
    one = make_hall(crowd, Room(rounds=3, tables=5))
    found = solve(one, naive.ids(one), "seed", effort=0.12)
    assert found.meetings.distinct >= 210
    assert found.excess == 0


@given(st.integers(2, 40), st.lists(st.integers(2, 9), min_size=1, max_size=6))
def test_sizes_fill_the_seats_in_proportion(people: int, seats: list[int]) -> None:
    """Everyone has a seat, no table has more people than seats, nor less than its share down."""
    people = min(people, sum(seats))
    sizes = sizes_within(people, seats)
    assert sum(sizes) == people
    for size, room in zip(sizes, seats, strict=True):
        assert people * room // sum(seats) <= size <= room


def test_gumbel_numbers_follow_their_distribution() -> None:
    """Among weights 1 and 3 the heavier wins three times in four."""
    numbers = Stream("test", "gumbel").gumbel(40_000).reshape(2, -1)
    won = (numbers[0] + np.log(3) > numbers[1]).mean()
    assert abs(won - 0.75) < 0.01


def test_the_stream_is_splitmix() -> None:
    """The words are those of SplitMix64 from the first 64 bits of the SHA-256, one by one."""
    import hashlib

    state = int.from_bytes(hashlib.sha256(b"seed,purpose").digest()[:8], "big")
    words = []
    for _ in range(3):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        word = state
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB % 2**64
        words.append(word ^ (word >> 31))
    stream = Stream("seed", "purpose")
    assert [*stream.words(1).tolist(), *stream.words(2).tolist()] == words


@pytest.mark.slow
def test_other_processes_find_the_same(tmp_path: Path) -> None:
    """A hall and a seed give one seating under two hash seeds, compiled afresh or kept."""
    program = (
        "from tests.workshops.tables import seating_help as naive;"
        "from workshops.tables import solve as s;"
        "one = naive.hall(14, 3, 3, [[p % 3 for p in range(14)]], together=((1, 5),));"
        "print(s.solve(one, naive.ids(one), 'x', effort=0.05).seating)"
    )
    said = set()
    for hash_seed, cache in (("1", {}), ("2", {"NUMBA_CACHE_DIR": str(tmp_path)})):
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        environment = os.environ | {"PYTHONHASHSEED": hash_seed, "PYTHONPATH": path} | cache
        command = [sys.executable, "-c", program]
        ran = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        said.add(ran.stdout)
    assert len(said) == 1


def test_someone_outside_costs_more_than_four_repeats() -> None:
    """The search trades balance for meetings at the documented rate."""
    assert 4 * NEXT_MEETING[1] < OUTSIDE
    assert 2 * NEXT_MEETING[1] < FIRST_OUTSIDE < OUTSIDE
