"""What a user gives on the command line of a snowball: the options, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sortition.base.errors import BadInput, message
from sortition.base.messages import Words
from sortition.base.terminal.language import option
from workshops.common.options import columns_of, event_of, event_options, result_options

if TYPE_CHECKING:
    from workshops.common.people import Columns
    from workshops.plan.value import Event
    from workshops.snowball.timing import Exercise

COLUMN_OPTIONS: Final = {
    "mix": "metavar-columns",
    "apart": "metavar-columns",
    "together": "metavar-column",
    "seated": "metavar-column",
    "near_door": "metavar-column",
}
LENGTH_OPTIONS: Final = ("welcome", "silent", "changeover", "restitution_minutes", "closing")
LIST_OPTIONS: Final = ("levels", "minutes", "ideas")
REPAIR_OPTIONS: Final = {"absent": "metavar-ids", "late": "metavar-file", "keep": "metavar-ids"}
EXAMPLES: Final = {"levels": "2,4,8,16", "minutes": "3,3,5,8", "ideas": "4,3,3,2"}


@dataclass(frozen=True)
class GivenOptions:
    """What the user gave on the command line of a snowball; `others` by the option's name."""

    people: Path | None
    repair: Path | None
    seed: str | None
    others: Mapping[str, Any]

    def check(self) -> None:
        """Refuse options that do not go together. Raises `BadInput`."""
        named = {name: f"--{name.replace('_', '-')}" for name in self.others}
        for_repair = [named[name] for name in REPAIR_OPTIONS if self.others[name] is not None]
        if self.repair is None:
            if for_repair:
                raise BadInput(message("usage-repair-only", names=for_repair))
            if self.people is None:
                raise BadInput(message("usage-snowball-people"))
            return
        too_many = [
            named[name]
            for name, value in self.others.items()
            if value is not None and name not in REPAIR_OPTIONS and name != "id"
        ]
        too_many += ["--seed"] if self.seed is not None else []
        too_many += [str(self.people)] if self.people is not None else []
        if too_many:
            raise BadInput(message("usage-repair-alone", names=too_many))
        if self.others["absent"] is None and self.others["late"] is None:
            raise BadInput(message("usage-repair-nothing"))

    def columns(self) -> Columns:
        """The columns named, those of lists separated by commas."""
        from workshops.common.people import Columns

        return Columns(
            id=self.others["id"],
            mix=columns_of(self.others["mix"]),
            apart=columns_of(self.others["apart"]),
            together=self.others["together"],
            seated=self.others["seated"],
            near_door=self.others["near_door"],
        )

    def exercise(self) -> Exercise:
        """Levels and lengths. Raises `BadInput` where a list is not one of numbers."""
        from workshops.snowball.sizes import check_levels
        from workshops.snowball.timing import Exercise, check_exercise

        chosen: dict[str, Any] = {
            name: self.others[name]
            for name in (*LENGTH_OPTIONS, "restitution")
            if self.others[name] is not None
        }
        for name, kind in (("levels", int), ("minutes", float), ("ideas", int)):
            if self.others[name] is not None:
                chosen[name] = _numbers(name, self.others[name], kind)
        exercise = Exercise(**chosen)
        check_levels(exercise.levels)
        check_exercise(exercise)
        return exercise

    def event(self) -> Event:
        """What is printed around the plan."""
        return event_of(self.others)


def snowball_options(words: Words) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Every option of the command, gathered into `GivenOptions` but for those about the output."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        def gathered(
            people: Path | None,
            repair: Path | None,
            seed: str | None,
            folder: Path,
            force: bool,
            as_json: bool,
            **others: Any,
        ) -> Any:
            given = GivenOptions(people, repair, seed, others)
            return command(given, folder, force, as_json)

        decorated: Callable[..., Any] = gathered
        # Click shows first what is declared last.
        for declare in reversed(_declarations(words)):
            decorated = declare(decorated)
        return decorated

    return decorate


def _declarations(words: Words) -> list[Callable[[Any], Any]]:
    path = click.Path(path_type=Path)

    def valued(name: str, metavar: str, help: str = "", **settings: Any) -> Callable[[Any], Any]:
        flag = f"--{name.replace('_', '-')}"
        code = help or f"help-{name.replace('_', '-')}"
        return option(words, flag, name, metavar=words(metavar), help=code, **settings)

    return [
        click.argument("people", metavar=words("metavar-people"), required=False, type=path),
        *(valued(name, "metavar-numbers") for name in LIST_OPTIONS),
        *(valued(name, metavar) for name, metavar in COLUMN_OPTIONS.items()),
        valued("id", "metavar-column"),
        *(valued(name, "metavar-minutes", type=float) for name in LENGTH_OPTIONS),
        option(
            words,
            "--restitution",
            type=click.Choice(("plenary", "jigsaw")),
            help="help-restitution",
        ),
        *event_options(words),
        valued("repair", "metavar-repair", type=path),
        valued("absent", "metavar-ids"),
        valued("late", "metavar-file", type=path),
        valued("keep", "metavar-ids"),
        *result_options(words, "snowball"),
    ]


def _numbers(name: str, text: str, kind: Callable[[str], Any]) -> tuple[Any, ...]:
    values = []
    for part in text.split(","):
        try:
            values.append(kind(part.strip()))
        except ValueError:
            raise BadInput(
                message("list-not-numbers", option=f"--{name}", value=text, example=EXAMPLES[name])
            ) from None
    return tuple(values)
