"""The plan of a session: rounds of groups of people, with times and places.

One value serves the snowball exercise, tables over several rounds, parallel workshops and the
printing of all of them. It holds what printing needs, names included, and nothing else personal:
a file to keep safe.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

from sortition.base.errors import BadInput, message
from sortition.base.system import reason

SCHEMA: Final = 1
JIGSAW: Final = "jigsaw"
"""The name of a snowball's last round, where final groups report to each other."""
LONGEST: Final = 1e6
"""Minutes beyond which no round lasts."""

Kind = Literal["snowball", "tables", "assign", "share"]
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
    """What is worked on, where groups differ: a workshop's title."""
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
class Plan:
    """A whole plan. `figures` are the measures its making reported, without personal data."""

    kind: Kind
    event: Event
    participants: tuple[Participant, ...]
    rounds: tuple[Round, ...]
    steps: tuple[Step, ...] = ()
    floor: tuple[Spot, ...] = ()
    seed: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The JSON form, with the schema's number."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return {"schema": SCHEMA} | plain

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Plan:
        """The plan of its JSON form. Raises KeyError, TypeError or ValueError for another form."""
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']!r}")
        plan = Plan(
            kind=data["kind"],
            event=Event(**data["event"]),
            participants=tuple(Participant(**one) for one in data["participants"]),
            rounds=tuple(_round(one) for one in data["rounds"]),
            steps=tuple(Step(**one) for one in data["steps"]),
            floor=tuple(Spot(**one) for one in data["floor"]),
            seed=data["seed"],
            figures=data["figures"],
        )
        _check(plan)
        return plan


def _round(data: Mapping[str, Any]) -> Round:
    return Round(**{**data, "groups": tuple(_group(one) for one in data["groups"])})


def _group(data: Mapping[str, Any]) -> Group:
    lists = {name: tuple(data.get(name, ())) for name in ("members", "hosts")}
    return Group(**{**data, **lists})


def _check(plan: Plan) -> None:
    """Refuse a plan changed by hand into what no command writes. Raises TypeError or ValueError."""
    if not _fits(plan, Plan):
        raise TypeError("a field of the plan is of another type")
    if len({one.id for one in plan.participants}) < len(plan.participants):
        raise ValueError("an id stands twice")
    lengths = [*(one.minutes for one in plan.rounds), *(step.minutes for step in plan.steps)]
    if any(not 0 <= minutes <= LONGEST for minutes in lengths):
        raise ValueError("a length is out of range")
    rounds = range(len(plan.rounds))
    if any(step.round is not None and step.round not in rounds for step in plan.steps):
        raise ValueError("a step is about a round that is not there")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _fits(value: object, hint: Any) -> bool:
    """Whether a value is what an annotation of this module says."""
    if isinstance(hint, type) and is_dataclass(hint):
        named = _hints(hint).items()
        return isinstance(value, hint) and all(_fits(getattr(value, n), kind) for n, kind in named)
    if get_origin(hint) is Literal:
        return isinstance(value, str) and value in get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(one, get_args(hint)[0]) for one in value)
    if get_origin(hint) is UnionType:
        return any(_fits(value, one) for one in get_args(hint))
    if isinstance(value, bool):
        return False
    if hint is float:
        return isinstance(value, (int, float)) and math.isfinite(value)
    return isinstance(value, get_origin(hint) or hint)


def steps_of(minutes: Sequence[float], changeover: float) -> tuple[Step, ...]:
    """Rounds of so many minutes, with a changeover between them."""
    steps = []
    for number, length in enumerate(minutes):
        if number and changeover:
            steps.append(Step("changeover", changeover, number))
        steps.append(Step("round", length, number))
    return tuple(steps)


def write_plan(plan: Plan) -> bytes:
    """The plan as a file: UTF-8 JSON, the same bytes for the same plan."""
    return (json.dumps(plan.to_json(), ensure_ascii=False, indent=1) + "\n").encode()


def load_plan(path: Path) -> Plan:
    """The plan of a file. Raises `BadInput` where it cannot be read or is not one."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(message("plan-missing", file=str(path))) from None
    except IsADirectoryError:
        raise BadInput(message("plan-is-folder", file=str(path))) from None
    except OSError as error:
        raise BadInput(message("file-unreadable", file=str(path), reason=reason(error))) from None
    return read_plan(content, file=str(path))


def read_plan(content: bytes, *, file: str) -> Plan:
    """The plan of a file's content. Raises `BadInput` where it is not one."""
    try:
        return Plan.from_json(json.loads(content.decode("utf-8-sig")))
    except json.JSONDecodeError as error:
        raise BadInput(message("plan-broken", file=file, line=str(error.lineno))) from None
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
        raise BadInput(message("plan-not-one", file=file)) from None
