"""Reads a programme: what an event is, and if wanted the running order of its sessions.

    title = "Assises de la participation"
    start = 2014-11-18T15:15
    place = "Lille, Grand Palais"

    [[sessions]]
    title = "Ouverture"
    [[sessions.steps]]
    length = 20
    sequence = "Accueil"

What has no start of its own follows what comes before it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sortition.base.dates import read_date
from sortition.base.errors import Problems
from sortition.base.limits import MINUTES_MOST
from sortition.base.timezones import is_timezone, nearest_timezone
from sortition.base.toml.file import read_toml
from sortition.base.toml.section import Section
from workshops.plan.value import Event

DEFAULT_TIMEZONE: Final = "Europe/Paris"
AUDIENCES: Final = ("everyone", "facilitators")

_TIME: Final = re.compile(r"(\d{1,2})[\s\u202f\u00a0]*[h:][\s\u202f\u00a0]*(\d{2})?(?::00)?")


@dataclass(frozen=True)
class Activity:
    """What is done during a step, or in one of several rooms at once."""

    sequence: str
    """Its name in the running order."""
    place: str = ""
    purpose: str = ""
    method: str = ""
    room: str = ""
    """How the room is set: circle, islands, rows."""
    material: str = ""
    who: str = ""
    result: str = ""


@dataclass(frozen=True)
class ProgrammeStep:
    """One line of the running order, its start computed."""

    start: dt.datetime
    minutes: float
    activity: Activity
    parallel: tuple[Activity, ...] = ()
    """What goes on at the same time, side by side, in place of or within the activity."""
    for_facilitators: bool = False
    """Whether the participants' edition leaves it out."""

    @property
    def end(self) -> dt.datetime:
        """When it ends."""
        return self.start + dt.timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Session:
    """Steps that belong together, without a night between them."""

    title: str
    place: str
    steps: tuple[ProgrammeStep, ...]


@dataclass(frozen=True)
class Programme:
    """An event and the running order of its sessions, in the order of time."""

    event: Event
    sessions: tuple[Session, ...] = ()


def read_event(path: Path) -> Event:
    """The event of a programme. Raises `BadInput` with every problem of the file."""
    return read_programme(path).event


def read_programme(path: Path) -> Programme:
    """The whole programme of a TOML file. Raises `BadInput` with every problem of the file."""
    problems = Problems()
    top = Section(read_toml(path, what="programme"), path.name, "", problems)
    start = _moment(top, "start")
    event = Event(
        title=top.text("title") or "",
        question=top.text("question") or "",
        place=top.text("place") or "",
        organiser=top.text("organiser") or "",
        start=start.isoformat(timespec="minutes") if start else "",
        timezone=_timezone(top),
        controller=top.text("controller") or "",
        purpose=top.text("purpose") or "",
        retention=top.text("retention") or "",
    )
    sessions = _sessions(top, start)
    top.finish()
    problems.raise_if_any()
    return Programme(event, sessions)


def read_moment(text: str) -> dt.datetime | None:
    """A local date and time as people write them, else None.

    `2014-11-18T15:15`, `2014-11-18 15:15`, `18/11/2014 15:15`, `18/11/2014 à 15 h 15`.
    """
    found = re.fullmatch(r"(\S+?)(?:T|,?\s+(?:(?:à|at)\s+)?)(\d.*)", text.strip())
    day = read_date(found.group(1)) if found else None
    time = read_time(found.group(2)) if found else None
    return dt.datetime.combine(day, time) if day and time is not None else None


def read_time(text: str) -> dt.time | None:
    """A time of day as people write it (`9:30`, `9h30`, `9 h 30`, `9 h`), else None."""
    found = _TIME.fullmatch(text.strip())
    if not found or (":" in text and not found.group(2)):
        return None
    hour, minute = int(found.group(1)), int(found.group(2) or 0)
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _moment(section: Section, name: str) -> dt.datetime | None:
    value = section.take(name)
    if value is None:
        return None
    read = read_moment(value) if isinstance(value, str) else value
    if not isinstance(read, dt.datetime) or read.tzinfo is not None:
        section.wrong_kind(name, value, "kind-moment")
        return None
    return read


def _timezone(section: Section) -> str:
    name = section.text("timezone")
    if name is None or is_timezone(name):
        return name or DEFAULT_TIMEZONE
    near = nearest_timezone(name)
    code = "programme-timezone-near" if near else "programme-timezone"
    section.problem(code, "timezone", value=name, nearest=near or "")
    return DEFAULT_TIMEZONE


def _sessions(top: Section, start: dt.datetime | None) -> tuple[Session, ...]:
    sections, alone = top.tables("sessions"), top.tables("steps")
    if sections and alone:
        top.problem("programme-steps-and-sessions", "steps")
    sessions: list[Session] = []
    now = start
    if alone:
        steps, now = _steps(alone, now)
        sessions.append(Session("", "", steps))
    for section in sections:
        title, place = section.text("title") or "", section.text("place") or ""
        now = _start(section, _moment(section, "start"), now)
        steps, now = _steps(section.tables("steps"), now)
        section.finish()
        if not steps:
            section.problem("protocol-key-missing", "steps")
        sessions.append(Session(title, place, steps))
    return tuple(sessions)


def _start(section: Section, own: dt.datetime | None, now: dt.datetime | None) -> dt.datetime:
    if own is not None and now is not None and own < now:
        section.problem("programme-too-early", "start", value=_shown(own), end=_shown(now))
    found = own or now
    if found is None:
        if "start" not in section.data:
            section.problem("programme-start-missing", "start")
        # Any moment will do to go on with and find the other problems of the file.
        return dt.datetime(2000, 1, 1)
    return found


def _steps(
    sections: Sequence[Section], now: dt.datetime | None
) -> tuple[tuple[ProgrammeStep, ...], dt.datetime | None]:
    """The steps, and when the last one ends."""
    steps: list[ProgrammeStep] = []
    for section in sections:
        start = _start(section, _step_start(section, now), now)
        step = ProgrammeStep(
            start=start,
            minutes=section.whole("length", least=1, most=MINUTES_MOST, required=True) or 1,
            activity=_activity(section),
            parallel=tuple(_finished(one) for one in section.tables("parallel")),
            for_facilitators=section.choice("for", AUDIENCES, "everyone") == "facilitators",
        )
        section.finish()
        steps.append(step)
        now = step.end
    return tuple(steps), now


def _step_start(section: Section, now: dt.datetime | None) -> dt.datetime | None:
    """The start written at a step: a date and time, or a time of the day it falls on."""
    value = section.data.get("start")
    time = read_time(value) if isinstance(value, str) else value
    if not isinstance(time, dt.time):
        return _moment(section, "start")
    section.take("start")
    if now is None:
        section.problem("programme-start-missing", "start")
        return None
    return dt.datetime.combine(now.date(), time)


def _activity(section: Section) -> Activity:
    return Activity(
        sequence=section.text("sequence", required=True) or "",
        place=section.text("place") or "",
        purpose=section.text("purpose") or "",
        method=section.text("method") or "",
        room=section.text("room") or "",
        material=section.text("material") or "",
        who=section.text("who") or "",
        result=section.text("result") or "",
    )


def _finished(section: Section) -> Activity:
    activity = _activity(section)
    section.finish()
    return activity


def _shown(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes")
