"""The command `sortition draw`: it draws a panel and writes the files of the draw."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.commands.shared import draw_inputs, path_type, solve, speaking, warn_of_names

if TYPE_CHECKING:
    from sortition.commands.inputs import Inputs
    from sortition.pool.prepare import Prepared


def draw_command(words: Words) -> SpeakingCommand:
    """The command, every word of it in one language."""

    @click.command("draw", cls=SpeakingCommand, help=words("help-draw"))
    @draw_inputs(words)
    @option(words, "--seed", help="help-seed")
    @option(
        words,
        *("--out", "folder"),
        type=path_type(),
        metavar=words("metavar-folder"),
        default="draw",
        help="help-out",
    )
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def draw(inputs: Inputs, seed: str | None, folder: Path, force: bool, as_json: bool) -> None:
        from sortition.base.output import check_free, write_folder
        from sortition.commands.show import Show
        from sortition.drawing import draw as draw_panel
        from sortition.record.results import draw_files
        from sortition.seed import chosen_seed, seed_sha256

        text = chosen_seed(seed)
        check_free(folder, force=force, folder=True)
        prepared = inputs.read()
        show = Show(words)
        if not as_json:
            show.reading(prepared)
        solved = solve(words, prepared)
        outcome = draw_panel(prepared.protocol, prepared.pool, solved.lottery, text)
        files = draw_files(prepared, solved, outcome)
        write_folder(folder, files, force=force)
        if as_json:
            drawn = {
                "seed": outcome.seed,
                "seed_sha256": seed_sha256(outcome.seed),
                "drawn": outcome.drawn,
                "out": str(folder),
            }
            warn_of_names(words, prepared)
            print_json(solved.to_json(prepared.pool.model) | drawn)
            return
        show.quotas(prepared, outcome, solved)
        show.lottery(prepared, solved)
        show.panel(prepared, solved, outcome, made_up=seed is None)
        if seed is not None and text != seed.strip():
            show.line("seed-made-plain", style="yellow")
        show.written(prepared, folder, list(files), verify_line(folder, inputs, prepared))

    return speaking(draw)


def verify_line(folder: Path, inputs: Inputs, prepared: Prepared) -> str:
    """The command that checks a draw, as it can be pasted."""
    parts = ["sortition", "verify", str(folder / "record.json")]
    for path in inputs.list_paths(prepared.protocol):
        parts += ["--register", path]
    for path in inputs.exclusion_paths(prepared.protocol):
        parts += ["--exclude", path]
    return shlex.join(parts)
