"""How many groups of which sizes: groups nested in groups, nobody alone, sizes within one.

The exercise is built from the top: so many final groups as there is room for at the largest level,
each split as evenly as possible down to the first level. An even split keeps all sizes of a level
within one of each other: groups of s and s + 1 people, split into f parts, give parts of s // f and
s // f + 1 people and no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sortition.base.errors import BadInput, Message, Problems, message

LEVELS: Final = (2, 4, 8, 16)
FEWEST: Final = 4
"""People below whom there is nothing to merge."""


@dataclass(frozen=True)
class Nest:
    """The groups of every level and the people in each, before anyone is placed.

    A leaf is a group of the first level. The groups of a level are unions of as many leaves each,
    in order: with levels 2 and 4, leaves 0 and 1 make group 0, leaves 2 and 3 make group 1.
    """

    levels: tuple[int, ...]
    """The levels reached, by their nominal sizes."""
    sizes: tuple[int, ...]
    """People in each leaf."""

    @property
    def people(self) -> int:
        """People in all."""
        return sum(self.sizes)

    def leaves_in(self, level: int) -> int:
        """Leaves that make one group at a level (an index of `levels`)."""
        return self.levels[level] // self.levels[0]

    def group_sizes(self, level: int) -> list[int]:
        """People in each group of a level (an index of `levels`)."""
        step = self.leaves_in(level)
        starts = range(0, len(self.sizes), step)
        return [sum(self.sizes[start : start + step]) for start in starts]


def check_levels(levels: Sequence[int]) -> None:
    """Refuse levels that do not grow by whole multiples from 2 up. Raises `BadInput`."""
    problems = Problems()
    if not levels:
        problems.add("levels-none")
    elif levels[0] < 2:
        problems.add("levels-alone", value=str(levels[0]))
    for lower, upper in pairwise(levels):
        if upper <= lower:
            problems.add("levels-not-growing", lower=str(lower), upper=str(upper))
        elif upper % lower if lower > 0 else False:
            nearest = max(2, round(upper / lower)) * lower
            problems.add(
                "levels-not-multiples", lower=str(lower), upper=str(upper), nearest=str(nearest)
            )
    problems.raise_if_any()


def nest_for(people: int, levels: Sequence[int]) -> Nest:
    """The groups of so many people at the levels they reach.

    A level is reached if the people fill at least one group of it with leaves of its nominal size,
    and no leaf is more than half as large again: with levels 2, 4, 8, 16 the leaves have 2 or 3
    people and the final groups 16 to 24. So 25 to 31 people stop at eights, 13 to 15 at fours.
    Raises `BadInput` for levels that will not do, or too few people for the first of them.
    """
    check_levels(levels)
    if people < levels[0]:
        raise BadInput(message("people-fewer-than-level", n=people, level=levels[0]))
    reached = list(levels)
    while len(reached) > 1 and not _fits(people, reached):
        reached.pop()
    finals = max(1, people // reached[-1])
    sizes = [people]
    sizes = _split(sizes, finals)
    for upper, lower in pairwise(reversed(reached)):
        sizes = _split(sizes, upper // lower)
    return Nest(tuple(reached), tuple(sizes))


def largest_leaf(first_level: int) -> int:
    """The most people a leaf should have: half as many again as its nominal size, rounded up."""
    return (3 * first_level + 1) // 2


def notes_on(nest: Nest, levels: Sequence[int]) -> list[Message]:
    """What to say where a level asked for is not reached, with levels that would reach as far."""
    missed = levels[len(nest.levels) :]
    if not missed:
        return []
    shown = ",".join(map(str, nest.levels))
    code = "levels-stop" if nest.people >= missed[0] else "levels-stop-few"
    notes = [message(code, n=nest.people, level=missed[0], reached=shown)]
    larger = [level // levels[0] * (levels[0] + 1) for level in levels]
    while len(larger) > len(nest.levels) and not _fits(nest.people, larger):
        larger.pop()
    if len(larger) > len(nest.levels):
        notes.append(message("levels-instead", levels=",".join(map(str, larger))))
    return notes


def _fits(people: int, levels: Sequence[int]) -> bool:
    finals = people // levels[-1]
    return people <= finals * (levels[-1] // levels[0]) * largest_leaf(levels[0])


def _split(sizes: Sequence[int], parts: int) -> list[int]:
    """Each size as so many whole numbers within one of each other, the larger ones spread out."""
    return [
        size * (part + 1) // parts - size * part // parts for size in sizes for part in range(parts)
    ]
