"""The command `sortition snowball`: it reads the command line, calls the library and shows."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sortition.base.errors import BadInput, message
from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand
from sortition.base.terminal.machine import print_json
from workshops.common.options import parts
from workshops.snowball.options import SnowballOptions, snowball_options

if TYPE_CHECKING:
    from workshops.plan.value import Participant, Plan


def snowball_command(words: Words) -> SpeakingCommand:
    """`sortition snowball PEOPLE --out DIR`, or `--repair PLAN` on the day."""

    @click.command("snowball", cls=SpeakingCommand, help=words("help-snowball"))
    @snowball_options(words)
    def snowball(given: SnowballOptions, folder: Path, force: bool, as_json: bool) -> None:
        from sortition.base.output import check_free

        given.check()
        check_free(folder, force=force, folder=True)
        if given.repair is not None:
            _repair(words, given, folder, force=force, as_json=as_json)
        else:
            _plan(words, given, folder, force=force, as_json=as_json)

    if not isinstance(snowball, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return snowball


def _plan(
    words: Words, given: SnowballOptions, folder: Path, *, force: bool, as_json: bool
) -> None:
    """Make a plan, write it, show it."""
    from sortition.base.limits import ROOM_MOST
    from sortition.base.output import write_folder
    from sortition.seed import chosen_seed
    from workshops.common.people import read_guests
    from workshops.snowball.show import ShowPlan
    from workshops.snowball.sizes import FEWEST
    from workshops.snowball.solve import plan_snowball

    if given.people is None:
        raise BadInput(message("usage-snowball-people"))
    seed = chosen_seed(given.seed)
    exercise, event, columns = given.exercise(), given.event(), given.columns()
    guests = read_guests(given.people, columns, fewest=FEWEST, most=ROOM_MOST)
    began = time.perf_counter()
    made = plan_snowball(guests, columns, exercise, event, seed)
    seconds = time.perf_counter() - began
    files = _files(made.plan)
    write_folder(folder, files, force=force)
    if as_json:
        said = [words.say(one) for one in (*made.notes, *made.warnings)]
        extra = {"seed": seed, "notes": said, "seconds": round(seconds, 3), "out": str(folder)}
        print_json({**made.plan.measured, **extra})
        return
    show = ShowPlan(words)
    show.snowball(made)
    show.written(folder, list(files), made.plan, made_up=given.seed is None)


def _repair(
    words: Words, given: SnowballOptions, folder: Path, *, force: bool, as_json: bool
) -> None:
    """Repair a plan on the day, write it, show who goes where."""
    from sortition.base.output import write_folder
    from workshops.common.people import Columns, check_known, check_new, read_guests
    from workshops.plan.value import load_plan
    from workshops.snowball.repair import repair_plan
    from workshops.snowball.show import ShowPlan

    path = given.repair
    if path is None:
        raise BadInput(message("usage-snowball-people"))
    plan = load_plan(path)
    known = [one.id for one in plan.participants]
    absent, keep = parts(given.others["absent"]), parts(given.others["keep"])
    check_known([*absent, *keep], known, file=path.name)
    late: tuple[Participant, ...] = ()
    if given.others["late"] is not None:
        file: Path = given.others["late"]
        guests = read_guests(file, Columns(id=given.others["id"]), row_id="L{}")
        check_new(guests, known, file=file.name)
        late = guests.participants
    done = repair_plan(plan, set(absent), late, set(keep))
    files = _files(done.plan)
    write_folder(folder, files, force=force)
    if as_json:
        told = {"moved": len(done.moved), "moved_ids": list(done.moved)}
        told |= {"joined": len(done.joined), "absent": len(done.absent)}
        said = [words.say(one) for one in done.notes]
        print_json({**done.plan.measured, **told, "notes": said, "out": str(folder)})
        return
    show = ShowPlan(words)
    show.repaired(done.plan, done)
    show.written(folder, list(files), done.plan, made_up=False)


def _files(plan: Plan) -> dict[str, bytes]:
    from workshops.common.results import groups_csv
    from workshops.plan.value import write_plan

    return {"plan.json": write_plan(plan), "groups.csv": groups_csv(plan)}
