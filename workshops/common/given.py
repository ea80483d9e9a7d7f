"""What is given in Python, understood as the options of the commands are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sortition.base.errors import BadInput, message
from workshops.plan.parts import Event

if TYPE_CHECKING:
    import pandas

    from sortition.spreadsheets import MemoryFile

Names = str | Sequence[str]
"""Names one by one, or in one text with commas, as on the command line."""
Number = TypeVar("Number", int, float)
_PEOPLE: Final = "people.csv"
"""What messages call a list that is a DataFrame."""


def file_of(people: str | Path | pandas.DataFrame) -> Path | MemoryFile:
    """The file of people, or the one that a DataFrame stands for."""
    if isinstance(people, (str, Path)):
        return Path(people)
    from sortition.spreadsheets import file_of_frame

    return file_of_frame(people, _PEOPLE)


def each_of(given: Number | Sequence[Number]) -> tuple[Number, ...]:
    """Numbers one by one, or a single one."""
    return tuple(given) if isinstance(given, Sequence) else (given,)


def check_whole(option: str, values: Sequence[int], least: int, most: int) -> None:
    """Refuse what is no whole number from `least` to `most`. Raises `BadInput`."""
    if any(type(value) is not int or not least <= value <= most for value in values):
        raise BadInput(message("usage-whole-between", name=option, least=least, most=most))


def event_given(programme: str | Path | None, event: Event | None) -> Event:
    """What is printed around a plan. Raises `BadInput` where it cannot be read."""
    from workshops.common.options import EVENT_OPTIONS, event_of

    usual, chosen = Event(), event or Event()
    given: dict[str, Any] = {"programme": None if programme is None else Path(programme)}
    for name in EVENT_OPTIONS:
        value = getattr(chosen, name)
        given[name] = None if value == getattr(usual, name) else value
    return event_of(given)
