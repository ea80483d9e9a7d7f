"""Rounds in which nobody meets twice, from the arithmetic of fields: no search.

Person (i, j) of row i and place j sits in round r at table j + r × i, all of it in a field with as
many elements as there are tables. Two people sit together twice, in rounds r and r', only if
(r - r') × (i - i') = 0. That needs the same round or the same row, and people of one row never
meet: as many rounds as tables without repeats (R. C. Bose, "On the application of the properties of
Galois fields to the problem of construction of hyper-Græco-Latin squares", Sankhyā 3, 1938).

Where the tables are no power of a prime, calculations are made side by side in the fields whose
orders make up their number. Two people then meet once as long as no part of a difference is zero:
so many rounds, or so many rows, as the smallest of the fields has elements (H. F. MacNeish, "Euler
squares", Annals of Mathematics 23, 1922).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, product

from workshops.tables.constructions.group import Calculation, prime_factors
from workshops.tables.problem import TableMembers


@dataclass(frozen=True)
class Field:
    """As many elements as the order, numbered from 0; both calculations by element and element."""

    plus: Calculation
    times: Calculation


def sloped_rounds(tables: int, rows: int, rounds: int) -> list[tuple[TableMembers, ...]]:
    """As many rounds of equal tables as there are up to `rounds`, one of each row at every table.

    People are numbered row by row, so many to a row as there are tables.
    """
    if rows > tables:
        return []
    fields = [field(order) for order in _prime_powers(tables)]
    elements = list(product(*(range(len(one.plus)) for one in fields)))
    number = {element: place for place, element in enumerate(elements)}
    smallest = min(len(one.plus) for one in fields)
    # Elements that are the same in all fields: their differences are nowhere zero.
    same = [(one,) * len(fields) for one in range(smallest)]
    of_rows, slopes = (same, elements) if rows <= smallest else (elements, same)
    found = []
    for slope in slopes[:rounds]:
        shifts = [
            [one.times[a][b] for one, a, b in zip(fields, slope, row, strict=True)]
            for row in of_rows[:rows]
        ]
        at = [
            [
                number[
                    tuple([f.plus[a][b] for f, a, b in zip(fields, element, shift, strict=True)])
                ]
                for element in elements
            ]
            for shift in shifts
        ]
        found.append(tables_of(at))
    return found


def tables_of(at: Sequence[Sequence[int]]) -> tuple[TableMembers, ...]:
    """The tables of one round from everyone's table, row by row and place by place."""
    seats: list[list[int]] = [[] for _ in at[0]]
    people = (table for row in at for table in row)
    for person, table in enumerate(people):
        seats[table].append(person)
    return tuple([tuple(table) for table in seats])


def _prime_powers(number: int) -> tuple[int, ...]:
    """The powers of different primes whose product the number is."""
    return tuple([prime ** len(list(same)) for prime, same in groupby(prime_factors(number))])


@cache
def field(order: int) -> Field:
    """The field of so many elements, a power of a prime.

    An element is a polynomial, its coefficients the digits of its number. Multiplication is modulo
    the first polynomial for which no two elements other than zero have the product zero.
    """
    factors = prime_factors(order)
    prime, power = factors[0], len(factors)
    digits = [_digits(number, prime, power) for number in range(order)]
    number_of = {one: number for number, one in enumerate(digits)}
    plus = tuple(
        [
            tuple(
                [
                    number_of[tuple([(a + b) % prime for a, b in zip(x, y, strict=True)])]
                    for y in digits
                ]
            )
            for x in digits
        ]
    )
    for low in product(range(prime), repeat=power):
        if not low[0]:
            continue  # Divisible by z.
        times = tuple(
            [tuple([number_of[_multiplied(x, y, low, prime)] for y in digits]) for x in digits]
        )
        if all(times[x][y] for x in range(1, order) for y in range(x, order)):
            return Field(plus, times)
    raise ArithmeticError(f"no field of {order} elements")


def _digits(number: int, prime: int, power: int) -> tuple[int, ...]:
    return tuple([number // prime**place % prime for place in range(power)])


def _multiplied(
    x: tuple[int, ...], y: tuple[int, ...], low: Sequence[int], prime: int
) -> tuple[int, ...]:
    """The product of two polynomials modulo z ** power - low(z), over numbers modulo prime."""
    power = len(x)
    long = [0] * (2 * power - 1)
    for i, a in enumerate(x):
        for j, b in enumerate(y):
            long[i + j] += a * b
    for place in range(2 * power - 2, power - 1, -1):
        for k, coefficient in enumerate(low):
            long[place - power + k] += long[place] * coefficient
        long[place] = 0
    return tuple([coefficient % prime for coefficient in long[:power]])
