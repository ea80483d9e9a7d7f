"""The command `sortition tables`: it reads the command line, calls the library and shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.base.errors import BadInput, message
from sortition.base.limits import ROOM_MOST, ROUNDS_MOST
from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from workshops.common.options import (
    PATH,
    Declare,
    columns_of,
    event_of,
    event_options,
    result_options,
    timing_of,
    timing_options,
)

if TYPE_CHECKING:
    from workshops.tables.asked import Room


def tables_command(words: Words) -> SpeakingCommand:
    """`sortition tables PEOPLE (--tables T | --size S) --rounds R --out DIR`."""

    @click.command("tables", cls=SpeakingCommand, help=words("help-tables"))
    @click.argument("people", metavar=words("metavar-people").strip("[]"), type=PATH)
    @option(words, "--tables", type=click.IntRange(2), help="help-tables-tables")
    @option(words, "--size", metavar=words("metavar-numbers"), help="help-tables-size")
    @option(
        words,
        "--rounds",
        type=click.IntRange(1, ROUNDS_MOST),
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


def _options(words: Words) -> list[Declare]:
    columns, column = words("metavar-columns"), words("metavar-column")
    plan = words("metavar-repair")
    return [
        option(words, "--mix", metavar=columns, help="help-tables-mix"),
        option(words, "--apart", metavar=columns, help="help-tables-apart"),
        option(words, "--together", metavar=columns, help="help-tables-together"),
        option(words, "--cluster", metavar=column, help="help-tables-cluster"),
        option(words, "--fixed", type=PATH, help="help-tables-fixed"),
        option(words, "--absent", type=PATH, help="help-tables-absent"),
        option(
            words, "--history", metavar=plan, type=PATH, multiple=True, help="help-tables-history"
        ),
        option(words, "--id", metavar=column, help="help-id"),
        *timing_options(words),
        *event_options(words),
        *result_options(words, "tables"),
    ]


def _tables(words: Words, people: Path, given: Mapping[str, Any]) -> None:
    """Read everything, search, write, show."""
    from sortition.base.output import check_free, write_folder
    from sortition.seed import chosen_seed
    from workshops.common.progress import search_progress
    from workshops.common.results import groups_csv
    from workshops.plan.value import write_plan
    from workshops.tables.asked import check_room, make_hall
    from workshops.tables.plan import make_plan
    from workshops.tables.read import CrowdColumns, History, read_absences, read_crowd, read_fixed
    from workshops.tables.read import read_history as read_plans
    from workshops.tables.solve import solve

    check_free(given["folder"], force=given["force"], folder=True)
    room = _room(given)
    check_room(room)
    minutes, changeover = timing_of(given, room.rounds)
    event = event_of(given)
    seed = chosen_seed(given["seed"])
    asked = CrowdColumns(
        id=given["id"],
        mix=columns_of(given["mix"]),
        apart=columns_of(given["apart"]),
        together=columns_of(given["together"]),
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
    with search_progress(words) as observe:
        solved = solve(hall, crowd.ids, seed, observe=observe)
    participants = crowd.guests.participants
    plan = make_plan(solved, participants, event, seed, minutes=minutes, changeover=changeover)
    files = {"plan.json": write_plan(plan), "tables.csv": groups_csv(plan)}
    write_folder(given["folder"], files, force=given["force"])
    notes = (*crowd.guests.notes, *history.notes)
    if given["as_json"]:
        extra = {"seed": seed, "seconds": round(solved.seconds, 3), "out": str(given["folder"])}
        said = {"notes": [words.say(note) for note in notes]}
        print_json({**plan.measured, **said, **extra})
        return
    from workshops.tables.show import ShowTables

    show = ShowTables(words)
    show.all(plan, solved, crowd, notes)
    show.written(given["folder"], list(files), plan, made_up=given["seed"] is None)


def _room(given: Mapping[str, Any]) -> Room:
    from sortition.people.cells import whole
    from workshops.tables.asked import Room

    seats: tuple[int, ...] = ()
    if given["size"] is not None:
        read = [whole(part.strip(), 0, ROOM_MOST) for part in given["size"].split(",")]
        seats = tuple(part for part in read if part is not None)
        if len(seats) < len(read):
            wrong = {"option": "--size", "value": given["size"], "example": "8,8,6"}
            raise BadInput(message("list-not-numbers", **wrong))
    return Room(rounds=given["rounds"], tables=given["tables"], seats=seats)
