"""Circles of people that turn one place from round to round, and what two of them are apart.

While the circles turn, a pair of people comes back as other pairs, all those of one distance. A
first round with f folds looks the same after the f-th part of a whole turn: it is given by the f-th
part of its tables, and gives places / f rounds. Two people meet once at most, in all rounds, if no
distance occurs at two places of the given tables of all first rounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from workshops.tables.problem import Seating, TableMembers

Distances = tuple[list[list[int]], int]
"""The number of each pair's distance by person and person, and how many numbers there are."""


@dataclass(frozen=True)
class Turn:
    """Circles, and the first rounds that are turned on them."""

    circles: tuple[int, ...]
    """Places of every circle, numbered one circle after the other. All divide those of the first,
    and every fold divides all."""
    folds: tuple[int, ...]
    """For each first round, how often it looks the same during a whole turn."""
    alone: bool = False
    """Whether one person more is in the middle, with every fold-th person of the only circle."""

    @property
    def places(self) -> int:
        """Turns until everyone is back."""
        return self.circles[0]

    @property
    def people(self) -> int:
        """How many they are."""
        return sum(self.circles) + self.alone

    @property
    def rounds(self) -> int:
        """How many different rounds the first rounds give."""
        return sum(self.places // fold for fold in self.folds)

    def turned(self, person: int, by: int) -> int:
        """Who is where this person was, after so many turns."""
        for begin, end in zip(self._ends(), self._ends()[1:], strict=False):
            if person < end:
                return begin + (person - begin + by) % (end - begin)
        return person

    def given(self, fold: int) -> list[int]:
        """One of every set of people who take each other's places in such a first round."""
        ends = zip(self._ends(), self._ends()[1:], strict=False)
        people = [p for begin, end in ends for p in range(begin, begin + (end - begin) // fold)]
        return people[1:] if self.alone else people

    def distances(self) -> Distances:
        """The numbers of distances; 0 for pairs that come back too soon, and would meet twice."""
        following = [self.turned(person, 1) for person in range(self.people)]
        number = [[-1] * self.people for _ in range(self.people)]
        count = 1
        for one in range(self.people):
            for other in range(one):
                if number[one][other] >= 0:
                    continue
                pairs = [(one, other)]
                while (pair := tuple(following[p] for p in pairs[-1])) not in (
                    (one, other),
                    (other, one),
                ):
                    pairs.append((pair[0], pair[1]))
                whole = len(pairs) == self.places and not self._at_lone_table(one, other)
                for a, b in pairs:
                    number[a][b] = number[b][a] = count if whole else 0
                count += whole
        return number, count

    def unfolded(self, firsts: Sequence[Sequence[TableMembers]]) -> Seating:
        """All rounds from the given tables of the first ones."""
        rounds = []
        for fold, tables in zip(self.folds, firsts, strict=True):
            part = self.places // fold
            whole = [self._table(table, part * i) for table in tables for i in range(fold)]
            if self.alone:
                whole.append((*range(0, self.places, part), self.people - 1))
            rounds += [tuple([self._table(table, by) for table in whole]) for by in range(part)]
        return tuple(rounds)

    def _table(self, table: TableMembers, by: int) -> TableMembers:
        return tuple(sorted(self.turned(person, by) for person in table))

    def _at_lone_table(self, one: int, other: int) -> bool:
        """Whether the table of the person in the middle has this distance."""
        if not self.alone:
            return False
        part = self.places // self.folds[0]
        return max(one, other) == self.people - 1 or (one - other) % part == 0

    def _ends(self) -> list[int]:
        return [0, *accumulate(self.circles)]


def has_no_repeats(turn: Turn, firsts: Sequence[Sequence[TableMembers]]) -> bool:
    """Whether first rounds seat everyone once, no distance at two places: what makes them turn."""
    number, count = turn.distances()
    met = [0] * count
    for fold, tables in zip(turn.folds, firsts, strict=True):
        part = turn.places // fold
        seated = [turn.turned(p, part * i) for table in tables for p in table for i in range(fold)]
        lone = [*range(0, turn.places, part), turn.people - 1] if turn.alone else []
        if sorted(seated + lone) != list(range(turn.people)):
            return False
        for table in tables:
            for at, one in enumerate(table):
                for other in table[:at]:
                    met[number[one][other]] += 1
    return met[0] == 0 and max(met) <= 1
