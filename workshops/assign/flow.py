"""The least cost at which everyone gets their seats: a flow, solved exactly in whole numbers.

People are brought in one by one, each along the shortest way through the moves of those already
seated: successive shortest paths (R. G. Busacker and P. J. Gowen, "A procedure for determining a
family of minimum-cost network flow patterns", 1961; for one seat each this is the Hungarian method
row by row). A move takes someone from one workshop to another, so the ways lead over workshops
only, of which there are few.

Costs are Python's whole numbers, as long as they need to be: a criterion that looks at one thing,
then at another, is one number whose upper digits are the first thing. Nothing is ever rounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Final

DIGIT: Final = 40
"""Bits of one level of a cost: more than a million seats of a million each never fill it."""


@dataclass(frozen=True)
class SeatingProblem:
    """Who may sit where, and what it costs. Everything is indexed by person and workshop."""

    cost: Sequence[Sequence[int | None]]
    """The cost of a seat; None where the person may not go (again)."""
    asked: Sequence[frozenset[int]]
    """The workshops each person asked for."""
    reward: Sequence[Sequence[int]]
    """Taken off the cost for a person's first, second, … seat among those asked for: never
    increasing, and as long as the person's seats. So the cost of a person's seats is convex."""
    seats: Sequence[int]
    """How many seats each person takes, all of them in different workshops."""
    least: Sequence[int]
    """The fewest seats to be taken of each workshop, over all rounds."""
    most: Sequence[int]
    """The seats there are of each workshop, over all rounds."""


def digits(levels: Sequence[int]) -> int:
    """Several whole numbers, the most important first, as one that compares like them."""
    value = 0
    for level in levels:
        value = (value << DIGIT) + level
    return value


class SeatedPeople:
    """Where everyone sits, and what it costs to move them."""

    def __init__(self, problem: SeatingProblem) -> None:
        self.problem = problem
        self.workshops = range(len(problem.most))
        self.held: list[set[int]] = [set() for _ in problem.seats]
        self.got = [0] * len(problem.seats)
        """Seats each person has among those they asked for."""
        self.count = [0] * len(problem.most)
        self.missing = 0
        """Seats for which there is no room."""
        self._price_of_least = _more_than_everything(problem)
        self.potential = [0] * len(problem.most) + [-self._price_of_least]
        """By workshop and, last, for the empty seats: with them no change of seats costs less than
        nothing, `cost + potential[here] - potential[there] >= 0`, which proves the cost least."""

    def may_take(self, person: int, workshop: int) -> bool:
        """Whether a person may go to a workshop and is not there yet."""
        return self.problem.cost[person][workshop] is not None and workshop not in self.held[person]

    def taking(self, person: int, workshop: int) -> int:
        """What one more seat costs."""
        cost = self.problem.cost[person][workshop]
        if cost is None:
            raise ValueError("nobody is seated where they may not go")
        if workshop in self.problem.asked[person]:
            cost -= self.problem.reward[person][self.got[person]]
        return cost

    def moving(self, person: int, here: int, there: int) -> int:
        """What it costs to move a person from a seat they hold to one they do not."""
        old, new = self.problem.cost[person][here], self.problem.cost[person][there]
        if old is None or new is None:
            raise ValueError("nobody is seated where they may not go")
        asked, got = self.problem.asked[person], self.got[person]
        cost = new - old
        if there in asked and here not in asked:
            cost -= self.problem.reward[person][got]
        elif here in asked and there not in asked:
            cost += self.problem.reward[person][got - 1]
        return cost

    def filling(self, workshop: int) -> int | None:
        """What one more person in a workshop costs, None where it is full."""
        count = self.count[workshop]
        if count < self.problem.least[workshop]:
            return -self._price_of_least
        return 0 if count < self.problem.most[workshop] else None

    def emptying(self, workshop: int) -> int | None:
        """What one person fewer in a workshop costs, None where nobody is."""
        if not self.count[workshop]:
            return None
        within = self.count[workshop] <= self.problem.least[workshop]
        return self._price_of_least if within else 0

    def take(self, person: int, workshop: int) -> None:
        """Give a person one more seat; the workshop's own count is the caller's business."""
        self.held[person].add(workshop)
        self.got[person] += workshop in self.problem.asked[person]

    def leave(self, person: int, workshop: int) -> None:
        """Take a seat from a person; the workshop's own count is the caller's business."""
        self.held[person].remove(workshop)
        self.got[person] -= workshop in self.problem.asked[person]

    @property
    def short(self) -> list[int]:
        """How many people each workshop lacks of its least."""
        return [max(0, low - n) for low, n in zip(self.problem.least, self.count, strict=True)]


def seat(problem: SeatingProblem) -> SeatedPeople:
    """Seat everyone at the least cost.

    Where not everyone finds a seat, as many as possible do (`missing` counts the others); where
    the least numbers cannot be met, they are as far as possible (`short`).
    """
    seats = SeatedPeople(problem)
    moves = _Moves(seats)
    for person, number in enumerate(problem.seats):
        for _ in range(number):
            way = moves.shortest_way(person)
            if way is None:
                seats.missing += 1
            else:
                moves.follow(person, way)
    return seats


@dataclass
class _Way:
    """Workshops to pass through, and who moves from each to the next."""

    workshops: list[int]
    movers: list[int]


class _Moves:
    """The cheapest move between any two workshops, kept up to date in heaps.

    An entry is out of date when its person has moved since; it is thrown away when it comes up.
    """

    def __init__(self, seats: SeatedPeople) -> None:
        self._seats = seats
        size = len(seats.count)
        self._version = [0] * len(seats.held)
        self._heaps: list[list[list[tuple[int, int, int]]]] = [
            [[] for _ in range(size)] for _ in range(size)
        ]

    def shortest_way(self, person: int) -> _Way | None:
        """The cheapest way to one more seat for a person, None where there is none.

        With potentials no move costs less than nothing, so the nearest workshop is settled first,
        and what is farther than an empty seat need not be looked at (E. W. Dijkstra; J. Edmonds and
        R. M. Karp, "Theoretical Improvements in Algorithmic Efficiency", Journal of the ACM 19,
        1972).
        """
        seats, potential = self._seats, self._seats.potential
        empty = len(seats.count)
        reach = {
            workshop: seats.taking(person, workshop) - potential[workshop]
            for workshop in seats.workshops
            if seats.may_take(person, workshop)
        }
        before: dict[int, tuple[int, int]] = {}
        settled: dict[int, int] = {}
        while reach:
            here = min(reach, key=reach.__getitem__)
            settled[here] = start = reach.pop(here)
            if here == empty:
                break
            base = start + potential[here]
            for there, cost, mover in self._edges(here):
                far = base + cost - potential[there]
                if there not in settled and (there not in reach or far < reach[there]):
                    reach[there] = far
                    before[there] = (here, mover)
        if empty not in settled:
            return None
        farthest = settled[empty]
        for node in range(empty + 1):
            potential[node] += settled.get(node, farthest)
        workshops, movers = [before[empty][0]], []
        while workshops[-1] in before:
            here, mover = before[workshops[-1]]
            workshops.append(here)
            movers.append(mover)
        return _Way(workshops[::-1], movers[::-1])

    def follow(self, person: int, way: _Way) -> None:
        """Seat a person at the start of a way and move the others along it."""
        seats = self._seats
        seats.count[way.workshops[-1]] += 1
        for here, there, mover in zip(way.workshops, way.workshops[1:], way.movers, strict=False):
            seats.leave(mover, here)
            seats.take(mover, there)
        seats.take(person, way.workshops[0])
        for moved in dict.fromkeys([person, *way.movers]):
            self._offer(moved)

    def _offer(self, person: int) -> None:
        """Put the moves of a person into the heaps, and those from before out of date."""
        seats = self._seats
        self._version[person] += 1
        version = self._version[person]
        free = [workshop for workshop in seats.workshops if seats.may_take(person, workshop)]
        for here in seats.held[person]:
            for there in free:
                entry = (seats.moving(person, here, there), person, version)
                heappush(self._heaps[here][there], entry)

    def _edges(self, here: int) -> list[tuple[int, int, int]]:
        """Where someone can be moved from a workshop, its empty seat last: there, cost, who."""
        found = []
        for there, heap in enumerate(self._heaps[here]):
            while heap and heap[0][2] != self._version[heap[0][1]]:
                heappop(heap)
            if heap:
                found.append((there, heap[0][0], heap[0][1]))
        filling = self._seats.filling(here)
        if filling is not None:
            found.append((len(self._heaps), filling, -1))
        return found


def _more_than_everything(problem: SeatingProblem) -> int:
    """A price that no difference of costs can outweigh."""
    largest = max((abs(c) for row in problem.cost for c in row if c is not None), default=0)
    rewarded = max((row[0] for row in problem.reward if row), default=0)
    return 2 * (largest + rewarded + 1) * (sum(problem.seats) + 1)
