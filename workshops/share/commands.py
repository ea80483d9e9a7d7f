"""The command `sortition share`: it reads the command line, calls the library and shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from workshops.common.options import PATH, columns_of, event_of, event_options, result_options


def share_command(words: Words) -> SpeakingCommand:
    """`sortition share FILES READERS --readings R --out DIR`."""
    columns, column = words("metavar-columns"), words("metavar-column")

    @click.command("share", cls=SpeakingCommand, help=words("help-share"))
    @click.argument("files", metavar=words("metavar-files"), type=PATH)
    @click.argument("readers", metavar=words("metavar-readers"), type=PATH)
    def share(files: Path, readers: Path, **given: Any) -> None:
        _share(words, files, readers, given)

    options = [
        option(
            words, "--readings", type=click.IntRange(1), required=True, help="help-share-readings"
        ),
        option(words, "--apart", metavar=columns, help="help-share-apart"),
        option(words, "--mix", metavar=columns, help="help-share-mix"),
        option(words, "--id", metavar=column, help="help-share-id"),
        option(words, "--file-id", metavar=column, help="help-share-file-id"),
        *event_options(words),
        *result_options(words, "share", "help-share-seed"),
    ]
    for declare in options:
        share = declare(share)
    if not isinstance(share, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return share


def _share(words: Words, files: Path, readers: Path, given: Mapping[str, Any]) -> None:
    """Read everything, search, write, show."""
    from sortition.base.output import check_free, write_folder
    from sortition.seed import chosen_seed
    from workshops.common.progress import search_progress
    from workshops.plan.value import write_plan
    from workshops.share import solve
    from workshops.share.files import ShareRules, read_task
    from workshops.share.plan import make_plan, share_files
    from workshops.share.show import ShowShare

    folder: Path = given["folder"]
    check_free(folder, force=given["force"], folder=True)
    event, seed = event_of(given), chosen_seed(given["seed"])
    asked = ShareRules(
        readings=given["readings"],
        apart=columns_of(given["apart"]),
        mix=columns_of(given["mix"]),
        reader_id=given["id"],
        file_id=given["file_id"],
    )
    read = read_task(files, readers, asked, seed)
    with search_progress(words) as observe:
        shared = solve.share(read.task, observe)
    plan = make_plan(read.task, shared, event)
    written = {"plan.json": write_plan(plan), **share_files(words, read.task, shared)}
    write_folder(folder, written, force=given["force"])
    if given["as_json"]:
        extra = {"seed": seed, "seconds": round(shared.seconds, 3), "out": str(folder)}
        notes = {"notes": [words.say(note) for note in read.notes]}
        print_json({**plan.measured, **notes, **extra})
        return
    show = ShowShare(words)
    show.all(event, read.task, shared, read.notes)
    show.written(folder, list(written), plan, made_up=given["seed"] is None)
