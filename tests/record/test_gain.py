"""What anyone can gain by forging a lottery that is still called proven, at every size of
register."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from sortition.lottery.certificate import OF_A_CHANCE, OF_A_SEAT, Prices, _most_worth
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Solved, Weighted, is_proven
from sortition.lottery.solve import solve_lottery
from sortition.pool.rules import Model, Row

MOST = 1.03
"""Nobody's chance becomes more than this times their honest one: two hundredths for the two sides
of what rounding explains, and a little for later stages."""
SIZES = (150, 13_000, 130_000, 1_300_000)


@cache
def city(people: int) -> tuple[Model, Solved, tuple[int, ...]]:
    """A town with sixty profiles, some of one person, its honest lottery, and who these persons
    are."""
    chance = random.Random(people)
    profiles = [(a, b, c) for a in range(2) for b in range(5) for c in range(6)]
    counts = [max(1, int(people / 60 * (0.5 + chance.random()))) for _ in profiles]
    for _ in range(6):
        counts[chance.randrange(len(counts))] = 1
    total, seats = sum(counts), 17
    rows = [Row("seats", 0, tuple(range(len(profiles))), seats, seats)]
    for place, values in ((0, 2), (1, 5), (2, 6)):
        for value in range(values):
            own = tuple(o for o, profile in enumerate(profiles) if profile[place] == value)
            share = seats * sum(counts[o] for o in own) // total
            rows.append(Row("quota", len(rows) - 1, own, share, share + 1))
    kinds = tuple((o,) for o in range(len(profiles)))
    model = Model(tuple(counts), kinds, tuple(rows))
    solved = solve_lottery(model)
    assert solved is not None
    assert solved.proven
    return model, solved, tuple(o for o, count in enumerate(counts) if count == 1)


def best_forgery(
    model: Model, proof: Sequence[Prices], honest: Lottery, person: int
) -> float | None:
    """The greatest chance of one person under any lottery (in fractions of seats, which allows more
    than whole seats do) that a proof lets pass; None where it lets none pass.

    The conditions of `certificate.left_open` as a linear programme: seats of each profile, the
    level of each stage, and what each kind counts for in it.
    """
    people = np.array(model.kind_people, dtype=float)
    least = min(float(one) for one in honest.chances(model) if one)
    allowed = min(float(OF_A_SEAT), float(OF_A_CHANCE) * least)
    profiles, stages = len(model.people), len(proof)
    rows: list[tuple[dict[int, float], float]] = []
    for row in model.rows:
        rows.append((dict.fromkeys(row.profiles, 1.0), row.most))
        rows.append((dict.fromkeys(row.profiles, -1.0), -row.least))
    columns = profiles + stages
    free = set(range(len(people)))
    for number, stage in enumerate(proof):
        level = profiles + number
        rows += [({kind: 1.0, level: -people[kind]}, allowed) for kind in stage.held]
        rows += [({kind: -1.0, level: people[kind]}, allowed) for kind in free]
        cheapest = min(stage.kinds[kind] for kind in stage.held)
        worth: dict[int, float] = {}
        for kind, price in stage.kinds.items():
            counted = kind
            if kind in free:
                counted, columns = columns, columns + 1
                rows.append(({kind: -1.0, counted: 1.0}, 0.0))
                rows.append(({level: -people[kind], counted: 1.0}, allowed))
            worth[counted] = -price / cheapest
        rows.append((worth, allowed - _most_worth(model, stage) / cheapest))
        free -= set(stage.held)
    matrix = lil_matrix((len(rows), columns))
    for index, (row_of, _) in enumerate(rows):
        for column, value in row_of.items():
            matrix[index, column] = value
    cost = np.zeros(columns)
    cost[person] = -1.0
    most = [(0.0, float(n)) for n in model.people] + [(0.0, None)] * (columns - profiles)
    found = linprog(
        cost,
        A_ub=matrix.tocsr(),
        b_ub=[bound for _, bound in rows],
        bounds=most,
        method="highs",
        options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    )
    return -float(found.fun) / people[person] if found.status == 0 else None


def forged_proofs(proof: Sequence[Prices], person: int) -> list[tuple[Prices, ...]]:
    """Proofs in whole numbers that would let one person have more: settled last and alone, at a
    price of their own, or at none until then."""
    alone = [
        Prices(
            tuple(kind for kind in stage.held if kind != person),
            {kind: price for kind, price in stage.kinds.items() if kind != person},
            stage.rules,
        )
        for stage in proof
    ]
    priced = [
        Prices(one.held, stage.kinds, one.rules) for one, stage in zip(alone, proof, strict=True)
    ]
    last = proof[-1]
    made = [tuple(proof)]
    for stages in (alone, priced):
        kept = tuple(stage for stage in stages if stage.held)
        made.append((*kept, Prices((person,), {person: 1}, {})))
        made.append((*kept, Prices((person,), last.kinds | {person: 1}, last.rules)))
        for price in (10**12, 10**14, 10**16):
            made.append((*kept, Prices((person,), last.kinds | {person: price}, last.rules)))
            made.append((*kept, Prices((person,), {person: price}, last.rules)))
    for number in range(len(proof)):
        for factor in (10**2, 10**4):
            raised = {k: p * factor if k == person else p for k, p in proof[number].kinds.items()}
            bent = Prices(proof[number].held, raised, proof[number].rules)
            made.append((*proof[:number], bent, *proof[number + 1 :]))
    return made


@pytest.mark.parametrize("people", SIZES)
def test_nobody_gains_more_than_rounding_whatever_the_proof(people: int) -> None:
    """In a register of any size, under the honest proof or one made to favour someone, no lottery
    that passes as proven gives a single person more than a few hundredths more than the honest
    one."""
    model, solved, alone = city(people)
    honest = [float(chance) for chance in solved.lottery.chances(model)]
    passed = 0
    for person in alone[:2]:
        for proof in forged_proofs(solved.proof, person):
            best = best_forgery(model, proof, solved.lottery, person)
            if best is not None:
                passed += 1
                assert best <= MOST * honest[person], proof
    assert passed >= 2


@pytest.mark.parametrize("people", SIZES)
def test_weight_given_to_compositions_with_one_person_is_noticed(people: int) -> None:
    """Weights shifted, part by part, to the compositions in which one person sits: as soon as the
    person gains more than a hundredth and rounding, the lottery is not proven any more."""
    model, solved, alone = city(people)
    entries = solved.lottery.entries
    for person in alone[:2]:
        honest = solved.lottery.chances(model)[person]
        lucky = [k for k, entry in enumerate(entries) if entry.seats[person]]
        if not lucky:
            continue
        noticed = False
        for exponent in range(31):
            part = 2**exponent
            weights = [entry.weight - entry.weight // part for entry in entries]
            weights[lucky[0]] += TOTAL_WEIGHT - sum(weights)
            rigged = Lottery.of(
                Weighted(weight, entry.seats)
                for weight, entry in zip(weights, entries, strict=True)
                if weight
            )
            if rigged.chances(model)[person] > honest * 103 / 100:
                assert not is_proven(rigged, model, solved.proof)
                noticed = True
        assert noticed


def test_one_person_cannot_have_what_all_others_lack_by_a_millionth() -> None:
    """In a town of 130,000, a lottery that takes a millionth of a chance from everyone and gives
    one person a thousand times their own is not proven, though nobody else would notice."""
    count = 130_000
    model = Model((count - 1, 1), ((0,), (1,)), (Row("seats", 0, (0, 1), 17, 17),))
    solved = solve_lottery(model)
    assert solved is not None
    assert solved.proven
    share = TOTAL_WEIGHT * 127 // 1000
    rigged = Lottery.of([Weighted(TOTAL_WEIGHT - share, (17, 0)), Weighted(share, (16, 1))])
    before, after = solved.lottery.chances(model), rigged.chances(model)
    assert before[0] - after[0] < 1e-6
    assert after[1] > 900 * before[1]
    everyone = {0: 10**12, 1: 10**12}
    for proof in (
        solved.proof,
        (Prices((0,), {0: 10**12}, {0: 10**12}), Prices((1,), {1: 1}, {})),
        (Prices((0,), everyone, {0: 10**12}), Prices((1,), {1: 1}, {})),
        (Prices((0,), everyone, {0: 10**12}), Prices((1,), everyone, {0: 10**12})),
    ):
        assert not is_proven(rigged, model, proof)
