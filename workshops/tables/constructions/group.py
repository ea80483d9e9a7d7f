"""Finite commutative groups, their elements numbered from 0: what differences are taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from math import prod

Calculation = tuple[tuple[int, ...], ...]
"""What comes of every two elements."""


@dataclass(frozen=True)
class CommutativeGroup:
    """Whole numbers modulo several numbers, added place by place."""

    order: int
    plus: Calculation
    minus: Calculation


@cache
def group(moduli: tuple[int, ...]) -> CommutativeGroup:
    """The direct product of the whole numbers modulo each of `moduli`."""
    elements = list(product(*(range(modulus) for modulus in moduli)))
    number = {element: place for place, element in enumerate(elements)}

    def calculated(sign: int) -> Calculation:
        return tuple(
            [
                tuple([number[_added(one, other, sign, moduli)] for other in elements])
                for one in elements
            ]
        )

    return CommutativeGroup(prod(moduli), calculated(1), calculated(-1))


def prime_factors(number: int) -> tuple[int, ...]:
    """The primes whose product the number is, in order, each as often as it divides."""
    factors = []
    prime = 2
    while number > 1:
        while number % prime == 0:
            factors.append(prime)
            number //= prime
        prime += 1
    return tuple(factors)


def _added(
    one: Sequence[int], other: Sequence[int], sign: int, moduli: Sequence[int]
) -> tuple[int, ...]:
    return tuple([(a + sign * b) % m for a, b, m in zip(one, other, moduli, strict=True)])
