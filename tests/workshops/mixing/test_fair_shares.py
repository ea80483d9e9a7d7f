"""Fair shares, and who is outside them: by counting one by one, as arrays, and compiled."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.compiled import compiled, inlined
from workshops.common.arrays import Whole
from workshops.mixing.fair_shares import fair_shares, margins, people_outside

Counts = tuple[int, int, int]


@st.composite
def shares(draw: st.DrawFn) -> Counts:
    """A count of people, and the limits of its fair share, which are equal or neighbours."""
    least = draw(st.integers(0, 5))
    return draw(st.integers(0, 9)), least, least + draw(st.integers(0, 1))


def outside(count: int, least: int, most: int) -> int:
    """How many people have to come or go until the count is within its limits."""
    return min(abs(count - limit) for limit in range(least, most + 1))


_margins = inlined(margins)


@compiled
def write_margins(found: Whole, count: int, least: int, most: int) -> None:
    found[0], found[1] = _margins(count, least, most)  # type: ignore[arg-type]


@given(
    st.lists(st.integers(0, 12), min_size=1, max_size=4),
    st.lists(st.integers(0, 20), min_size=1, max_size=4),
)
def test_a_fair_share_is_the_whole_numbers_around_the_exact_one(
    sizes: list[int], totals: list[int]
) -> None:
    """A group's size times the part of a category among all people, rounded down and up."""
    people = max(1, sum(sizes))
    least, most = fair_shares(np.array(sizes), np.array(totals), people)
    for group, size in enumerate(sizes):
        for category, total in enumerate(totals):
            exact = Fraction(size * total, people)
            assert (least[group, category], most[group, category]) == (floor(exact), ceil(exact))


@given(shares())
def test_people_outside_are_those_who_have_to_come_or_go(case: Counts) -> None:
    """The measure is the least number of people by which a count would have to change."""
    assert people_outside(*(np.array([number]) for number in case)).tolist() == [outside(*case)]


@given(shares())
@settings(deadline=None)
def test_margins_are_what_one_more_or_one_fewer_changes(case: Counts) -> None:
    """As arrays and as machine code: the difference of the people outside, after and before."""
    count, least, most = case
    now = outside(*case)
    expected = [outside(count - 1, least, most) - now, outside(count + 1, least, most) - now]
    arrays = margins(*(np.array([number]) for number in case))
    assert [int(one[0]) for one in arrays] == expected
    found = np.zeros(2, dtype=np.int64)
    write_margins(found, *case)
    assert found.tolist() == expected
