"""Moves on a board: what is kept up to date with each of them equals what is counted afresh."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from sortition.base.errors import AnswerIsNo
from sortition.base.stream import Stream
from tests.workshops.tables import seating_help as naive
from tests.workshops.tables.test_seating import drawn_seating, halls
from tests.workshops.tables.test_seating_rules import ruled_halls
from workshops.common.arrays import Whole
from workshops.tables.problem import Hall
from workshops.tables.rules import check_rules
from workshops.tables.search.board import (
    FREE,
    SETTLED,
    TABLE,
    Board,
    board_of,
    price_of,
    seating_of,
    seats_of,
    start_of,
)
from workshops.tables.search.draws import FULL, STAYING, WEIGHTS, weights
from workshops.tables.search.moves import NAMES, ONE, TWO, UNITS, run
from workshops.tables.search.prices import NEVER, NEXT_MEETING
from workshops.tables.search.search import HOT, Cooling, anneal
from workshops.tables.search.swapper import swappers
from workshops.tables.start.first_seating import first_seating

pytestmark = pytest.mark.slow

KEPT = [name for name in Board._fields if name not in ("seats", "people")]


@st.composite
def plain_halls(draw: st.DrawFn) -> Hall:
    """Halls with criteria and no rules at all, with tables of two sizes as well."""
    people = draw(st.integers(6, 14))
    categories = st.lists(st.integers(0, 2), min_size=people, max_size=people)
    criteria = draw(st.lists(categories, min_size=1, max_size=10))
    return naive.hall(people, draw(st.integers(2, people // 3)), draw(st.integers(1, 4)), criteria)


def walk(board: Board, moves: Sequence[int], steps: int, seed: int, heat: float = 6.0) -> None:
    """Make moves of these kinds on a board."""
    people, tables = board.of.shape[0], board.sizes.shape[1]
    best, least = board.seats.copy(), np.array([board.price[0], -1, board.outside.sum()])
    run(
        board,
        Stream(str(seed), "walk").words(1),
        steps,
        np.array([1 if kind in moves else 0 for kind in range(4)]),
        np.array([tables, people]),
        weights(heat),
        weights(20.0, staying=0),
        np.zeros((2, people), dtype=np.int64),
        best,
        least,
        board.units if len(board.units) else None,
    )


def assert_kept(one: Hall, board: Board, barred: Any = ()) -> None:
    """Everything on the board is what numpy finds for its seats from nothing."""
    afresh = board_of(start_of(one, barred), board.seats)
    for name in KEPT:
        assert (getattr(board, name) == getattr(afresh, name)).all(), name
    # Seats may be numbered otherwise, and so may those who can be moved; nothing else.
    kept = [TABLE, SETTLED, FREE]
    assert (board.people[:, kept] == afresh.people[:, kept]).all()


@given(halls(), st.sampled_from([(ONE,), (TWO,), (ONE, TWO)]), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_swaps_keep_the_board_up_to_date(one: Hall, moves: tuple[int, ...], seed: int) -> None:
    """After swaps, made or only tried, every number equals the one counted afresh."""
    board = board_of(start_of(one), seats_of(one, drawn_seating(one, str(seed))))
    for _ in range(4):
        walk(board, moves, 5, seed)
        assert_kept(one, board)
    seating = seating_of(one, board.seats)
    assert board.outside.sum() == naive.excess(one, seating)
    assert [sorted(p for t in tables for p in t) for tables in seating] == [
        list(there) for there in one.present
    ]


@given(plain_halls(), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_names_keep_all_meetings(one: Hall, seed: int) -> None:
    """Two people who change places in all rounds change balance, and no number of meetings."""
    board = board_of(start_of(one), seats_of(one, drawn_seating(one, str(seed))))
    before = naive.repeats(one, seating_of(one, board.seats))
    met = np.sort(board.pairs[:, :, 0].ravel())
    walk(board, (NAMES,), 20, seed)
    assert_kept(one, board)
    assert (np.sort(board.pairs[:, :, 0].ravel()) == met).all()
    assert naive.repeats(one, seating_of(one, board.seats)) == before


@given(ruled_halls(), st.integers(0, 9))
@settings(max_examples=60, deadline=None)
def test_no_move_breaks_a_rule(one: Hall, seed: int) -> None:
    """From a seating that keeps all rules, every move of any kind leads to another that does."""
    try:
        check_rules(one, naive.ids(one))
        first = first_seating(one, Stream(str(seed), "first"))
    except AnswerIsNo:
        return
    board = board_of(start_of(one, first.barred), seats_of(one, first.seating))
    for _ in range(4):
        walk(board, (ONE, TWO, UNITS), 10, seed, heat=40.0)
        assert_kept(one, board, first.barred)
        assert board.price[0] < NEVER
        for number, tables in enumerate(seating_of(one, board.seats)):
            assert naive.keeps_rules(one, number, tables)


@given(plain_halls(), st.sampled_from([ONE, TWO, NAMES]), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_without_heat_no_move_costs_anything(one: Hall, kind: int, seed: int) -> None:
    """Where moves that cost anything weigh nothing, the price never rises."""
    board = board_of(start_of(one), seats_of(one, drawn_seating(one, str(seed))))
    prices = [int(board.price[0])]
    for step in range(40):
        walk(board, (kind,), 1, 100 * seed + step, heat=0.01)
        prices.append(int(board.price[0]))
    assert prices == sorted(prices, reverse=True)


def test_the_best_seating_is_remembered() -> None:
    """The price told is that of the seating kept, however hot the walk goes on after it."""
    one = naive.hall(20, 4, 4, [[p % 2 for p in range(20)], [p % 5 for p in range(20)]])
    begun = drawn_seating(one, "x")
    walkers = swappers(start_of(one), begun, [Stream("x", "y")], 0)
    found = anneal(one, walkers, 4000, coolings=(Cooling(1.0, 9.0, 9.0),))
    assert found.price == price_of(one, found.seating) < price_of(one, begun)


def test_partners_are_drawn_by_the_price_of_the_swap() -> None:
    """Everyone is as likely to move, and then each swap as its price and the heat say (χ²)."""
    one = naive.hall(8, 2, 1, [[0, 0, 1, 0, 1, 1, 2, 2]])
    start, tables = start_of(one), ((0, 1, 2, 6), (3, 4, 5, 7))
    seats, heat, tries = seats_of(one, (tables,)), 12.0, 6000
    now = price_of(one, (tables,))
    weight = {}
    for a, b in product(*tables):
        swapped = [tuple(sorted({a: b, b: a}.get(p, p) for p in table)) for table in tables]
        weight[a, b] = exp(-max(0, price_of(one, (tuple(swapped),)) - now) / heat)
    expected = {
        pair: tries
        / 8
        * sum(w / max(1, sum(x for other, x in weight.items() if p in other)) for p in pair)
        for pair, w in weight.items()
    }
    drawn = dict.fromkeys(expected, 0)
    for seed in range(tries):
        board = board_of(start, seats)
        walk(board, (ONE,), 1, seed, heat=heat)
        moved = (set(tables[0]) - set(board.seats[0, 0].tolist()), set(board.seats[0, 0].tolist()))
        pair = (*moved[0], *(moved[1] - set(tables[0])))
        drawn[pair] += 1  # Nobody stays: some swaps cost nothing.
    assert len(set(weight.values())) > 1
    assert chisquare(list(drawn.values()), list(expected.values())).pvalue > 0.001


@pytest.mark.parametrize("heat", [0.8, 2.4, 6.0])
def test_weights_are_exponentials(heat: float) -> None:
    """What a move weighs is FULL times the exponential of its price over the heat, rounded down."""
    found: Whole = weights(heat)
    for price in (0, 1, 2, 7, 30):
        exact = (-Decimal(price) / Decimal(heat)).exp() * FULL
        assert int(exact) - 1 <= found[price] <= int(exact)
    assert (found[WEIGHTS], found[STAYING]) == (0, FULL)
    assert (np.diff(found[: WEIGHTS + 1]) <= 0).all()


def test_every_search_ends_colder_than_it_began() -> None:
    """The heat of every stage falls, and never to nothing."""
    for stage in HOT:
        heats = list(stage.heats())
        assert heats == sorted(heats, reverse=True)
        assert heats[-1] > 0


def test_the_third_meeting_is_cheaper_than_its_square() -> None:
    """More different people are met for it; all later meetings are as dear as m (m - 1) / 2."""
    second = NEXT_MEETING[1]
    assert NEXT_MEETING[2] < 2 * second
    assert all(price >= m * second for m, price in enumerate(NEXT_MEETING) if m > 2)
