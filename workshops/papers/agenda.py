"""The running order in two editions: the facilitator's, and the participants'."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from sortition.base.messages import Words
from sortition.documents.document import Aside, Column, Document, Listing, Schedule, Slot
from sortition.documents.speech import capital, clock, day, length
from workshops.papers.material import Material
from workshops.papers.plan_agenda import RELATIVE_START, session_of
from workshops.plan.value import Event
from workshops.programme.read import Activity, ProgrammeStep, Session

_DETAILS: Final = ("purpose", "method", "room", "material", "who", "result")
_WIDTHS: Final = {"sequence": 1.6, "purpose": 1.5, "method": 1.6, "room": 1.3, "material": 1.3}
# What stands in front of each detail of parallel workshops in the facilitator's edition.
_ASIDE_DETAILS: Final = ("place", *_DETAILS)


def agenda(material: Material) -> list[Document]:
    """Both editions, from the programme's sessions if there are any, else from the plan's steps.

    The participants' edition also carries the calendar.
    """
    words, plan = material.words, material.plan
    sessions = material.sessions or (session_of(plan, words),)
    shown = tuple(session for session in sessions if session.steps)
    if not shown:
        return []
    common: dict[str, Any] = {
        "language": words.language,
        "title": plan.event.title,
        "lines": material.lines,
        "footer": plan.event.organiser,
    }
    schedule = _schedule(plan.event, shown, plan.revision)
    return [
        Document(
            kind=words("doc-agenda"),
            blocks=_edition(shown, words, full=False),
            data=_flat(shown, words, full=False),
            schedule=schedule,
            **common,
        ),
        Document(
            kind=words("doc-agenda-facilitator"),
            blocks=_edition(shown, words, full=True),
            data=_flat(shown, words, full=True),
            landscape=True,
            **common,
        ),
    ]


def _edition(sessions: Sequence[Session], words: Words, *, full: bool) -> tuple[Listing, ...]:
    details = _details(sessions) if full else ()
    tables = []
    for session in sessions:
        steps = _visible(session, full=full)
        rows = tuple(_row(step, step.activity, words, details, full=full) for step in steps)
        asides = tuple(
            tuple(_aside(one, words, full=full) for one in step.parallel) for step in steps
        )
        tables.append(
            Listing(
                _session_title(session, words),
                _columns(words, details, full=full),
                rows,
                asides=asides if any(asides) else (),
            )
        )
    return tuple(tables)


def _visible(session: Session, *, full: bool) -> list[ProgrammeStep]:
    return [step for step in session.steps if full or not step.for_facilitators]


def _details(sessions: Sequence[Session]) -> tuple[str, ...]:
    """The details that anything is said of; columns without a word would only take room."""
    steps = [step for session in sessions for step in session.steps]
    return tuple(name for name in _DETAILS if any(getattr(s.activity, name) for s in steps))


def _columns(words: Words, details: Sequence[str], *, full: bool) -> tuple[Column, ...]:
    columns = [Column(words("doc-start"), "time"), Column(words("doc-end"), "time")]
    if full:
        columns.append(Column(words("doc-length"), "time"))
    columns.append(Column(words("doc-sequence"), "name", _WIDTHS["sequence"]))
    columns += [Column(words(f"doc-{one}"), "text", _WIDTHS.get(one, 1.1)) for one in details]
    return tuple(columns)


def _row(
    step: ProgrammeStep, activity: Activity, words: Words, details: Sequence[str], *, full: bool
) -> tuple[str, ...]:
    cells = [_time(step.start, words), _time(step.end, words)]
    if full:
        cells.append(length(words, step.minutes))
    place = f" ({activity.place})" if activity.place else ""
    cells.append(activity.sequence + place)
    return (*cells, *(getattr(activity, name) for name in details))


def _time(moment: dt.datetime, words: Words) -> str:
    """A time of day; counted from the start where the start is not known."""
    if moment.year != RELATIVE_START.year:
        return clock(words, moment)
    return "+ " + length(words, (moment - RELATIVE_START).total_seconds() / 60)


def _aside(activity: Activity, words: Words, *, full: bool) -> Aside:
    if not full:
        return Aside(activity.sequence, (activity.place,) if activity.place else ())
    said = [(name, getattr(activity, name)) for name in _ASIDE_DETAILS]
    lines = [
        words("doc-detail", name=words(f"doc-{name}"), value=value) for name, value in said if value
    ]
    return Aside(activity.sequence, tuple(lines))


def _session_title(session: Session, words: Words) -> str:
    start = session.steps[0].start
    date = "" if start.year == RELATIVE_START.year else capital(day(words, start))
    return " – ".join(part for part in (date, session.title, session.place) if part)


def _flat(sessions: Sequence[Session], words: Words, *, full: bool) -> Listing:
    """One table for all days, with a row of its own for everything that goes on in parallel."""
    details = _details(sessions) if full else ()
    columns = (
        Column(words("doc-day"), "text", 1.3),
        Column(words("doc-session"), "text", 1.2),
        *_columns(words, details, full=full),
    )
    rows = []
    for session in sessions:
        for step in _visible(session, full=full):
            date = "" if step.start.year == RELATIVE_START.year else day(words, step.start)
            for activity in (step.activity, *step.parallel):
                row = _row(step, activity, words, details, full=full)
                rows.append((capital(date), session.title, *row))
    return Listing(words("doc-agenda"), columns, tuple(rows)).without_empty_columns()


def _schedule(event: Event, sessions: Sequence[Session], revision: int) -> Schedule | None:
    """The calendar; None where nobody knows when it starts."""
    if sessions[0].steps[0].start.year == RELATIVE_START.year:
        return None
    slots = [
        Slot(
            start=step.start,
            end=step.end,
            title=one.sequence,
            place=one.place or step.activity.place or session.place or event.place,
            description=session.title,
        )
        for session in sessions
        for step in _visible(session, full=False)
        for one in (step.parallel or (step.activity,))
    ]
    return Schedule(event.title, event.organiser, event.timezone, tuple(slots), revision)
