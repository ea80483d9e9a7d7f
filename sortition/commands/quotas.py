"""The command `sortition quotas`: it shows every category's exact share, least and most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import draw_inputs, speaking

if TYPE_CHECKING:
    from sortition.commands.inputs import Inputs


def quotas_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("quotas", cls=SpeakingCommand, help=words("help-quotas"))
    @draw_inputs(words)
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def quotas(inputs: Inputs, as_json: bool) -> None:
        from sortition.commands.show import Show

        prepared = inputs.read()
        if as_json:
            print_json({"quotas": [quota.to_json() for quota in prepared.quotas]})
        else:
            Show(words).quotas(prepared)

    return speaking(quotas)
