"""Rounds in which nobody meets twice, wherever a construction is known; advice where one is not.

The constructions give equal tables. Where people are fewer than seats, the seats that stay empty
are those of people who never meet: then no table has more than one of them, in any round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Final

from workshops.tables.constructions.difference import vectors
from workshops.tables.constructions.field import sloped_rounds, tables_of
from workshops.tables.constructions.group import group, prime_factors
from workshops.tables.constructions.squares import square_rounds
from workshops.tables.constructions.starters import started_rounds
from workshops.tables.constructions.thirty_two import eight_fours
from workshops.tables.problem import Seating, TableMembers, even_sizes, meetings

_MOST: Final = 60_000
"""Elements tried in a search for vectors of differences: about a second."""
_MOST_FOR_ADVICE: Final = 1200
_WIDEST: Final = 64
"""Tables for which vectors are looked for."""


def rounds_without_repeats(
    people: int, tables: int, rounds: int, *, most: int = _MOST
) -> Seating | None:
    """Rounds of even tables in which nobody meets twice, None if none are known."""
    size = even_sizes(people, tables)[0]
    if size < 2:
        return None
    # With every seat taken, everyone meets size - 1 others in every round.
    if rounds > 1 and (size > tables or rounds * (size - 1) > tables * size - 1):
        return None
    found = _equal(tables, size, rounds, most)
    return None if found is None else with_empty_seats(found, people)


def better_tables(people: int, tables: int, rounds: int, *, least_size: int = 3) -> int | None:
    """The number of tables nearest to `tables` with which nobody meets twice, if one is known."""
    others = sorted(range(2, people // least_size + 1), key=lambda t: (abs(t - tables), -t))
    for other in others:
        if other == tables:
            continue
        if rounds_without_repeats(people, other, rounds, most=_MOST_FOR_ADVICE) is not None:
            return other
    return None


def with_empty_seats(full: Seating, people: int) -> Seating | None:
    """A seating of equal tables for fewer people: those left out never meet; None if all sets of
    such people that were tried are too small.
    """
    all_ = sum(len(table) for table in full[0])
    out = _strangers(full, all_, all_ - people)
    if out is None:
        return None
    number = {p: place for place, p in enumerate(p for p in range(all_) if p not in out)}
    thinned = [
        [tuple(sorted(number[p] for p in table if p in number)) for table in tables]
        for tables in full
    ]
    # Larger tables first, as sizes are given.
    return tuple([tuple(sorted(tables, key=lambda table: -len(table))) for tables in thinned])


def _strangers(full: Seating, people: int, count: int) -> frozenset[int] | None:
    """So many people no two of whom meet, gathered one by one from each possible first one."""
    if count == 0:
        return frozenset()
    met = meetings(full, people) > 0
    for last in range(people - 1, -1, -1):
        chosen = [last]
        free = ~met[last]
        free[last] = False
        while len(chosen) < count and free.any():
            chosen.append(int(free.nonzero()[0][-1]))
            free &= ~met[chosen[-1]]
            free[chosen[-1]] = False
        if len(chosen) == count:
            return frozenset(chosen)
    return None


@cache
def _equal(tables: int, size: int, rounds: int, most: int) -> Seating | None:
    """Rounds of equal tables from the first construction that has as many."""
    if rounds == 1:
        return (_row_by_row(tables, size),)
    constructions: tuple[Callable[[], list[tuple[TableMembers, ...]]], ...] = (
        lambda: _by_fields(tables, size, rounds, most),
        lambda: started_rounds(tables, size, rounds),
        lambda: eight_fours(rounds) if (tables, size) == (8, 4) else [],
        lambda: _by_vectors(tables, size, rounds, most),
        lambda: square_rounds(tables, rounds, most) if size == tables else [],
    )
    for construction in constructions:
        found = construction()
        if len(found) == rounds:
            return tuple(found)
    return None


def _by_fields(tables: int, size: int, rounds: int, most: int) -> list[tuple[TableMembers, ...]]:
    """Rounds with one person from each row at every table, then with one row at every table."""
    across = sloped_rounds(tables, size, rounds)
    wanted = rounds - len(across)
    return across + (_within_rows(tables, size, wanted, most) if wanted else [])


def _by_vectors(tables: int, size: int, rounds: int, most: int) -> list[tuple[TableMembers, ...]]:
    """The same, where there is no field of as many elements as tables."""
    wanted = 1 if size == tables else max(rounds - tables, 0)
    within = _within_rows(tables, size, wanted, most) if wanted else []
    if len(within) < wanted:
        return []
    return _shifted_rounds(tables, size, rounds - wanted, most) + within


def _row_by_row(tables: int, size: int) -> tuple[TableMembers, ...]:
    return tuple([tuple(range(size * t, size * (t + 1))) for t in range(tables)])


def _shifted_rounds(
    tables: int, size: int, rounds: int, most: int
) -> list[tuple[TableMembers, ...]]:
    """Rounds from vectors of differences: one for each round, or one for each row."""
    length, count = max(size, rounds), min(size, rounds)
    if length > tables or tables > _WIDEST:
        return []
    # In a group with one element of order two, no two vectors as long as that differ everywhere.
    if length == tables and count > 2 and tables % 4 == 2:
        return []
    moduli = prime_factors(tables)
    found = vectors(moduli, length, count, most=most)
    if found is None:
        return []
    plus = group(moduli).plus
    shifts = [[one or 0 for one in vector] for vector in found]
    by_round = shifts if rounds == count else [list(one) for one in zip(*shifts, strict=True)]
    return [tables_of([plus[shift] for shift in row_shifts]) for row_shifts in by_round]


def _within_rows(tables: int, size: int, rounds: int, most: int) -> list[tuple[TableMembers, ...]]:
    """As many rounds as there are up to `rounds` that seat each row among its own people."""
    if tables % size:
        return []
    for fewer in range(rounds, 0, -1):
        inner = rounds_without_repeats(tables, tables // size, fewer, most=most // 8)
        if inner is not None:
            return [_in_every_row(one, tables, size) for one in inner]
    return []


def _in_every_row(one: Sequence[TableMembers], tables: int, size: int) -> tuple[TableMembers, ...]:
    return tuple([tuple([row * tables + p for p in table]) for row in range(size) for table in one])
