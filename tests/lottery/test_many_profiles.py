"""Pools with many profiles: the shorter ways to their lottery against the plain one."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest

from sortition.lottery.certificate import bounds
from sortition.lottery.lottery import gap_of
from sortition.lottery.solve import solve_lottery
from sortition.lottery.whole_seats import decompose as decomposing
from sortition.lottery.whole_seats import pricing
from sortition.lottery.whole_seats.decompose import mix
from sortition.lottery.whole_seats.least_squares_weights import even_weights
from sortition.lottery.whole_seats.seat_exchanges import Swaps
from sortition.pool.rules import Composition, Model, Row
from tests.pools import criterion, prepared, protocol, random_pool, table


def some_compositions(seed: int) -> tuple[Model, list[Composition]]:
    """A model without quotas and distinct compositions of it."""
    draw = random.Random(seed)
    people = tuple(draw.randint(1, 4) for _ in range(draw.randint(3, 12)))
    seats = draw.randint(1, len(people) - 1)
    kinds = tuple((k,) for k in range(len(people)))
    rows = (Row("seats", 0, tuple(range(len(people))), seats, seats),)
    made: dict[Composition, None] = {}
    for _ in range(3 * len(people)):
        chosen = draw.sample(range(len(people)), seats)
        made[tuple(int(k in chosen) for k in range(len(people)))] = None
    return Model(people, kinds, rows), list(made)


@pytest.mark.parametrize("seed", range(60))
def test_even_weights_give_the_target_they_are_asked_for(seed: int) -> None:
    """Weights corrected from even ones are probabilities and give the expected seats, wherever the
    target is a mixture not far from even."""
    model, compositions = some_compositions(seed)
    draw = random.Random(seed)
    uneven = np.array([1.0 + 0.2 * draw.random() for _ in compositions])
    table = [model.kind_seats(composition) for composition in compositions]
    target = np.asarray((uneven / uneven.sum()) @ np.array(table))
    weights = even_weights(table, target)
    assert weights is not None
    assert weights.min() >= 0.0
    assert weights.sum() == pytest.approx(1.0, abs=1e-12)
    assert weights @ np.array(table) == pytest.approx(target, abs=1e-9)
    # The linear programme agrees that the target can be met.
    assert mix(model, target, compositions).shortfall <= 1e-8


def test_a_target_out_of_reach_has_no_even_weights() -> None:
    """Where no mixture gives the target there are no weights, and no approximate ones."""
    table = [np.array([1.0, 0.0, 1.0]), np.array([0.0, 1.0, 1.0])]
    assert even_weights(table, np.array([0.5, 0.75, 0.75])) is None
    assert even_weights(table, np.array([1.5, -0.5, 1.0])) is None


def many_criteria(people: int, seats: int, criteria: int, slack: int, seed: int) -> Model:
    """A pool in which nearly everyone is a profile of their own, with quotas around a panel."""
    draw = random.Random(seed)
    names = [f"c{number}" for number in range(criteria)]
    rows = [
        {"id": f"p{k:04}", "home": "", **{name: str(draw.randint(0, 2)) for name in names}}
        for k in range(people)
    ]
    panel = rows[:seats]
    quotas = []
    for name in names:
        counts = {v: sum(row[name] == v for row in panel) for v in "012"}
        around = {v: (max(0, n - slack), n + slack) for v, n in counts.items()}
        quotas.append(criterion(name, around))
    return prepared(protocol(seats, quotas), table(rows)).pool.model


@pytest.mark.parametrize("seed", range(6))
def test_exchanges_find_a_composition_where_there_is_one(seed: int) -> None:
    """With twenty criteria and a profile each, exchanges of seats end in a composition that keeps
    every rule, and improving it breaks none and loses no worth."""
    model = many_criteria(60, 12, 20, 2, seed)
    swaps = Swaps(model)
    start = swaps.rounded(np.full(len(model.people), 12 / 60))
    assert start.sum() == 12
    found = swaps.repaired(start, 20_000)
    assert found is not None
    assert model.is_valid(swaps.composition(found))
    worth = np.array([random.Random(seed + k).random() for k in range(len(model.people))])
    better = swaps.improved(found, worth)
    assert model.is_valid(swaps.composition(better))
    assert worth @ better >= worth @ found


@pytest.mark.slow
def test_twenty_criteria_give_a_lottery_and_an_honest_gap() -> None:
    """Where nearly everyone is a profile of their own there is a lottery; what it falls short of
    the bound is its gap, and it is called exact only where that is proven."""
    model = many_criteria(30, 8, 20, 2, seed=1)
    solved = solve_lottery(model)
    assert solved is not None
    assert all(model.is_valid(entry.seats) for entry in solved.lottery.entries)
    assert solved.gap == float(gap_of(solved.lottery, model, bounds(model, solved.proof)))
    assert solved.exact or not solved.proven
    assert solve_lottery(model).lottery == solved.lottery  # type: ignore[union-attr]  # as before


def test_an_effort_used_up_is_not_called_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without integer programmes the lottery is no fairer than the leximin one, and where it meets
    the relaxation no longer it is not called exact."""
    doubted = 0
    for seed in range(60):
        made, tables = random_pool(seed)
        model = prepared(made, *tables).pool.model
        plain = solve_lottery(model)
        if plain is None or plain.proven:
            continue
        with monkeypatch.context() as patch:
            patch.setattr(pricing, "BUDGET", 0)
            unproven = solve_lottery(model)
        assert unproven is not None
        assert min(unproven.lottery.chances(model)) <= min(plain.lottery.chances(model)) + Fraction(
            1, 10**6
        )
        doubted += not unproven.exact
    assert doubted


def test_both_ways_to_probabilities_give_the_same_chances(monkeypatch: pytest.MonkeyPatch) -> None:
    """With even weights or with the master programme, everyone has the same chance."""
    compared = 0
    for seed in range(60):
        made, tables = random_pool(seed)
        model = prepared(made, *tables).pool.model
        plain = solve_lottery(model)
        with monkeypatch.context() as patch:
            patch.setattr(decomposing, "MANY", 0)
            shorter = solve_lottery(model)
        assert (plain is None) == (shorter is None)
        if plain is None or shorter is None:
            continue
        compared += plain.lottery != shorter.lottery
        expected = [float(chance) for chance in plain.lottery.chances(model)]
        assert [float(c) for c in shorter.lottery.chances(model)] == pytest.approx(
            expected, abs=1e-6
        )
    assert compared
