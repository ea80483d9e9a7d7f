"""Vectors whose differences are all different: rounds from a small search where no field helps.

Of a group of g elements take vectors any two of which have no difference at two places. Read as
tables' shifts, row by row, they are rounds in which nobody meets twice: person j of row i sits in
round r at table j + v_r(i). In a field the multiples of one vector do it; other groups have
such vectors too, only fewer (D. M. Johnson, A. L. Dulmage and N. S. Mendelsohn, "Orthomorphisms of
groups and orthogonal Latin squares I", Canadian Journal of Mathematics 13, 1961: six for order 12).

With g + 2u places, u of them empty in each vector and no two vectors empty at one place, they give
orthogonal Latin squares of order g + u, which for 10, 14, 18 … no group gives (R. C. Bose, S. S.
Shrikhande and E. T. Parker, "Further results on the construction of mutually orthogonal Latin
squares and the falsity of Euler's conjecture", Canadian Journal of Mathematics 12, 1960: 7 + 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sortition.base.stream import Stream
from workshops.tables.constructions.group import CommutativeGroup, group

DifferenceVector = tuple[int | None, ...]
"""An element of the group at every place; None where the vector is empty."""

_TRY: Final = 1000
"""Elements put to a place in one try: another order finds sooner what one order has not found."""


@dataclass
class _Budget:
    """How many elements may still be tried."""

    left: int


@cache
def vectors(
    moduli: tuple[int, ...], length: int, count: int, *, empty: int = 0, most: int = 8000
) -> tuple[DifferenceVector, ...] | None:
    """`count` vectors, no difference of any two at two places, or None where none were found.

    `length` is at most the order of the group; with `empty` places it is the order and twice as
    many. `most` bounds the elements tried, and so the time: some 60,000 take a second.
    """
    within = group(moduli)
    if length > within.order + 2 * empty or (empty and length != within.order + 2 * empty):
        raise ValueError(f"no vectors of length {length} over {moduli} with {empty} empty")
    stream = Stream(f"{moduli} {length} {count} {empty}", "vectors of differences")
    whole = length - 2 * empty
    # Any two vectors can be brought into this form: add elements place by place, exchange places.
    first: DifferenceVector = (0,) * (whole + empty) + (None,) * empty
    second: DifferenceVector = (*range(whole), *[None] * empty, *[0] * empty)
    while most > 0:
        found = [first, second][:count]
        budget = _Budget(min(_TRY, most))
        most -= budget.left
        while len(found) < count:
            more = _another(within, found, empty, stream, budget)
            if more is None:
                break
            found.append(more)
        most += max(budget.left, 0)
        if len(found) == count:
            return tuple(found)
        most -= 1
    return None


def _another(
    within: CommutativeGroup,
    found: Sequence[DifferenceVector],
    empty: int,
    stream: Stream,
    budget: _Budget,
) -> DifferenceVector | None:
    """One more vector for those found: its empty places drawn, the others searched for."""
    length = len(found[0])
    full = [place for place in range(length) if all(one[place] is not None for one in found)]
    drawn = [full[which] for which in stream.order(len(full)).tolist()]
    places = sorted(set(range(length)) - set(drawn[:empty]))
    elements: list[int] = stream.order(within.order).tolist()
    free = [(1 << within.order) - 1] * length
    new: list[int | None] = [None] * length
    return tuple(new) if _filled(within, found, places, free, new, elements, budget) else None


def _filled(
    within: CommutativeGroup,
    found: Sequence[DifferenceVector],
    places: Sequence[int],
    free: Sequence[int],
    new: list[int | None],
    elements: Sequence[int],
    budget: _Budget,
) -> bool:
    """Fill the places of `new`, first those for which fewest elements are free (bits of `free`)."""
    if not places:
        return True
    budget.left -= 1
    if budget.left < 0:
        return False
    place = min(places, key=lambda one: free[one].bit_count())
    rest = [one for one in places if one != place]
    for element in elements:
        if not free[place] >> element & 1:
            continue
        left = list(free)
        for earlier in found:
            beside = earlier[place]
            if beside is not None:
                _strike(left, within.plus[within.minus[element][beside]], earlier, rest)
        new[place] = element
        if all(left[one] for one in rest) and _filled(
            within, found, rest, left, new, elements, budget
        ):
            return True
        if budget.left < 0:
            break
    return False


def _strike(
    free: list[int],
    with_difference: Sequence[int],
    earlier: DifferenceVector,
    places: Sequence[int],
) -> None:
    """Strike at all places the elements that would repeat a difference with an earlier vector."""
    for one in places:
        beside = earlier[one]
        if beside is not None:
            free[one] &= ~(1 << with_difference[beside])
