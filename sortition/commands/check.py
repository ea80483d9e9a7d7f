"""The command `sortition check`: it reads everything and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import draw_inputs, solve, speaking

if TYPE_CHECKING:
    from sortition.commands.inputs import Inputs


def check_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("check", cls=SpeakingCommand, help=words("help-check"))
    @draw_inputs(words)
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def check(inputs: Inputs, as_json: bool) -> None:
        from sortition.commands.show import Show
        from sortition.lottery.reasons import never_drawn

        prepared = inputs.read()
        show = Show(words)
        if not as_json:
            show.reading(prepared)
        solved = solve(words, prepared)
        never = never_drawn(prepared, solved)
        if as_json:
            profiles = [one.profile.to_json() for one in never]
            people = [one.profile.people for one in never]
            figures = solved.to_json(prepared.pool.model)
            print_json(figures | {"never_drawn": sum(people), "never_drawn_profiles": profiles})
        else:
            show.line("quotas-possible", style="green")
            show.never_drawn(never)

    return speaking(check)
