"""Halls and naive counts for the tests of tables: slow, plain, without the code that is tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import Any

from workshops.tables.problem import Hall, Seating, even_sizes

Partition = tuple[tuple[int, ...], ...]


def hall(
    people: int, tables: int, rounds: int, criteria: Sequence[Sequence[int]] = (), **rules: Any
) -> Hall:
    """Even tables, everyone present."""
    everyone = tuple(range(people))
    return Hall(
        people,
        (even_sizes(people, tables),) * rounds,
        (everyone,) * rounds,
        tuple([tuple(one) for one in criteria]),
        **rules,
    )


def tight(rounds: int = 3, **rules: Any) -> Hall:
    """24 people whose seven criteria leave few tables of four that mirror the whole."""
    criteria = [
        [person * factor // 3 % categories for person in range(24)]
        for factor, categories in ((3, 2), (1, 2), (5, 3), (7, 4), (2, 4), (4, 3), (11, 5))
    ]
    return hall(24, 6, rounds, criteria, **rules)


def ids(one: Hall) -> list[str]:
    return [f"P{person:02}" for person in range(one.people)]


def meetings(rounds: Seating) -> Counter[tuple[int, int]]:
    """How often each pair is at one table."""
    return Counter(
        pair for tables in rounds for table in tables for pair in combinations(sorted(table), 2)
    )


def repeats(one: Hall, rounds: Seating) -> int:
    """Meetings beyond the first, counted one by one in the order of time."""
    met = {pair for tables in one.earlier for t in tables for pair in combinations(sorted(t), 2)}
    again = 0
    for tables in rounds:
        now = {pair for table in tables for pair in combinations(sorted(table), 2)}
        again += len(now & met)
        met |= now
    return again


def convex(one: Hall, rounds: Seating) -> int:
    before, all_ = meetings(one.earlier), meetings((*one.earlier, *rounds))
    return sum(m * (m - 1) // 2 for m in all_.values()) - sum(
        m * (m - 1) // 2 for m in before.values()
    )


def excess(one: Hall, rounds: Seating) -> int:
    """People outside floor and ceil of size × people of the category ÷ people present."""
    total = 0
    for tables, there in zip(rounds, one.present, strict=True):
        for codes in one.criteria:
            for category in set(codes):
                in_all = sum(codes[person] == category for person in there)
                for table in tables:
                    due = len(table) * in_all
                    here = sum(codes[person] == category for person in table)
                    total += max(0, due // len(there) - here, here + (-due // len(there)))
    return total


@cache
def partitions(people: int, sizes: tuple[int, ...]) -> tuple[Partition, ...]:
    """Every way to seat people at unordered tables of these sizes."""
    return tuple(sorted(set(_partitions(tuple(range(people)), sizes))))


def _partitions(left: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[Partition]:
    if not sizes:
        yield ()
        return
    for table in combinations(left, sizes[0]):
        rest = tuple(person for person in left if person not in table)
        for others in _partitions(rest, sizes[1:]):
            yield tuple(sorted((table, *others), key=lambda t: (-len(t), t)))


def keeps_rules(one: Hall, number: int, tables: Sequence[Sequence[int]]) -> bool:
    """Whether one round keeps sizes, given seats, apart and together."""
    there = set(one.present[number])
    at = {person: place for place, table in enumerate(tables) for person in table}
    if [len(table) for table in tables] != list(one.sizes[number]) or set(at) != there:
        return False
    if any(at[p] != t for p, t in one.fixed_in(number).items() if p in there):
        return False
    if any(len({at[p] for p in together if p in there}) > 1 for together in one.together):
        return False
    return all(
        at[p] != at[q]
        for apart in one.apart_sets
        for p, q in combinations([p for p in apart if p in there], 2)
    )


def has_seating(one: Hall, number: int) -> bool:
    """Whether some seating of a round keeps the rules, by trying them all."""
    sizes = one.sizes[number]

    def seat(left: tuple[int, ...], tables: list[list[int]]) -> bool:
        if not left:
            return keeps_rules(one, number, tables)
        for place, (table, size) in enumerate(zip(tables, sizes, strict=True)):
            if len(table) < size and _may(one, number, left[0], table, place):
                table.append(left[0])
                if seat(left[1:], tables):
                    return True
                table.pop()
        return False

    return seat(tuple(one.present[number]), [[] for _ in sizes])


def _may(one: Hall, number: int, person: int, table: Sequence[int], place: int) -> bool:
    given = one.fixed_in(number).get(person)
    if given is not None and given != place:
        return False
    return not any(person in apart and set(apart) & set(table) for apart in one.apart_sets)
