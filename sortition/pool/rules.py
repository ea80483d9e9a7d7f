"""The rules a composition keeps: seats, quotas and households, as rows over profiles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float64]
Composition = tuple[int, ...]
"""Seats of each profile."""

_BLOCK: Final = 256
"""So many compositions are compared with the rules at once."""

RowKind = Literal["seats", "quota", "household"]


@dataclass(frozen=True)
class Row:
    """One rule: the seats of some profiles add up to at least `least` and at most `most`."""

    kind: RowKind
    number: int
    """Which list's seats, which quota, which household class."""
    profiles: tuple[int, ...]
    least: int
    most: int

    def total(self, composition: Sequence[int]) -> int:
        """The seats this rule counts in a composition."""
        return sum(composition[profile] for profile in self.profiles)


@dataclass(frozen=True)
class Model:
    """Profiles, the people in them, and every rule of a composition.

    `people[o]` is the number of people of profile `o`, the most seats it can have. A *kind* is the
    set of profiles that the same people have: one profile for almost everyone, several for people
    on several lists. Someone's chance is the expected seats of their kind over its people.
    """

    people: tuple[int, ...]
    kinds: tuple[tuple[int, ...], ...]
    rows: tuple[Row, ...]

    @property
    def kind_people(self) -> tuple[int, ...]:
        """The number of people of each kind."""
        return tuple(self.people[kind[0]] for kind in self.kinds)

    @property
    def all_people(self) -> int:
        """Everyone who may be drawn, each person once."""
        return sum(self.kind_people)

    @property
    def all_seats(self) -> int:
        """Seats of the whole panel."""
        return sum(row.most for row in self.rows if row.kind == "seats")

    def is_valid(self, composition: Sequence[int]) -> bool:
        """Whether a composition keeps every rule and seats no one twice."""
        return self.first_invalid([composition]) is None

    def first_invalid(self, compositions: Sequence[Sequence[int]]) -> int | None:
        """The first composition that breaks a rule or seats someone twice; None where none does.

        Seats are whole numbers far below 2⁵³, which floating numbers count exactly.
        """
        for start in range(0, len(compositions), _BLOCK):
            seats = np.array(compositions[start : start + _BLOCK], dtype=float)
            totals = seats @ self._counts.T
            right = (seats >= 0).all(axis=1) & (seats <= self._people).all(axis=1)
            right &= (totals >= self._least).all(axis=1) & (totals <= self._most).all(axis=1)
            if not right.all():
                return start + int(np.argmin(right))
        return None

    def kind_seats(self, seats: Sequence[float] | Vector) -> Vector:
        """Seats (or expected seats) by profile, added up by kind."""
        values = np.asarray(seats, dtype=float)
        return np.add.reduceat(values[self._by_kind], self._kind_starts)

    @cached_property
    def _counts(self) -> Vector:
        counts = np.zeros((len(self.rows), len(self.people)))
        for number, row in enumerate(self.rows):
            counts[number, list(row.profiles)] = 1
        return counts

    @cached_property
    def _people(self) -> Vector:
        return np.array(self.people, dtype=float)

    @cached_property
    def _least(self) -> Vector:
        return np.array([row.least for row in self.rows], dtype=float)

    @cached_property
    def _most(self) -> Vector:
        return np.array([row.most for row in self.rows], dtype=float)

    @cached_property
    def _by_kind(self) -> npt.NDArray[np.intp]:
        return np.array([profile for kind in self.kinds for profile in kind], dtype=np.intp)

    @cached_property
    def _kind_starts(self) -> npt.NDArray[np.intp]:
        return np.cumsum([0] + [len(kind) for kind in self.kinds[:-1]], dtype=np.intp)

    def with_rows(self, rows: Iterable[Row]) -> Model:
        """The same people under other rules."""
        return Model(self.people, self.kinds, tuple(rows))
