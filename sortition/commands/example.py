"""The command `sortition example`: it copies a ready example."""

from __future__ import annotations

from pathlib import Path

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import path_type, speaking


def example_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("example", cls=SpeakingCommand, help=words("help-example"))
    @click.argument("name", metavar=words("metavar-name"))
    @click.argument("folder", metavar=words("metavar-folder"), required=False, type=path_type())
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def example(name: str, folder: Path | None, force: bool, as_json: bool) -> None:
        from sortition.commands.show import Show
        from sortition.examples.shipped import copy_example, next_command

        target = folder or Path(name)
        files = copy_example(name, target, force=force)
        if as_json:
            print_json({"folder": str(target), "files": files})
        else:
            show = Show(words)
            show.line("written", folder=str(target), names=files)
            show.line("example-next", command=next_command(target))

    return speaking(example)
