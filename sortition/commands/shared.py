"""What the commands of a draw have in common: their inputs, the way to a lottery, the path of a
file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option

if TYPE_CHECKING:
    from sortition.lottery.lottery import Solved
    from sortition.pool.prepare import Prepared


def draw_inputs(words: Words) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The protocol, or the two files: the same arguments for every command of a draw."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        def with_inputs(
            protocol: Path | None,
            people: Path | None,
            features: Path | None,
            seats: int | None,
            id_column: str | None,
            household: str | None,
            **others: Any,
        ) -> Any:
            from sortition.commands.inputs import Inputs

            parts = tuple(part.strip() for part in (household or "").split(",") if part.strip())
            return command(
                inputs=Inputs(protocol, people, features, seats, id_column, parts), **others
            )

        with_inputs.__click_params__ = list(getattr(command, "__click_params__", []))  # type: ignore[attr-defined]  # where click keeps what its decorators declare
        for declare in (
            option(words, "--household", metavar=words("metavar-columns"), help="help-household"),
            option(words, "--id", "id_column", metavar=words("metavar-column"), help="help-id"),
            option(words, "--seats", type=click.IntRange(min=1), help="help-seats"),
            option(words, "--features", type=path_type(), help="help-features"),
            option(words, "--people", type=path_type(), help="help-people"),
            click.argument(
                "protocol", metavar=words("metavar-protocol"), required=False, type=path_type()
            ),
        ):
            with_inputs = declare(with_inputs)
        return with_inputs

    return decorate


def path_type() -> click.Path:
    """The type of an argument that is a file or a folder."""
    # Whether a file is there and readable is said by the reader, in the user's language.
    return click.Path(path_type=Path)


def speaking(command: click.Command) -> SpeakingCommand:
    """A command made by click, which speaks the user's language."""
    if not isinstance(command, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return command


def solve(words: Words, prepared: Prepared) -> Solved:
    """The lottery of a pool, with progress; raises `AnswerIsNo` where the quotas cannot be met."""
    from sortition.base.terminal.progress import progress
    from sortition.lottery.pool_lottery import solve_pool
    from sortition.lottery.reasons import cannot_meet

    with progress(words) as observe:
        solved = solve_pool(prepared.pool, observe)
    if solved is None:
        raise cannot_meet(prepared)
    return solved


def warn_of_names(words: Words, prepared: Prepared) -> None:
    """Say on standard error, beside a JSON object, that the ids are names or addresses."""
    from sortition.base.terminal.language import complain

    complain([words.say(note) for note in prepared.notes if note.code == "ids-personal"])
