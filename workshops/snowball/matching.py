"""Maximum matching in any graph, with the proof that no larger one exists.

J. Edmonds, "Paths, trees, and flowers", Canadian Journal of Mathematics 17 (1965): a matching is
maximum when no path alternates from one unmatched vertex to another; odd circles met on the way are
shrunk to a point. C. Berge, "Sur le couplage maximum d'un graphe", Comptes rendus de l'Académie des
sciences 247 (1958), gives the proof for the reader: take away some vertices; if more odd pieces are
left than were taken away, each of those in excess leaves someone unmatched.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_NONE: Final = -1


@dataclass(frozen=True)
class Matching:
    """A maximum matching of vertices 0 to n - 1, and its proof."""

    partner: tuple[int | None, ...]
    """Each vertex's partner, None where it has none."""
    removed: frozenset[int]
    """The proof: vertices without which the graph falls into pieces, many of an odd size."""
    odd_pieces: int
    """How many odd pieces: as many more than `removed` as vertices stay unmatched."""

    @property
    def size(self) -> int:
        """The pairs of the matching."""
        return sum(partner is not None for partner in self.partner) // 2

    @property
    def unmatched(self) -> int:
        """The vertices that stay alone in every matching."""
        return sum(partner is None for partner in self.partner)


def maximum_matching(neighbours: Sequence[Sequence[int]]) -> Matching:
    """A maximum matching of a graph given by each vertex's neighbours, in O(n × edges)."""
    search = _Search(neighbours)
    search.greedy()
    outer: set[int] = set()
    for root in range(len(neighbours)):
        if search.mate[root] == _NONE:
            end = search.path_from(root)
            if end != _NONE:
                search.augment(end)
            else:
                # No later path enters a tree that has none: it is left out, and proves the rest.
                outer.update(v for v in range(len(neighbours)) if search.outer[v])
                search.leave_out()
    removed = frozenset(w for v in outer for w in neighbours[v]) - outer
    partner = tuple([None if mate == _NONE else mate for mate in search.mate])
    pieces = _pieces(neighbours, outer)
    return Matching(partner, removed, pieces)


class _Search:
    """The state of the search for paths from one unmatched vertex to another."""

    def __init__(self, neighbours: Sequence[Sequence[int]]) -> None:
        self.neighbours = neighbours
        self.mate = [_NONE] * len(neighbours)
        self.parent: list[int] = []
        self.base: list[int] = []
        self.outer: list[bool] = []
        self.done = [False] * len(neighbours)

    def greedy(self) -> None:
        """Match everyone with the first who is free: most of the work."""
        for one, others in enumerate(self.neighbours):
            if self.mate[one] == _NONE:
                free = next((v for v in others if self.mate[v] == _NONE and v != one), _NONE)
                if free != _NONE:
                    self.mate[one], self.mate[free] = free, one

    def path_from(self, root: int) -> int:
        """The unmatched vertex at the end of an alternating path from `root`, else -1."""
        count = len(self.neighbours)
        self.parent, self.base = [_NONE] * count, list(range(count))
        self.outer = [False] * count
        self.outer[root] = True
        queue = deque([root])
        while queue:
            one = queue.popleft()
            for other in self.neighbours[one]:
                if self.done[other] or self.base[one] == self.base[other]:
                    continue
                if self.mate[one] == other:
                    continue
                on_tree = self.mate[other] != _NONE and self.parent[self.mate[other]] != _NONE
                if other == root or on_tree:
                    self._shrink(one, other, queue)
                elif self.parent[other] == _NONE:
                    self.parent[other] = one
                    if self.mate[other] == _NONE:
                        return other
                    self.outer[self.mate[other]] = True
                    queue.append(self.mate[other])
        return _NONE

    def augment(self, end: int) -> None:
        """Swap matched and unmatched edges along the path that ends here."""
        while end != _NONE:
            before = self.parent[end]
            after = self.mate[before]
            self.mate[end], self.mate[before] = before, end
            end = after

    def leave_out(self) -> None:
        """Forget the vertices of the last search, which found no path."""
        for vertex in range(len(self.neighbours)):
            if self.outer[vertex] or self.parent[vertex] != _NONE:
                self.done[vertex] = True

    def _shrink(self, one: int, other: int, queue: deque[int]) -> None:
        """Make one point of the odd circle that two outer vertices close."""
        base = self._meeting(one, other)
        inside: set[int] = set()
        self._mark(one, base, other, inside)
        self._mark(other, base, one, inside)
        for vertex in range(len(self.neighbours)):
            if self.base[vertex] in inside:
                self.base[vertex] = base
                if not self.outer[vertex]:
                    self.outer[vertex] = True
                    queue.append(vertex)

    def _meeting(self, one: int, other: int) -> int:
        seen = set()
        while True:
            one = self.base[one]
            seen.add(one)
            if self.mate[one] == _NONE:
                break
            one = self.parent[self.mate[one]]
        while self.base[other] not in seen:
            other = self.parent[self.mate[self.base[other]]]
        return self.base[other]

    def _mark(self, vertex: int, base: int, child: int, inside: set[int]) -> None:
        while self.base[vertex] != base:
            inside.update((self.base[vertex], self.base[self.mate[vertex]]))
            self.parent[vertex] = child
            child = self.mate[vertex]
            vertex = self.parent[child]


def _pieces(neighbours: Sequence[Sequence[int]], vertices: set[int]) -> int:
    """The connected pieces that some vertices make among themselves."""
    left, pieces = set(vertices), 0
    while left:
        pieces += 1
        stack = [left.pop()]
        while stack:
            found = left.intersection(neighbours[stack.pop()])
            left -= found
            stack += found
    return pieces
