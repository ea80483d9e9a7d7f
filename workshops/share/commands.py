"""The command `sortition share`: it reads the command line, calls the library and shows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from sortition.messages import Words
from sortition.terminal.language import SpeakingCommand, option


def share_command(words: Words) -> SpeakingCommand:
    """`sortition share FILES READERS --readings R --out DIR`."""
    path = click.Path(path_type=Path)
    columns = words("metavar-columns")

    @click.command("share", cls=SpeakingCommand, help=words("help-share"))
    @click.argument("files", metavar=words("metavar-files"), type=path)
    @click.argument("readers", metavar=words("metavar-readers"), type=path)
    @option(words, "--readings", type=click.IntRange(1), required=True, help="help-share-readings")
    @option(words, "--apart", metavar=columns, default="", help="help-share-apart")
    @option(words, "--mix", metavar=columns, default="", help="help-share-mix")
    @option(words, "--programme", type=path, help="help-share-programme")
    @option(words, "--seed", help="help-share-seed")
    @option(words, "--out", "folder", type=path, required=True, help="help-share-out")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def share(
        files: Path,
        readers: Path,
        readings: int,
        apart: str,
        mix: str,
        programme: Path | None,
        seed: str | None,
        folder: Path,
        force: bool,
        as_json: bool,
    ) -> None:
        from sortition.draw import chosen_seed
        from sortition.output import check_free, write_folder
        from workshops.options import parts
        from workshops.plan import Event, write_plan
        from workshops.programme import read_event
        from workshops.share import solve
        from workshops.share.files import read_task
        from workshops.share.plan import make_plan, share_files
        from workshops.share.show import share_progress, show_share

        check_free(folder, force=force, folder=True)
        event = read_event(programme) if programme else Event()
        given = read_task(
            files, readers, readings, apart=parts(apart), mix=parts(mix), seed=chosen_seed(seed)
        )
        with share_progress(words) as observe:
            shared = solve.share(given.task, observe)
        plan = make_plan(given.task, shared, event)
        written = {"plan.json": write_plan(plan), **share_files(words, given.task, shared)}
        write_folder(folder, written, force=force)
        if as_json:
            extra = {"seed": plan.seed, "seconds": round(shared.seconds, 3), "out": str(folder)}
            click.echo(json.dumps({**plan.figures, **extra}, ensure_ascii=False))
            return
        from sortition.terminal.screen import Screen

        show_share(words, given.task, shared, given.notes)
        show = Screen(words)
        show.line("share-seed-made" if seed is None else "share-seed", seed=plan.seed)
        show.line("written", folder=str(folder), names=list(written))
        show.line("share-keep-safe", style="yellow")

    if not isinstance(share, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return share
