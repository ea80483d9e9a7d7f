"""Who has a place before the mixing begins: those who keep their seat, and those who stay together.

People who keep their seat are at the spot where their groups meet, at every level. So no final
group has two spots with such people as long as there are final groups enough; then they share a
spot. People who stay together fill the smallest group that holds them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from workshops.common.arrays import Whole
from workshops.common.people import Guests
from workshops.snowball.floor import FloorCell
from workshops.snowball.sizes import Nest


@dataclass(frozen=True)
class GivenPlaces:
    """Places given before the mixing."""

    leaf_of: Mapping[int, int]
    """The leaf of each person placed, by their place in the list."""
    fixed: frozenset[int]
    """Those of them whom the mixing must leave where they are."""
    seated_leaves: frozenset[int]
    """The leaves where someone keeps their seat."""
    leave_seat: int
    """People who should keep their seat and cannot: two such spots fell to their final group."""
    parted: int
    """Sets of people who should stay together and fit in no group."""


@dataclass(frozen=True)
class _Set:
    """People placed together; those who keep their seat come first."""

    members: tuple[int, ...]
    seated: int = 0
    near_door: bool = False


@dataclass
class _Room:
    """The seats left in each leaf, as sets of people are placed one by one."""

    nest: Nest
    cells: Sequence[FloorCell]
    free: list[int]
    apart: Whole | None
    leaf_of: dict[int, int] = field(default_factory=dict)
    seated_leaf: dict[int, int] = field(default_factory=dict)
    """Final group → the leaf in it where people keep their seat."""
    sets_in: dict[int, int] = field(default_factory=dict)
    """Final group → the sets of people placed in it."""
    leave_seat: int = 0
    parted: int = 0

    def place(self, people: _Set) -> None:
        """Give a set of people seats in the smallest group that holds them."""
        options = [
            option
            for level in range(len(self.nest.levels))
            for option in self._options(level, people)
        ]
        if options:
            _, leaves = min(options)
        else:
            self.parted += 1
            leaves = tuple(sorted(range(len(self.free)), key=lambda leaf: -self.free[leaf]))
        self._fill(people, leaves)

    def _options(self, level: int, people: _Set) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        """Groups of a level with room for a set, each with its rank (the lowest is the best) and
        its leaves in the order they are to be filled.
        """
        step, per_final = self.nest.leaves_in(level), self.nest.leaves_in(-1)
        found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        for first in range(0, len(self.free), step):
            leaves = list(range(first, first + step))
            room = sum(self.free[leaf] for leaf in leaves)
            if room < len(people.members):
                continue
            final = first // per_final
            if people.seated:
                leaves = self._seats_first(leaves, final, people)
            spoils = people.seated and (
                not leaves or leaves[0] != self.seated_leaf.get(final, leaves[0])
            )
            if not leaves:
                continue
            door = -self.cells[leaves[0]][0] if people.near_door else 0
            met = self._conflicts_met(people, leaves[0])
            rank = (int(spoils), met, door, level, self.sets_in.get(final, 0), room, first)
            found.append((rank, tuple(leaves)))
        return found

    def _conflicts_met(self, people: _Set, leaf: int) -> int:
        """Conflicts of a set with those placed already at the leaf it fills first."""
        if self.apart is None:
            return 0
        there = [person for person, place in self.leaf_of.items() if place == leaf]
        coming = list(people.members[: self.free[leaf]])
        return int(self.apart[np.ix_(coming, there)].sum())

    def _seats_first(self, leaves: list[int], final: int, people: _Set) -> list[int]:
        """The leaves with the one for those who keep their seat in front: the one taken already,
        else the one nearest the door or, for others, in the middle; none where none has room.
        """
        anchor = self.seated_leaf.get(final)
        needed = min(people.seated, max(self.nest.sizes))
        if anchor is not None and anchor in leaves and self.free[anchor] >= needed:
            best = anchor
        else:
            able = [leaf for leaf in leaves if self.free[leaf] >= needed]
            if not able:
                return []
            rows = [self.cells[leaf][0] for leaf in leaves]
            middle = (min(rows) + max(rows)) / 2
            wanted = float(max(rows)) if people.near_door else middle
            best = min(able, key=lambda leaf: (abs(self.cells[leaf][0] - wanted), leaf))
        return [best, *(leaf for leaf in leaves if leaf != best)]

    def _fill(self, people: _Set, leaves: Sequence[int]) -> None:
        waiting = list(people.members)
        seats = [leaf for leaf in leaves for _ in range(self.free[leaf])]
        for number, (person, leaf) in enumerate(zip(waiting, seats, strict=False)):
            self.leaf_of[person] = leaf
            self.free[leaf] -= 1
            final = leaf // self.nest.leaves_in(-1)
            if number < people.seated:
                self.leave_seat += self.seated_leaf.setdefault(final, leaf) != leaf
        final = seats[0] // self.nest.leaves_in(-1)
        self.sets_in[final] = self.sets_in.get(final, 0) + 1


def seat(
    guests: Guests,
    nest: Nest,
    cells: Sequence[FloorCell],
    order: Sequence[int],
    apart: Whole | None = None,
) -> GivenPlaces:
    """Places for those who keep their seat and those who stay together.

    The largest sets come first, then `order` (people drawn by lot) decides. `apart` marks those who
    should be apart, who are not placed in one leaf if another will do.
    """
    room = _Room(nest, cells, list(nest.sizes), apart)
    sets = _sets(guests, order)
    for people in sets:
        room.place(people)
    # People who keep a seat of their own, anywhere in the room, may still change with each other.
    loose = {one.members[0] for one in sets if len(one.members) == 1 and not one.near_door}
    return GivenPlaces(
        leaf_of=dict(room.leaf_of),
        fixed=frozenset(room.leaf_of) - loose,
        seated_leaves=frozenset(room.seated_leaf.values()),
        leave_seat=room.leave_seat,
        parted=room.parted,
    )


def fill(given: GivenPlaces, nest: Nest, others: Sequence[int], leaf_order: Sequence[int]) -> Whole:
    """Deal everyone else out over the seats left, leaf by leaf and round by round.

    The leaves with most seats left come first in each round, so that people who follow each other
    by less than the number of leaves never meet.
    """
    leaf_of = np.zeros(nest.people, dtype=np.int64)
    free = list(nest.sizes)
    for person, leaf in given.leaf_of.items():
        leaf_of[person] = leaf
        free[leaf] -= 1
    ordered = sorted(leaf_order, key=lambda leaf: -free[leaf])
    rounds = [leaf for number in range(max(free)) for leaf in ordered if free[leaf] > number]
    for person, leaf in zip(others, rounds, strict=True):
        leaf_of[person] = leaf
    return leaf_of


def _sets(guests: Guests, order: Sequence[int]) -> list[_Set]:
    rank = {person: place for place, person in enumerate(order)}
    seated = guests.seated | guests.near_door
    by_value: dict[str, list[int]] = {}
    for person, value in enumerate(guests.together):
        if value:
            by_value.setdefault(value, []).append(person)
    groups = [people for people in by_value.values() if len(people) > 1]
    grouped = {person for people in groups for person in people}
    groups += [[person] for person in seated - grouped]
    sets = []
    for people in groups:
        people.sort(key=lambda person: (person not in seated, rank[person]))
        sets.append(
            _Set(
                tuple(people),
                sum(person in seated for person in people),
                any(person in guests.near_door for person in people),
            )
        )
    sets.sort(
        key=lambda one: (not one.near_door, not one.seated, -len(one.members), rank[one.members[0]])
    )
    return sets
