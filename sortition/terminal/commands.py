"""The commands of a draw: they read the command line, call the library and show what comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.messages import Words
from sortition.terminal.language import SpeakingCommand, option
from sortition.terminal.machine import print_json

if TYPE_CHECKING:
    from sortition.lottery.lottery import Solved
    from sortition.prepare import Prepared
    from sortition.terminal.inputs import Inputs
    from sortition.terminal.show import Show


def draw_commands(words: Words) -> list[SpeakingCommand]:
    """The commands of a draw, in the order of the work."""
    builders = (_example, _check, _quotas, _lottery, _draw, _verify)
    return [build(words) for build in builders]


def _example(words: Words) -> SpeakingCommand:
    @click.command("example", cls=SpeakingCommand, help=words("help-example"))
    @click.argument("name", metavar=words("metavar-name"))
    @click.argument("folder", metavar=words("metavar-folder"), required=False, type=_path())
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def example(name: str, folder: Path | None, force: bool, as_json: bool) -> None:
        from sortition.examples import copy_example, next_command

        target = folder or Path(name)
        files = copy_example(name, target, force=force)
        if as_json:
            print_json({"folder": str(target), "files": files})
        else:
            show = _show(words)
            show.line("written", folder=str(target), names=files)
            show.line("example-next", command=next_command(target))

    return _speaking(example)


def _check(words: Words) -> SpeakingCommand:
    @click.command("check", cls=SpeakingCommand, help=words("help-check"))
    @_draw_inputs(words)
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def check(inputs: Inputs, as_json: bool) -> None:
        from sortition.reasons import never_drawn

        prepared = inputs.read()
        if not as_json:
            _show(words).reading(prepared)
        solved = _solve(words, prepared)
        never = never_drawn(prepared, solved)
        if as_json:
            profiles = [one.profile.to_json() for one in never]
            people = [one.profile.people for one in never]
            figures = solved.to_json(prepared.pool.model)
            print_json(figures | {"never_drawn": sum(people), "never_drawn_profiles": profiles})
        else:
            show = _show(words)
            show.line("quotas-possible", style="green")
            show.never_drawn(never)

    return _speaking(check)


def _quotas(words: Words) -> SpeakingCommand:
    @click.command("quotas", cls=SpeakingCommand, help=words("help-quotas"))
    @_draw_inputs(words)
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def quotas(inputs: Inputs, as_json: bool) -> None:
        prepared = inputs.read()
        if as_json:
            print_json({"quotas": [quota.to_json() for quota in prepared.quotas]})
        else:
            _show(words).quotas(prepared)

    return _speaking(quotas)


def _lottery(words: Words) -> SpeakingCommand:
    @click.command("lottery", cls=SpeakingCommand, help=words("help-lottery"))
    @_draw_inputs(words)
    @option(words, "--probabilities", type=_path(), help="help-probabilities")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def lottery(inputs: Inputs, probabilities: Path | None, force: bool, as_json: bool) -> None:
        from sortition.output import check_free, write_file
        from sortition.reasons import never_drawn
        from sortition.record import commitment
        from sortition.results import probabilities_csv

        if probabilities is not None:
            check_free(probabilities, force=force)
        prepared = inputs.read()
        solved = _solve(words, prepared)
        if probabilities is not None:
            content = probabilities_csv(prepared.pool, solved.lottery)
            write_file(probabilities, content, force=force)
        if as_json:
            digest = {"lottery_digest": commitment(prepared, solved)}
            print_json(solved.to_json(prepared.pool.model) | digest)
        else:
            show = _show(words)
            show.quotas(prepared)
            show.lottery(prepared, solved)
            show.never_drawn(never_drawn(prepared, solved))
            show.line("lottery-commitment", digest=commitment(prepared, solved))

    return _speaking(lottery)


def _draw(words: Words) -> SpeakingCommand:
    @click.command("draw", cls=SpeakingCommand, help=words("help-draw"))
    @_draw_inputs(words)
    @option(words, "--seed", help="help-seed")
    @option(words, "--out", "folder", type=_path(), default="draw", help="help-out")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def draw(inputs: Inputs, seed: str | None, folder: Path, force: bool, as_json: bool) -> None:
        from sortition.draw import chosen_seed
        from sortition.draw import draw as draw_panel
        from sortition.output import check_free, write_folder
        from sortition.results import draw_files

        text = chosen_seed(seed)
        check_free(folder, force=force, folder=True)
        prepared = inputs.read()
        if not as_json:
            _show(words).reading(prepared)
        solved = _solve(words, prepared)
        outcome = draw_panel(prepared.protocol, prepared.pool, solved.lottery, text)
        files = draw_files(prepared, solved, outcome)
        write_folder(folder, files, force=force)
        if as_json:
            drawn = {"seed": outcome.seed, "drawn": outcome.drawn, "out": str(folder)}
            print_json(solved.to_json(prepared.pool.model) | drawn)
            return
        show = _show(words)
        show.quotas(prepared, outcome, solved)
        show.lottery(prepared, solved)
        show.panel(prepared, outcome, made_up=seed is None)
        lists = " ".join(f"--register {path}" for path in inputs.list_paths(prepared.protocol))
        show.written(folder, list(files), f"sortition verify {folder / 'record.json'} {lists}")

    return _speaking(draw)


def _verify(words: Words) -> SpeakingCommand:
    @click.command("verify", cls=SpeakingCommand, help=words("help-verify"))
    @click.argument("record", metavar=words("metavar-record"), type=_path())
    @option(words, "--register", "registers", type=_path(), multiple=True, help="help-register")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def verify(record: Path, registers: tuple[Path, ...], as_json: bool) -> int:
        from sortition.record import load_record
        from sortition.verify import verify as verify_record

        claimed = load_record(record)
        checks = verify_record(claimed, registers)
        if as_json:
            said = [
                {"check": c.name, "passed": c.passed, "detail": c.detail and words.say(c.detail)}
                for c in checks
            ]
            verified = all(check.passed for check in checks)
            digest = claimed.get("lottery_digest")
            print_json({"verified": verified, "checks": said, "lottery_digest": digest})
        else:
            show = _show(words)
            show.checks(checks)
            show.line("verify-commitment", digest=str(claimed.get("lottery_digest")), style="dim")
        return 0 if all(check.passed for check in checks) else 1

    return _speaking(verify)


def _draw_inputs(words: Words) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
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
            from sortition.terminal.inputs import Inputs

            parts = tuple(part.strip() for part in (household or "").split(",") if part.strip())
            return command(
                inputs=Inputs(protocol, people, features, seats, id_column, parts), **others
            )

        with_inputs.__click_params__ = list(getattr(command, "__click_params__", []))  # type: ignore[attr-defined]  # where click keeps what its decorators declare
        for declare in (
            option(words, "--household", metavar=words("metavar-columns"), help="help-household"),
            option(words, "--id", "id_column", metavar=words("metavar-column"), help="help-id"),
            option(words, "--seats", type=click.IntRange(min=1), help="help-seats"),
            option(words, "--features", type=_path(), help="help-features"),
            option(words, "--people", type=_path(), help="help-people"),
            click.argument(
                "protocol", metavar=words("metavar-protocol"), required=False, type=_path()
            ),
        ):
            with_inputs = declare(with_inputs)
        return with_inputs

    return decorate


def _path() -> click.Path:
    # Whether a file is there and readable is said by the reader, in the user's language.
    return click.Path(path_type=Path)


def _speaking(command: click.Command) -> SpeakingCommand:
    if not isinstance(command, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return command


def _show(words: Words) -> Show:
    from sortition.terminal.show import Show

    return Show(words)


def _solve(words: Words, prepared: Prepared) -> Solved:
    """The lottery of a pool, with progress; raises `AnswerIsNo` where the quotas cannot be met."""
    from sortition.reasons import cannot_meet
    from sortition.solve import solve_pool
    from sortition.terminal.progress import progress

    with progress(words) as observe:
        solved = solve_pool(prepared.pool, observe)
    if solved is None:
        raise cannot_meet(prepared)
    return solved
