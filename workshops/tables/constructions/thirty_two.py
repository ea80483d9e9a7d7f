"""Thirty-two people at eight tables of four: ten rounds, each person meets all others but one.

The rounds are worked out from the field of eight elements, with no search. Person 8 c + g is
element g of row c; adding an element to all g at once moves every round into itself. The four rows
have elements too, 0, 1, 2 and 4: any two of them, and all four, have a sum that is not zero.

* Six rounds seat one of each row at every table, as `field.py` does: in round x the person of each
  row for whom g is x × row plus something common to the table. People of two rows meet if the
  difference of their elements is x × the sum of the rows. As x is neither 0 nor 1, those have not
  met whose elements are the same, or differ by the sum of the rows itself.
* Three rounds, one for each way to pair the rows, let those meet: g and g + s of one row with g and
  g + s of the other, s the sum of the two rows. Everyone has then met three people of the own row,
  at distances that are the own row plus one of the others.
* The last round seats each row apart. The sums of two of the three other rows, and zero, are a
  group, and people at these distances sit together. They have not met: if such a sum were the own
  row plus another, two rows or all four would have the sum zero.

Only g and g + 7 of one row never meet, 7 being the sum of all rows. That ten rounds exist was
published by A. Aguado ("A 10 days solution to the social golfer problem", 2004); these are not
taken from there.
"""

from __future__ import annotations

from itertools import combinations
from typing import Final

from workshops.tables.constructions.field import field
from workshops.tables.problem import TableMembers

_ORDER: Final = 8
_ROWS: Final = (0, 1, 2, 4)
"""The element of each row; the digits of an element's number are binary, so that xor adds."""
_PAIRINGS: Final = (((0, 1), (2, 3)), ((0, 2), (1, 3)), ((0, 3), (1, 2)))


def eight_fours(rounds: int) -> list[tuple[TableMembers, ...]]:
    """So many of the ten rounds, all if that is too many."""
    firsts = [[_across(x)] for x in range(2, _ORDER)]
    firsts += [[_two_of_each(*pair) for pair in pairing] for pairing in _PAIRINGS]
    firsts.append([_within(c) for c in range(len(_ROWS))])
    return [_moved(tables) for tables in firsts[:rounds]]


def _across(x: int) -> TableMembers:
    """One of each row."""
    times = field(_ORDER).times
    return tuple([_ORDER * c + times[x][row] for c, row in enumerate(_ROWS)])


def _two_of_each(c: int, d: int) -> TableMembers:
    """Two of one row and two of another, as far from each other as the rows are."""
    step = _ROWS[c] ^ _ROWS[d]
    return (_ORDER * c, _ORDER * c + step, _ORDER * d, _ORDER * d + step)


def _within(c: int) -> TableMembers:
    """Four of one row: zero and the sums of two of the other rows."""
    others = [row for d, row in enumerate(_ROWS) if d != c]
    sums = [0, *(a ^ b for a, b in combinations(others, 2))]
    return tuple([_ORDER * c + one for one in sorted(sums)])


def _moved(tables: list[TableMembers]) -> tuple[TableMembers, ...]:
    """The tables of a round from those given, by adding each element to everyone's."""
    return tuple(
        sorted({tuple(sorted(p ^ e for p in table)) for table in tables for e in range(_ORDER)})
    )
