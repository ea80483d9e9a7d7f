"""Rounds that turn: one round is searched for, and all others follow by moving everyone one place.

People are put on circles of m places, a few left over in the middle. Two people on the circles are
then known by their distance. If no distance (from circle to circle) occurs at two places of the
first round, then no two people meet twice while the circles turn: a Kirkman parade (15 people in
threes, 7 rounds) is found so. It is the method of differences (R. C. Bose, "On the construction of
balanced incomplete block designs", Annals of Eugenics 9, 1939), with a search in place of algebra.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

import numpy as np

from workshops.seating.problem import Seating
from workshops.stream import Stream

_STEPS: Final = 60_000
_WIDEST: Final = 3
"""Circles at most so many places longer than there are rounds."""
_MOST_PEOPLE: Final = 64
_HEATS: Final = 64


def turning_rounds(tables: int, size: int, rounds: int, stream: Stream) -> Seating | None:
    """Rounds of equal tables in which nobody meets twice, or None where none was found."""
    people = tables * size
    if people > _MOST_PEOPLE or rounds * (size - 1) > people - 1:
        return None
    for places in range(rounds, min(people, rounds + _WIDEST) + 1):
        if people % places > tables:
            continue
        first = _first_round(people, tables, size, places, stream)
        if first is not None:
            return tuple([_turned(first, turn, places, people) for turn in range(rounds)])
    return None


def _distances(people: int, places: int) -> tuple[list[list[int]], int]:
    """The number of each pair's distance, and how many numbers there are.

    Number 0 is for pairs that would meet twice by themselves: two people in the middle, or two who
    face each other across one circle.
    """
    numbers: dict[tuple[int, ...], int] = {}
    circles = people // places
    found = [[0] * people for _ in range(people)]
    for one, other in combinations(range(people), 2):
        circle, place = divmod(one, places)
        onto, there = divmod(other, places)
        apart = (there - place) % places
        key: tuple[int, ...]
        if circle == circles or (circle == onto and 2 * apart == places):
            continue
        if onto == circles:
            key = (circle, -1, there)
        elif circle == onto:
            key = (circle, circle, min(apart, places - apart))
        else:
            key = (circle, onto, apart)
        found[one][other] = found[other][one] = numbers.setdefault(key, len(numbers) + 1)
    return found, len(numbers) + 1


def _first_round(
    people: int, tables: int, size: int, places: int, stream: Stream
) -> list[list[int]] | None:
    """Tables with no distance twice, by annealing; None where the steps do not suffice."""
    number, count = _distances(people, places)
    if tables * size * (size - 1) // 2 >= count:
        return None
    order = stream.order(people).tolist()
    seats = [order[table * size : (table + 1) * size] for table in range(tables)]
    # Number 0 starts with one too many already.
    times = [1] + [0] * (count - 1)
    for table in seats:
        for one, other in combinations(table, 2):
            times[number[one][other]] += 1
    price = sum(n * (n - 1) // 2 for n in times)
    drawn = stream.below(1 << 30, 4 * _STEPS).reshape(-1, 4).tolist()
    allowed = _allowed(stream)
    for step, (a, b, i, j) in enumerate(drawn):
        if price == 0:
            return seats
        one, other = seats[a % tables], seats[b % tables]
        if one is other:
            continue
        at, to = i % size, j % size
        change = _swap(one, other, at, to, number, times)
        if change > allowed[step]:
            _swap(one, other, at, to, number, times)
        else:
            price += change
    return seats if price == 0 else None


def _allowed(stream: Stream) -> list[float]:
    """The largest change of price taken at each step: exponential, of a mean that falls."""
    # A Gumbel number's lower tail serves as well as an exponential: only the order of size matters.
    heat = np.linspace(0.9, 0.15, _STEPS)
    noise = np.maximum(stream.gumbel(_STEPS), 0.0)
    allowed: list[float] = (heat * noise).tolist()
    return allowed


def _swap(
    one: list[int], other: list[int], at: int, to: int, number: list[list[int]], times: list[int]
) -> int:
    """Swap two seats and count distances anew; the change of the price."""
    change = 0
    first, second = number[one[at]], number[other[to]]
    mates = [mate for seat, mate in enumerate(one) if seat != at]
    others = [mate for seat, mate in enumerate(other) if seat != to]
    for row, table in ((first, mates), (second, others)):
        for mate in table:
            times[row[mate]] -= 1
            change -= times[row[mate]]
    for row, table in ((first, others), (second, mates)):
        for mate in table:
            change += times[row[mate]]
            times[row[mate]] += 1
    one[at], other[to] = other[to], one[at]
    return change


def _turned(
    first: list[list[int]], turn: int, places: int, people: int
) -> tuple[tuple[int, ...], ...]:
    def to(person: int) -> int:
        circle, place = divmod(person, places)
        if circle == people // places:
            return person
        return circle * places + (place + turn) % places

    return tuple([tuple(sorted(to(person) for person in table)) for table in first])
