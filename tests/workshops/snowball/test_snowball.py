"""The plan of the snowball exercise: nested groups, mix, roles, places, times."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from tests.workshops.snowball.snowball_help import (
    check_nested,
    groups_of,
    guests,
    naive_outside,
    random_criteria,
)
from workshops.common.people import Columns
from workshops.plan.value import Event, read_plan, write_plan
from workshops.snowball.floor import floor_cells
from workshops.snowball.sizes import LEVELS, nest_for
from workshops.snowball.solve import Snowball, plan_snowball
from workshops.snowball.timing import Exercise


def plan(people: int, criteria: int = 0, seed: str = "s", **chosen: object) -> Snowball:
    mix = random_criteria(people, criteria, random.Random(people))
    exercise = Exercise(**chosen)  # type: ignore[arg-type]  # keywords of the test's own choosing
    return plan_snowball(guests(people, mix), Columns(), exercise, Event(), seed)


def test_sizes_fit_for_every_number_of_people() -> None:
    """From 4 to 1,000 people: all placed, starts of 2 or 3, sizes of a level within one."""
    for people in range(4, 1001):
        nest = nest_for(people, LEVELS)
        assert nest.people == people
        assert set(nest.sizes) <= {2, 3}
        for level in range(len(nest.levels)):
            sizes = nest.group_sizes(level)
            assert max(sizes) - min(sizes) <= 1
            assert min(sizes) >= nest.levels[level]


@pytest.mark.slow
@given(people=st.integers(4, 1000), seed=st.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_plans_are_nested_for_any_number_of_people(people: int, seed: str) -> None:
    """Every group is a union of groups below, nobody is alone, sizes differ by at most one."""
    check_nested(plan(people, seed=seed).plan, people)


@given(
    people=st.integers(4, 300),
    levels=st.lists(st.integers(2, 5), min_size=1, max_size=4).map(
        lambda factors: tuple(itertools.accumulate(factors, lambda a, b: a * b))
    ),
)
@settings(max_examples=60, deadline=None)
def test_plans_are_nested_for_any_levels(people: int, levels: tuple[int, ...]) -> None:
    """Any growing multiples will do, and levels that are not reached are left out."""
    if people < levels[0]:
        with pytest.raises(BadInput):
            plan(people, levels=levels)
        return
    made = plan(people, levels=levels)
    check_nested(made.plan, people)
    assert tuple(made.plan.measured["levels"]) == levels[: len(made.plan.rounds)]


@pytest.mark.parametrize("people", [7, 13, 14, 15, *range(25, 32)])
def test_numbers_without_fair_starts_stop_earlier_and_say_so(people: int) -> None:
    """7, 13 to 15 and 25 to 31 people stop a level earlier, and are told what would go further."""
    made = plan(people)
    assert len(made.plan.rounds) == {7: 1, 13: 2, 14: 2, 15: 2}.get(people, 3)
    codes = [note.code for note in made.notes]
    missed = LEVELS[len(made.plan.rounds)]
    assert codes == ["levels-stop-few" if people < missed else "levels-stop", "levels-instead"]
    instead = tuple(int(part) for part in str(made.notes[1].params["levels"]).split(","))
    check_nested(plan(people, levels=instead).plan, people)
    assert len(plan(people, levels=instead).plan.rounds) > len(made.plan.rounds)


@pytest.mark.parametrize(("people", "criteria"), [(30, 2), (47, 3), (101, 4)])
def test_measure_is_what_its_definition_says(people: int, criteria: int) -> None:
    """The figure reported equals a count by the definition, group by group."""
    mix = random_criteria(people, criteria, random.Random(people))
    made = plan(people, criteria)
    assert made.plan.measured["outside"] == naive_outside(groups_of(made.plan), mix, people)


@pytest.mark.parametrize("seed", range(6))
def test_small_plans_are_as_well_mixed_as_can_be(seed: int) -> None:
    """For 6 people, no plan of all that exist is better mixed."""
    mix = random_criteria(6, 2, random.Random(seed))
    made = plan_snowball(guests(6, mix), Columns(), Exercise(), Event(), "s")
    best = min(
        naive_outside([[order[:3], order[3:]], [order]], mix, 6)
        for order in itertools.permutations(range(6))
        if order[0] == 0
    )
    assert made.plan.measured["outside"] == best


@pytest.mark.parametrize(
    ("people", "criteria", "seed"), [(30, 2, 1), (30, 4, 2), (64, 3, 3), (180, 4, 4), (400, 3, 5)]
)
def test_mix_is_three_times_better_than_the_best_random_plan(
    people: int, criteria: int, seed: int
) -> None:
    """At most a third of the people outside in the best of 1,000 random nested plans."""
    mix = random_criteria(people, criteria, random.Random(seed))
    made = plan_snowball(guests(people, mix), Columns(), Exercise(), Event(), "s")
    assert 3 * made.plan.measured["outside"] <= best_of_random(people, mix, 1000, seed)


def best_of_random(people: int, mix: list[list[int]], plans: int, seed: int) -> int:
    import numpy as np

    from workshops.snowball.balance import level_balance

    nest = nest_for(people, LEVELS)
    stage = level_balance(
        nest.sizes, [nest.leaves_in(level) for level in range(len(nest.levels))], mix
    )
    leaves = np.repeat(np.arange(len(nest.sizes)), nest.sizes)
    chance = np.random.default_rng(seed)
    return min(stage.outside(chance.permutation(leaves)) for _ in range(plans))


@given(people=st.integers(4, 250))
@settings(max_examples=40, deadline=None)
def test_nobody_speaks_twice_nor_writes_twice(people: int) -> None:
    """Every group has two different people in its roles, and no role comes twice to anyone."""
    made = plan(people)
    groups = [group for level in made.plan.rounds for group in level.groups]
    assert all(g.spokesperson in g.members and g.scribe in g.members for g in groups)
    assert all(group.spokesperson != group.scribe for group in groups)
    for role in ("spokesperson", "scribe"):
        assert max(Counter(getattr(group, role) for group in groups).values()) == 1
    roles = Counter(one for group in groups for one in (group.spokesperson, group.scribe))
    # Whoever can be spared a second role is: people are idle only where roles ran out.
    if len(roles) < people:
        assert max(roles.values()) <= 2


@pytest.mark.slow
@given(people=st.integers(4, 1000))
@settings(max_examples=40, deadline=None)
def test_groups_meet_at_a_spot_of_their_own(people: int) -> None:
    """A group's place is the spot of one of its pairs, and its pairs are neighbours."""
    made = plan(people).plan
    spots = {spot.name: (spot.row, spot.column) for spot in made.floor}
    assert len(set(spots.values())) == len(spots) == len(made.rounds[0].groups)
    place_of = {one: group.place for group in made.rounds[0].groups for one in group.members}
    for level in made.rounds:
        for group in level.groups:
            own = {place_of[one] for one in group.members}
            assert group.place in own
            row, column = spots[group.place]
            far = max(abs(spots[o][0] - row) + abs(spots[o][1] - column) for o in own)
            assert far <= made.measured["longest_walk"][level.name] <= 4


def test_floor_has_one_spot_for_each_leaf() -> None:
    """Also where levels merge three or more groups, no two leaves share a spot."""
    for levels in ((2, 6, 18), (3, 15), (2, 10, 20), (2, 14)):
        cells = floor_cells(nest_for(200, levels))
        assert len(set(cells)) == len(cells)


def test_people_who_keep_their_seat_never_move() -> None:
    """At every level their group meets where they sit, and those near the door sit in the back."""
    seated, door = frozenset({3, 40, 77}), frozenset({11, 12})
    mix = random_criteria(100, 3, random.Random(5))
    made = plan_snowball(
        guests(100, mix, seated=seated, near_door=door), Columns(), Exercise(), Event(), "s"
    ).plan
    last = max(spot.row for spot in made.floor)
    rows = {spot.name: spot.row for spot in made.floor}
    for person in seated | door:
        places = {
            group.place
            for level in made.rounds
            for group in level.groups
            if str(person + 1) in group.members
        }
        assert len(places) == 1
        if person in door:
            assert rows[places.pop()] == last


@given(
    people=st.integers(16, 200),
    sizes=st.lists(st.integers(2, 9), min_size=1, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_people_stay_together_as_early_as_sizes_allow(people: int, sizes: list[int]) -> None:
    """A set of people is together at the first level that has room for it."""
    if sum(sizes) > people // 2:
        return
    values = [str(n) for n, size in enumerate(sizes) for _ in range(size)]
    values += [""] * (people - len(values))
    list_ = guests(people, together=values)
    made = plan_snowball(list_, Columns(together="langue"), Exercise(), Event(), "s").plan
    members = [{n for n, value in enumerate(values) if value == str(k)} for k in range(len(sizes))]
    for size, people_of in zip(sizes, members, strict=True):
        for groups in groups_of(made):
            if min(len(group) for group in groups) >= size + max(0, sum(sizes) - size):
                assert any(people_of <= set(group) for group in groups)


def test_jigsaw_brings_every_final_group_together() -> None:
    """Each new group has someone of every final group, and sizes differ by at most one."""
    made = plan(180, 3, restitution="jigsaw").plan
    final_of = {one: group.number for group in made.rounds[3].groups for one in group.members}
    jigsaw = made.rounds[4]
    assert jigsaw.name == "jigsaw"
    sizes = {len(group.members) for group in jigsaw.groups}
    assert max(sizes) - min(sizes) <= 1
    assert len({group.place for group in jigsaw.groups}) == len(jigsaw.groups)
    for group in jigsaw.groups:
        finals = Counter(final_of[one] for one in group.members)
        assert len(finals) == 11
        assert max(finals.values()) <= 2


def test_jigsaw_needs_two_final_groups() -> None:
    """With a single final group the jigsaw is refused."""
    with pytest.raises(BadInput) as found:
        plan(20, restitution="jigsaw")
    assert found.value.messages[0].code == "jigsaw-one-group"


def test_talk_gets_short_and_the_plan_says_so() -> None:
    """90 seconds each in a pair, 11 among sixteen at 3 minutes; other minutes are suggested."""
    made = plan(64)
    assert made.plan.measured["talking_seconds"] == {"2": 90, "4": 45, "8": 22, "16": 11}
    (warning,) = made.warnings
    assert warning.code == "talk-short"
    assert warning.params["minutes"] == "3,3,3,6"
    assert not plan(64, minutes=(3, 3, 3, 6)).warnings


def test_running_order_adds_up() -> None:
    """Welcome, silence, rounds with changeovers between them, a report per group, closing."""
    made = plan(64, minutes=(3, 3, 5, 8), welcome=0).plan
    assert [(step.kind, step.minutes, step.round) for step in made.steps] == [
        ("silent", 1, None),
        ("round", 3, 0),
        ("changeover", 1, 1),
        ("round", 3, 1),
        ("changeover", 1, 2),
        ("round", 5, 2),
        ("changeover", 1, 3),
        ("round", 8, 3),
        ("restitution", 8, None),
        ("closing", 5, None),
    ]


def test_plan_reads_back() -> None:
    """A plan written and read is the same plan."""
    made = plan(50, 2, restitution="jigsaw").plan
    assert write_plan(read_plan(write_plan(made), file="plan.json")) == write_plan(made)
