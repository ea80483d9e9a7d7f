"""The proof that no lottery is fairer, in whole numbers that anyone can multiply and add.

Linear programming duality (D. Gale, H. W. Kuhn and A. W. Tucker, 1951): give each kind of people a
price y ≥ 0 per seat and each rule a price, positive for its most and negative for its least. Then
every composition, hence every lottery, keeps

    Σ y × expected seats  ≤  Σ rule price × its bound + Σ people × max(0, y − prices of its rules).

With the chances already settled in earlier stages put in, what is left bounds the least of the
other chances. Any prices give a true bound; the solver's give the best one. No solver checks it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from sortition.pool.rules import Model, Vector

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Relaxation

SCALE: Final = 10**12
"""Prices are kept as whole numbers, the largest of a stage about this."""
OF_A_SEAT: Final = Fraction(1, 10**6)
"""What a proof may leave open, in expected seats. Weights are whole thousand-millionths, and
rounding hundreds of them leaves some 10⁻⁷ seats."""
OF_A_CHANCE: Final = Fraction(1, 100)
"""And at most this, in proportion to the least chance that anyone has, so that nobody gains more in
a register of any size; rounding leaves less up to some fifty million people."""


@dataclass(frozen=True)
class Prices:
    """One stage of the proof. Only the prices that are not zero are kept."""

    held: tuple[int, ...]
    """Kinds whose chance this stage settles."""
    kinds: dict[int, int]
    rules: dict[int, int]


def certificate(relaxation: Relaxation) -> tuple[Prices, ...]:
    """The relaxation's proof in whole numbers."""
    stages = []
    for stage in relaxation.proof:
        prices = (*stage.kind_prices, *stage.rule_prices)
        largest = max(abs(float(price)) for price in prices)
        scale = SCALE / largest if largest else 0.0
        stages.append(
            Prices(
                held=stage.held,
                kinds=_whole(stage.kind_prices, scale),
                rules=_whole(stage.rule_prices, scale),
            )
        )
    return tuple(stages)


def _whole(prices: Vector, scale: float) -> dict[int, int]:
    rounded = {k: round(float(price) * scale) for k, price in enumerate(prices)}
    return {k: price for k, price in rounded.items() if price}


def bounds(model: Model, proof: Sequence[Prices]) -> dict[int, Fraction]:
    """The chance that each kind cannot exceed without someone worse off falling lower still.

    Kind → bound, in the order of the stages, exactly; for every kind there is. Raises ValueError
    where the prices prove nothing: a price that is no whole number, a negative one, a kind settled
    without a price, twice or never.
    """
    _check(model, proof)
    settled: dict[int, Fraction] = {}
    kind_people = model.kind_people
    for stage in proof:
        worth = Fraction(_most_worth(model, stage))
        weight = 0
        for kind, price in stage.kinds.items():
            if kind in settled:
                worth -= price * kind_people[kind] * settled[kind]
            else:
                weight += price * kind_people[kind]
        settled |= dict.fromkeys(stage.held, max(Fraction(0), worth / weight))
    return settled


def left_open(model: Model, proof: Sequence[Prices], seats: Sequence[int], unit: int) -> Fraction:
    """What a proof leaves open, in proportion to what the rounding of weights explains.

    `seats` are the expected seats of each kind, in whole parts of one seat's `unit`. A lottery is
    leximin if and only if every stage of some proof holds exactly (complementary slackness; A.
    Schrijver, Theory of Linear and Integer Programming, 1986, ch. 7.9):

    - those it settles have one and the same chance, its level;
    - nobody who is not settled yet has less;
    - at its prices no composition is worth more than the lottery is, chances above the level
      counted as the level only.

    Each of the three is measured in expected seats (the third at the price of the cheapest of those
    settled). What is left open is the largest of all, over `OF_A_SEAT` of a seat or `OF_A_CHANCE`
    of the expected seats of the single person with the least chance, whichever is less: so nobody
    can be given more than that at the expense of others, not even what a million people lack by a
    millionth each. At most one proves the lottery. Raises ValueError as `bounds` does, and where
    nobody has a chance.
    """
    _check(model, proof)
    people = model.kind_people
    chances = [Fraction(own, n) for own, n in zip(seats, people, strict=True)]
    least = min((chance for chance in chances if chance), default=Fraction(0))
    if not least:
        raise ValueError("nobody has a chance")
    allowed = min(OF_A_SEAT * unit, OF_A_CHANCE * least)
    largest = Fraction(0)
    free = set(range(len(people)))
    for stage in proof:
        level = Fraction(
            sum(seats[kind] for kind in stage.held), sum(people[kind] for kind in stage.held)
        )
        apart = [abs(seats[kind] - people[kind] * level) for kind in stage.held]
        below = [people[kind] * level - seats[kind] for kind in free]
        worth = Fraction(_most_worth(model, stage) * unit)
        for kind, price in stage.kinds.items():
            own = Fraction(seats[kind])
            worth -= price * (min(own, people[kind] * level + allowed) if kind in free else own)
        cheapest = min(stage.kinds[kind] for kind in stage.held)
        largest = max(largest, *apart, *below, worth / cheapest)
        free -= set(stage.held)
    return largest / allowed


def _check(model: Model, proof: Sequence[Prices]) -> None:
    """Raise ValueError where prices prove nothing, or settle not everyone exactly once."""
    settled: list[int] = []
    for stage in proof:
        numbers = (*stage.kinds.values(), *stage.rules.values())
        if any(type(number) is not int for number in numbers):
            raise ValueError("a price is no whole number")
        if any(price < 0 for price in stage.kinds.values()):
            raise ValueError("a kind's price is negative")
        if not stage.held or any(stage.kinds.get(kind, 0) == 0 for kind in stage.held):
            # Only for kinds with a price does the bound hold: the price is what ties them to it.
            raise ValueError("a stage settles nobody, or someone without a price")
        settled += stage.held
    if sorted(settled) != list(range(len(model.kinds))):
        raise ValueError("someone is settled never, or twice")


def _most_worth(model: Model, stage: Prices) -> int:
    """A whole number that the worth of no composition exceeds, at the prices of a stage."""
    price_of = [0] * len(model.people)
    for kind, price in stage.kinds.items():
        for profile in model.kinds[kind]:
            price_of[profile] += price
    worth = 0
    for number, price in stage.rules.items():
        row = model.rows[number]
        worth += price * (row.most if price > 0 else row.least)
        for profile in row.profiles:
            price_of[profile] -= price
    return worth + sum(
        people * max(0, price) for people, price in zip(model.people, price_of, strict=True)
    )
