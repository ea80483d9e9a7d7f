"""The commands of the workshops."""

from __future__ import annotations

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand
from workshops.assign.commands import assign_command
from workshops.papers.commands import print_commands
from workshops.share.commands import share_command
from workshops.snowball.commands import snowball_command
from workshops.tables.commands import tables_command


def commands(words: Words) -> list[SpeakingCommand]:
    """The commands of the workshops and of what is printed, in the order of the work."""
    builders = (snowball_command, tables_command, assign_command, share_command)
    return [*(build(words) for build in builders), *print_commands(words)]
