"""From the people of each leaf to the rounds of a plan: members, roles and meeting places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from workshops.plan.value import Group, Round
from workshops.snowball.floor import Cell, longest_walk, meeting_leaf, spot_name
from workshops.snowball.roles import Rota
from workshops.snowball.timing import Exercise

Kept = Mapping[tuple[int, int], tuple[int | None, int | None]]
"""Level and number of a group → the roles it has already."""


@dataclass(frozen=True)
class Formation:
    """Who sits at which leaf, and how leaves merge. Leaves may be missing after a repair."""

    levels: tuple[int, ...]
    members: Mapping[int, Sequence[int]]
    """Leaf → its people, by their place in the list, as they sit."""
    cells: Sequence[Cell]
    seated: frozenset[int] = frozenset()
    """Leaves where someone keeps their seat."""

    def leaves_by_group(self, level: int) -> dict[int, list[int]]:
        """Number of each group of a level (from 1) → its leaves."""
        step = self.levels[level] // self.levels[0]
        found: dict[int, list[int]] = {}
        for leaf in sorted(self.members):
            found.setdefault(leaf // step + 1, []).append(leaf)
        return found

    def people(self, leaves: Sequence[int]) -> list[int]:
        """The people of some leaves, in the order of the leaves."""
        return [person for leaf in leaves for person in self.members[leaf]]

    def longest_walk(self, level: int) -> int:
        """The farthest anyone has to come to a group of a level from their first spot."""
        return max(
            longest_walk(leaves, meeting_leaf(leaves, self.cells, self.seated), self.cells)
            for leaves in self.leaves_by_group(level).values()
        )


@dataclass(frozen=True)
class RoundMaker:
    """Makes the rounds of a layout for people with these ids."""

    ids: Sequence[str]
    exercise: Exercise
    rota: Rota
    kept: Kept = field(default_factory=dict)
    places: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Level and number of a group → the place it has already."""

    def rounds(self, layout: Formation) -> tuple[Round, ...]:
        """One round for each level, from the first up."""
        return tuple([self._round(layout, level) for level in range(len(layout.levels))])

    def _round(self, layout: Formation, level: int) -> Round:
        groups = []
        for number, leaves in layout.leaves_by_group(level).items():
            meeting = meeting_leaf(leaves, layout.cells, layout.seated)
            people = layout.people(leaves)
            place = self.places.get((level, number), spot_name(meeting))
            groups.append(self.group(level, number, people, place))
        return Round(
            name=str(layout.levels[level]),
            minutes=self.exercise.minutes_of(level),
            groups=tuple(groups),
            ideas=self.exercise.ideas_of(level),
        )

    def group(self, level: int, number: int, people: Sequence[int], place: str) -> Group:
        """A group with its roles."""
        kept = self.kept.get((level, number), (None, None))
        spokesperson, scribe = self.rota.give(level, people, kept)
        return Group(
            number=number,
            members=tuple([self.ids[person] for person in people]),
            place=place,
            spokesperson=self.ids[spokesperson],
            scribe=self.ids[scribe],
        )
