"""The commands that print: they read the command line, ask for the files and write them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json
from sortition.documents.choice import chosen, chosen_formats, format_option, list_option
from workshops.papers.registry import PAPER_NAMES

if TYPE_CHECKING:
    from workshops.papers.kit import Printing
    from workshops.papers.material import Material


def print_commands(words: Words) -> list[SpeakingCommand]:
    """The commands that print, in the order of the work."""
    return [_print(words), _agenda(words)]


def _print(words: Words) -> SpeakingCommand:
    @click.command("print", cls=SpeakingCommand, help=words("help-print"))
    @click.argument("plan", metavar=words("print-metavar-plan"), type=_path())
    @list_option(words, "--documents", "help-documents", PAPER_NAMES)
    @format_option(words)
    @option(words, "--programme", type=_path(), help="print-help-programme")
    @option(words, "--halfdays", type=click.IntRange(min=1, max=40), help="help-halfdays")
    @_output_options(words)
    def print_plan(
        plan: Path,
        documents: str | None,
        format: str | None,
        programme: Path | None,
        halfdays: int | None,
        folder: Path,
        force: bool,
        as_json: bool,
    ) -> None:
        from sortition.base.output import check_free
        from workshops.papers.material import material, with_programme
        from workshops.plan.value import load_plan
        from workshops.programme.read import read_programme

        wanted = chosen("--documents", documents, PAPER_NAMES)
        formats = chosen_formats(format)
        check_free(folder, force=force, folder=True)
        read = load_plan(plan)
        sessions: Sequence[Any] = ()
        if programme is not None:
            found = read_programme(programme)
            read, sessions = with_programme(read, found.event), found.sessions
        made = material(read, words, file=plan.name, sessions=sessions, half_days=halfdays)
        printing = _write(made, plan.name, wanted, formats, folder, force=force)
        _say(words, folder, printing, as_json=as_json, people=len(read.participants))

    return _speaking(print_plan)


def _agenda(words: Words) -> SpeakingCommand:
    @click.command("agenda", cls=SpeakingCommand, help=words("help-agenda"))
    @click.argument("programme", metavar=words("metavar-programme"), type=_path())
    @format_option(words)
    @_output_options(words)
    def agenda(
        programme: Path, format: str | None, folder: Path, force: bool, as_json: bool
    ) -> None:
        from sortition.base.output import check_free
        from workshops.papers.material import programme_material
        from workshops.programme.read import read_programme

        formats = chosen_formats(format)
        check_free(folder, force=force, folder=True)
        made = programme_material(read_programme(programme), words, file=programme.name)
        printing = _write(made, programme.name, ("agenda",), formats, folder, force=force)
        _say(words, folder, printing, as_json=as_json, people=0)

    return _speaking(agenda)


def _output_options(words: Words) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        options = (
            option(
                words,
                "--out",
                "folder",
                type=_path(),
                default="documents",
                help="help-out-documents",
            ),
            option(words, "--force", is_flag=True, help="help-force"),
            option(words, "--json", "as_json", is_flag=True, help="help-json"),
        )
        for one in reversed(options):
            command = one(command)
        return command

    return decorate


def _write(
    made: Material,
    file: str,
    documents: Sequence[str],
    formats: Sequence[str],
    folder: Path,
    *,
    force: bool,
) -> Printing:
    from sortition.base.output import write_folder
    from workshops.papers.kit import printed

    printing = printed(made, file=file, documents=documents, formats=formats)
    write_folder(folder, printing.files, force=force)
    return printing


def _say(words: Words, folder: Path, printing: Printing, *, as_json: bool, people: int) -> None:
    if as_json:
        value = {"out": str(folder), "people": people, "files": list(printing.files)}
        value["warnings"] = [words(code) for code in printing.unsaid]
        print_json(value)
        return
    from sortition.base.terminal.screen import Screen

    screen = Screen(words)
    screen.line("written", folder=str(folder), names=list(printing.files))
    for code in printing.unsaid:
        screen.line(code, style="yellow")
    if people:
        screen.line("print-keep-safe", style="yellow")


def _path() -> Any:
    return click.Path(path_type=Path)


def _speaking(command: click.Command) -> SpeakingCommand:
    if not isinstance(command, SpeakingCommand):
        raise TypeError("a command of the toolkit speaks the user's language")
    return command
