"""Rules of tables: given seats, apart, together, clusters, absences; kept always or refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.errors import AnswerIsNo
from tests.workshops.tables import seating_help as naive
from workshops.tables.problem import Hall, even_sizes
from workshops.tables.rules import joined
from workshops.tables.solve import solve


@st.composite
def ruled_halls(draw: st.DrawFn) -> Hall:
    """Halls with every kind of rule, many of which contradict each other."""
    people, rounds = draw(st.integers(6, 10)), draw(st.integers(1, 3))
    tables = draw(st.integers(2, people // 3))
    person = st.integers(0, people - 1)
    away = [draw(st.sets(person, max_size=1)) for _ in range(rounds)]
    present = tuple([tuple(p for p in range(people) if p not in one) for one in away])
    seats = st.dictionaries(person, st.integers(0, tables - 1), max_size=3)
    sets = st.lists(st.sets(person, min_size=2, max_size=3).map(sorted), max_size=2)
    fixed = tuple([{p: t for p, t in draw(seats).items() if p in there} for there in present])
    return Hall(
        people,
        tuple([even_sizes(len(there), tables) for there in present]),
        present,
        (tuple([p % 2 for p in range(people)]),),
        fixed=fixed,
        together=joined(draw(sets)),
        apart_sets=tuple([tuple(one) for one in draw(sets)]),
    )


@pytest.mark.slow
@given(ruled_halls())
@settings(max_examples=120, deadline=None)
def test_rules_are_kept_or_refused(one: Hall) -> None:
    """A seating is found exactly where one exists, and then keeps every rule in every round."""
    possible = all(naive.has_seating(one, number) for number in range(one.rounds))
    try:
        found = solve(one, naive.ids(one), "rules", effort=0.01)
    except AnswerIsNo as no:
        assert not possible
        assert no.messages
        return
    assert possible
    for number, tables in enumerate(found.seating):
        assert naive.keeps_rules(one, number, tables)


def test_people_who_stay_together_move() -> None:
    """Three people who stay together still meet others: all that the tables allow."""
    one = naive.hall(12, 3, 3, together=((0, 1, 2),))
    found = solve(one, naive.ids(one), "seed", effort=0.2)
    mates = [set(t) - {0, 1, 2} for tables in found.seating for t in tables if 0 in t]
    assert len(set().union(*mates)) == 3


def test_a_cluster_has_the_fewest_tables() -> None:
    """Seven people of one language sit at two tables of four, whatever else is asked."""
    one = naive.hall(
        16, 4, 3, [[p % 2 for p in range(16)]], clusters=(tuple(range(7)),), apart_sets=((0, 1),)
    )
    found = solve(one, naive.ids(one), "seed", effort=0.05)
    for tables in found.seating:
        assert sum(bool(set(table) & set(range(7))) for table in tables) == 2
    assert found.cluster_tables == ((2, 2, 2),)


def test_clusters_share_tables_with_each_other() -> None:
    """Two clusters of three and one of two, at tables of five, take one table each at most."""
    one = naive.hall(15, 3, 2, clusters=((0, 1, 2), (3, 4, 5), (6, 7)))
    found = solve(one, naive.ids(one), "seed", effort=0.05)
    assert all(set(tables) == {1} for tables in found.cluster_tables)


def test_earlier_plans_turn_people_to_others() -> None:
    """Nine people who met in threes meet only new people in the next round."""
    earlier = (((0, 1, 2), (3, 4, 5), (6, 7, 8)),)
    one = naive.hall(9, 3, 1, earlier=earlier)
    found = solve(one, naive.ids(one), "seed", effort=0.1)
    assert found.meetings.repeats == 0
    assert found.met == (4,) * 9


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"together": ((0, 1),), "apart_sets": ((0, 1),)}, "seating-together-apart"),
        ({"apart_sets": ((0, 1, 2, 3),)}, "seating-apart-too-many"),
        ({"fixed": ({0: 1, 1: 1},), "apart_sets": ((0, 1),)}, "seating-fixed-apart"),
        ({"fixed": ({0: 1, 1: 2},), "together": ((0, 1),)}, "seating-fixed-together"),
        ({"fixed": (dict.fromkeys(range(4), 0),)}, "seating-fixed-full"),
        ({"together": ((0, 1, 2, 3),)}, "seating-together-large"),
        ({"together": ((0, 1), (2, 3), (4, 5), (6, 7))}, "seating-no-plan"),
    ],
)
def test_contradictions_are_named(rules: dict[str, Any], code: str) -> None:
    """Rules that no seating keeps are refused by name before any search."""
    one = naive.hall(9, 3, 1, **rules)
    with pytest.raises(AnswerIsNo) as no:
        solve(one, naive.ids(one), "seed")
    assert code in {message.code for message in no.value.messages}


def test_joined_sets_share_no_one() -> None:
    """Sets that share someone are one set, chains included."""
    assert joined([(0, 1), (2, 3), (1, 2), (5, 6), (7,)]) == ((0, 1, 2, 3), (5, 6))
