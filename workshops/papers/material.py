"""What documents are made from: a checked plan, its programme, and the words of one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final
from zoneinfo import available_timezones

from sortition.base.errors import BadInput, Problems, message
from sortition.base.messages import Words
from sortition.documents.speech import capital, clock, day, quoted
from workshops.papers.names import Name, names_of, printable
from workshops.plan.kinds.kind import Kind
from workshops.plan.value import Event, Group, Plan, Round, kind_of
from workshops.programme.read import Activity, Programme, Session

_IDS: Final = ("id", "members", "spokesperson", "scribe", "hosts", "kind", "figures", "seed")


@dataclass(frozen=True)
class Material:
    """Everything the documents of one printing are made from."""

    plan: Plan
    words: Words
    sessions: tuple[Session, ...] = ()
    """The running order of a programme, in place of the plan's own."""
    half_days: int = 1

    @property
    def event(self) -> Event:
        """What is printed around the plan."""
        return self.plan.event

    @cached_property
    def names(self) -> dict[str, Name]:
        """Everyone's printed name by id, in alphabetical order."""
        return names_of(self.plan)

    @cached_property
    def groups_of(self) -> dict[str, tuple[Group | None, ...]]:
        """Everyone's group at every round, by id; None where they are absent."""
        places: dict[str, list[Group | None]] = {
            person: [None] * len(self.plan.rounds) for person in self.names
        }
        for index, one in enumerate(self.plan.rounds):
            for group in one.groups:
                for member in group.members:
                    places[member][index] = group
        return {person: tuple(groups) for person, groups in places.items()}

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below every title."""
        return when_and_where(self.words, self.event)

    @property
    def kind(self) -> Kind:
        """What the plan's kind knows of itself."""
        return kind_of(self.plan)

    @cached_property
    def levels(self) -> tuple[int, ...]:
        """Which rounds are levels that lead to each other."""
        return self.kind.levels(self.plan.rounds)

    def round_title(self, one: Round) -> str:
        """« Groupes de 4 », « Tour 2 »."""
        return self.kind.round_title(self.words, one)

    def round_caption(self, one: Round) -> str:
        """« À 4 », « Tour 2 »: short, for a column or a badge."""
        return self.kind.round_caption(self.words, one)

    @property
    def group_word(self) -> str:
        """What a group is called: a group, a table, a workshop, a file."""
        return self.kind.group_word(self.words)

    def group_title(self, group: Group) -> str:
        """« Table 3 », « Atelier 2 – Mobilités »."""
        label = f"{self.group_word} {group.number}"
        return f"{label} – {group.topic}" if group.topic else label

    def group_place(self, group: Group) -> str:
        """Where a group is, unless its number says so already."""
        return self.kind.place(self.words, group)

    def members(self, group: Group) -> tuple[tuple[str, str], ...]:
        """Listed names of a group's people, each with their part in it."""
        listed = self.in_order(group)
        return tuple((self.names[member].listed, self.parts(member, group)) for member in listed)

    def in_order(self, group: Group) -> list[str]:
        """A group's people as a list names them: hosts first, then by name where the plan's order
        says nothing.
        """
        if not self.kind.by_name:
            return list(group.members)

        def key(member: str) -> tuple[bool, tuple[str, str, str]]:
            return member not in group.hosts, self.names[member].sort_key

        return sorted(group.members, key=key)

    def parts(self, person: str, group: Group) -> str:
        """« porte-parole, secrétaire », « animation », or nothing."""
        holders = {
            "host": group.hosts,
            "spokesperson": (group.spokesperson,),
            "scribe": (group.scribe,),
        }
        return ", ".join(
            self.words(f"doc-{part}") for part, holding in holders.items() if person in holding
        )


def material(
    plan: Plan,
    words: Words,
    *,
    file: str,
    sessions: Sequence[Session] = (),
    half_days: int | None = None,
) -> Material:
    """Check and clean a plan for printing. Raises `BadInput` where it cannot be printed."""
    plan = Plan.from_json(_printable(plan.to_json()))
    _check(plan, file)
    if not plan.participants:
        raise BadInput(message("print-nobody", file=file))
    cleaned = tuple(map(_printable_session, sessions))
    return Material(plan, words, cleaned, half_days or max(1, len(half_days_of(cleaned))))


def programme_material(programme: Programme, words: Words, *, file: str) -> Material:
    """A programme for printing, without people. Raises `BadInput` where it has no steps."""
    if not any(session.steps for session in programme.sessions):
        raise BadInput(message("print-no-steps", file=file))
    plan = Plan.from_json(_printable(Plan("tables", programme.event, (), ()).to_json()))
    return Material(plan, words, tuple(map(_printable_session, programme.sessions)))


def when_and_where(words: Words, event: Event) -> tuple[str, ...]:
    """The lines below a title: day, hour and place; the question."""
    parts = []
    if event.start_time is not None:
        parts += [capital(day(words, event.start_time)), clock(words, event.start_time)]
    if event.place:
        parts.append(event.place)
    lines = [" · ".join(parts)] if parts else []
    if event.question:
        lines.append(quoted(words, event.question))
    return tuple(lines)


def half_days_of(sessions: Sequence[Session]) -> list[tuple[dt.date, bool]]:
    """The half-days on which sessions begin a step: the day, and whether it is the afternoon."""
    found = {
        (step.start.date(), step.start.hour >= 13) for session in sessions for step in session.steps
    }
    return sorted(found)


def with_programme(plan: Plan, event: Event) -> Plan:
    """The plan with what a programme says of the event; what it leaves out stays."""
    said = {name: value for name, value in vars(event).items() if value}
    return replace(plan, event=replace(plan.event, **said))


def _printable(value: Any, key: str = "") -> Any:
    """The JSON form of a plan with every text fit to print; ids stay as they are."""
    if key in _IDS:
        return value
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: _printable(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [_printable(one) for one in value]
    return value


def _printable_session(session: Session) -> Session:
    def clean(activity: Activity) -> Activity:
        return Activity(**{name: printable(text) for name, text in vars(activity).items()})

    steps = tuple(
        replace(step, activity=clean(step.activity), parallel=tuple(map(clean, step.parallel)))
        for step in session.steps
    )
    return Session(printable(session.title), printable(session.place), steps)


def _check(plan: Plan, file: str) -> None:
    problems = Problems()
    try:
        start = plan.event.start_time
        if start is not None and start.tzinfo is not None:
            raise ValueError
    except (ValueError, TypeError):
        problems.add("print-bad-start", file=file, value=plan.event.start)
    if plan.event.timezone not in available_timezones():
        problems.add("print-bad-timezone", file=file, value=plan.event.timezone)
    known = {person.id for person in plan.participants}
    for one in plan.rounds:
        for group in one.groups:
            for member in group.members:
                if member not in known:
                    problems.add("print-unknown-person", file=file, round=one.name, id=member)
    problems.raise_if_any()
