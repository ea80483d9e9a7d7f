"""The lottery against its naive twin, published optima, and its own proof."""

from __future__ import annotations

import csv
import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sortition.lottery.certificate import bounds
from sortition.lottery.leximin import relaxed_leximin
from sortition.lottery.lottery import (
    TOTAL_WEIGHT,
    Lottery,
    Weighted,
    fairness_of,
    gap_of,
    is_proven,
)
from sortition.lottery.solve import solve_lottery, whole_weights
from sortition.lottery.whole_seats.column_generation import hull_leximin
from sortition.lottery.whole_seats.decompose import mix
from sortition.pool.prepare import Prepared, prepare
from sortition.pool.rules import Model, Row
from sortition.protocol.two_files import two_file_protocol
from tests.instances.expanded import expanded
from tests.lottery.brute_force import leximin_chances, panels
from tests.places import PEERS, with_peers
from tests.pools import criterion, prepared, protocol, random_pool, table

ROUNDING = 1e-6
"""What the rounding of weights may take from a chance in pools this small."""


def chances_by_id(made: Prepared) -> dict[str, float] | None:
    solved = solve_lottery(made.pool.model)
    if solved is None:
        return None
    chances = solved.lottery.chances(made.pool.model)
    return {i: float(chances[k]) for i, k in zip(made.pool.ids, made.pool.kind, strict=True)}


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_chances_equal_those_of_every_panel_enumerated(block: int) -> None:
    """On hundreds of random small pools everyone has the leximin chance, within a millionth."""
    impossible = 0
    for seed in range(40 * block, 40 * (block + 1)):
        made, tables = random_pool(seed)
        expected = leximin_chances(made, tables)
        found = chances_by_id(prepared(made, *tables))
        assert (found is None) == (expected is None), seed
        if found is None or expected is None:
            impossible += 1
            continue
        assert found == pytest.approx(expected, abs=1e-6), seed
    assert impossible < 20


@pytest.mark.parametrize("block", range(4))
def test_both_ways_to_the_lottery_agree(block: int) -> None:
    """Column generation over whole seats alone gives the chances that the relaxation gave."""
    for seed in range(1000 + 15 * block, 1000 + 15 * (block + 1)):
        made, tables = random_pool(seed)
        model = prepared(made, *tables).pool.model
        solved = solve_lottery(model)
        mixture = hull_leximin(model)
        assert (solved is None) == (mixture is None)
        if solved is None or mixture is None:
            continue
        entries = zip(whole_weights(mixture.weights), mixture.compositions, strict=True)
        lottery = Lottery(tuple(Weighted(weight, seats) for weight, seats in entries))
        found = [float(c) for c in lottery.chances(model)]
        assert found == pytest.approx([float(c) for c in solved.lottery.chances(model)], abs=1e-6)


def test_a_relaxation_that_promises_too_much_is_not_believed() -> None:
    """Where fractions of seats would be fairer than any lottery, the true leximin is found, with
    the gap: three people of whom any two exclude each other half by half."""
    # Odd cycle: at most one of each two neighbours, so one of three; fractions would allow 3 × 1/2.
    rows = [
        {"id": "x", "home": "", "a": "a0", "b": "b0", "c": "c1"},
        {"id": "y", "home": "", "a": "a0", "b": "b1", "c": "c0"},
        {"id": "z", "home": "", "a": "a1", "b": "b0", "c": "c0"},
        *({"id": f"w{k}", "home": "", "a": "a1", "b": "b1", "c": "c1"} for k in range(3)),
    ]
    made = protocol(2, [criterion(n, {f"{n}0": (0, 1), f"{n}1": (0, 2)}) for n in "abc"])
    everyone = prepared(made, table(rows))
    solved = solve_lottery(everyone.pool.model)
    expected = leximin_chances(made, [table(rows)])
    assert solved is not None
    assert chances_by_id(everyone) == pytest.approx(expected, abs=1e-6)
    assert solved.exact


@pytest.mark.slow
def test_pools_whose_relaxation_is_out_of_reach_are_among_those_compared() -> None:
    """The random pools compared with every panel include some with a gap to the relaxation."""
    gaps = []
    for seed in range(400):
        made, tables = random_pool(seed)
        solved = solve_lottery(prepared(made, *tables).pool.model)
        gaps.append(0.0 if solved is None else solved.gap)
    assert sum(gap > 1e-3 for gap in gaps) >= 5


@pytest.mark.parametrize("seed", range(60))
def test_every_composition_can_be_seated(seed: int) -> None:
    """Each composition keeps the rules, and weights are positive and add up to 10⁹."""
    made, tables = random_pool(seed)
    model = prepared(made, *tables).pool.model
    solved = solve_lottery(model)
    if solved is None:
        assert not list(panels(made, tables))
        return
    assert all(model.is_valid(entry.seats) for entry in solved.lottery.entries)
    assert min(entry.weight for entry in solved.lottery.entries) > 0
    assert sum(entry.weight for entry in solved.lottery.entries) == TOTAL_WEIGHT


@pytest.mark.parametrize("seed", range(60))
def test_the_proof_bounds_every_lottery(seed: int) -> None:
    """No chance is above its bound where the gap is zero, and the gap is what the proof leaves."""
    made, tables = random_pool(seed)
    model = prepared(made, *tables).pool.model
    solved = solve_lottery(model)
    if solved is None:
        return
    chances = solved.lottery.chances(model)
    bound = bounds(model, solved.proof)
    assert sorted(bound) == list(range(len(model.kinds)))
    assert float(gap_of(solved.lottery, model, bounds(model, solved.proof))) == solved.gap
    least = min(range(len(chances)), key=lambda kind: chances[kind])
    assert chances[least] <= min(bound.values()) + Fraction(1, 10**8)


@pytest.mark.parametrize("block", range(3))
def test_a_lottery_that_meets_the_relaxation_is_proven(block: int) -> None:
    """Where the gap is zero the proof in the record's whole numbers shows it, and nowhere else."""
    proven = 0
    for seed in range(100 * block, 100 * (block + 1)):
        made, tables = random_pool(seed)
        model = prepared(made, *tables).pool.model
        solved = solve_lottery(model)
        if solved is None:
            continue
        assert solved.proven == is_proven(
            solved.lottery, model, bounds(model, solved.proof), solved.split
        ), seed
        assert solved.proven == (solved.gap <= ROUNDING), seed
        proven += solved.proven
    assert proven > 50


def test_prices_made_up_prove_nothing_too_good() -> None:
    """Any prices at all give a bound that the leximin lottery's least chance keeps."""
    made, tables = random_pool(3)
    model = prepared(made, *tables).pool.model
    solved = solve_lottery(model)
    assert solved is not None
    least = min(solved.lottery.chances(model))
    draw = random.Random(5)
    for _ in range(200):
        stage = solved.proof[0]
        bent = type(stage)(
            held=tuple(range(len(model.kinds))),
            kinds={k: draw.randint(1, 9) for k in range(len(model.kinds))},
            rules={r: draw.randint(-9, 9) for r in range(len(model.rows))},
        )
        assert min(bounds(model, [bent]).values()) >= least - Fraction(1, 10**8)


def test_a_negative_price_is_refused() -> None:
    """A proof with a negative price on people is no proof."""
    made, tables = random_pool(3)
    model = prepared(made, *tables).pool.model
    solved = solve_lottery(model)
    assert solved is not None
    stage = solved.proof[0]
    bent = type(stage)(stage.held, {0: -1}, stage.rules)
    with pytest.raises(ValueError, match="negative"):
        bounds(model, [bent])


@given(st.lists(st.floats(0.0, 1.0, allow_nan=False), min_size=1, max_size=40))
def test_weights_become_whole_without_losing_any(weights: list[float]) -> None:
    """Whole weights add up to 10⁹ and none is further than one from its exact value."""
    total = sum(weights)
    if not total:
        weights, total = [1.0], 1.0
    exact = [weight / total for weight in weights]
    whole = whole_weights(exact)
    assert sum(whole) == TOTAL_WEIGHT
    assert all(abs(w - e * TOTAL_WEIGHT) <= 1.001 for w, e in zip(whole, exact, strict=True))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_gini_is_the_mean_difference(data: st.DataObject) -> None:
    """The Gini coefficient equals its definition: every pair of people compared."""
    people = data.draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    kinds = tuple((k,) for k in range(len(people)))
    seats = tuple(data.draw(st.integers(0, n)) for n in people)
    if not sum(seats):
        return
    rows = (Row("seats", 0, tuple(range(len(people))), sum(seats), sum(seats)),)
    model = Model(tuple(people), kinds, rows)
    lottery = Lottery((Weighted(TOTAL_WEIGHT, seats),))
    chances = [seats[k] / people[k] for k in range(len(people)) for _ in range(people[k])]
    mean = sum(chances) / len(chances)
    apart = sum(abs(one - other) for one in chances for other in chances)
    assert fairness_of(lottery, model).gini == pytest.approx(
        apart / (2 * len(chances) ** 2 * mean), abs=1e-12
    )


def test_a_mixture_is_the_best_there_is() -> None:
    """Two compositions mixed half and half leave no shortfall from the even chances."""
    model = Model((2, 2), ((0,), (1,)), (Row("seats", 0, (0, 1), 1, 1),))
    relaxation = relaxed_leximin(model)
    assert relaxation is not None
    mixture = mix(model, relaxation.seats, [(1, 0), (0, 1)])
    assert mixture.shortfall == pytest.approx(0.0, abs=1e-9)
    assert list(mixture.weights) == pytest.approx([0.5, 0.5])


# Best leximin lottery known for the public instance of 150 candidates and 22 seats (Sortition
# Foundation, sortition-algorithms, tests/fixtures): least chance 9.091 %, Gini 14.04 %, geometric
# mean 14.12 %. The two instances of "Fair algorithms for selecting citizens' assemblies", Nature
# 596 (2021): every chance exactly 10 %.
PUBLISHED = [
    ("150_for_22", 22, 0.09091, 0.1404, 0.1412),
    ("200_for_20", 20, 0.1, 0.0, 0.1),
    ("2000_for_200", 200, 0.1, 0.0, 0.1),
]


@pytest.mark.parametrize(("name", "seats", "least", "gini", "mean"), PUBLISHED)
def test_published_optima_are_reached(
    name: str, seats: int, least: float, gini: float, mean: float, tmp_path: Path
) -> None:
    """The public instances give the best leximin lottery known, and it is proven."""
    people, features = expanded(name, tmp_path)
    one = two_file_protocol(
        people=people, features=features, seats=seats, id_column="id", household=()
    )
    made = prepare(one, tmp_path, name=features.name)
    solved = solve_lottery(made.pool.model)
    assert solved is not None
    assert solved.exact
    assert solved.gap <= 1e-6
    assert is_proven(
        solved.lottery, made.pool.model, bounds(made.pool.model, solved.proof), solved.split
    )
    fairness = fairness_of(solved.lottery, made.pool.model)
    assert fairness.min == pytest.approx(least, abs=5e-6)
    assert fairness.gini == pytest.approx(gini, abs=5e-5)
    assert fairness.geometric_mean == pytest.approx(mean, abs=5e-5)


@with_peers("makes households of the addresses in the published files")
def test_address_columns_make_households_of_the_public_instance() -> None:
    """The 150 candidates with their address columns as households are solved, proven, and seat
    nobody twice from one address."""
    folder = PEERS / "sortition_algorithms_150"
    one = two_file_protocol(
        people=folder / "candidates.csv",
        features=folder / "features.csv",
        seats=22,
        id_column="nationbuilder_id",
        household=("primary_address1", "primary_zip"),
    )
    made = prepare(one, folder, name="features.csv")
    with (folder / "candidates.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    addresses = {(r["primary_address1"], r["primary_zip"]) for r in rows}
    assert len(set(made.pool.household)) == len(addresses)
    solved = solve_lottery(made.pool.model)
    assert solved is not None
    assert solved.exact
