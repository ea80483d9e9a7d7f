"""Rounds that differ: workshops held in some rounds only, people who are away for some.

Then it matters who goes where when, and no flow decides it. Whole numbers do, one for each person,
workshop and round, solved by HiGHS level by level. What the flow says when it takes the rounds
together is a bound; most often it can be kept as it is, and one solve is enough to show it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sortition.base.linear import INFINITY, LinearProgramme, SparseRow
from workshops.assign.fairness import Levels, SeatCosts
from workshops.assign.people import Meeting, RoundPlaces


def place(
    meeting: Meeting,
    measure: SeatCosts,
    bound: Levels,
    tell: Callable[[int], None] = lambda _: None,
) -> RoundPlaces | None:
    """The best assignment level by level, None where there is none at all.

    `bound` is what no assignment can go below, level by level; `tell` is told how many levels are
    settled.
    """
    programme = _Model(meeting, measure)
    solution = programme.at(bound)
    if solution is None:
        best: list[int] = []
        for level in range(measure.levels):
            value = programme.least(level, best)
            if value is None:
                return None
            best.append(value)
            tell(len(best))
        solution = programme.at(best)
    return None if solution is None else programme.places(solution)


@dataclass(frozen=True)
class _Column:
    person: int
    workshop: int
    round: int


class _Model:
    """One column per seat that someone may take, then one per rewarded seat of each person."""

    def __init__(self, meeting: Meeting, measure: SeatCosts) -> None:
        self._meeting = meeting
        self._columns = [
            _Column(person, workshop, number)
            for person in meeting.order
            for workshop in sorted(meeting.open_to(person))
            for number in meeting.free_rounds[person]
            if meeting.seats(workshop, number)[1] > 0
        ]
        self._rewarded = [
            (person, seat)
            for person in meeting.order
            for seat in range(len(meeting.free_rounds[person]))
        ]
        size = len(self._columns) + len(self._rewarded)
        self._levels = np.zeros((measure.levels, size))
        for index, one in enumerate(self._columns):
            self._levels[:, index] = measure.cost[one.person][one.workshop]
        for index, (person, seat) in enumerate(self._rewarded, len(self._columns)):
            self._levels[:, index] = [-value for value in measure.reward[person][seat]]
        rows, bounds = self._rows()
        self._first_level = len(rows)
        for row in self._levels:
            used = np.flatnonzero(row)
            rows.append((used.tolist(), row[used].tolist()))
            bounds.append((-INFINITY, INFINITY))
        self._programme = LinearProgramme(rows, bounds, [(0.0, 1.0)] * size, whole=True)

    def at(self, levels: Sequence[int]) -> Sequence[float] | None:
        """The columns of an assignment at these levels, the first in order best served."""
        for level, value in enumerate(levels):
            self._programme.set_row(self._first_level + level, value - 0.25, value + 0.25)
        preference = np.zeros(self._levels.shape[1])
        rank = {
            (person, workshop): position
            for person, wishes in enumerate(self._meeting.wishes)
            for position, workshop in enumerate(wishes)
        }
        turn = {
            person: len(self._meeting.order) - k for k, person in enumerate(self._meeting.order)
        }
        for index, one in enumerate(self._columns):
            preference[index] = -turn[one.person] * rank[one.person, one.workshop]
        self._programme.set_cost(preference)
        found = self._programme.solve()
        for level in range(len(levels)):
            self._programme.set_row(self._first_level + level, -INFINITY, INFINITY)
        return None if found is None else found.tolist()

    def least(self, level: int, before: Sequence[int]) -> int | None:
        """The least of a level, those before it held where they are; None without assignment."""
        for earlier, value in enumerate(before):
            self._programme.set_row(self._first_level + earlier, value - 0.25, value + 0.25)
        self._programme.set_cost(-self._levels[level])
        found = self._programme.solve()
        return None if found is None else round(float(self._levels[level] @ found))

    def places(self, found: Sequence[float]) -> RoundPlaces:
        """What the columns stand for."""
        places: list[list[int | None]] = [
            [None] * self._meeting.rounds for _ in self._meeting.people
        ]
        for one, value in zip(self._columns, found, strict=False):
            if value > 0.5:
                places[one.person][one.round] = one.workshop
        return places

    def _rows(self) -> tuple[list[SparseRow], list[tuple[float, float]]]:
        meeting = self._meeting
        members: dict[tuple[str, int, int], list[int]] = {}
        bounds: dict[tuple[str, int, int], tuple[float, float]] = {}
        for person, free in enumerate(meeting.free_rounds):
            for number in free:
                members["present", person, number] = []
                bounds["present", person, number] = 1, 1
        for workshop in range(len(meeting.workshops)):
            for number in range(meeting.rounds):
                members["room", workshop, number] = []
                bounds["room", workshop, number] = meeting.seats(workshop, number)
        for index, one in enumerate(self._columns):
            members["present", one.person, one.round].append(index)
            members["room", one.workshop, one.round].append(index)
            once = "once", one.person, one.workshop
            members.setdefault(once, []).append(index)
            bounds[once] = 0, 1
        rows: list[SparseRow] = [(used, [1.0] * len(used)) for used in members.values()]
        limits = [bounds[key] for key in members]
        self._reward_rows(rows, limits)
        return rows, limits

    def _reward_rows(self, rows: list[SparseRow], limits: list[tuple[float, float]]) -> None:
        """As many seats are rewarded as the person has among those they asked for."""
        asked: dict[int, list[int]] = {}
        for index, one in enumerate(self._columns):
            if one.workshop in self._meeting.people[one.person].choices:
                asked.setdefault(one.person, []).append(index)
        rewarded: dict[int, list[int]] = {}
        for index, (person, _) in enumerate(self._rewarded, len(self._columns)):
            rewarded.setdefault(person, []).append(index)
        for person, columns in rewarded.items():
            seats = asked.get(person, [])
            rows.append((seats + columns, [1.0] * len(seats) + [-1.0] * len(columns)))
            limits.append((0, 0))
