"""Keeping people apart: matchings, bounds with their proof, and the plans that reach them."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator

import networkx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workshops.snowball.snowball_help import groups_of, guests, random_criteria
from workshops.common.people import Columns
from workshops.plan.value import Event
from workshops.snowball.matching import maximum_matching
from workshops.snowball.pairing import conflicts_of, kept_apart
from workshops.snowball.sizes import LEVELS, nest_for
from workshops.snowball.solve import Snowball, plan_snowball
from workshops.snowball.timing import Exercise


def plan(columns: list[list[str]], criteria: int = 0, levels: tuple[int, ...] = LEVELS) -> Snowball:
    people = len(columns[0])
    mix = random_criteria(people, criteria, random.Random(1))
    names = tuple(f"a{n}" for n in range(len(columns)))
    list_ = guests(people, mix, columns)
    return plan_snowball(list_, Columns(apart=names), Exercise(levels=levels), Event(), "s")


def met(made: Snowball, columns: list[list[str]]) -> int:
    """Pairs of people in one start who share a value, counted one by one."""
    return sum(
        any(column[a] and column[a] == column[b] for column in columns)
        for group in groups_of(made.plan)[0]
        for a, b in itertools.combinations(group, 2)
    )


def graph(neighbours: list[list[int]]) -> networkx.Graph:
    found = networkx.Graph()
    found.add_nodes_from(range(len(neighbours)))
    found.add_edges_from((a, b) for a, others in enumerate(neighbours) for b in others)
    return found


@given(size=st.integers(1, 14), share=st.floats(0, 1), seed=st.integers(0, 10_000))
@settings(max_examples=300, deadline=None)
def test_matching_is_maximum_and_proven(size: int, share: float, seed: int) -> None:
    """As many pairs as networkx finds, and Berge's formula holds for the proof."""
    chance = random.Random(seed)
    edges = [e for e in itertools.combinations(range(size), 2) if chance.random() < share]
    neighbours: list[list[int]] = [[] for _ in range(size)]
    for a, b in edges:
        neighbours[a].append(b)
        neighbours[b].append(a)
    found, oracle = maximum_matching(neighbours), graph(neighbours)
    assert found.size == len(networkx.max_weight_matching(oracle, maxcardinality=True))
    for one, partner in enumerate(found.partner):
        assert partner is None or (partner in neighbours[one] and found.partner[partner] == one)
    oracle.remove_nodes_from(found.removed)
    odd = sum(len(piece) % 2 for piece in networkx.connected_components(oracle))
    assert odd == found.odd_pieces
    assert odd - len(found.removed) == found.unmatched


@pytest.mark.slow
@given(
    people=st.integers(4, 200),
    values=st.integers(1, 30),
    criteria=st.integers(0, 3),
    seed=st.integers(0, 1000),
)
@settings(max_examples=20, deadline=None)
def test_one_column_is_kept_apart_as_far_as_can_be(
    people: int, values: int, criteria: int, seed: int
) -> None:
    """With one column the plan always reaches the proven least, which is 0 where no value is too
    common.
    """
    chance = random.Random(seed)
    column = [str(int(values * chance.random() ** 2)) for _ in range(people)]
    made = plan([column], criteria)
    figures = made.plan.measured
    assert figures["apart_conflicts"] == figures["apart_bound"] == met(made, [column])
    starts = len(nest_for(people, LEVELS).sizes)
    assert (figures["apart_bound"] == 0) == (max(Counter(column).values()) <= starts)


@pytest.mark.parametrize("people", [32, 48, 64])
@pytest.mark.parametrize("seed", range(4))
def test_several_columns_in_pairs_reach_what_a_matching_allows(people: int, seed: int) -> None:
    """In pairs, exactly the pairs that a maximum matching cannot make are left."""
    chance = random.Random(seed)
    columns = [
        [str(chance.choice("abcde")) if chance.random() < 0.9 else "" for _ in range(people)],
        [str(chance.choice("vwxyz")) for _ in range(people)],
    ]
    apart = kept_apart(columns)
    may = networkx.from_numpy_array((apart == 0).astype(int) - np.eye(people, dtype=int))
    pairs = len(networkx.max_weight_matching(may, maxcardinality=True))
    made = plan(columns, 2)
    assert made.plan.measured["apart_conflicts"] == people // 2 - pairs == met(made, columns)


def test_impossible_matching_is_proven_and_reached() -> None:
    """Columns that leave no full matching: the bound is reached, and said with its proof."""
    # Three sets of 7 people, any two of which share a value of one of three columns: no value is
    # too common (14 of 32), and still the 21 can only be paired with the 11 others.
    sets = ["p"] * 7 + ["q"] * 7 + ["r"] * 7 + [""] * 11
    columns = [["x" if one and one != left else "" for one in sets] for left in "pqr"]
    made = plan(columns)
    figures = made.plan.measured
    assert figures["apart_bound"] == figures["apart_conflicts"] == met(made, columns) == 5
    assert [note.code for note in made.notes] == ["apart-proof-matching", "apart-least"]
    assert made.notes[0].params["matched"] == 11


def partitions(people: list[int], sizes: list[int]) -> Iterator[list[tuple[int, ...]]]:
    if not sizes:
        yield []
        return
    first, rest = people[0], people[1:]
    for others in itertools.combinations(rest, sizes[0] - 1):
        left = [one for one in rest if one not in others]
        for tail in partitions(left, sizes[1:]):
            yield [(first, *others), *tail]


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("people", [8, 9, 10])
def test_small_lists_meet_as_rarely_as_in_any_plan(people: int, seed: int) -> None:
    """With two columns and starts of 2 and 3, no division of all has fewer meetings."""
    chance = random.Random(seed)
    columns = [[chance.choice("abc ").strip() for _ in range(people)] for _ in range(2)]
    apart = kept_apart(columns)
    sizes = nest_for(people, LEVELS).sizes
    least = min(
        sum(int(apart[a, b]) for group in groups for a, b in itertools.combinations(group, 2))
        for order in set(itertools.permutations(sizes))
        for groups in partitions(list(range(people)), list(order))
    )
    assert plan(columns).plan.measured["apart_conflicts"] == least


def test_too_common_a_value_is_proven_by_counting() -> None:
    """20 of 32 people of one organisation, 16 pairs: four meetings, the proven least."""
    column = ["ville" if n < 20 else f"autre {n}" for n in range(32)]
    made = plan([column])
    assert made.plan.measured["apart_conflicts"] == made.plan.measured["apart_bound"] == 4
    proof, least = made.notes
    assert proof.code == "apart-proof-value"
    assert (proof.params["n"], proof.params["leaves"], proof.params["pairs"]) == (20, 16, 4)
    assert least.code == "apart-least"


def test_people_who_share_a_value_are_kept_apart_and_blanks_share_nothing() -> None:
    """Two empty cells are no shared value."""
    apart = kept_apart([["a", "a", "", ""]])
    assert apart.sum() == 2
    assert conflicts_of(apart, np.array([0, 0, 1, 1])) == 1
