"""Orthogonal Latin squares as rounds: people are the cells, tables the values of a coordinate.

The cells of k - 2 orthogonal Latin squares of order n have k coordinates (row, column, and the
symbol in each square), and two of them say which cell it is. So two people who share one coordinate
share no other: k rounds of n tables of n people, nobody meeting twice. From vectors with u empty
places over n - u elements the squares have a hole of order u, filled from a field of that order.
"""

from __future__ import annotations

from typing import Final

from workshops.tables.constructions.difference import DifferenceVector, vectors
from workshops.tables.constructions.field import field
from workshops.tables.constructions.group import group
from workshops.tables.problem import TableMembers

_HOLES: Final = (1, 3, 5, 7, 9, 11, 13)
"""Orders of holes: odd, as the group around it is to be; of fields."""
_WIDEST: Final = 42
"""The largest order for which squares are looked for."""


def square_rounds(order: int, rounds: int, most: int) -> list[tuple[TableMembers, ...]]:
    """`rounds` rounds of as many people at a table as there are tables; none where none are known.

    For orders that are twice an odd number, where no group gives squares. `most` as for vectors.
    """
    if order % 4 != 2 or not 6 < order <= _WIDEST:
        return []
    # The larger the hole, the fewer differences are to be got right.
    holes = [u for u in _HOLES if rounds - 1 <= max(u, 3) and (rounds - 2) * u < order - u]
    for hole in reversed(holes):
        found = vectors((order - hole,), order + hole, rounds, empty=hole, most=most // len(holes))
        if found is not None:
            return _rounds(found, order, hole)
    return []


def _rounds(
    found: tuple[DifferenceVector, ...], order: int, hole: int
) -> list[tuple[TableMembers, ...]]:
    cells = sorted(_around(found, order - hole) + _inside(len(found), order - hole, hole))
    return [
        tuple(
            [
                tuple([person for person, cell in enumerate(cells) if cell[which] == table])
                for table in range(order)
            ]
        )
        for which in range(len(found))
    ]


def _around(found: tuple[DifferenceVector, ...], elements: int) -> list[tuple[int, ...]]:
    """The cells outside the hole: every place of the vectors with every element added."""
    plus = group((elements,)).plus
    empty = [[place for place, one in enumerate(vector) if one is None] for vector in found]
    cells = []
    for place in range(len(found[0])):
        at = [vector[place] for vector in found]
        for element in range(elements):
            cells.append(
                tuple(
                    [
                        elements + empty[which].index(place) if one is None else plus[one][element]
                        for which, one in enumerate(at)
                    ]
                )
            )
    return cells


def _inside(count: int, elements: int, hole: int) -> list[tuple[int, ...]]:
    """The cells of the hole: a row, a column, and the column plus multiples of the row."""
    if hole == 1:
        return [(elements,) * count]
    small = field(hole)
    return [
        tuple(
            [
                elements + one
                for one in [x, *(small.plus[y][small.times[a][x]] for a in range(count - 1))]
            ]
        )
        for x in range(hole)
        for y in range(hole)
    ]
