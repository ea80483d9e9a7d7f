"""What the commands of the workshops have in common: lists in one option, and the event."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sortition.errors import BadInput, message
from sortition.text import folded

if TYPE_CHECKING:
    from workshops.plan import Event

EVENT_OPTIONS: Final = (
    "title",
    "question",
    "place",
    "organiser",
    "start",
    "timezone",
    "controller",
    "purpose",
    "retention",
)


def parts(text: str | None) -> list[str]:
    """The parts of a text separated by commas, those that name the same column once."""
    named = [part.strip() for part in (text or "").split(",") if part.strip()]
    return list({folded(part): part for part in reversed(named)}.values())[::-1]


def event_of(given: Mapping[str, Any]) -> Event:
    """What is printed around a plan: the programme given, then the options over it.

    Raises `BadInput` where the programme, the start or the time zone cannot be read.
    """
    from dataclasses import replace

    from workshops.plan import Event
    from workshops.programme import read_event

    path: Path | None = given["programme"]
    event = read_event(path) if path is not None else Event()
    chosen = {n: v.strip() for n in EVENT_OPTIONS if (v := given[n]) is not None}
    if "start" in chosen:
        chosen["start"] = _moment(chosen["start"])
    if "timezone" in chosen:
        _check_timezone(chosen["timezone"])
    return replace(event, **chosen)


def _moment(text: str) -> str:
    from workshops.programme import read_moment

    moment = read_moment(text)
    if moment is None:
        raise BadInput(message("start-unreadable", value=text))
    return moment.isoformat(timespec="minutes")


def _check_timezone(name: str) -> None:
    from zoneinfo import available_timezones

    from sortition.text import nearest

    known = available_timezones()
    if name not in known:
        near = nearest(name, known)
        code = "timezone-unknown-near" if near else "timezone-unknown"
        raise BadInput(message(code, value=name, nearest=near or ""))
