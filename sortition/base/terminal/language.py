"""A click command line whose every word comes from the catalogue."""

from __future__ import annotations

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import click

from sortition.base.errors import Message, SortitionError, message
from sortition.base.messages import NARROW_NO_BREAK_SPACE, Words, chosen_language
from sortition.base.missing import missing_library
from sortition.base.system import reason
from sortition.base.text import nearest, visible


class _Speaking(click.Command):
    """A command whose usage line, option list and help are in the chosen language."""

    words: Words

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=self.words("usage") + " ")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """The arguments as the usage line shows them."""
        pieces = [] if isinstance(self, click.Group) else [self.words("usage-options")]
        for parameter in self.get_params(ctx):
            pieces += parameter.get_usage_pieces(ctx)
        if isinstance(self, click.Group):
            pieces.append(self.words("usage-command"))
        return pieces

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The options, under a heading."""
        options = [p for p in self.get_params(ctx) if isinstance(p, click.Option)]
        rows = [r for option in options if (r := option.get_help_record(ctx)) is not None]
        if rows:
            with formatter.section(self._heading("usage-options-heading")):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def _heading(self, code: str) -> str:
        # click adds the colon, before which French wants a narrow no-break space.
        return self.words(code) + (NARROW_NO_BREAK_SPACE if self.words.language == "fr" else "")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, explained in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words("help-help")
        return option


class _NoSuchCommand(click.UsageError):
    """A command that does not exist; click's own error does not keep its name."""

    def __init__(self, name: str, ctx: click.Context) -> None:
        super().__init__(name, ctx)
        self.name = name


class _TooMany(click.UsageError):
    """Arguments too many; click's own error does not keep them."""

    def __init__(self, arguments: Sequence[str], ctx: click.Context) -> None:
        super().__init__(" ".join(arguments), ctx)
        self.arguments = list(arguments)


class SpeakingCommand(_Speaking):
    """A single command."""

    allow_extra_args = True  # refused below, by name

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; arguments too many are named."""
        left = super().parse_args(ctx, args)
        if left and not ctx.resilient_parsing:
            raise _TooMany(left, ctx)
        return left


class SpeakingGroup(_Speaking, click.Group):
    """The group of all commands."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called; one that does not exist is named."""
        if args and self.get_command(ctx, args[0]) is None:
            raise _NoSuchCommand(args[0], ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands, in the order of the work rather than of the alphabet."""
        rows = [(name, command.get_short_help_str(200)) for name, command in self.commands.items()]
        with formatter.section(self._heading("usage-commands-heading")):
            formatter.write_dl(rows)


def usage_problem(error: click.UsageError) -> Message:
    """A click usage error as a message of the catalogue."""
    parameter = getattr(error, "param", None)
    name = _parameter_name(parameter)
    if isinstance(error, click.MissingParameter):
        return message("usage-missing", name=name)
    if isinstance(error, click.NoSuchOption):
        known = [option for p in error.ctx.command.params for option in p.opts] if error.ctx else []
        near = nearest(error.option_name, known)
        code = "usage-no-option-near" if near else "usage-no-option"
        return message(code, name=error.option_name, nearest=near or "")
    if isinstance(error, click.BadOptionUsage):
        return message("usage-option-value", name=error.option_name)
    if isinstance(error, click.BadParameter):
        return _bad_value(error, parameter, name)
    if isinstance(error, _NoSuchCommand) and error.ctx is not None:
        known = (
            list(error.ctx.command.commands) if isinstance(error.ctx.command, click.Group) else []
        )
        near = nearest(error.name, known)
        code = "usage-no-command-near" if near else "usage-no-command"
        return message(code, name=error.name, nearest=near or "", known=known)
    if isinstance(error, _TooMany):
        return message("usage-too-many", n=len(error.arguments), arguments=error.arguments)
    return message("usage-other")


def _says_nothing(error: click.UsageError) -> bool:
    """Whether the command line stops before naming a command: the help says more than an error."""
    command = error.ctx.command if error.ctx is not None else None
    return isinstance(command, click.Group) and not isinstance(
        error, (_NoSuchCommand, click.NoSuchOption, click.BadOptionUsage, click.BadParameter)
    )


def _parameter_name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return parameter.make_metavar(click.Context(click.Command("_"))).strip("[].")


def _bad_value(error: click.BadParameter, parameter: click.Parameter | None, name: str) -> Message:
    kind = parameter.type if parameter is not None else None
    if isinstance(kind, click.Choice):
        return message("usage-choice", name=name, known=list(kind.choices))
    if isinstance(kind, click.IntRange):
        least = kind.min if kind.min is not None else 0
        if kind.max is not None:
            return message("usage-whole-between", name=name, least=least, most=kind.max)
        return message("usage-whole", name=name, least=least)
    return message("usage-value", name=name)


def run(
    build: Callable[[Words], click.Group],
    arguments: Sequence[str],
    environment: Mapping[str, str] | None = None,
) -> int:
    """Run a command line and return its exit status; every error becomes a clear message.

    0: done. 1: the answer is no. 2: bad input or bad usage. With `SORTITION_TRACEBACK` set, an
    error of the software itself shows where it comes from.
    """
    environment = os.environ if environment is None else environment
    words = Words(chosen_language(arguments, environment))
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        result = build(words).main(list(arguments), prog_name="sortition", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except SortitionError as error:
        complain([words.say(problem) for problem in error.messages])
        return error.exit_status
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.UsageError as error:
        if error.ctx is not None and _says_nothing(error):
            click.echo(error.ctx.get_help(), err=True)
            return 2
        lines = [words.say(usage_problem(error))]
        if error.ctx is not None:
            lines.append(words("usage-see-help", command=error.ctx.command_path))
        complain(lines)
        return 2
    except (KeyboardInterrupt, click.Abort):
        complain([words("interrupted")])
        return 2
    except BrokenPipeError:
        # The reader (`head`, say) has seen enough: nothing is wrong, and nothing more is written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        complain([words("system-refused", reason=reason(error))])
        return 2
    except MemoryError:
        complain([words("out-of-memory")])
        return 2
    except ModuleNotFoundError as error:
        said = missing_library(error)
        complain([words("software-error", error=str(error)) if said is None else words.say(said)])
        return 2
    except Exception as error:
        if environment.get("SORTITION_TRACEBACK"):
            complain(traceback.format_exc().rstrip("\n").split("\n"))
            return 2
        complain([words("software-error", error=f"{type(error).__name__}: {error}")])
        return 2


def complain(lines: Sequence[str]) -> None:
    """Say lines on standard error, with nothing in them that cannot be seen."""
    on_terminal = sys.stderr.isatty()
    for line in lines:
        # A cell of a file may hold a line break, or what a terminal takes for an order.
        shown = [visible(line)]
        if on_terminal:
            from sortition.base.terminal.screen import wrapped

            shown = wrapped(line, shutil.get_terminal_size().columns)
        for one in shown:
            click.echo(one, err=True)


class _Option(click.Option):
    """An option whose help is all there is to say: click would add its limits in English."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option's names and value, and its help."""
        record = super().get_help_record(ctx)
        return None if record is None else (record[0], self.help or "")


def option(words: Words, *names: str, help: str, **settings: Any) -> Callable[[Any], Any]:
    """A click option whose help is a sentence of the catalogue, with its limits in words."""
    kind = settings.get("type")
    if "metavar" not in settings and not settings.get("is_flag"):
        if isinstance(kind, click.Path):
            settings["metavar"] = words("metavar-file")
        elif isinstance(kind, click.IntRange):
            settings["metavar"] = words("metavar-number")
        elif kind is None:
            settings["metavar"] = words("metavar-text")
    limits = [words("help-required")] if settings.get("required") else []
    if isinstance(kind, click.IntRange) and kind.min is not None:
        code = "help-at-least" if kind.max is None else "help-between"
        limits.append(words(code, least=kind.min, most=kind.max or 0))
    said = " ".join([words(help), *([f"[{', '.join(limits)}]"] if limits else [])])
    return click.option(*names, cls=_Option, help=said, **settings)
