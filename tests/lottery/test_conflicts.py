"""Quotas that cannot be met are explained, with the smallest change that would do."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

from sortition.base.messages import Words
from sortition.lottery.conflicts import conflict, excluding, least_change, relaxed_by
from sortition.lottery.reasons import cannot_meet, never_drawn
from sortition.lottery.solve import solve_lottery
from sortition.pool.rules import Model, Row
from sortition.protocol.model import College
from tests.pools import Row as PoolRow
from tests.pools import criterion, prepared, protocol, random_pool, table


def rows(count: int) -> list[PoolRow]:
    return [
        {"id": f"p{k}", "sex": "FM"[k % 2], "age": "xyz"[k % 3], "home": f"h{k // 4}"}
        for k in range(count)
    ]


def feasible(model: Model) -> bool:
    ranges = (range(people + 1) for people in model.people)
    return any(model.is_valid(seats) for seats in itertools.product(*ranges))


def impossible_pools() -> list[Model]:
    """Small random pools without a panel."""
    found = []
    for seed in range(1200):
        made, tables = random_pool(seed)
        model = prepared(made, *tables).pool.model
        if len(model.people) <= 7 and solve_lottery(model) is None:
            found.append(model)
    return found


@pytest.fixture(scope="module")
def impossible() -> list[Model]:
    found = impossible_pools()
    assert len(found) > 5
    return found


@pytest.mark.slow
def test_the_limits_named_conflict_and_none_is_idle(impossible: list[Model]) -> None:
    """The limits named cannot hold together, and without any one of them the others can."""
    for model in impossible:
        limits = [(limit.row, limit.side) for limit in conflict(model)]
        seats = [row for row in model.rows if row.kind == "seats"]

        def under(
            kept: Sequence[tuple[Row, str]],
            model: Model = model,
            seats: Sequence[Row] = seats,
        ) -> Model:
            made = list(seats)
            for row in model.rows:
                least = row.least if (row, "least") in kept else 0
                most = row.most if (row, "most") in kept else model.all_seats
                if row.kind != "seats":
                    made.append(type(row)(row.kind, row.number, row.profiles, least, most))
            return model.with_rows(made)

        assert not feasible(under(limits))
        for left_out in limits:
            assert feasible(under([limit for limit in limits if limit != left_out]))


@pytest.mark.slow
def test_the_smallest_change_does_and_no_smaller_would(impossible: list[Model]) -> None:
    """With the change proposed there is a panel; with one seat less of change there is none."""
    for model in impossible:
        changes = least_change(model)
        assert feasible(relaxed_by(model, changes))
        if any(change.row.kind == "seats" for change in changes):
            continue
        size = sum(
            change.row.least - change.least + change.most - change.row.most for change in changes
        )
        quotas = [row for row in model.rows if row.kind == "quota"]
        if size > 2:
            continue
        for sides in itertools.combinations_with_replacement(
            [(row, side) for row in quotas for side in ("least", "most")], size - 1
        ):
            made = []
            for row in model.rows:
                down = sum(one is row and side == "least" for one, side in sides)
                up = sum(one is row and side == "most" for one, side in sides)
                made.append(
                    type(row)(row.kind, row.number, row.profiles, row.least - down, row.most + up)
                )
            assert not feasible(model.with_rows(made))


def test_a_quota_beyond_the_people_is_named_with_its_people() -> None:
    """At least five of a category with three people: the sentence says both, in both languages."""
    pool = rows(12)
    pool = [row for row in pool if row["sex"] == "M" or int(row["id"][1:]) < 6]
    made = prepared(protocol(6, [criterion("sex", {"F": (5, 6), "M": (0, 6)})]), table(pool))
    assert solve_lottery(made.pool.model) is None
    for language in ("fr", "en"):
        text = "\n".join(Words(language).say(m) for m in cannot_meet(made).messages)
        assert "« F »".replace(" ", "\u202f") in text or "“F”" in text
        assert "5" in text
        assert "3" in text


def test_too_few_households_are_named() -> None:
    """Where households leave too few people the household rule is in the conflict, and fewer seats
    are proposed."""
    made = prepared(protocol(4, household=("home",)), table(rows(12)))
    assert solve_lottery(made.pool.model) is None
    codes = [m.params.get("item") for m in cannot_meet(made).messages]
    said = [item.code for item in codes if item is not None]  # type: ignore[attr-defined]  # messages in messages
    assert "limit-household" in said
    assert "change-seats" in said


def test_people_who_can_never_be_drawn_are_named_with_the_quota() -> None:
    """A category with no seats at all leaves its people out, for the reason given."""
    quotas = {"x": (1, 4), "y": (1, 4), "z": (0, 0)}
    made = prepared(protocol(4, [criterion("age", quotas)]), table(rows(12)))
    solved = solve_lottery(made.pool.model)
    assert solved is not None
    (found,) = never_drawn(made, solved)
    assert found.profile.categories == {"age": "z"}
    assert found.profile.people == 4
    assert [m.code for m in found.because] == ["limit-most"]


def test_people_excluded_by_several_quotas_together_are_named_with_all_of_them() -> None:
    """Someone kept out by two quotas at once is named with both."""
    pool: list[PoolRow] = [
        *({"id": f"a{k}", "sex": "F", "age": "x"} for k in range(5)),
        *({"id": f"b{k}", "sex": "M", "age": "y"} for k in range(5)),
        {"id": "c", "sex": "F", "age": "y"},
    ]
    made = prepared(
        protocol(
            4,
            [
                criterion("sex", {"F": (2, 2), "M": (2, 2)}),
                criterion("age", {"x": (2, 2), "y": (2, 2)}),
            ],
        ),
        table(pool),
    )
    solved = solve_lottery(made.pool.model)
    assert solved is not None
    (found,) = never_drawn(made, solved)
    assert found.profile.categories == {"sex": "F", "age": "y"}
    assert len(found.because) >= 2


def test_who_can_be_drawn_is_not_excluded_by_anything() -> None:
    """Every profile of a pool without such quotas can get a seat."""
    made = prepared(protocol(2, [criterion("sex", {"F": (1, 1), "M": (1, 1)})]), table(rows(6)))
    model = made.pool.model
    assert [excluding(model, profile) for profile in range(len(model.people))] == [[], []]


def test_a_college_too_small_for_its_households_is_named() -> None:
    """The seats of a college that its households cannot fill are named as that college's."""
    volunteers: list[PoolRow] = [
        {"id": f"v{k}", "sex": "F", "age": "x", "home": "same"} for k in range(3)
    ]
    made = prepared(
        protocol(2, colleges=[College("Body", 2, "college.csv")], household=("home",)),
        table(rows(12)),
        table(volunteers, "college.csv"),
    )
    text = "\n".join(Words("en").say(m) for m in cannot_meet(made).messages)
    assert "the college “Body”: from 2 to 1" in text
