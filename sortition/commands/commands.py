"""The commands of a draw: they read the command line, call the library and show what comes back."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sortition.base.messages import Words
from sortition.base.terminal.language import SpeakingCommand, option
from sortition.base.terminal.machine import print_json

if TYPE_CHECKING:
    from sortition.commands.inputs import Inputs
    from sortition.commands.show import Show
    from sortition.lottery.lottery import Solved
    from sortition.pool.prepare import Prepared


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
        from sortition.examples.shipped import copy_example, next_command

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
        from sortition.lottery.reasons import never_drawn

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
    @option(words, "--out", "folder", type=_path(), help="help-out-lottery")
    @option(words, "--probabilities", type=_path(), help="help-probabilities")
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
        from sortition.lottery.reasons import never_drawn
        from sortition.record.make import make_commitment
        from sortition.record.results import lottery_files, probabilities_csv

        if folder is not None:
            check_free(folder, force=force, folder=True)
        if probabilities is not None:
            check_free(probabilities, force=force)
        prepared = inputs.read()
        solved = _solve(words, prepared)
        commitment = make_commitment(prepared, solved)
        files = lottery_files(commitment)
        if folder is not None:
            write_folder(folder, files, force=force)
        if probabilities is not None:
            content = probabilities_csv(prepared.pool, solved.lottery)
            write_file(probabilities, content, force=force)
        digest = commitment["lottery_digest"]
        if as_json:
            print_json(solved.to_json(prepared.pool.model) | {"lottery_digest": digest})
        else:
            show = _show(words)
            show.quotas(prepared)
            show.lottery(prepared, solved)
            show.never_drawn(never_drawn(prepared, solved))
            show.line("lottery-commitment", digest=digest)
            if folder is not None:
                show.line("written", folder=str(folder), names=list(files))

    return _speaking(lottery)


def _draw(words: Words) -> SpeakingCommand:
    @click.command("draw", cls=SpeakingCommand, help=words("help-draw"))
    @_draw_inputs(words)
    @option(words, "--seed", help="help-seed")
    @option(words, "--out", "folder", type=_path(), default="draw", help="help-out")
    @option(words, "--force", is_flag=True, help="help-force")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def draw(inputs: Inputs, seed: str | None, folder: Path, force: bool, as_json: bool) -> None:
        from sortition.base.output import check_free, write_folder
        from sortition.drawing import draw as draw_panel
        from sortition.record.results import draw_files
        from sortition.seed import chosen_seed, seed_sha256

        text = chosen_seed(seed)
        plain = seed is None or text == seed.strip()
        check_free(folder, force=force, folder=True)
        prepared = inputs.read()
        if not as_json:
            _show(words).reading(prepared)
        solved = _solve(words, prepared)
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
            print_json(solved.to_json(prepared.pool.model) | drawn)
            return
        show = _show(words)
        show.quotas(prepared, outcome, solved)
        show.lottery(prepared, solved)
        show.panel(prepared, solved, outcome, made_up=seed is None)
        if not plain:
            show.line("seed-made-plain", style="yellow")
        show.written(prepared, folder, list(files), _verify_command(folder, inputs, prepared))

    return _speaking(draw)


def _verify(words: Words) -> SpeakingCommand:
    @click.command("verify", cls=SpeakingCommand, help=words("help-verify"))
    @click.argument("record", metavar=words("metavar-record"), type=_path())
    @option(words, "--register", "registers", type=_path(), multiple=True, help="help-register")
    @option(words, "--exclude", "exclusions", type=_path(), multiple=True, help="help-exclude")
    @option(words, "--commitment", type=_path(), help="help-commitment")
    @option(words, "--panel", type=_path(), help="help-panel")
    @option(words, "--alternates", type=_path(), help="help-alternates")
    @option(words, "--profiles", type=_path(), help="help-profiles")
    @option(words, "--json", "as_json", is_flag=True, help="help-json")
    def verify(
        record: Path,
        registers: tuple[Path, ...],
        exclusions: tuple[Path, ...],
        commitment: Path | None,
        panel: Path | None,
        alternates: Path | None,
        profiles: Path | None,
        as_json: bool,
    ) -> int:
        from sortition.base.errors import BadInput, message
        from sortition.base.terminal.progress import progress
        from sortition.commands.verification import VerificationScreen
        from sortition.record.file import load_commitment, load_record
        from sortition.record.given import Given, PublishedFiles
        from sortition.record.verify import verify as verify_record
        from sortition.seed import seed_sha256

        if exclusions and not registers:
            raise BadInput(message("verify-exclude-needs-register"))
        claimed = load_record(record)
        published = None if commitment is None else load_commitment(commitment)
        files = PublishedFiles(panel, alternates, profiles)
        with progress(words) as observe:
            found = verify_record(claimed, Given(registers, exclusions, published, files), observe)
        if as_json:
            said = [
                {"check": c.name, "passed": c.passed, "detail": c.detail and words.say(c.detail)}
                for c in found.checks
            ]
            print_json(
                {
                    "verified": found.verified,
                    "proven": found.proven,
                    "checks": said,
                    "min": found.least,
                    "max": found.greatest,
                    "seed": claimed.seed,
                    "seed_sha256": seed_sha256(claimed.seed),
                    "lottery_digest": claimed.lottery_digest,
                }
            )
        else:
            VerificationScreen(words).found(claimed, found, committed=published is not None)
        return 0 if found.verified else 1

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
            option(words, "--features", type=_path(), help="help-features"),
            option(words, "--people", type=_path(), help="help-people"),
            click.argument(
                "protocol", metavar=words("metavar-protocol"), required=False, type=_path()
            ),
        ):
            with_inputs = declare(with_inputs)
        return with_inputs

    return decorate


def _verify_command(folder: Path, inputs: Inputs, prepared: Prepared) -> str:
    """The command that checks a draw, as it can be pasted."""
    parts = ["sortition", "verify", str(folder / "record.json")]
    for path in inputs.list_paths(prepared.protocol):
        parts += ["--register", path]
    for path in inputs.exclusion_paths(prepared.protocol):
        parts += ["--exclude", path]
    return shlex.join(parts)


def _path() -> click.Path:
    # Whether a file is there and readable is said by the reader, in the user's language.
    return click.Path(path_type=Path)


def _speaking(command: click.Command) -> SpeakingCommand:
    if not isinstance(command, SpeakingCommand):
        raise TypeError("commands speak the user's language")
    return command


def _show(words: Words) -> Show:
    from sortition.commands.show import Show

    return Show(words)


def _solve(words: Words, prepared: Prepared) -> Solved:
    """The lottery of a pool, with progress; raises `AnswerIsNo` where the quotas cannot be met."""
    from sortition.base.terminal.progress import progress
    from sortition.lottery.pool_lottery import solve_pool
    from sortition.lottery.reasons import cannot_meet

    with progress(words) as observe:
        solved = solve_pool(prepared.pool, observe)
    if solved is None:
        raise cannot_meet(prepared)
    return solved
