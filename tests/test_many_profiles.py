"""Pools with many profiles: the shorter ways to their lottery against the plain one."""

from __future__ import annotations

import random

import numpy as np
import pytest

from sortition.lottery import decompose as decomposing
from sortition.lottery.decompose import mix
from sortition.lottery.even import even_weights
from sortition.lottery.model import Composition, Model, Row
from sortition.lottery.solve import solve_lottery
from tests.pools import prepared, random_pool


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
