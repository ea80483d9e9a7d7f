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

from sortition.lottery.model import Model, Vector

if TYPE_CHECKING:
    # Only its type: checking a proof loads no solver.
    from sortition.lottery.leximin import Relaxation

SCALE: Final = 10**12
"""Prices are kept as whole numbers, the largest of a stage about this."""
EQUAL: Final = Fraction(1, 10**8)
"""Chances no further apart than this are equal but for the rounding of weights."""


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

    Kind → bound, in the order of the stages, exactly. Raises ValueError where the prices prove
    nothing: a negative price, a kind settled without a price or twice.
    """
    settled: dict[int, Fraction] = {}
    kind_people = model.kind_people
    for stage in proof:
        if any(price < 0 for price in stage.kinds.values()):
            raise ValueError("a kind's price is negative")
        worth = Fraction(_most_worth(model, stage))
        weight = 0
        for kind, price in stage.kinds.items():
            if kind in settled:
                worth -= price * kind_people[kind] * settled[kind]
            else:
                weight += price * kind_people[kind]
        if not stage.held or any(k in settled or k not in stage.kinds for k in stage.held):
            # Only for kinds with a price does the bound hold: the price is what ties them to it.
            raise ValueError("a stage settles nobody, or someone without a price")
        settled |= dict.fromkeys(stage.held, max(Fraction(0), worth / weight))
    return settled


def excess(model: Model, proof: Sequence[Prices], chances: Sequence[Fraction]) -> Fraction:
    """How much better off anyone could be under any other lottery without someone worse off losing.

    `chances` of each kind. A lottery leximin at least as good gives everyone left in a stage at
    least the least of their chances, so what the prices leave over that level bounds each kind
    settled: the smaller its price, the weaker its bound. Chances that differ by `EQUAL` at most
    count as equal: the weights of a lottery are whole numbers. A proof whose excess is (to
    rounding) zero proves the chances leximin. Raises ValueError where it proves nothing.
    """
    bounds(model, proof)
    level_of: dict[int, Fraction] = {}
    kind_people = model.kind_people
    largest = Fraction(0)
    for stage in proof:
        level = min(chances[kind] for kind in range(len(chances)) if kind not in level_of)
        least = [min(chance, level + EQUAL) for chance in chances]
        left_over = Fraction(_most_worth(model, stage))
        for kind, price in stage.kinds.items():
            left_over -= price * kind_people[kind] * level_of.get(kind, least[kind])
        for kind in stage.held:
            best = least[kind] + left_over / (stage.kinds[kind] * kind_people[kind])
            largest = max(largest, best - chances[kind])
        level_of |= {kind: least[kind] for kind in stage.held}
    return largest


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
