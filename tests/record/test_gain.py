"""What anyone can gain by forging a lottery that is still called proven, at every size."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import pytest

from sortition.lottery.certificate import OF_A_CHANCE, OF_A_SEAT, Prices, Seats, bounds, proves
from sortition.lottery.lottery import TOTAL_WEIGHT, Lottery, Solved, Weighted, is_proven
from sortition.lottery.solve import solve_lottery
from sortition.pool.rules import Model, Row
from tests.pools import prepared, random_pool
from tests.record import forger

pytestmark = pytest.mark.slow

SIZES = (150, 13_000, 130_000, 1_300_000)


@cache
def city(people: int) -> tuple[Model, Solved, tuple[int, ...]]:
    """A town with sixty profiles, some of one person, its honest lottery, and who these are."""
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
    model = Model(tuple(counts), tuple((o,) for o in range(len(profiles))), tuple(rows))
    return model, solved(model), tuple(o for o, count in enumerate(counts) if count == 1)


def claims_proof(lottery: Lottery, model: Model, proof: Sequence[Prices], split: Seats) -> bool:
    """Whether a proof, as a record may have it, passes for a lottery."""
    try:
        bound = bounds(model, proof)
    except ValueError:
        return False
    return is_proven(lottery, model, bound, split)


def solved(model: Model) -> Solved:
    """The honest lottery of a model, which is proven."""
    found = solve_lottery(model)
    assert found is not None
    assert found.proven
    return found


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
    made = []
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


def shifted(lottery: Lottery, person: int) -> list[Lottery]:
    """Lotteries with ever more weight on the compositions in which one person sits."""
    entries = lottery.entries
    lucky = [k for k, entry in enumerate(entries) if entry.seats[person]]
    made = []
    for exponent in range(31) if lucky else ():
        weights = [entry.weight - entry.weight // 2**exponent for entry in entries]
        weights[lucky[0]] += TOTAL_WEIGHT - sum(weights)
        made.append(
            Lottery.of(
                Weighted(weight, entry.seats)
                for weight, entry in zip(weights, entries, strict=True)
                if weight
            )
        )
    return made


@pytest.mark.parametrize("people", SIZES)
def test_nobody_gains_more_than_rounding_whatever_the_proof(people: int) -> None:
    """In a register of any size, under the honest proof or one made to favour someone, a lottery
    that passes as proven gives nobody more than a millionth of a seat and a hundredth too much."""
    model, honest, alone = city(people)
    passed = 0
    for person in alone[:3]:
        fair = honest.lottery.chances(model)[person]
        proofs = [honest.proof, *forged_proofs(honest.proof, person)]
        for rigged in shifted(honest.lottery, person):
            for proof in proofs:
                if claims_proof(rigged, model, proof, {}):
                    passed += 1
                    gain = rigged.chances(model)[person] - fair
                    assert gain <= 2 * min(OF_A_SEAT, OF_A_CHANCE * fair), proof
    assert passed


@pytest.mark.parametrize("seed", range(60))
def test_what_is_proven_is_the_one_fairest_lottery(seed: int) -> None:
    """Whatever rigged lottery and whatever proof, of small pools with households and colleges: what
    passes gives everyone the chance that the honest lottery gives."""
    made, tables = random_pool(seed)
    model = prepared(made, *tables).pool.model
    honest = solve_lottery(model)
    if honest is None:
        return
    for _, rigged in forger.rigged_lotteries(model, honest.lottery):
        for _, proof in forger.proofs(model, honest.proof):
            if claims_proof(rigged, model, proof, honest.split):
                assert honest.proven
                for one, other in zip(
                    rigged.chances(model), honest.lottery.chances(model), strict=True
                ):
                    assert abs(one - other) <= Fraction(1, 10**5)


@pytest.mark.parametrize("sectors", [20, 100])
def test_small_errors_of_many_do_not_add_up_for_one(sectors: int) -> None:
    """Where every sector is off by less than rounding, half one way and half the other, and one
    person is settled after them, that person's gain is the sum: the lottery is not proven."""
    women, youngest, men = 8, 3, 9
    younger, older, rest = 299_998, 500_002, 100_000

    def even(count: int) -> list[int]:
        return [count // sectors + (k < count % sectors) for k in range(sectors)]

    counts = [*even(older), *even(younger), 1, *even(rest)]
    first, second = range(sectors), range(sectors, 2 * sectors)
    person, others = 2 * sectors, range(2 * sectors + 1, 3 * sectors + 1)
    everyone = tuple(range(len(counts)))
    rows = (
        Row("seats", 0, everyone, women + men, women + men),
        Row("quota", 0, (*first, *second), women, women),
        Row("quota", 1, (person, *others), men, men),
        Row("quota", 2, (*second, person), youngest, youngest),
        Row("quota", 3, (*first, *others), women + men - youngest, women + men - youngest),
    )
    model = Model(tuple(counts), tuple((o,) for o in everyone), rows)
    proof = (
        Prices((*first, *second), dict.fromkeys((*first, *second), 1), {1: 1}),
        Prices((person,), {person: 1} | dict.fromkeys(second, 1), {3: 1}),
        Prices(tuple(others), dict.fromkeys((*others, person), 1), {2: 1}),
    )
    bound = bounds(model, proof)
    small = OF_A_CHANCE * bound[0] * Fraction(9, 10)
    chances = []
    for error in (Fraction(0), small):
        seats = [counts[k] * bound[k] for k in everyone]
        for k in first:
            seats[k] += error
        for k in second:
            seats[k] -= error
        seats[person] += sectors * error
        for k in others:
            seats[k] -= sectors * error * counts[k] / rest
        lottery = _systematic(seats)
        assert model.first_invalid([entry.seats for entry in lottery.entries]) is None
        chances.append((lottery.chances(model)[person], claims_proof(lottery, model, proof, {})))
    (honest, proven), (forged, passed) = chances
    assert proven
    assert forged > honest * Fraction(105, 100)
    assert not passed


def _systematic(seats: Sequence[Fraction]) -> Lottery:
    """A lottery with given expected seats: points one seat apart on all of them end to end."""
    parts = [round(own * TOTAL_WEIGHT) for own in seats]
    parts[0] += round(sum(seats)) * TOTAL_WEIGHT - sum(parts)
    ends = [0]
    for own in parts:
        ends.append(ends[-1] + own)
    starts = sorted({end % TOTAL_WEIGHT for end in ends} | {0})
    weights: Counter[tuple[int, ...]] = Counter()
    for start, after in zip(starts, [*starts[1:], TOTAL_WEIGHT], strict=True):
        before = [-((start - end) // TOTAL_WEIGHT) for end in ends]
        composition = tuple(b - a for a, b in itertools.pairwise(before))
        weights[composition] += after - start
    return Lottery.of(Weighted(weight, one) for one, weight in weights.items())


def test_one_person_cannot_have_what_all_others_lack_by_a_millionth() -> None:
    """In a town of 130,000, a lottery that takes a millionth of a chance from everyone and gives
    one person a thousand times their own is not proven, though nobody else would notice."""
    count = 130_000
    model = Model((count - 1, 1), ((0,), (1,)), (Row("seats", 0, (0, 1), 17, 17),))
    honest = solved(model)
    share = TOTAL_WEIGHT * 127 // 1000
    rigged = Lottery.of([Weighted(TOTAL_WEIGHT - share, (17, 0)), Weighted(share, (16, 1))])
    before, after = honest.lottery.chances(model), rigged.chances(model)
    assert before[0] - after[0] < 1e-6
    assert after[1] > 900 * before[1]
    everyone = {0: 10**12, 1: 10**12}
    for proof in (
        honest.proof,
        (Prices((0,), {0: 10**12}, {0: 10**12}), Prices((1,), {1: 1}, {})),
        (Prices((0,), everyone, {0: 10**12}), Prices((1,), {1: 1}, {})),
        (Prices((0,), everyone, {0: 10**12}), Prices((1,), everyone, {0: 10**12})),
    ):
        assert not claims_proof(rigged, model, proof, {})


def test_a_proof_of_long_fractions_ends_in_seconds() -> None:
    """Prices without a common measure give levels of thousands of digits, and shares that have
    nothing in common add up to more: both are refused, and neither takes long."""
    kinds = 300
    people = tuple(100 + kind for kind in range(kinds))
    model = Model(
        people,
        tuple((kind,) for kind in range(kinds)),
        (Row("seats", 0, tuple(range(kinds)), 50, 50),),
    )
    proof = [
        Prices(
            (kind,),
            {other: 10**15 - 7 * kind - other for other in range(kind + 1)},
            {0: 10**15 - kind},
        )
        for kind in range(kinds)
    ]
    assert not proves(model, bounds(model, proof), [0] * kinds, 1, {})
    pairs = Model(
        (10**6,) * kinds,
        tuple((kind, kind + 1) for kind in range(0, kinds, 2)),
        (Row("seats", 0, tuple(range(kinds)), 0, 50),),
    )
    held = tuple(range(kinds // 2))
    even = [Prices(held, dict.fromkeys(held, 1), {0: 1})]
    share = Fraction(50, kinds // 2)
    split = {}
    for kind in range(0, kinds, 2):
        split[kind] = Fraction(1, 10**60 + kind)
        split[kind + 1] = share - split[kind]
    expected = [share / 2] * kinds
    parts = [int(own * 6) for own in expected]
    assert not proves(pairs, bounds(pairs, even), parts, 6, split)
