"""Lists on the command line: which documents to print, and in which formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from sortition.base.messages import Words
from sortition.documents.formats import FORMAT_NAMES


def list_option(words: Words, name: str, code: str, known: Sequence[str]) -> Callable[[Any], Any]:
    """An option that takes a list; the sentence of `code` names what is `known`."""
    return click.option(name, metavar=words("print-metavar-list"), help=words(code, known=known))


def format_option(words: Words) -> Callable[[Any], Any]:
    """The option `--format`, with every format there is."""
    return list_option(words, "--format", "help-formats", FORMAT_NAMES)


def chosen_formats(text: str | None) -> tuple[str, ...]:
    """The formats asked for. Raises `BadInput` for unknown ones."""
    return chosen("--format", text, FORMAT_NAMES)


def chosen(name: str, text: str | None, known: Sequence[str]) -> tuple[str, ...]:
    """The words of a list with commas, each once. Raises `BadInput` for unknown ones."""
    from sortition.base.errors import BadInput, Problems, message
    from sortition.base.text import nearest

    if text is None:
        return ()
    wanted = tuple(dict.fromkeys(one.strip().lower() for one in text.split(",") if one.strip()))
    problems = Problems()
    for one in wanted:
        if one not in known:
            near = nearest(one, known)
            code = "print-unknown-near" if near else "print-unknown"
            problems.add(code, name=name, value=one, nearest=near or "", known=known)
    problems.raise_if_any()
    if not wanted:
        raise BadInput(message("print-none", name=name, known=known))
    return wanted
