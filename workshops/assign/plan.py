"""An assignment as a plan, as a table, and what it owes people next time.

Rounds that are run separately, the second after the first is over, are still one event: whoever got
nothing they asked for in the morning goes first in the afternoon. What each person is owed is kept
in the plan (`credit`), and read from there by `with_credit`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sortition.base.errors import BadInput, Message, message
from sortition.base.text import folded
from sortition.spreadsheets import write_csv
from workshops.assign.fairness import longest_list
from workshops.assign.files import Wanted, within_reach
from workshops.assign.people import Meeting
from workshops.assign.solve import Assigned
from workshops.plan.kinds.assign import AssignFigures, AssignKind, Filled
from workshops.plan.value import Event, Group, Owed, Plan, Round, kind_of, load_plan, steps_of


@dataclass(frozen=True)
class Credited:
    """A meeting with what earlier plans owe its people."""

    wanted: Wanted
    notes: tuple[Message, ...]


@dataclass(frozen=True)
class Timing:
    """How long the rounds last."""

    minutes: tuple[float, ...]
    """The minutes of every round."""
    changeover: float = 0.0
    """The minutes between two rounds."""


def make_plan(wanted: Wanted, assigned: Assigned, event: Event, timing: Timing) -> Plan:
    """The plan: one group for each workshop held in a round, its hosts first."""
    meeting = wanted.meeting
    return Plan(
        kind=AssignKind.name,
        event=event,
        participants=wanted.participants,
        rounds=tuple(
            [
                _round(meeting, assigned, round_, minutes)
                for round_, minutes in enumerate(timing.minutes)
            ]
        ),
        steps=steps_of(timing.minutes, timing.changeover),
        seed=meeting.seed,
        figures=figures(meeting, assigned),
        credit=credit(meeting, assigned),
    )


def _round(meeting: Meeting, assigned: Assigned, round_: int, minutes: float) -> Round:
    groups = []
    for index, workshop in enumerate(meeting.workshops):
        offer = workshop.offers[round_]
        if offer is None:
            continue
        inside = assigned.people_in(index, round_)
        members = [*offer.hosts, *(person for person in inside if person not in offer.hosts)]
        ids = tuple([meeting.people[person].id for person in members])
        hosts = ids[: len(offer.hosts)]
        groups.append(Group(index + 1, ids, place=offer.room, topic=workshop.title, hosts=hosts))
    return Round(str(round_ + 1), minutes, tuple(groups))


def figures(meeting: Meeting, assigned: Assigned) -> AssignFigures:
    """The measures of an assignment."""
    return AssignFigures(
        fairness=assigned.fairness,
        **vars(assigned.served),
        criteria=assigned.criteria,
        fill=fill(meeting, assigned),
    )


def fill(meeting: Meeting, assigned: Assigned) -> tuple[Filled, ...]:
    """How full every workshop is in every round, hosts counted."""
    return tuple(
        [
            Filled(
                workshop=workshop.name,
                title=workshop.title,
                room=offer.room,
                round=round_ + 1,
                people=len(assigned.people_in(index, round_)),
                min=offer.least,
                capacity=offer.capacity,
            )
            for round_ in range(meeting.rounds)
            for index, workshop in enumerate(meeting.workshops)
            if (offer := workshop.offers[round_]) is not None
        ]
    )


def credit(meeting: Meeting, assigned: Assigned) -> tuple[Owed, ...]:
    """What people are owed after this plan: seats missed, and ranks lost against the best they
    could have had, those of earlier plans included.
    """
    owed = []
    longest = longest_list(meeting.people)
    for index, person in enumerate(meeting.people):
        free = meeting.free_rounds[index]
        missed, debt = person.missed, person.debt
        if person.choices:
            got = [assigned.places[index][round_] for round_ in free]
            ranks = [person.choices.index(w) + 1 for w in got if w in person.choices]
            best = min(len(free), len(person.choices))
            missed += best - len(ranks)
            debt += sum(ranks) - best * (best + 1) // 2 + (best - len(ranks)) * (longest + 1)
        if missed or debt:
            owed.append(Owed(person.id, missed, debt))
    return tuple(owed)


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
        owed = {one.id: one for one in plan.credit}
        for one in known:
            due = owed.get(one, Owed(one, 0, 0))
            people[one] = replace(people[one], missed=due.missed, debt=due.debt)
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
    if not isinstance(kind_of(plan), AssignKind):
        raise BadInput(message("assign-credit-kind", file=path.name))
    return plan
