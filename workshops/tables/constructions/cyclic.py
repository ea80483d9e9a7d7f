"""Rounds that turn: first rounds are searched for, all others follow by moving everyone one place.

People are put on circles, and no distance occurs twice at the tables of the first rounds (see
`turn.py`): fifteen in threes meet all others in seven days (a Kirkman parade) in this way. It is
the method of differences (R. C. Bose, "On the construction of balanced incomplete block designs",
Annals of Eugenics 9, 1939; with folds and one person in the middle: M. Buratti and F. Zuanni, "The
1-rotational Kirkman triple systems of order 33", Journal of Statistical Planning and Inference 86,
2000), with an annealing in place of algebra.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from math import gcd
from typing import Final

import numpy as np

from sortition.base.stream import Stream
from workshops.tables.constructions.turning_circles import Distances, Turn, has_no_repeats
from workshops.tables.problem import Seating

_TRIES: Final = 5
_STEPS: Final = 40_000
"""Steps of one try, with four people to a table; fewer with more, as a step then takes longer."""
_WIDEST: Final = 2
"""First rounds may give so many rounds more than are wanted."""
_MOST_PEOPLE: Final = 72


def turning_rounds(tables: int, size: int, rounds: int, stream: Stream) -> Seating | None:
    """Rounds of equal tables in which nobody meets twice, or None where none was found."""
    people = tables * size
    if people > _MOST_PEOPLE or rounds * (size - 1) > people - 1:
        return None
    turns = ((turn, turn.distances()) for turn in possible_turns(tables, size, rounds))
    wide = ((turn, apart) for turn, apart in turns if _needed(turn, size) < apart[1])
    for turn, apart in islice(wide, _TRIES):
        firsts = _first_rounds(turn, size, apart, stream)
        if firsts is not None:
            return turn.unfolded(firsts)[:rounds]
    return None


def _needed(turn: Turn, size: int) -> int:
    """The distances that the given tables of the first rounds have."""
    return sum(len(turn.given(fold)) for fold in turn.folds) * (size - 1) // 2


def possible_turns(tables: int, size: int, rounds: int) -> Iterator[Turn]:
    """Circles and first rounds that would do, those that are searched soonest first."""
    people = tables * size
    enough = range(rounds, rounds + _WIDEST + 1)
    fold = size - 1
    if tables % fold == 1 and (people - 1) % fold == 0 and (people - 1) // fold in enough:
        yield Turn((people - 1,), (fold,), alone=True)
    for fold in range(tables, 1, -1):
        # One circle, and a small one in the middle.
        for middle in (fold, 0):
            places = people - middle
            if tables % fold or places % fold or not 0 < places // fold <= enough[-1]:
                continue
            # The part of a turn after which a round looks the same moves the small circle too.
            if not middle or gcd(places // fold, middle) == 1:
                firsts = -(-rounds // (places // fold))
                if firsts * places // fold in enough:
                    yield Turn((places, fold) if middle else (places,), (fold,) * firsts)
    for firsts in (1, 2):
        for places in range(-(-rounds // firsts), enough[-1] // firsts + 1):
            circles, middle = divmod(people, places)
            if circles and middle <= tables:
                yield Turn((places,) * circles + (1,) * middle, (1,) * firsts)
        if firsts == 1 and tables < rounds <= 2 * tables:
            yield Turn((tables,) * size, (1, *[tables] * (rounds - tables)))


@dataclass
class _Tables:
    """Given tables of first rounds while they are searched for, and how often distances occur."""

    turn: Turn
    seats: list[list[int]]
    fold: list[int]
    """For each table, the folds of its first round."""
    beside: list[list[int]]
    """For each table, the numbers of those of its first round."""
    number: list[list[int]]
    times: list[int]

    def leave(self, person: int, mates: Sequence[int]) -> int:
        """Let a person leave others; the change of the price."""
        row, change = self.number[person], 0
        for mate in mates:
            self.times[row[mate]] -= 1
            change -= self.times[row[mate]]
        return change

    def join(self, person: int, mates: Sequence[int]) -> int:
        """Let a person join others; the change of the price."""
        row, change = self.number[person], 0
        for mate in mates:
            change += self.times[row[mate]]
            self.times[row[mate]] += 1
        return change


def _first_rounds(
    turn: Turn, size: int, apart: Distances, stream: Stream
) -> list[list[tuple[int, ...]]] | None:
    """Given tables with no distance twice, by annealing; None where the steps do not suffice."""
    state = _drawn(turn, size, stream, *apart)
    price = sum(state.join(p, table[:at]) for table in state.seats for at, p in enumerate(table))
    steps = _STEPS * 4 // max(size, 4)
    drawn = stream.below(1 << 30, 4 * steps).reshape(-1, 4).tolist()
    for (a, b, i, j), allowed in zip(drawn, _allowed(steps, stream), strict=True):
        if price == 0:
            break
        price += _step(state, a % len(state.seats), b, i % size, j, allowed)
    if price:
        return None
    rounds = groupby(zip(state.beside, state.seats, strict=True), key=lambda pair: pair[0][0])
    firsts = [[tuple(sorted(table)) for _, table in pairs] for _, pairs in rounds]
    return firsts if has_no_repeats(turn, firsts) else None


def _drawn(turn: Turn, size: int, stream: Stream, number: list[list[int]], count: int) -> _Tables:
    """Given tables by lot. Number 0 starts with one too many already."""
    state = _Tables(turn, [], [], [], number, [1] + [0] * (count - 1))
    for fold in turn.folds:
        given = turn.given(fold)
        order = [given[place] for place in stream.order(len(given)).tolist()]
        tables = len(order) // size
        beside = list(range(len(state.seats), len(state.seats) + tables))
        state.seats += [order[size * table : size * (table + 1)] for table in range(tables)]
        state.fold += [fold] * tables
        state.beside += [beside] * tables
    return state


def _step(state: _Tables, table: int, b: int, at: int, j: int, allowed: float) -> int:
    """Swap two people of a first round, or put one of those who take a person's places in his
    stead, where it costs no more than allowed; the change of the price.
    """
    other = state.beside[table][b % len(state.beside[table])]
    seats = state.seats[table]
    mates = seats[:at] + seats[at + 1 :]
    if other == table:
        if state.fold[table] == 1:
            return 0
        part = state.turn.places // state.fold[table]
        old, new = seats[at], state.turn.turned(seats[at], part * j)
        change = state.leave(old, mates) + state.join(new, mates)
        if change <= allowed:
            seats[at] = new
            return change
        state.leave(new, mates)
        state.join(old, mates)
        return 0
    there = state.seats[other]
    to = j % len(there)
    others = there[:to] + there[to + 1 :]
    one, two = seats[at], there[to]
    change = state.leave(one, mates) + state.leave(two, others)
    change += state.join(two, mates) + state.join(one, others)
    if change <= allowed:
        seats[at], there[to] = two, one
        return change
    state.leave(two, mates)
    state.leave(one, others)
    state.join(one, mates)
    state.join(two, others)
    return 0


def _allowed(steps: int, stream: Stream) -> list[float]:
    """The largest change of price taken at each step: exponential, of a mean that falls."""
    # A Gumbel number's lower tail serves as well as an exponential: only the order of size matters.
    heat = np.linspace(0.9, 0.15, steps)
    noise = np.maximum(stream.gumbel(steps), 0.0)
    allowed: list[float] = (heat * noise).tolist()
    return allowed
