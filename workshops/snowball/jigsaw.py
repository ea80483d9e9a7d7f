"""The jigsaw: each final group sends its members across new groups, where everyone reports.

E. Aronson, N. Blaney, C. Stephan, J. Sikes, M. Snapp, "The Jigsaw Classroom", Sage, 1978. Everyone
hears every final group (or, with very many, twelve of them) without one report after the other in
front of the whole hall.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from sortition.base.chance import Chance
from workshops.common.arrays import Whole
from workshops.snowball.balance import level_balance
from workshops.snowball.search import Freedom, mix

SMALLEST: Final = 6
LARGEST: Final = 12
"""A new group has about as many people as there are final groups, within these."""


def jigsaw_groups(
    final_of: Sequence[int],
    criteria: Sequence[Sequence[int]],
    seated: Collection[int],
    chance: Chance,
    steps: int,
) -> list[list[int]]:
    """New groups of people from all final groups, sizes within one, criteria mixed.

    `final_of` says which final group each person comes from. Each new group has as many people of a
    final group as the others, or one fewer. Those who keep their seat come into different groups
    where that can be.
    """
    people = len(final_of)
    finals = max(final_of) + 1
    size = min(LARGEST, max(SMALLEST, finals))
    count = max(1, people // size)
    group_of = _deal(final_of, count, seated, chance)
    sizes = np.bincount(group_of, minlength=count)
    movable = tuple([person for person in range(people) if person not in seated])
    # People change places within their final group: its share in each new group stays the same.
    freedom = Freedom(movable, np.array(final_of, dtype=np.int64))
    mixed = mix(level_balance(sizes.tolist(), [1], criteria), group_of, freedom, chance, steps)
    groups: list[list[int]] = [[] for _ in range(count)]
    for person in sorted(range(people), key=lambda one: (final_of[one], one)):
        groups[int(mixed[person])].append(person)
    return groups


def _deal(final_of: Sequence[int], count: int, seated: Collection[int], chance: Chance) -> Whole:
    """Deal people out, one final group after the other: neighbours never meet."""
    rank = {person: place for place, person in enumerate(chance.order(len(final_of)))}
    dealt = sorted(range(len(final_of)), key=lambda one: (final_of[one], rank[one]))
    group_of = np.zeros(len(final_of), dtype=np.int64)
    taken: set[int] = set()
    start = 0
    while start < len(dealt):
        final = final_of[dealt[start]]
        members = [person for person in dealt[start:] if final_of[person] == final]
        places = [(start + offset) % count for offset in range(len(members))]
        for person in sorted(members, key=lambda one: one not in seated):
            free = (place for place in places if place not in taken)
            place = next(free, places[0]) if person in seated else places[0]
            places.remove(place)
            group_of[person] = place
            if person in seated:
                taken.add(place)
        start += len(members)
    return group_of
