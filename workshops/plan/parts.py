"""What plans are made of: people, groups, rounds, the running order, the room, the event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

JIGSAW: Final = "jigsaw"
"""The name of a snowball's last round, where final groups report to each other."""
LONGEST: Final = 1e6
"""Minutes beyond which no round lasts."""

Doing = Literal["meet", "read"]
"""What people of a plan do: meet in groups, or read files."""
StepKind = Literal["welcome", "silent", "round", "changeover", "restitution", "jigsaw", "closing"]


@dataclass(frozen=True)
class Participant:
    """Someone who takes part. Ids are unique in a plan."""

    id: str
    last_name: str = ""
    first_name: str = ""


@dataclass(frozen=True)
class Group:
    """People together during one round."""

    number: int
    """From 1 up within the round. In a snowball, groups 2k-1 and 2k of a level make group k."""
    members: tuple[str, ...]
    """Ids, in the order in which the people sit."""
    place: str = ""
    """Where: a spot of the floor plan, a table, a room."""
    topic: str = ""
    """What is worked on, where groups differ: a workshop's title, a file's."""
    file_id: str = ""
    """The id of the file that these people read, where files are shared out."""
    spokesperson: str | None = None
    scribe: str | None = None
    hosts: tuple[str, ...] = ()
    """Ids of members who hold the workshop, and stay in it."""


@dataclass(frozen=True)
class Round:
    """One time span during which groups stay together."""

    name: str
    """The level of a snowball (`2`, `4`, …), or the number of the round (`1`, `2`, …)."""
    minutes: float
    groups: tuple[Group, ...]
    ideas: int | None = None
    """How many ideas each group keeps, where that is asked."""

    def group_of(self, person: str) -> Group | None:
        """The group of a person in this round, None where they are absent."""
        return next((group for group in self.groups if person in group.members), None)


@dataclass(frozen=True)
class Step:
    """One line of the running order. Starts are computed from the event's start and the minutes."""

    kind: StepKind
    minutes: float
    round: int | None = None
    """Index of the round it is about (for a changeover, the round moved to)."""


@dataclass(frozen=True)
class Spot:
    """A numbered place of the floor plan, on a grid: row 0 is nearest the stage."""

    name: str
    row: int
    column: int


@dataclass(frozen=True)
class Event:
    """What is printed around the plan."""

    title: str = ""
    question: str = ""
    place: str = ""
    organiser: str = ""
    start: str = ""
    """Local date and time, ISO 8601 (`2014-11-18T15:15`), empty where it is not known."""
    timezone: str = "Europe/Paris"
    controller: str = ""
    """Data-protection footer: who is responsible for the data,"""
    purpose: str = ""
    """what it is used for,"""
    retention: str = ""
    """and how long it is kept."""

    @property
    def start_time(self) -> dt.datetime | None:
        """The start as a date and time, None where it is not known."""
        return dt.datetime.fromisoformat(self.start) if self.start else None


@dataclass(frozen=True)
class Owed:
    """What someone is owed by an assignment to workshops, earlier ones included."""

    id: str
    missed: int
    """Seats at something they asked for that they did not get."""
    debt: int
    """Ranks lost against the best they could have had."""


def steps_of(minutes: Sequence[float], changeover: float) -> tuple[Step, ...]:
    """Rounds of so many minutes, with a changeover between them."""
    steps = []
    for number, length in enumerate(minutes):
        if number and changeover:
            steps.append(Step("changeover", changeover, number))
        steps.append(Step("round", length, number))
    return tuple(steps)
