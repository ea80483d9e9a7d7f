"""How long work tells whoever waits for it what it has done."""

from __future__ import annotations

import typing


class Observer(typing.Protocol):
    """Told of progress: the stage, how much of it is done, out of how much.

    `figures` say what is reached so far: the chance already `guaranteed`, in a draw; in a search
    the `repeats` of the best plan so far and the people `outside` fair shares.
    """

    def __call__(self, stage: str, done: int, total: int, /, **figures: float) -> None:
        """Show how far the work is."""
