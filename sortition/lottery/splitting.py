"""How people on several lists share their chance between their profiles, exactly.

A lottery's own expected seats nearly do it: they keep every rule, and only the rounding of weights
keeps them from giving everyone the chances proven. What is missing is a small correction, found by
elimination in fractions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final

from sortition.lottery.certificate import OF_A_SEAT, Seats
from sortition.pool.rules import Model

DIGITS: Final = 100
"""What a numerator or denominator has at most, lest a record be longer than its draw."""

Equation = tuple[dict[int, Fraction], Fraction]
"""Coefficients of unknowns, and what they add up to."""


def split_of(model: Model, bound: Mapping[int, Fraction], seats: Sequence[int], unit: int) -> Seats:
    """Expected seats of the profiles of people on several lists that give these their bounds.

    `seats` are the lottery's, of each profile, in parts of which `unit` are a seat. Rules that the
    lottery just keeps are just kept. Empty where there is no such correction, or none that
    can be written in `DIGITS`.
    """
    several = [own for own in model.kinds if len(own) > 1]
    if not several:
        return {}
    now = [Fraction(own, unit) for own in seats]
    unknown = {profile for own in several for profile in own}
    missing = [Fraction(0)] * len(now)
    equations: list[Equation] = []
    for kind, (own, people) in enumerate(zip(model.kinds, model.kind_people, strict=True)):
        short = people * bound[kind] - sum(now[profile] for profile in own)
        if len(own) == 1:
            missing[own[0]] = short
        else:
            equations.append((dict.fromkeys(own, Fraction(1)), short))
    for row in model.rows:
        inside = unknown.intersection(row.profiles)
        total = sum((now[profile] for profile in row.profiles), Fraction(0))
        if inside and total in (row.least, row.most):
            moved = sum((missing[profile] for profile in row.profiles), Fraction(0))
            equations.append((dict.fromkeys(inside, Fraction(1)), -moved))
    # What is nothing but the rounding of weights is nothing: a seat cannot be less than none.
    none = [({profile: Fraction(1)}, -now[profile]) for profile in sorted(unknown)]
    none = [(own, short) for own, short in none if -short <= OF_A_SEAT]
    correction = _solved([*none, *equations])
    if correction is None:
        correction = _solved(equations)
    if correction is None:
        return {}
    split = {profile: now[profile] + correction.get(profile, 0) for profile in sorted(unknown)}
    return split if all(_is_short(own) for own in split.values()) else {}


def _is_short(own: Fraction) -> bool:
    largest: int = 10**DIGITS
    return max(abs(own.numerator), own.denominator) < largest


def _solved(equations: Sequence[Equation]) -> dict[int, Fraction] | None:
    """Some solution of linear equations (Gauss's elimination); None where there is none."""
    pivots: list[tuple[int, Equation]] = []
    for coefficients, total in equations:
        row = dict(coefficients)
        for unknown, (others, right) in pivots:
            factor = row.get(unknown, Fraction(0))
            if factor:
                for column, value in others.items():
                    row[column] = row.get(column, Fraction(0)) - factor * value
                total -= factor * right
        row = {column: value for column, value in row.items() if value}
        if not row:
            if total:
                return None
            continue
        pivot = min(row)
        scale = row[pivot]
        scaled = {column: value / scale for column, value in row.items()}
        pivots.append((pivot, (scaled, total / scale)))
    found: dict[int, Fraction] = {}
    for unknown, (others, right) in reversed(pivots):
        rest = sum(
            value * found.get(column, Fraction(0))
            for column, value in others.items()
            if column != unknown
        )
        found[unknown] = right - rest
    return found
