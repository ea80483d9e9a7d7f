"""The command `sortition lottery`: it computes the lottery alone, to be published before the
seed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import draw_inputs, path_type, solve, speaking, warn_of_names

if TYPE_CHECKING:
    from sortition.commands.inputs import Inputs


def lottery_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("lottery", cls=SpeakingCommand, help=words("help-lottery"))
    @draw_inputs(words)
    @option(
        words,
        *("--out", "folder"),
        type=path_type(),
        metavar=words("metavar-folder"),
        help="help-out-lottery",
    )
    @option(words, "--probabilities", type=path_type(), help="help-probabilities")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def lottery(
        inputs: Inputs,
        folder: Path | None,
        probabilities: Path | None,
        force: bool,
        as_json: bool,
    ) -> None:
        from sortition.base.output import check_free, write_file, write_folder
        from sortition.record.make import make_commitment
        from sortition.record.results import lottery_files, probabilities_csv

        if folder is not None:
            check_free(folder, force=force, folder=True)
        if probabilities is not None:
            check_free(probabilities, force=force)
        prepared = inputs.read()
        solved = solve(words, prepared)
        commitment = make_commitment(prepared, solved)
        files = lottery_files(commitment)
        if folder is not None:
            write_folder(folder, files, force=force)
        if probabilities is not None:
            content = probabilities_csv(prepared.pool, solved.lottery)
            write_file(probabilities, content, force=force)
        digest = commitment["lottery_digest"]
        if as_json:
            warn_of_names(words, prepared)
            print_json(solved.to_json(prepared.pool.model) | {"lottery_digest": digest})
            return
        from sortition.commands.show import Show
        from sortition.lottery.reasons import never_drawn

        show = Show(words)
        show.quotas(prepared)
        show.lottery(prepared, solved)
        show.never_drawn(never_drawn(prepared, solved))
        show.line("lottery-commitment", digest=digest)
        if folder is not None:
            show.line("written", folder=str(folder), names=list(files))
        show.keep_lottery_safe(prepared)

    return speaking(lottery)
