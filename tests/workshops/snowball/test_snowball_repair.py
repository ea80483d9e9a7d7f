"""Repairs on the day: as few people as possible change places, and the plan stays sound."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.base.errors import BadInput
from tests.workshops.snowball.snowball_help import guests
from workshops.common.people import Columns
from workshops.plan.value import Event, Participant, Plan
from workshops.snowball.repair import Repaired, repair_plan
from workshops.snowball.solve import plan_snowball
from workshops.snowball.timing import Exercise


def plan(people: int, **chosen: object) -> Plan:
    exercise = Exercise(**chosen)  # type: ignore[arg-type]  # keywords of the test's own choosing
    return plan_snowball(guests(people), Columns(), exercise, Event(), "s").plan


def latecomers(count: int) -> list[Participant]:
    return [Participant(f"L{n}") for n in range(count)]


def starts(plan: Plan) -> dict[str, int]:
    return {one: group.number for group in plan.rounds[0].groups for one in group.members}


def check_sound(repaired: Plan) -> None:
    """Nobody alone, sizes within one, groups unions of those below, roles and places right."""
    everyone = {one.id for one in repaired.participants}
    below: dict[str, int] | None = None
    for index, level in enumerate(repaired.rounds):
        sizes = [len(group.members) for group in level.groups]
        assert min(sizes) >= 2
        assert max(sizes) - min(sizes) <= 1
        assert {one for group in level.groups for one in group.members} == everyone
        assert sum(sizes) == len(everyone)
        for group in level.groups:
            assert {group.spokesperson, group.scribe} <= set(group.members)
            assert group.spokesperson != group.scribe
        number = {one: group.number for group in level.groups for one in group.members}
        if below is not None:
            factor = int(level.name) // int(repaired.rounds[index - 1].name)
            assert all(number[one] == (below[one] - 1) // factor + 1 for one in everyone)
        below = number


@pytest.mark.slow
@given(
    people=st.integers(4, 150),
    gone=st.floats(0, 0.6),
    come=st.integers(0, 25),
    chance=st.randoms(use_true_random=False),
)
@settings(max_examples=120, deadline=None)
def test_repaired_plans_are_sound(people: int, gone: float, come: int, chance: object) -> None:
    """Whoever is missing or comes besides, the plan keeps its rules and its numbers."""
    before = plan(people)
    ids = [one.id for one in before.participants]
    absent = set(ids[: int(gone * people)])
    if people - len(absent) + come < 4:
        with pytest.raises(BadInput):
            repair_plan(before, absent, latecomers(come))
        return
    done = repair_plan(before, absent, latecomers(come))
    check_sound(done.plan)
    old, new = starts(before), starts(done.plan)
    assert set(done.moved) == {one for one in new if one in old and old[one] != new[one]}
    assert set(done.joined) == set(new) - set(old)
    names = {spot.name for spot in done.plan.floor}
    assert all(group.place in names for level in done.plan.rounds for group in level.groups)


def pairs(sizes: Sequence[int]) -> list[tuple[int, int]]:
    return list(zip(sizes[::2], sizes[1::2], strict=True))


def allowed(sizes: Sequence[int], levels: Sequence[int]) -> bool:
    """Whether starts of these sizes (0: given up) keep every rule at every level of pairs."""
    for level in levels:
        open_ = [size for size in sizes if size]
        if max(open_) - min(open_) > 1:
            return False
        if level == levels[-1]:
            return len(levels) == 1 or 8 * sum(open_) >= 7 * level * len(open_)
        if level > 2 and any((a == 0) != (b == 0) for a, b in pairs(sizes)):
            return False
        sizes = [a + b for a, b in pairs(sizes)]
    return True


def fewest_moves(before: Plan, absent: set[str], late: int) -> int:
    """The least number of moves over all sizes of starts that are allowed, one by one."""
    left = [sum(one not in absent for one in g.members) for g in before.rounds[0].groups]
    people = sum(left) + late
    levels = [int(level.name) for level in before.rounds]
    return min(
        sum(max(0, here - size) for here, size in zip(left, sizes, strict=True))
        for sizes in itertools.product((0, 2, 3), repeat=len(left))
        if sum(sizes) == people and allowed(sizes, levels)
    )


@pytest.mark.parametrize(
    ("people", "absent", "late"),
    [
        (16, (3,), 0),
        (16, (3, 4), 0),
        (17, (3, 9, 12), 1),
        (20, (1, 2, 9, 14), 0),
        (22, (5, 6, 7, 8, 9, 10), 3),
        (24, (1, 4, 7, 10, 13, 16, 19), 2),
        (18, (), 4),
        (12, (2, 3), 1),
        (13, (1, 5, 9), 1),
        (14, (1, 2, 3, 4), 0),
        (15, (1, 2, 3), 3),
        (26, (1, 2, 3, 4, 5, 6, 7, 8), 0),
        (30, (1, 9, 17, 25), 0),
        (30, (1, 2, 3, 4, 9, 17, 25), 1),
    ],
)
def test_no_repair_moves_fewer_people(people: int, absent: tuple[int, ...], late: int) -> None:
    """Against every allowed division of the seats, tried one by one."""
    before = plan(people)
    gone = {str(one) for one in absent}
    done = repair_plan(before, gone, latecomers(late))
    assert len(done.plan.rounds) == len(before.rounds)
    assert len(done.moved) == fewest_moves(before, gone, late)


def test_nothing_changes_where_nobody_is_missing() -> None:
    """A latecomer who takes the seat of someone absent moves nobody."""
    before = plan(40)
    done = repair_plan(before, {"7"}, latecomers(1))
    assert done.moved == ()
    assert starts(done.plan)["L0"] == starts(before)["7"]


def test_roles_and_places_stay_where_people_stay() -> None:
    """Whoever spoke for a group still does, unless they are gone."""
    before = plan(64)
    done = repair_plan(before, {"7"}, latecomers(1))
    for old_round, new_round in zip(before.rounds, done.plan.rounds, strict=True):
        for old, new in zip(old_round.groups, new_round.groups, strict=True):
            assert old.place == new.place
            assert new.spokesperson == old.spokesperson or old.spokesperson == "7"


def test_people_to_keep_are_not_moved() -> None:
    """When a pair has to give someone up, it is not the one who must stay."""
    before = plan(24)
    group = before.rounds[0].groups[0].members
    gone = {one for g in before.rounds[0].groups[1:5] for one in g.members[:2]}
    for kept in itertools.combinations(group, 2):
        done = repair_plan(before, gone, [], set(kept))
        assert done.moved
        assert not set(done.moved) & set(kept)


def test_final_group_is_given_up_when_too_few_are_left() -> None:
    """With a third of the people missing, the other groups keep their numbers."""
    before = plan(96)
    done = repair_plan(before, {str(n) for n in range(1, 40)}, [])
    check_sound(done.plan)
    assert len(done.plan.rounds[-1].groups) < 6
    assert {g.number for g in done.plan.rounds[-1].groups} <= set(range(1, 7))


def test_many_latecomers_make_new_groups() -> None:
    """New groups get new spots, in rows behind the others."""
    before = plan(32)
    done = repair_plan(before, set(), latecomers(40))
    check_sound(done.plan)
    assert len(done.plan.rounds[-1].groups) > 2
    assert done.plan.floor[: len(before.floor)] == before.floor
    cells = [(spot.row, spot.column) for spot in done.plan.floor]
    assert len(set(cells)) == len(cells)


def test_jigsaw_is_repaired_too() -> None:
    """The absent leave their new group and latecomers join the smallest."""
    before = plan(64, restitution="jigsaw")
    done: Repaired = repair_plan(before, {"1", "2"}, latecomers(1))
    members = [one for group in done.plan.rounds[-1].groups for one in group.members]
    assert sorted(members) == sorted(one.id for one in done.plan.participants)
    assert done.plan.rounds[-1].name == "jigsaw"
    assert done.plan.steps == before.steps


def test_one_no_show_of_sixteen_moves_one_person() -> None:
    """Whoever is left alone joins the pair beside; everyone else stays where they are."""
    done = repair_plan(plan(16), {"3"}, [])
    check_sound(done.plan)
    assert len(done.moved) == 1
    assert [one.name for one in done.plan.rounds] == ["2", "4", "8", "16"]


def test_levels_no_longer_reached_are_dropped() -> None:
    """With 12 of 16 people left, the exercise stops at eights, and the running order follows."""
    done = repair_plan(plan(16), {"1", "2", "3", "4"}, [])
    assert [one.name for one in done.plan.rounds] == ["2", "4", "8"]
    assert [note.code for note in done.notes] == ["levels-stop-few"]
    assert max(step.round for step in done.plan.steps if step.round is not None) == 2
    check_sound(done.plan)


def test_too_few_people_left_is_refused() -> None:
    """Three people have nothing to merge."""
    with pytest.raises(BadInput) as found:
        repair_plan(plan(5), {"1", "2"}, [])
    assert found.value.messages[0].code == "repair-too-few"
