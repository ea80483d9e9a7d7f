"""The whole command line `sortition`: the commands of every side, under one name.

A side is a module with a function `commands`. Sides are named here and loaded by their names, so
that the draw does not depend on the workshops.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Final

import click

from sortition.base.messages import LANGUAGES, Words
from sortition.base.terminal.language import SpeakingGroup, run

SIDES: Final = ("sortition.commands.draws", "workshops.commands")
"""The modules whose commands there are, in the order of the work."""


def run_line(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status: 0 done, 1 no, 2 bad input."""
    # A command lives for seconds and drops nothing in cycles: collecting garbage would only cost.
    gc.disable()
    sys.exit(run(command_line, sys.argv[1:] if arguments is None else arguments))


def command_line(words: Words) -> click.Group:
    """The whole command line, every word of it in one language."""
    group = SpeakingGroup("sortition", help=words("help-sortition"), callback=lambda **_: None)
    group.words = words
    group.params = [_language_option(words), _version_option(words)]
    for side in SIDES:
        for command in import_module(side).commands(words):
            command.words = words
            command.params.append(_language_option(words))
            group.add_command(command)
    return group


def _language_option(words: Words) -> click.Option:
    # Already read by `run`; here so that click knows it and shows it.
    return click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=words("help-lang")
    )


def _version_option(words: Words) -> click.Option:
    def show(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
        if wanted:
            from importlib.metadata import PackageNotFoundError, version

            try:
                click.echo(f"sortition {version('sortition')}")
            except PackageNotFoundError:
                click.echo("sortition")  # run from its sources, not installed
            ctx.exit()

    return click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        callback=show,
        help=words("help-version"),
    )
