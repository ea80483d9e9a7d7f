"""The lottery of a draw: compositions with whole weights, and how fair it is."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any, Final

from sortition.lottery.certificate import Bounds, Prices, Seats, margin, proves
from sortition.pool.rules import Composition, Model

TOTAL_WEIGHT: Final = 10**9
"""The weights of a lottery add up to this."""
LOG_DIGITS: Final = 12
"""Digits kept of a geometric mean: machines agree on logarithms only so far."""


@dataclass(frozen=True)
class Weighted:
    """One composition of a lottery and its weight, out of `TOTAL_WEIGHT`."""

    weight: int
    seats: Composition


@dataclass(frozen=True)
class Lottery:
    """Compositions with weights, in the order in which the draw lays them end to end."""

    entries: tuple[Weighted, ...]

    @staticmethod
    def of(entries: Iterable[Weighted]) -> Lottery:
        """The lottery of some compositions, in its one order: the heaviest first, then by seats.

        The order is fixed by the content, so that nobody can arrange it to suit a seed.
        """
        return Lottery(tuple(sorted(entries, key=lambda entry: (-entry.weight, entry.seats))))

    def expected_parts(self) -> tuple[int, ...]:
        """Expected seats of each profile, in whole parts of which `TOTAL_WEIGHT` are a seat."""
        weights = [entry.weight for entry in self.entries]
        columns = zip(*(entry.seats for entry in self.entries), strict=True)
        return tuple(sum(map(operator.mul, weights, column)) for column in columns)

    def expected_seats(self) -> tuple[Fraction, ...]:
        """Expected seats of each profile, exactly."""
        return tuple(Fraction(parts, TOTAL_WEIGHT) for parts in self.expected_parts())

    def chances(self, model: Model) -> tuple[Fraction, ...]:
        """The selection probability of a person of each kind, exactly."""
        expected = self.expected_seats()
        return tuple(
            sum((expected[profile] for profile in kind), Fraction(0)) / people
            for kind, people in zip(model.kinds, model.kind_people, strict=True)
        )


@dataclass(frozen=True)
class Fairness:
    """How evenly chances are spread over people (not over profiles)."""

    people: int
    seats: int
    min: float
    max: float
    gini: float
    geometric_mean: float

    def to_json(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


@dataclass(frozen=True)
class Solved:
    """A lottery, the proof of its fairness and what it took."""

    lottery: Lottery
    exact: bool
    """Whether it is the leximin lottery, as its proof or the solver says."""
    proven: bool
    """Whether its proof shows that, without a solver."""
    gap: float
    """Largest shortfall of someone's chance from the relaxation's, as a probability."""
    proof: tuple[Prices, ...]
    """Prices that prove the relaxation's chances (`certificate.bounds`)."""
    split: Seats
    """How people on several lists share their chance between their profiles, exactly."""
    seconds: float
    household_bound: float = 0.0
    """Nobody's chance is moved by more than this where households are kept by ticket order."""

    def to_json(self, model: Model) -> dict[str, Any]:
        """The figures that `--json` prints."""
        fairness = fairness_of(self.lottery, model).to_json()
        sizes = {
            "people": fairness.pop("people"),
            "seats": fairness.pop("seats"),
            "profiles": len(model.people),
            "compositions": len(self.lottery.entries),
        }
        proof = {"exact": self.exact, "gap": self.gap, "seconds": round(self.seconds, 3)}
        return sizes | fairness | proof


def gap_of(lottery: Lottery, model: Model, bound: Bounds) -> Fraction:
    """The largest shortfall of someone's chance from what a proof allows them, exactly."""
    chances = lottery.chances(model)
    return max([Fraction(0), *(bound[kind] - chances[kind] for kind in bound)])


def is_proven(lottery: Lottery, model: Model, bound: Bounds, split: Seats) -> bool:
    """Whether the bounds of a proof show that no lottery is fairer.

    `split` are the exact expected seats of the profiles of people on several lists.
    """
    return proves(model, bound, lottery.expected_parts(), TOTAL_WEIGHT, split)


def are_alike(model: Model, one: Lottery, other: Lottery) -> bool:
    """Whether two lotteries give everyone the same chance but for the rounding of weights."""
    chances = one.chances(model)
    allowed = margin(chances)
    return all(
        people * abs(mine - theirs) <= allowed
        for people, mine, theirs in zip(
            model.kind_people, chances, other.chances(model), strict=True
        )
    )


def fairness_of(lottery: Lottery, model: Model) -> Fairness:
    """Least and greatest chance, Gini coefficient and geometric mean over people.

    Gini: mean absolute difference of two people's chances over twice their mean (C. Gini, 1912),
    computed from the ordered chances.
    """
    people = model.kind_people
    kinds = sorted(zip(lottery.chances(model), people, strict=True))
    count = sum(people)
    before, weighted, total = 0, Fraction(0), Fraction(0)
    for chance, own in kinds:
        # The sum of the ranks of these people, counted from one, times their common chance.
        weighted += chance * (own * before + own * (own + 1) // 2)
        total += chance * own
        before += own
    gini = 2 * weighted / (count * total) - Fraction(count + 1, count)
    least, most = kinds[0][0], kinds[-1][0]
    logs = [own * math.log(chance) for chance, own in kinds] if least else [-math.inf]
    return Fairness(
        people=count,
        seats=model.all_seats,
        min=float(least),
        max=float(most),
        gini=float(gini),
        geometric_mean=float(f"{math.exp(math.fsum(logs) / count):.{LOG_DIGITS}g}"),
    )
