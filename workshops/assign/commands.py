"""The command `sortition assign`: it reads the command line, calls the library and shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from sortition.base.limits import ROUNDS_MOST
from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from workshops.common.options import (
    PATH,
    event_of,
    event_options,
    result_options,
    timing_of,
    timing_options,
)

FAIRNESS: Final = ("fewest-badly-served", "first-come", "least-rank-sum", "rank-maximal")
"""As in `fairness`, which is imported only when the command runs."""


def assign_command(words: Words) -> SpeakingCommand:
    """`sortition assign PREFERENCES --workshops FILE --rounds R --out DIR`."""
    plan = words("metavar-repair")

    @click.command("assign", cls=SpeakingCommand, help=words("help-assign"))
    @click.argument("preferences", metavar=words("metavar-preferences"), type=PATH)
    def assign(preferences: Path, **given: Any) -> None:
        _assign(words, preferences, given)

    rounds, kinds = click.IntRange(1, ROUNDS_MOST), click.Choice(FAIRNESS)
    options = [
        option(words, "--workshops", type=PATH, required=True, help="help-assign-workshops"),
        option(words, "--rounds", type=rounds, default=1, help="help-assign-rounds"),
        option(words, "--fairness", type=kinds, default=FAIRNESS[0], help="help-assign-fairness"),
        option(
            words, "--credit", metavar=plan, type=PATH, multiple=True, help="help-assign-credit"
        ),
        option(words, "--id", metavar=words("metavar-column"), help="help-id"),
        *timing_options(words),
        *event_options(words),
        *result_options(words, "assign", "help-assign-seed"),
    ]
    for declare in options:
        assign = declare(assign)
    if not isinstance(assign, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return assign


def _assign(words: Words, preferences: Path, given: Mapping[str, Any]) -> None:
    """Read everything, assign, write, show."""
    from sortition.base.output import check_free, write_folder
    from sortition.base.terminal.progress import progress
    from sortition.seed import chosen_seed
    from workshops.assign import solve
    from workshops.assign.files import read_meeting
    from workshops.assign.plan import Timing, assignment_csv, make_plan, with_credit
    from workshops.plan.value import write_plan

    folder, rounds = given["folder"], given["rounds"]
    check_free(folder, force=given["force"], folder=True)
    timing, event = Timing(*timing_of(given, rounds)), event_of(given)
    seed = chosen_seed(given["seed"])
    credited = with_credit(
        read_meeting(preferences, given["workshops"], rounds, seed, given["id"]), given["credit"]
    )
    wanted = credited.wanted
    with progress(words, "assign") as observe:
        assigned = solve.assign(wanted.meeting, given["fairness"], observe)
    plan = make_plan(wanted, assigned, event, timing)
    files = {"plan.json": write_plan(plan), "assignment.csv": assignment_csv(wanted, assigned)}
    write_folder(folder, files, force=given["force"])
    notes = (*wanted.notes, *credited.notes)
    if given["as_json"]:
        sizes = {"people": len(wanted.meeting.people), "rounds": rounds}
        figures = plan.measured
        figures |= sizes | {"fill": figures.pop("fill"), "seed": seed}
        figures |= {"notes": [words.say(note) for note in notes]}
        figures |= {"seconds": round(assigned.seconds, 3), "out": str(folder)}
        print_json(figures)
        return
    from workshops.assign.show import ShowAssignment

    show = ShowAssignment(words)
    show.all(event, wanted.meeting, assigned, notes)
    show.written(folder, list(files), plan, made_up=given["seed"] is None)
