"""The commands of a draw."""

from __future__ import annotations

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand
from sortition.commands.check import check_command
from sortition.commands.draw import draw_command
from sortition.commands.example import example_command
from sortition.commands.lottery import lottery_command
from sortition.commands.quotas import quotas_command
from sortition.commands.verify import verify_command


def commands(words: Words) -> list[SpeakingCommand]:
    """The commands of a draw, in the order of the work."""
    builders = (
        *(example_command, check_command, quotas_command),
        *(lottery_command, draw_command, verify_command),
    )
    return [build(words) for build in builders]
