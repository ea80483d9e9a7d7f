"""Options that several workshop commands take: lists of columns, the event, timing, results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click

from sortition.base.errors import BadInput, Problems, message
from sortition.base.messages import Words
from sortition.base.terminal.language import option
from sortition.base.text import folded
from workshops.common.lengths import check_length
from workshops.plan.parts import Event

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
MINUTES: Final = 20
CHANGEOVER: Final = 2


PATH: Final = click.Path(path_type=Path)

Declare = Callable[[Any], Any]


def event_options(words: Words) -> list[Declare]:
    """What is printed around a plan: a programme, and options over it."""
    text = words("metavar-text")
    return [
        option(words, "--programme", type=PATH, help="help-event-programme"),
        *(option(words, f"--{name}", metavar=text, help=f"help-{name}") for name in EVENT_OPTIONS),
    ]


def result_options(words: Words, folder: str, seed: str = "help-snowball-seed") -> list[Declare]:
    """The seed, and where and how results are given; `folder` is the one taken unasked."""
    return [
        option(words, "--seed", metavar=words("metavar-text"), help=seed),
        click.option(
            "--out",
            "folder",
            metavar=words("metavar-folder").strip("[]"),
            type=PATH,
            default=folder,
            help=words("help-results", folder=folder),
        ),
        option(words, "--force", is_flag=True, help="help-force"),
        option(words, "--json", "as_json", is_flag=True, help="help-json"),
    ]


def timing_options(words: Words) -> list[Declare]:
    """How long rounds last, and moving between them."""
    numbers, minutes = words("metavar-numbers"), words("metavar-minutes")
    shown = {"minutes": words.integer(MINUTES)}
    return [
        click.option("--minutes", metavar=numbers, help=words("help-rounds-minutes", **shown)),
        click.option(
            "--changeover",
            metavar=minutes,
            type=float,
            help=words("help-rounds-changeover", minutes=words.integer(CHANGEOVER)),
        ),
    ]


def timing_of(given: Mapping[str, Any], rounds: int) -> tuple[tuple[float, ...], float]:
    """The minutes of every round, given once for all or one by one, and between rounds.

    Raises `BadInput`.
    """
    return _minutes(given["minutes"], rounds), _changeover(given["changeover"])


def _minutes(text: str | None, rounds: int) -> tuple[float, ...]:
    if text is None:
        return (MINUTES,) * rounds
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        wrong = {"option": "--minutes", "value": text, "example": "20,20,30"}
        raise BadInput(message("list-not-numbers", **wrong)) from None
    problems = Problems()
    for value in values:
        check_length("--minutes", value, problems)
    problems.raise_if_any()
    if len(values) not in (1, rounds):
        raise BadInput(message("minutes-rounds", n=len(values), rounds=rounds))
    return values if len(values) == rounds else values * rounds


def _changeover(value: float | None) -> float:
    if value is None:
        return CHANGEOVER
    problems = Problems()
    check_length("--changeover", value, problems, zero=True)
    problems.raise_if_any()
    return value


def parts(text: str | None) -> list[str]:
    """The parts of a text separated by commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def columns_of(names: str | Iterable[str] | None) -> tuple[str, ...]:
    """The columns named in an option or one by one, each once, however it is written."""
    found: dict[str, str] = {}
    for name in parts(names) if isinstance(names, str) else names or ():
        if name.strip():
            found.setdefault(folded(name), name.strip())
    return tuple(found.values())


def event_of(given: Mapping[str, Any]) -> Event:
    """What is printed around a plan: the programme given, then the options over it.

    Raises `BadInput` where the programme, the start or the time zone cannot be read.
    """
    from dataclasses import replace

    from workshops.programme.read import read_event

    path: Path | None = given["programme"]
    event = read_event(path) if path is not None else Event()
    chosen = {n: v.strip() for n in EVENT_OPTIONS if (v := given[n]) is not None}
    if "start" in chosen:
        chosen["start"] = _moment(chosen["start"])
    if "timezone" in chosen:
        _check_timezone(chosen["timezone"])
    return replace(event, **chosen)


def _moment(text: str) -> str:
    from workshops.programme.read import read_moment

    moment = read_moment(text)
    if moment is None:
        raise BadInput(message("start-unreadable", value=text))
    return moment.isoformat(timespec="minutes")


def _check_timezone(name: str) -> None:
    from sortition.base.timezones import is_timezone, nearest_timezone

    if not is_timezone(name):
        near = nearest_timezone(name)
        code = "timezone-unknown-near" if near else "timezone-unknown"
        raise BadInput(message(code, value=name, nearest=near or ""))
