"""Between seatings of the same cost, the order of the tickets decides.

The first person gets the best of what a seating of least cost can give them, then the second as far
as that leaves it open, and so on. What comes out is one seating: it depends on the order of people
and on nothing else, so anyone can check it with a solver of their own.

On the optimal face every move has reduced cost zero, so the question "may this person go there?"
is whether moves of reduced cost zero lead round from there to a seat the person would give up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from workshops.assign.flow import SeatedPeople


def settle(seats: SeatedPeople, order: Sequence[int], wishes: Sequence[Sequence[int]]) -> None:
    """Change `seats`, at the same cost, to the seating that the order of people decides.

    `order` lists the people, the first to choose first; `wishes` gives each person's workshops from
    the best to the worst, all of them.
    """
    face = _Face(seats)
    for person in order:
        if len(seats.held[person]) < seats.problem.seats[person]:
            raise ValueError("only a full seating can be settled")
        kept: set[int] = set()
        for wish in wishes[person]:
            if len(kept) == seats.problem.seats[person]:
                break
            if wish in seats.held[person] or face.obtain(person, wish, kept):
                kept.add(wish)
        face.freeze(person)


class _Face:
    """Moves that cost nothing. Nodes are the workshops and, last, the seats still empty."""

    def __init__(self, seats: SeatedPeople) -> None:
        self._seats = seats
        self._empty = len(seats.count)
        self._frozen: set[int] = set()
        self._potential = seats.potential
        self._free: list[list[dict[int, None]]] = [
            [{} for _ in seats.workshops] for _ in seats.workshops
        ]
        self._listed: list[list[tuple[int, int]]] = [[] for _ in seats.held]
        for person in range(len(seats.held)):
            self._list(person)

    def obtain(self, person: int, wish: int, kept: set[int]) -> bool:
        """Give a person a seat in place of one they need not keep, if that costs nothing."""
        seats = self._seats
        if not seats.may_take(person, wish):
            return False
        goals = {
            here
            for here in seats.held[person]
            if here not in kept and self._is_free(person, here, wish)
        }
        way = self._way(person, wish, goals, kept) if goals else None
        if way is None:
            return False
        nodes, movers = way
        moved = {person}
        seats.leave(person, nodes[-1])
        for here, there, mover in zip(nodes, nodes[1:], movers, strict=False):
            if mover is None:
                workshop, change = (here, 1) if there == self._empty else (there, -1)
                seats.count[workshop] += change
            else:
                seats.leave(mover, here)
                seats.take(mover, there)
                moved.add(mover)
        seats.take(person, wish)
        for one in moved:
            self._list(one)
        return True

    def freeze(self, person: int) -> None:
        """From now on this person keeps their seats."""
        self._frozen.add(person)
        self._list(person)

    def _is_free(self, person: int, here: int, there: int) -> bool:
        cost = self._seats.moving(person, here, there)
        return cost + self._potential[here] - self._potential[there] == 0

    def _list(self, person: int) -> None:
        """Bring the list of a person's free moves up to date."""
        seats = self._seats
        for here, there in self._listed[person]:
            del self._free[here][there][person]
        moves = []
        if person not in self._frozen:
            free = [workshop for workshop in seats.workshops if seats.may_take(person, workshop)]
            for here in seats.held[person]:
                moves += [(here, there) for there in free if self._is_free(person, here, there)]
        for here, there in moves:
            self._free[here][there][person] = None
        self._listed[person] = moves

    def _way(
        self, person: int, start: int, goals: set[int], kept: set[int]
    ) -> tuple[list[int], list[int | None]] | None:
        """Free moves from a workshop to one of the goals: the nodes, and who moves (None: nobody,
        an empty seat is passed on). The shortest way, so that no move is made twice.
        """
        before: dict[int, tuple[int, int | None]] = {}
        waiting = deque([start])
        while waiting:
            here = waiting.popleft()
            if here in goals:
                nodes, movers = [here], []
                while nodes[-1] != start:
                    previous, mover = before[nodes[-1]]
                    nodes.append(previous)
                    movers.append(mover)
                return nodes[::-1], movers[::-1]
            for there, mover in self._neighbours(here, person, kept):
                if there != start and there not in before:
                    before[there] = (here, mover)
                    waiting.append(there)
        return None

    def _neighbours(self, here: int, person: int, kept: set[int]) -> list[tuple[int, int | None]]:
        seats, found = self._seats, list[tuple[int, int | None]]()
        if here == self._empty:
            for there in seats.workshops:
                cost = seats.emptying(there)
                if cost is not None and cost - self._potential[there] == -self._potential[here]:
                    found.append((there, None))
            return found
        cost = seats.filling(here)
        if cost is not None and cost + self._potential[here] == self._potential[self._empty]:
            found.append((self._empty, None))
        for there, movers in enumerate(self._free[here]):
            mover = next((one for one in movers if one != person), None)
            if mover is None and person in movers and self._aside(person, here, there, kept):
                mover = person
            if mover is not None:
                found.append((there, mover))
        return found

    def _aside(self, person: int, here: int, there: int, kept: set[int]) -> bool:
        # The chooser may also pass from one workshop they did not ask for to another on the way:
        # that changes neither what they keep nor how many seats they asked for.
        asked = self._seats.problem.asked[person]
        return here not in kept and here not in asked and there not in asked
