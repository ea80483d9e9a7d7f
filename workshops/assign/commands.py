"""The command `sortition assign`: it reads the command line, calls the library and shows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sortition.messages import Words
from sortition.terminal.language import SpeakingCommand, option

FAIRNESS = ("fewest-badly-served", "first-come", "least-rank-sum", "rank-maximal")
"""As in `fairness`, which is imported only when the command runs."""
MOST_ROUNDS = 30


def assign_command(words: Words) -> SpeakingCommand:
    """`sortition assign PREFERENCES --workshops FILE --rounds R --out DIR`."""
    path = click.Path(path_type=Path)

    @click.command("assign", cls=SpeakingCommand, help=words("help-assign"))
    @click.argument("preferences", metavar=words("metavar-preferences"), type=path)
    @option(words, "--workshops", type=path, required=True, help="help-assign-workshops")
    @option(
        words,
        "--rounds",
        type=click.IntRange(1, MOST_ROUNDS),
        default=1,
        help="help-assign-rounds",
    )
    @option(
        words,
        "--fairness",
        type=click.Choice(FAIRNESS),
        default=FAIRNESS[0],
        help="help-assign-fairness",
    )
    @option(words, "--credit", type=path, multiple=True, help="help-assign-credit")
    @option(words, "--programme", type=path, help="help-assign-programme")
    @option(words, "--seed", help="help-assign-seed")
    @option(words, "--out", "folder", type=path, required=True, help="help-assign-out")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def assign(
        preferences: Path,
        workshops: Path,
        rounds: int,
        fairness: str,
        credit: tuple[Path, ...],
        programme: Path | None,
        seed: str | None,
        folder: Path,
        force: bool,
        as_json: bool,
    ) -> None:
        from sortition.draw import chosen_seed
        from sortition.output import check_free, write_folder
        from workshops.assign import solve
        from workshops.assign.files import read_meeting
        from workshops.assign.plan import assignment_csv, fill, make_plan, with_credit
        from workshops.plan import Event, write_plan
        from workshops.programme import read_event

        check_free(folder, force=force, folder=True)
        event = read_event(programme) if programme else Event()
        wanted = read_meeting(preferences, workshops, rounds, chosen_seed(seed))
        credited = with_credit(wanted, credit)
        wanted = credited.wanted
        assigned = solve.assign(wanted.meeting, fairness)
        plan = make_plan(wanted, assigned, event)
        files = {"plan.json": write_plan(plan), "assignment.csv": assignment_csv(wanted, assigned)}
        write_folder(folder, files, force=force)
        if as_json:
            sizes = {"people": len(wanted.meeting.people), "rounds": rounds}
            rest = {"fill": fill(wanted.meeting, assigned), "seed": wanted.meeting.seed}
            figures = assigned.to_json() | sizes | rest
            figures |= {"seconds": round(assigned.seconds, 3), "out": str(folder)}
            click.echo(json.dumps(figures, ensure_ascii=False))
            return
        from sortition.terminal.screen import Screen
        from workshops.assign.show import show_assignment

        notes = (*wanted.notes, *credited.notes)
        show_assignment(words, wanted.meeting, assigned, notes)
        show = Screen(words)
        show.line("assign-seed-made" if seed is None else "assign-seed", seed=plan.seed)
        show.line("written", folder=str(folder), names=list(files))
        show.line("assign-keep-safe", style="yellow")

    if not isinstance(assign, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return assign
