"""The plan of a session: rounds of groups of people, with times and places.

One value serves every kind of plan (`kinds`) and the printing of all of them. It holds what
printing needs, names included, and nothing else personal: a file to keep safe.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from sortition.base.errors import BadInput, message
from sortition.base.system import reason
from workshops.plan import schema_1
from workshops.plan.kinds import KINDS
from workshops.plan.kinds.kind import Figures, Kind
from workshops.plan.parts import (
    JIGSAW,
    LONGEST,
    Event,
    Group,
    Owed,
    Participant,
    Round,
    Spot,
    Step,
    steps_of,
)
from workshops.plan.plain import plain, typed

__all__ = [
    "JIGSAW",
    "LONGEST",
    "SCHEMA",
    "Event",
    "Group",
    "Owed",
    "Participant",
    "Plan",
    "Round",
    "Spot",
    "Step",
    "kind_of",
    "load_plan",
    "read_plan",
    "steps_of",
    "write_plan",
]

SCHEMA: Final = 2


@dataclass(frozen=True)
class Plan:
    """A whole plan."""

    kind: str
    """The name of its kind."""
    event: Event
    participants: tuple[Participant, ...]
    rounds: tuple[Round, ...]
    steps: tuple[Step, ...] = ()
    floor: tuple[Spot, ...] = ()
    seed: str = ""
    figures: Figures | None = None
    """The measures its making reported, without personal data; None where nothing was measured."""
    revision: int = 0
    """How many times it was changed since it was given out."""
    credit: tuple[Owed, ...] = ()
    """Who is owed something the next time, where people asked for workshops."""

    @property
    def measured(self) -> dict[str, Any]:
        """The figures by name, as commands print them."""
        return {} if self.figures is None else self.figures.to_json()

    def to_json(self) -> dict[str, Any]:
        """The JSON form, with the schema's number."""
        whole: dict[str, Any] = {"schema": SCHEMA} | plain(self)
        return whole | {"figures": None if self.figures is None else self.figures.to_json()}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Plan:
        """The plan of its JSON form, this one or the one before (`schema_1`).

        Raises KeyError, TypeError or ValueError for another form.
        """
        if data["schema"] == schema_1.SCHEMA:
            data = schema_1.second_form(data)
        if data["schema"] != SCHEMA:
            raise ValueError(f"schema {data['schema']!r}")
        fields = {name: one for name, one in data.items() if name not in ("schema", "figures")}
        plan: Plan = typed(Plan, fields)
        if data["figures"] is not None:
            figures = kind_of(plan).figures.from_json(data["figures"])
            plan = replace(plan, figures=figures)
        _check(plan)
        return plan


def kind_of(plan: Plan) -> Kind:
    """The kind of a plan. Raises KeyError where there is none of its name."""
    return KINDS[plan.kind]


def _check(plan: Plan) -> None:
    """Refuse a plan changed by hand into what no command writes. Raises KeyError or ValueError."""
    kind_of(plan)
    if len({one.id for one in plan.participants}) < len(plan.participants):
        raise ValueError("an id stands twice")
    lengths = [*(one.minutes for one in plan.rounds), *(step.minutes for step in plan.steps)]
    if any(not 0 <= minutes <= LONGEST for minutes in lengths):
        raise ValueError("a length is out of range")
    rounds = range(len(plan.rounds))
    if any(step.round is not None and step.round not in rounds for step in plan.steps):
        raise ValueError("a step is about a round that is not there")
    if plan.revision < 0 or any(one.missed < 0 or one.debt < 0 for one in plan.credit):
        raise ValueError("a count is below nothing")


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
