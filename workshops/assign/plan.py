"""An assignment as a plan, as a table, and what it owes people next time.

Rounds that are run separately, the second after the first is over, are still one event: whoever got
nothing they asked for in the morning goes first in the afternoon. What each person is owed is kept
in the plan's figures, by id, and read from there by `with_credit`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sortition.base.errors import BadInput, Message, message
from sortition.base.text import folded
from sortition.spreadsheets import write_csv
from workshops.assign.fairness import longest_list
from workshops.assign.files import Wanted, within_reach
from workshops.assign.people import Attendee, Meeting
from workshops.assign.solve import Assigned
from workshops.plan.value import Event, Group, Plan, Round, load_plan, steps_of

CREDIT = "credit"
"""The key of the figures: id → seats missed and ranks lost, for those who are owed something."""


@dataclass(frozen=True)
class Credited:
    """A meeting with what earlier plans owe its people."""

    wanted: Wanted
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class Timing:
    """How long the rounds last."""

    minutes: tuple[float, ...]
    """Of every round."""
    changeover: float = 0.0
    """Between two rounds."""


def make_plan(wanted: Wanted, assigned: Assigned, event: Event, timing: Timing) -> Plan:
    """The plan: one group for each workshop held in a round, its hosts first."""
    meeting = wanted.meeting
    return Plan(
        kind="assign",
        event=event,
        participants=wanted.participants,
        rounds=tuple(
            [
                _round(meeting, assigned, number, minutes)
                for number, minutes in enumerate(timing.minutes)
            ]
        ),
        steps=steps_of(timing.minutes, timing.changeover),
        seed=meeting.seed,
        figures={
            **assigned.to_json(),
            "fill": fill(meeting, assigned),
            CREDIT: credit(meeting, assigned),
        },
    )


def _round(meeting: Meeting, assigned: Assigned, number: int, minutes: float) -> Round:
    groups = []
    for index, workshop in enumerate(meeting.workshops):
        offer = workshop.offers[number]
        if offer is None:
            continue
        inside = assigned.people_in(index, number)
        members = [*offer.hosts, *(person for person in inside if person not in offer.hosts)]
        ids = tuple([meeting.people[person].id for person in members])
        hosts = ids[: len(offer.hosts)]
        groups.append(Group(index + 1, ids, place=offer.room, topic=workshop.title, hosts=hosts))
    return Round(str(number + 1), minutes, tuple(groups))


def fill(meeting: Meeting, assigned: Assigned) -> list[dict[str, Any]]:
    """How full every workshop is in every round, hosts counted."""
    return [
        {
            "workshop": workshop.name,
            "title": workshop.title,
            "room": offer.room,
            "round": number + 1,
            "people": len(assigned.people_in(index, number)),
            "min": offer.least,
            "capacity": offer.capacity,
        }
        for number in range(meeting.rounds)
        for index, workshop in enumerate(meeting.workshops)
        if (offer := workshop.offers[number]) is not None
    ]


def credit(meeting: Meeting, assigned: Assigned) -> dict[str, dict[str, int]]:
    """What people are owed after this plan: seats missed, and ranks lost against the best they
    could have had, those of earlier plans included.
    """
    owed = {}
    longest = longest_list(meeting.people)
    for index, person in enumerate(meeting.people):
        free = meeting.free_rounds[index]
        missed, debt = person.missed, person.debt
        if person.choices:
            got = [assigned.places[index][number] for number in free]
            ranks = [person.choices.index(w) + 1 for w in got if w in person.choices]
            best = min(len(free), len(person.choices))
            missed += best - len(ranks)
            debt += sum(ranks) - best * (best + 1) // 2 + (best - len(ranks)) * (longest + 1)
        if missed or debt:
            owed[person.id] = {"missed": missed, "debt": debt}
    return owed


def assignment_csv(wanted: Wanted, assigned: Assigned) -> bytes:
    """`id,1,…,R`: everyone's workshop in every round, blank where they are away."""
    meeting = wanted.meeting
    rows = [["id", *(str(number + 1) for number in range(meeting.rounds))]]
    for person, places in zip(meeting.people, assigned.places, strict=True):
        names = ["" if w is None else meeting.workshops[w].name for w in places]
        rows.append([person.id, *names])
    return write_csv(rows)


def with_credit(wanted: Wanted, paths: Sequence[Path]) -> Credited:
    """Carry over what earlier plans owe people, and where they have been.

    Plans are given in the order of time; each already holds what those before it owed, if it was
    made with them, so the last one that names a person counts. Raises `BadInput` for a file that is
    no plan of an assignment, or none of whose people take part.
    """
    people = {person.id: person for person in wanted.meeting.people}
    topics = {
        folded(name): index
        for index, workshop in enumerate(wanted.meeting.workshops)
        for name in (workshop.title, workshop.name)
    }
    notes = []
    for path in paths:
        plan = _earlier_plan(path)
        known = [one.id for one in plan.participants if one.id in people]
        if not known:
            raise BadInput(message("assign-credit-nobody", file=path.name))
        gone = len(plan.participants) - len(known)
        if gone:
            notes.append(message("assign-credit-gone", file=path.name, n=gone))
        for one in known:
            people[one] = _owed(people[one], plan.figures[CREDIT].get(one, {}))
        for round_ in plan.rounds:
            for group in round_.groups:
                workshop = topics.get(folded(group.topic))
                for one in group.members:
                    if workshop is not None and one in people:
                        been = people[one].been | {workshop}
                        people[one] = replace(people[one], been=been)
    meeting = within_reach(replace(wanted.meeting, people=tuple(people.values())))
    return Credited(replace(wanted, meeting=meeting), tuple(notes))


def _earlier_plan(path: Path) -> Plan:
    plan = load_plan(path)
    owed = plan.figures.get(CREDIT)
    if plan.kind != "assign" or not _is_credit(owed):
        raise BadInput(message("assign-credit-kind", file=path.name))
    return plan


def _is_credit(owed: object) -> bool:
    return isinstance(owed, Mapping) and all(
        isinstance(one, Mapping)
        and all(isinstance(one.get(key), int) and one[key] >= 0 for key in ("missed", "debt"))
        for one in owed.values()
    )


def _owed(person: Attendee, owed: Mapping[str, int]) -> Attendee:
    return replace(person, missed=owed.get("missed", 0), debt=owed.get("debt", 0))
