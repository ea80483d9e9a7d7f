"""Thirty-two people at eight tables of four: ten rounds, each person meets all others but one.

People are four times the eight elements of the group Z_2 × Z_2 × Z_2: person 8 c + x is element x
of set c, and an element e moves everyone from x to x xor e. A round looks the same after the moves
of its subgroup; the other moves make it another round. The ten rounds come so from seven, and their
tables from sixteen. Ten rounds are due to A. Aguado ("A 10 days solution to the social golfer
problem", 2004); these sixteen tables were read off the list that E. Pegg prints ("Social
Golfer Problem", Wolfram Demonstrations Project, 2007), by trying which exchanges of people keep it.
"""

from __future__ import annotations

from typing import Final

from workshops.seating.problem import Table, meetings

_FIRSTS: Final = (
    ((0, 1, 2, 3, 4, 5, 6, 7), ((0, 8, 16, 24),)),
    ((0, 1, 2, 3, 4, 5, 6, 7), ((0, 10, 23, 29),)),
    ((0, 1, 2, 3, 4, 5, 6, 7), ((0, 1, 20, 21), (8, 14, 26, 28))),
    (
        (0, 1, 2, 3, 4, 5, 6, 7),
        ((0, 2, 4, 6), (8, 9, 12, 13), (16, 19, 21, 22), (24, 25, 26, 27)),
    ),
    ((0, 2, 5, 7), ((0, 9, 19, 26), (1, 15, 16, 30))),
    ((0, 2, 5, 7), ((0, 13, 22, 27), (1, 4, 24, 29), (9, 11, 21, 23))),
    ((0, 3, 4, 7), ((0, 11, 18, 30), (1, 2, 13, 14), (16, 20, 27, 31))),
)
"""For each of the seven rounds its subgroup, and tables that it moves to all others."""


def eight_fours(rounds: int) -> list[tuple[Table, ...]]:
    """So many of the ten rounds, none if that is too many."""
    found: list[tuple[Table, ...]] = []
    for subgroup, tables in _FIRSTS:
        first = sorted({_moved(table, e) for table in tables for e in subgroup})
        images = {tuple(sorted(_moved(table, e) for table in first)) for e in range(8)}
        found += sorted(images)
    sound = meetings(found, 32).max() == 1 and all(sum(map(len, one)) == 32 for one in found)
    return found[:rounds] if sound and rounds <= len(found) else []


def _moved(table: Table, element: int) -> Table:
    return tuple(sorted(person ^ element for person in table))
