"""What to try first with an example, whichever side its command is on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_COMMANDS: Final = ["sortition draw protocole.toml"]


def add_first_commands(commands: Sequence[str]) -> None:
    """Name more commands to try, each for the kind of example that has the files it reads."""
    _COMMANDS.extend(one for one in commands if one not in _COMMANDS)


def first_commands() -> Sequence[str]:
    """For each kind of example, by the files it has, a command to try."""
    return tuple(_COMMANDS)
