"""The command `sortition tables`: it reads the command line, calls the library and shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from sortition.errors import BadInput, message
from sortition.messages import Words
from sortition.terminal.language import SpeakingCommand, option
from workshops.options import EVENT_OPTIONS, event_of, parts

if TYPE_CHECKING:
    from workshops.seating.hall import Room
    from workshops.seating.search import Observer

MOST_ROUNDS: Final = 30
MINUTES: Final = 20.0
CHANGEOVER: Final = 2.0
_PATH: Final = click.Path(path_type=Path)


def tables_command(words: Words) -> SpeakingCommand:
    """`sortition tables PEOPLE (--tables T | --size S) --rounds R --out DIR`."""

    @click.command("tables", cls=SpeakingCommand, help=words("help-tables"))
    @click.argument("people", metavar=words("metavar-people").strip("[]"), type=_PATH)
    @option(words, "--tables", type=click.IntRange(2), help="help-tables-tables")
    @option(words, "--size", metavar=words("metavar-numbers"), help="help-tables-size")
    @option(
        words,
        "--rounds",
        type=click.IntRange(1, MOST_ROUNDS),
        required=True,
        help="help-tables-rounds",
    )
    def tables(people: Path, **given: Any) -> None:
        _tables(words, people, given)

    for declare in _options(words):
        tables = declare(tables)
    if not isinstance(tables, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return tables


def _options(words: Words) -> list[Any]:
    columns, column = words("metavar-columns"), words("metavar-column")
    text, file = words("metavar-text"), words("metavar-file")
    return [
        option(words, "--mix", metavar=columns, help="help-tables-mix"),
        option(words, "--apart", metavar=columns, help="help-tables-apart"),
        option(words, "--together", metavar=columns, help="help-tables-together"),
        option(words, "--cluster", metavar=column, help="help-tables-cluster"),
        option(words, "--fixed", metavar=file, type=_PATH, help="help-tables-fixed"),
        option(words, "--absent", metavar=file, type=_PATH, help="help-tables-absent"),
        option(
            words,
            "--history",
            metavar=words("metavar-repair"),
            type=_PATH,
            multiple=True,
            help="help-tables-history",
        ),
        option(words, "--id", metavar=column, help="help-id"),
        option(words, "--minutes", metavar=words("metavar-numbers"), help="help-tables-minutes"),
        option(
            words,
            "--changeover",
            metavar=words("metavar-minutes"),
            type=float,
            help="help-tables-changeover",
        ),
        option(words, "--programme", metavar=file, type=_PATH, help="help-snowball-programme"),
        *(option(words, f"--{name}", metavar=text, help=f"help-{name}") for name in EVENT_OPTIONS),
        option(words, "--seed", metavar=text, help="help-snowball-seed"),
        option(words, "--out", "folder", type=_PATH, default="tables", help="help-tables-out"),
        option(words, "--force", is_flag=True, help="help-force"),
        option(words, "--json", "as_json", is_flag=True, help="help-json"),
    ]


def _tables(words: Words, people: Path, given: Mapping[str, Any]) -> None:
    """Read everything, search, write, show."""
    from sortition.draw import chosen_seed
    from sortition.output import check_free, write_folder
    from workshops.plan import write_plan
    from workshops.results import groups_csv
    from workshops.seating.files import Asked, History, read_absences, read_crowd, read_fixed
    from workshops.seating.files import read_history as read_plans
    from workshops.seating.hall import check_room, make_hall
    from workshops.seating.plan import make_plan
    from workshops.seating.solve import solve

    check_free(given["folder"], force=given["force"], folder=True)
    room = _room(given)
    check_room(room)
    minutes, changeover = _minutes(given["minutes"], room.rounds), _changeover(given["changeover"])
    event = event_of(given)
    seed = chosen_seed(given["seed"])
    asked = Asked(
        id=given["id"],
        mix=tuple(dict.fromkeys(parts(given["mix"]))),
        apart=tuple(dict.fromkeys(parts(given["apart"]))),
        together=tuple(dict.fromkeys(parts(given["together"]))),
        cluster=given["cluster"],
    )
    crowd = read_crowd(people, asked)
    absent, fixed = given["absent"], given["fixed"]
    history = read_plans(given["history"], crowd.ids) if given["history"] else History((), ())
    hall = make_hall(
        crowd,
        room,
        absent=read_absences(absent, crowd.ids, room.rounds) if absent else (),
        fixed=read_fixed(fixed, crowd.ids, room.rounds) if fixed else (),
        fixed_file=fixed.name if fixed else "",
        history=history,
    )
    with _progress(words) as observe:
        solved = solve(hall, crowd.ids, seed, observe=observe)
    participants = crowd.guests.participants
    plan = make_plan(solved, participants, event, seed, minutes=minutes, changeover=changeover)
    files = {"plan.json": write_plan(plan), "tables.csv": groups_csv(plan)}
    write_folder(given["folder"], files, force=given["force"])
    notes = (*crowd.guests.notes, *history.notes)
    if given["as_json"]:
        extra = {"seed": seed, "seconds": round(solved.seconds, 3), "out": str(given["folder"])}
        said = {"notes": [words.say(note) for note in notes]}
        click.echo(json.dumps({**plan.figures, **said, **extra}, ensure_ascii=False))
        return
    from workshops.seating.show import ShowTables

    show = ShowTables(words)
    show.all(plan, solved, crowd, notes)
    show.written(given["folder"], list(files), plan, made_up=given["seed"] is None)


def _room(given: Mapping[str, Any]) -> Room:
    from workshops.cells import whole
    from workshops.seating.files import MOST
    from workshops.seating.hall import Room

    seats: tuple[int, ...] = ()
    if given["size"] is not None:
        read = [whole(part.strip(), 0, MOST) for part in given["size"].split(",")]
        seats = tuple(part for part in read if part is not None)
        if len(seats) < len(read):
            raise BadInput(_not_numbers("--size", given["size"], "8,8,6"))
    return Room(rounds=given["rounds"], tables=given["tables"], seats=seats)


def _not_numbers(name: str, value: str, example: str) -> Any:
    return message("list-not-numbers", option=name, value=value, example=example)


def _minutes(text: str | None, rounds: int) -> tuple[float, ...]:
    """The minutes of every round, given once for all or one by one. Raises `BadInput`."""
    if text is None:
        return (MINUTES,) * rounds
    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BadInput(_not_numbers("--minutes", text, "20,20,30")) from None
    if any(not 0 < value < 1e6 for value in values):
        raise BadInput(message("more-than-zero", option="--minutes", value=text))
    if len(values) not in (1, rounds):
        given = {"n": len(values), "rounds": rounds}
        raise BadInput(message("seating-minutes-rounds", **given))
    return values if len(values) == rounds else values * rounds


def _changeover(value: float | None) -> float:
    if value is None:
        return CHANGEOVER
    if not 0 <= value < 1e6:
        raise BadInput(message("not-negative", option="--changeover", value=str(value)))
    return value


@contextmanager
def _progress(words: Words) -> Iterator[Observer | None]:
    """An observer that draws a bar on standard error; None where that is not a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[left]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bars:
        task = bars.add_task(words("seating-progress"), total=None, left="")

        def observe(done: int, steps: int, repeats: int, outside: int) -> None:
            left = words("seating-progress-left", repeats=repeats, outside=outside)
            bars.update(task, completed=done, total=steps, left=left)

        yield observe
