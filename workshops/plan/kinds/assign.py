"""Plans of parallel workshops by preference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from workshops.plan.kinds.kind import Figures, Kind


@dataclass(frozen=True)
class Served:
    """How well people are served."""

    ranks: tuple[int, ...]
    """How many people got their first, second, … choice."""
    not_asked: int
    """Seats of people who asked for something, but not for this."""
    nothing: int
    """People with nothing they asked for."""
    worst_rank: int
    """The worst rank of a seat asked for."""
    rank_sum: int
    """A seat not asked for counts one more than the longest list of wishes."""


@dataclass(frozen=True)
class Filled:
    """How full a workshop is in a round, hosts counted."""

    workshop: str
    title: str
    room: str
    round: int
    people: int
    min: int
    capacity: int


@dataclass(frozen=True)
class AssignFigures(Figures):
    """How well people are served, and how they would be by each criterion of fairness."""

    fairness: str
    """The criterion chosen, whose measures follow."""
    ranks: tuple[int, ...]
    not_asked: int
    nothing: int
    worst_rank: int
    rank_sum: int
    criteria: Mapping[str, Served | None]
    """None where a criterion leads nowhere."""
    fill: tuple[Filled, ...]


class AssignKind(Kind):
    """Groups are workshops, and whoever is in one is there in no order but the hosts'."""

    name = "assign"
    figures = AssignFigures
    by_name = True
