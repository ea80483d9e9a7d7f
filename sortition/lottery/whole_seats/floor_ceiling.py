"""Finds compositions between the floor and the ceiling of the expected seats.

Each is the best against a worth per seat: one warm linear programme, whose solution has only a few
fractional entries, then a dive that settles them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from sortition.base.linear import LinearProgramme, SparseRow, generic
from sortition.pool.rules import Composition, Model, Vector

NEAR_WHOLE: Final = 1e-6
"""Expected seats this close to a whole number count as that number."""
FRACTIONAL: Final = 1e-6
"""An entry of a solution further than this from a whole number is fractional."""
TIE_BREAK: Final = 1e-5
"""Of equally good compositions always the same one: a worth of this order tells them apart."""
DIVE_LIMIT: Final = 400
"""Programmes solved for one composition before it is given up."""
TOO_FRACTIONAL: Final = 60
"""With more fractional entries than this to settle a dive hardly ever ends well, …"""
SHORT_LIMIT: Final = 40
"""… so that it is given up after fewer programmes."""
CORE: Final = 120
"""Entries at zero that a dive may still raise, those of the smallest reduced cost, …"""
SMALL: Final = 400
"""… in boxes with more open entries than this; in others it may raise any."""

Fixed = tuple[tuple[int, float], ...]
"""Entries and the values they are held at."""


class Box:
    """The compositions whose seats, profile by profile and rule by rule, are the expected ones
    rounded down or up.
    """

    def __init__(self, model: Model, seats: Vector) -> None:
        self._model = model
        self._floor = np.floor(seats + NEAR_WHOLE)
        self._open = np.nonzero(np.ceil(seats - NEAR_WHOLE) > self._floor)[0]
        place = {int(o): k for k, o in enumerate(self._open)}
        rows: list[list[int]] = []
        bounds: list[tuple[float, float]] = []
        for row in model.rows:
            own = list(row.profiles)
            inside = [place[o] for o in own if o in place]
            expected, given = float(seats[own].sum()), float(self._floor[own].sum())
            low = max(row.least, np.floor(expected + NEAR_WHOLE)) - given
            high = min(row.most, np.ceil(expected - NEAR_WHOLE)) - given
            if low > 0 or high < len(inside):
                rows.append(inside)
                bounds.append((low, high))
        self._rows, self._bounds = rows, bounds
        self._exact: LinearProgramme | None = None
        self._programme = LinearProgramme(_ones(rows), bounds, [(0.0, 1.0)] * len(self._open))
        self._counts = np.zeros((len(rows), len(self._open)))
        for number, inside in enumerate(rows):
            self._counts[number, inside] = 1.0
        self._tie_break = TIE_BREAK * generic("composition", len(self._open))

    def best(self, worth: Vector) -> Composition | None:
        """A composition of great worth, at a worth per seat of each profile; None where none is
        found.
        """
        composition = self._floor.copy()
        if len(self._open):
            entries = self._entries(worth[self._open] + self._tie_break)
            if entries is None:
                return None
            composition[self._open] += entries
        found = tuple(int(seat) for seat in composition)
        return found if self._model.is_valid(found) else None

    def best_of_all(self, worth: Vector) -> Composition | None:
        """The composition of the greatest worth, proven by an integer programme: slower."""
        if not len(self._open):
            return self.best(worth)
        if self._exact is None:
            bounds = [(0.0, 1.0)] * len(self._open)
            self._exact = LinearProgramme(_ones(self._rows), self._bounds, bounds, whole=True)
        self._exact.set_cost(worth[self._open] + self._tie_break)
        entries = self._exact.solve()
        if entries is None:
            return None
        composition = self._floor.copy()
        composition[self._open] += np.round(entries)
        return tuple(int(seat) for seat in composition)

    def _entries(self, cost: Vector) -> Vector | None:
        self._programme.set_cost(cost)
        if len(self._open) > SMALL:
            entries = self._core_entries(cost)
            if entries is not None:
                return entries
        return dive(self._programme)

    def _core_entries(self, cost: Vector) -> Vector | None:
        """Dive among the entries that matter alone: those above zero, and those nearly so."""
        relaxed = self._programme.solve()
        if relaxed is None:
            return None
        reduced = cost - self._programme.duals() @ self._counts
        reduced[relaxed > FRACTIONAL] = np.inf
        above = int(np.isinf(reduced).sum())
        core = np.sort(np.argsort(-reduced, kind="stable")[: above + CORE])
        rows = [np.nonzero(counts)[0].tolist() for counts in self._counts[:, core]]
        programme = LinearProgramme(_ones(rows), self._bounds, [(0.0, 1.0)] * len(core), cost[core])
        found = dive(programme)
        if found is None:
            return None
        entries = np.zeros(len(cost))
        entries[core] = found
        return entries


def _ones(rows: Sequence[Sequence[int]]) -> list[SparseRow]:
    return [(row, [1.0] * len(row)) for row in rows]


def dive(programme: LinearProgramme) -> Vector | None:
    """A solution in zeros and ones, None where none is found.

    Depth first: hold the largest fractional entry, at one before zero, until all are whole. The
    programme's columns, all between zero and one, are left as they were.
    """
    paths: list[Fixed] = [()]
    held: Fixed = ()
    found: Vector | None = None
    limit = DIVE_LIMIT
    for solved in range(DIVE_LIMIT):
        if not paths or solved >= limit:
            break
        path = paths.pop()
        _hold(programme, held, path)
        held = path
        entries = programme.solve()
        if entries is None:
            continue
        fractional = np.abs(entries - np.round(entries)) > FRACTIONAL
        if not fractional.any():
            found = np.round(entries)
            break
        if not path and fractional.sum() > TOO_FRACTIONAL:
            limit = SHORT_LIMIT
        largest = int(np.argmax(np.where(fractional, entries, -1.0)))
        paths.append((*path, (largest, 0.0)))
        paths.append((*path, (largest, 1.0)))
    _hold(programme, held, ())
    return found


def _hold(programme: LinearProgramme, before: Fixed, after: Fixed) -> None:
    """Change only what differs: one path of a dive shares its beginning with the next."""
    shared = 0
    for one, other in zip(before, after, strict=False):
        if one != other:
            break
        shared += 1
    for entry, _ in before[shared:]:
        programme.set_column(entry, 0.0, 1.0)
    for entry, value in after[shared:]:
        programme.set_column(entry, value, value)
