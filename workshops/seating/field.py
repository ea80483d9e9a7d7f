"""Rounds in which nobody meets twice, from arithmetic: no search, and advice when there is one.

Person (i, j) of row i and place j sits in round r at table j + r × i, all of it in a field (or a
ring) with as many elements as there are tables. Two people sit together twice, in rounds r and r',
only if (r - r') × (i - i') = 0. In a field that needs the same round or the same row, and people of
one row never meet: as many rounds as tables without repeats (R. C. Bose, "On the application of the
properties of Galois fields to the problem of construction of hyper-Græco-Latin squares", Sankhyā 3,
1938). In the ring of whole numbers modulo the tables, rounds are chosen that keep to it. Where rows
fill whole tables, further rounds seat each row by itself, in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import product

from workshops.seating.problem import Seating, Table, even_sizes

Times = Callable[[int, int], int]
_LARGEST_RING = 64
"""Tables of rings looked at: the choice of rounds is a small search."""


def rounds_without_repeats(people: int, tables: int, rounds: int) -> Seating | None:
    """Rounds of even tables in which nobody meets twice, None if none are known."""
    sizes = even_sizes(people, tables)
    rows = sizes[0]
    if rounds == 1 or tables == people:
        return (_filled(sizes),) * rounds if rounds == 1 else None
    if rows > tables or people < rows:
        return None
    found = _sloped(people, tables, rows, rounds)
    if len(found) < rounds and people == tables * rows and tables % rows == 0:
        found += _row_rounds(tables, rows, rounds - len(found))
    if len(found) < rounds:
        return None
    # Larger tables first, as the sizes are given.
    return tuple([tuple(sorted(one, key=lambda table: -len(table))) for one in found[:rounds]])


def better_tables(people: int, tables: int, rounds: int, *, least_size: int = 3) -> int | None:
    """The number of tables nearest to `tables` with which nobody meets twice, if one is known."""
    others = sorted(range(2, people // least_size + 1), key=lambda t: (abs(t - tables), -t))
    for other in others:
        if other != tables and rounds_without_repeats(people, other, rounds) is not None:
            return other
    return None


def _filled(sizes: Sequence[int]) -> tuple[Table, ...]:
    ends = [sum(sizes[: table + 1]) for table in range(len(sizes))]
    return tuple([tuple(range(end - size, end)) for size, end in zip(sizes, ends, strict=True)])


def _sloped(people: int, tables: int, rows: int, rounds: int) -> list[tuple[Table, ...]]:
    """The rounds of the construction, as many as there are up to `rounds`."""
    plus, times = _arithmetic(tables)
    slopes = _slopes(tables, rows, rounds, times)
    found = []
    for slope in slopes:
        at: list[list[int]] = [[] for _ in range(tables)]
        for person in range(people):
            row, place = divmod(person, tables)
            at[plus(place, times(slope, row))].append(person)
        found.append(tuple([tuple(table) for table in at]))
    return found


def _slopes(tables: int, rows: int, rounds: int, times: Times) -> list[int]:
    """Rounds whose differences times those of rows are never zero: all of a field, or some found
    one after the other.
    """
    if _prime_power(tables):
        return list(range(min(rounds, tables)))
    if tables > _LARGEST_RING:
        return [0]
    chosen: list[int] = []
    for slope in range(tables):
        differences = [(slope - other) % tables for other in chosen]
        if all(times(d, row) for d in differences for row in range(1, rows)):
            chosen.append(slope)
        if len(chosen) == rounds:
            break
    return chosen


def _row_rounds(tables: int, rows: int, rounds: int) -> list[tuple[Table, ...]]:
    """Rounds that seat the people of each row among themselves."""
    wanted = rounds
    inner = None
    while wanted and inner is None:
        inner = rounds_without_repeats(tables, tables // rows, wanted)
        wanted -= 1
    return [
        tuple(
            [tuple([row * tables + p for p in table]) for row in range(rows) for table in of_round]
        )
        for of_round in inner or ()
    ]


@cache
def _prime_power(number: int) -> tuple[int, int] | None:
    """(p, k) with p prime and p to the k equal to `number`, else None."""
    prime = next((d for d in range(2, number + 1) if number % d == 0), None)
    if prime is None:
        return None
    power = 0
    while number % prime == 0:
        number, power = number // prime, power + 1
    return (prime, power) if number == 1 else None


def _arithmetic(order: int) -> tuple[Times, Times]:
    """Addition and multiplication of a field of this order if there is one, else modulo it."""
    found = _prime_power(order)
    if found is None or found[1] == 1:
        return lambda a, b: (a + b) % order, lambda a, b: a * b % order
    plus, times = _field(*found)
    return lambda a, b: plus[a][b], lambda a, b: times[a][b]


@cache
def _field(prime: int, power: int) -> tuple[list[list[int]], list[list[int]]]:
    """Tables of addition and multiplication of the field with prime ** power elements.

    An element is a polynomial, its coefficients the digits of its number. Multiplication is modulo
    the first polynomial for which no two elements other than zero have the product zero.
    """
    order = prime**power
    digits = [_digits(number, prime, power) for number in range(order)]
    number_of = {one: number for number, one in enumerate(digits)}
    plus = [
        [number_of[tuple([(a + b) % prime for a, b in zip(x, y, strict=True)])] for y in digits]
        for x in digits
    ]
    for low in product(range(prime), repeat=power):
        times = [[number_of[_multiplied(x, y, low, prime)] for y in digits] for x in digits]
        if all(times[x][y] for x in range(1, order) for y in range(x, order)):
            return plus, times
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
