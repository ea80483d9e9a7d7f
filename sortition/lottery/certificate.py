"""The proof that no lottery is fairer, in whole numbers that anyone can multiply and add.

Linear programming duality (D. Gale, H. W. Kuhn and A. W. Tucker, 1951): give each kind of people a
price y ≥ 0 per seat and each rule a price, positive for its most and negative for its least. Then
every composition, hence every lottery, keeps

    Σ y × expected seats  ≤  Σ rule price × its bound + Σ people × max(0, y − prices of its rules).

With the chances already settled in earlier stages put in, what is left bounds the least of the
other chances. Where some shares of the seats keep every rule and reach all these bounds, they are
the fairest there are (complementary slackness; A. Schrijver, Theory of Linear and Integer
Programming, 1986, ch. 7.9), and a lottery is proven that gives everyone these chances. All of it is
exact: fractions, and no solver.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

from sortition.pool.rules import Model, Vector

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Relaxation

SCALE: Final = 10**12
"""The largest price of a stage whose prices are no simple fractions of each other."""
SIMPLE: Final = 2000
"""The largest denominator of a simple fraction: prices are vertices of a programme of noughts and
ones, and have small ones."""
LARGEST: Final = 10**15
"""The largest price of a proof."""
LONGEST: Final = 10**5000
"""The largest common denominator of exact chances: more would take long to add up."""
OF_A_SEAT: Final = Fraction(1, 10**6)
"""How far a lottery may be from the chances proven, in expected seats. Weights are whole
thousand-millionths, and rounding hundreds of them moves some 10⁻⁷ seats."""
OF_A_CHANCE: Final = Fraction(1, 100)
"""And at most this, in proportion to the least chance that anyone has, so that nobody gains more in
a register of any size; rounding moves less up to some fifty million people."""

Seats = Mapping[int, Fraction]
"""Expected seats of some profiles, by number."""
Bounds = Mapping[int, Fraction]
"""The chance that each kind cannot exceed, in the order of the stages that settle them."""


@dataclass(frozen=True)
class Prices:
    """One stage of the proof. Only the prices that are not zero are kept."""

    held: tuple[int, ...]
    """Kinds whose chance this stage settles."""
    kinds: dict[int, int]
    rules: dict[int, int]


def certificate(relaxation: Relaxation) -> tuple[Prices, ...]:
    """The relaxation's proof in whole numbers."""
    return tuple(
        _whole(stage.held, _priced(stage.kind_prices), _priced(stage.rule_prices))
        for stage in relaxation.proof
    )


def simplified(proof: Sequence[Prices]) -> tuple[Prices, ...]:
    """A proof whose prices were rounded, with the simple fractions that they are near to.

    Whatever prices are taken, what they prove is true.
    """
    return tuple(
        _whole(stage.held, _fractions(stage.kinds), _fractions(stage.rules)) for stage in proof
    )


def _priced(prices: Vector) -> dict[int, Fraction]:
    return {k: Fraction(float(price)) for k, price in enumerate(prices) if price}


def _fractions(prices: Mapping[int, int]) -> dict[int, Fraction]:
    return {k: Fraction(price) for k, price in prices.items()}


def _whole(
    held: tuple[int, ...], kinds: Mapping[int, Fraction], rules: Mapping[int, Fraction]
) -> Prices:
    """Prices as whole numbers: as simple fractions of the largest where they all are, else
    rounded.
    """
    largest = max(map(abs, (*kinds.values(), *rules.values())), default=Fraction(0))
    if not largest:
        return Prices(held, {}, {})
    near = [
        {k: (price / largest).limit_denominator(SIMPLE) for k, price in prices.items()}
        for prices in (kinds, rules)
    ]
    scale = lcm(*(price.denominator for prices in near for price in prices.values()))
    if scale > SCALE:
        scale = SCALE
        near = [{k: price / largest for k, price in prices.items()} for prices in (kinds, rules)]
    whole = [{k: round(price * scale) for k, price in prices.items()} for prices in near]
    return Prices(held, *({k: price for k, price in prices.items() if price} for prices in whole))


def bounds(model: Model, proof: Sequence[Prices]) -> dict[int, Fraction]:
    """The chance that each kind cannot exceed without someone worse off falling lower still.

    Kind → bound, in the order of the stages, exactly; for every kind there is. Raises ValueError
    where the prices prove nothing: a price that is no whole number, a negative one, a kind settled
    without a price, twice or never.
    """
    _check(model, proof)
    levels: dict[int, Fraction] = {}
    # In whole parts of one common `unit`: thousands of fractions would each be reduced anew.
    parts: dict[int, int] = {}
    unit = 1
    kind_people = model.kind_people
    for stage in proof:
        worth = _most_worth(model, stage) * unit
        weight = 0
        for kind, price in stage.kinds.items():
            if kind in parts:
                worth -= price * kind_people[kind] * parts[kind]
            else:
                weight += price * kind_people[kind]
        level = Fraction(max(0, worth), unit * weight)
        finer = lcm(unit, level.denominator) // unit
        if finer > 1:
            parts = {kind: own * finer for kind, own in parts.items()}
            unit *= finer
        parts |= dict.fromkeys(stage.held, level.numerator * (unit // level.denominator))
        levels |= dict.fromkeys(stage.held, level)
    return levels


def proves(model: Model, bound: Bounds, seats: Sequence[int], unit: int, split: Seats) -> bool:
    """Whether bounds show that a lottery is the fairest but for the rounding of its weights.

    `seats` are the expected seats of each profile, in whole parts of one seat's `unit`; `split` are
    the exact expected seats of the profiles of people on several lists, in seats. The bounds, in
    the order of the stages that gave them, are the chances of the fairest lottery in fractions of
    seats if and only if

    - they are chances (1 at most) and do not fall from one stage to the next, and
    - giving everyone exactly these chances keeps every rule.

    For then every price inequality holds with equality. A lottery is proven whose expected seats
    are, for every kind, within `OF_A_SEAT` of a seat and `OF_A_CHANCE` of the least chance of a
    single person from these: so nobody has more than that too much or too little, however many
    people there are. No error of one stage is carried into another, since all is exact.
    """
    levels = list(bound.values())
    if any(level > 1 for level in levels):
        return False
    if any(later < earlier for earlier, later in itertools.pairwise(levels)):
        return False
    allowed = margin(levels) * unit
    near = all(
        abs(sum(seats[profile] for profile in own) - people * bound[kind] * unit) <= allowed
        for kind, (own, people) in enumerate(zip(model.kinds, model.kind_people, strict=True))
    )
    return near and _keeps_rules(model, bound, split)


def margin(chances: Iterable[Fraction]) -> Fraction:
    """How far a lottery may be from some chances, in expected seats of each kind."""
    least = min((chance for chance in chances if chance), default=Fraction(0))
    return min(OF_A_SEAT, OF_A_CHANCE * least)


def _keeps_rules(model: Model, bound: Bounds, split: Seats) -> bool:
    """Whether everyone can have exactly these chances under all the rules."""
    unit = 1
    for own in (*set(bound.values()), *split.values()):
        unit = lcm(unit, own.denominator)
        if unit > LONGEST:
            return False
    exact = _exact_seats(model, bound, split, unit)
    if exact is None:
        return False
    if any(not 0 <= own <= people * unit for own, people in zip(exact, model.people, strict=True)):
        return False
    totals = (sum(exact[profile] for profile in row.profiles) for row in model.rows)
    return all(
        row.least * unit <= total <= row.most * unit
        for row, total in zip(model.rows, totals, strict=True)
    )


def _exact_seats(model: Model, bound: Bounds, split: Seats, unit: int) -> list[int] | None:
    """The expected seats of each profile that give everyone their bound, in parts of which `unit`
    are a seat; None where `split` says otherwise, or not enough, of the profiles of people on
    several lists.
    """

    def parts(own: Fraction) -> int:
        return own.numerator * (unit // own.denominator)

    exact = [0] * len(model.people)
    several = {profile for own in model.kinds if len(own) > 1 for profile in own}
    if split.keys() != several:
        return None
    for kind, (own, people) in enumerate(zip(model.kinds, model.kind_people, strict=True)):
        if len(own) == 1:
            exact[own[0]] = people * parts(bound[kind])
            continue
        for profile in own:
            exact[profile] = parts(split[profile])
        if sum(exact[profile] for profile in own) != people * parts(bound[kind]):
            return None
    return exact


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
