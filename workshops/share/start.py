"""A first way to give files to readers: whole, equal and without conflict, or the proof that there
is none.

Readings are sent along augmenting paths (L. R. Ford and D. R. Fulkerson, "Maximal Flow through a
Network", Canadian Journal of Mathematics 8, 1956): first until every reader has the smaller of the
two equal loads, then until every file has its readers. A path never takes back what a reader or a
file already has, so both hold in the end. Where no path is left, the files (or readers) it could
reach are the proof, as in P. Hall's marriage theorem (1935).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Impossible:
    """Files whose readers cannot read them often enough, or readers who cannot be given enough."""

    side: Literal["files", "readers"]
    members: tuple[int, ...]
    """Files or readers, by index."""
    needed: int
    """Readings they need."""
    possible: int
    """Readings they can have at most, conflicts and equal loads being what they are."""


def first_share(
    allowed: Sequence[Sequence[int]], readers: int, readings: int, order: Sequence[int]
) -> list[set[int]] | Impossible:
    """The readers of each file. `allowed` lists the readers that a file may have; `order` is the
    order of readers in which the larger loads fall.
    """
    lower, rest = divmod(len(allowed) * readings, readers)
    flow = _Flow(allowed, readers, readings, order)
    flow.fill(lower)
    lacking = [reader for reader in order if flow.load[reader] < lower]
    if lacking:
        return flow.readers_proof(lacking, lower)
    if rest:
        flow.fill(lower + 1)
    unfilled = [file for file, held in enumerate(flow.held) if len(held) < readings]
    if unfilled:
        return flow.files_proof(unfilled, lower + bool(rest))
    return flow.held


class _Flow:
    """Who reads what so far."""

    def __init__(
        self, allowed: Sequence[Sequence[int]], readers: int, readings: int, order: Sequence[int]
    ) -> None:
        self._allowed = allowed
        self._readings = readings
        place = {reader: k for k, reader in enumerate(order)}
        self._place = [place[reader] for reader in range(readers)]
        self.held: list[set[int]] = [set() for _ in allowed]
        self.load = [0] * readers
        self._files_of: list[set[int]] = [set() for _ in range(readers)]

    def fill(self, most: int) -> None:
        """Give every file readers, none of whom gets more than so many files."""
        for file in range(len(self.held)):
            while len(self.held[file]) < self._readings and self._augment(file, most):
                pass

    def _free(self, file: int) -> list[int]:
        """Readers a file may still have, those with the fewest files first."""
        free = [reader for reader in self._allowed[file] if reader not in self.held[file]]
        return sorted(free, key=lambda reader: (self.load[reader], self._place[reader]))

    def _augment(self, file: int, most: int) -> bool:
        """One more reading for a file, along the shortest path; False where there is none."""
        taken_from: dict[int, int] = {}
        given_by: dict[int, int] = {}
        waiting = deque([file])
        seen = {file}
        while waiting:
            here = waiting.popleft()
            for reader in self._free(here):
                if reader in taken_from:
                    continue
                taken_from[reader] = here
                if self.load[reader] < most:
                    self.load[reader] += 1
                    self._follow(reader, file, taken_from, given_by)
                    return True
                for other in sorted(self._files_of[reader] - seen):
                    seen.add(other)
                    given_by[other] = reader
                    waiting.append(other)
        return False

    def _follow(
        self, reader: int, start: int, taken_from: dict[int, int], given_by: dict[int, int]
    ) -> None:
        while True:
            file = taken_from[reader]
            self.held[file].add(reader)
            self._files_of[reader].add(file)
            if file == start:
                return
            reader = given_by[file]
            self.held[file].remove(reader)
            self._files_of[reader].remove(file)

    def files_proof(self, unfilled: Sequence[int], most: int) -> Impossible:
        """Files without all their readers, and those they could take readers from: too few."""
        seen, waiting = set(unfilled), list(unfilled)
        while waiting:
            here = waiting.pop()
            for reader in self._free(here):
                more = self._files_of[reader] - seen
                seen |= more
                waiting += more
        able = [0] * len(self.load)
        for file in seen:
            for reader in self._allowed[file]:
                able[reader] += 1
        possible = sum(min(most, n) for n in able)
        return Impossible("files", tuple(sorted(seen)), len(seen) * self._readings, possible)

    def readers_proof(self, lacking: Sequence[int], load: int) -> Impossible:
        """Readers who lack files, and those who could give them some: together they lack them."""
        seen, waiting = set(lacking), list(lacking)
        files_of: list[list[int]] = [[] for _ in self.load]
        for file, readers in enumerate(self._allowed):
            for reader in readers:
                files_of[reader].append(file)
        while waiting:
            here = waiting.pop()
            for file in files_of[here]:
                if here not in self.held[file]:
                    more = self.held[file] - seen
                    seen |= more
                    waiting += more
        able = [len(seen.intersection(readers)) for readers in self._allowed]
        possible = sum(min(self._readings, n) for n in able)
        return Impossible("readers", tuple(sorted(seen)), len(seen) * load, possible)
