"""Seatings changed side by side, and people who change places in all rounds at once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import seating_help as naive
from tests.test_seating import drawn_seating, halls
from workshops.seating.names import name_prices
from workshops.seating.prices import View, single_moves
from workshops.seating.problem import Hall
from workshops.seating.search import SOFT, anneal
from workshops.seating.state import OUTSIDE, State
from workshops.stream import Stream


@st.composite
def plain_halls(draw: st.DrawFn) -> Hall:
    """Halls with criteria and no rules at all, with tables of two sizes as well."""
    people = draw(st.integers(6, 14))
    categories = st.lists(st.integers(0, 2), min_size=people, max_size=people)
    criteria = draw(st.lists(categories, min_size=1, max_size=3))
    return naive.hall(people, draw(st.integers(2, people // 3)), draw(st.integers(1, 4)), criteria)


@given(plain_halls(), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_names_cost_what_was_said_and_keep_all_meetings(one: Hall, seed: int) -> None:
    """Two people who change places in all rounds change balance as foretold, and no repeats."""
    stream = Stream(str(seed), "names")
    state = State(one, drawn_seating(one, str(seed)), copies=2)
    for first, second in stream.below(one.people, 12).reshape(-1, 2).tolist():
        before, repeats = state.outside.copy(), state.repeats.copy()
        price = 0 if first == second else name_prices(state)[1, first, second]
        state.rename(np.array([1]), np.array([first]), np.array([second]))
        assert (state.outside - before).tolist() == [0, price]
        assert (state.repeats == repeats).all()
        seating = state.seating(one, state.seats[one.rounds :])
        assert state.outside[1] == naive.excess(one, seating)
        assert state.repeats[1] == naive.repeats(one, seating)


@given(halls(), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_copies_change_each_by_itself(one: Hall, seed: int) -> None:
    """Moves in one copy leave the other as it is, and are priced and counted as if alone."""
    seating, stream = drawn_seating(one, str(seed)), Stream(str(seed), "copies")
    alone, beside = State(one, seating), State(one, seating, copies=2)
    pairing = stream.order(one.most_tables)[: one.most_tables // 2 * 2]
    moves, untouched = single_moves(alone.depth), int(beside.prices()[0])
    for number in stream.below(one.rounds, 6).tolist():
        row, second = np.array([number]), np.array([one.rounds + number])
        prices = View(alone, row, pairing).single_prices()
        assert (View(beside, second, pairing).single_prices() == prices).all()
        move = int(prices[0, 0].argmin())
        for state, at in ((alone, row), (beside, second)):
            state.swap(at, pairing[:1], pairing[1:2], moves.one[move], moves.other[move])
        assert beside.prices().tolist() == [untouched, alone.price()]
        assert (beside.codes[1] == alone.codes[0]).all()


def test_people_who_stay_together_allow_one_copy_only() -> None:
    """Sets of people are moved by their own code, which knows one copy."""
    one = naive.hall(12, 3, 2, together=((0, 1),))
    seating = drawn_seating(one, "x")
    with pytest.raises(ValueError, match="one copy"):
        anneal(one, seating, Stream("x", "y"), 10, copies=2)


def test_the_search_ends_at_the_real_price_of_people_outside() -> None:
    """A search that begins with people outside cheap ends with what they really cost."""
    heats = [stage.at(share) for stage in SOFT for share in (0.0, 1.0)]
    assert heats[0] == (SOFT[0].hottest, SOFT[0].softest)
    assert SOFT[0].softest < OUTSIDE
    assert [price for _, price in heats[1:]] == [OUTSIDE] * (len(heats) - 1)
