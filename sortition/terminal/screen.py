"""Sentences of the catalogue on a terminal, broken where a reader would break them."""

from __future__ import annotations

import textwrap
from typing import Final

from rich.console import Console, RenderableType
from rich.text import Text

from sortition.messages import Words

PIPED_WIDTH: Final = 110
"""Columns where there is no terminal to ask."""


def console() -> Console:
    """Standard output; in a pipe, wide enough for tables."""
    found = Console(highlight=False)
    return found if found.is_terminal else Console(highlight=False, width=PIPED_WIDTH)


class Screen:
    """Shows sentences, tables and bars in one language."""

    def __init__(self, words: Words, out: Console | None = None) -> None:
        self._words = words
        self._out = console() if out is None else out

    def line(self, code: str, /, *, style: str = "", **params: object) -> None:
        """One sentence of the catalogue; one with a command to copy is left in one piece."""
        said = self._words(code, **params)
        if "command" in params:
            self._out.print(Text(said, style=style), soft_wrap=True)
        else:
            self.text(said, style=style)

    def text(self, text: str, *, style: str = "") -> None:
        """A text, wrapped at plain spaces alone: never inside « », before a colon or in an id."""
        indent = " " * (len(text) - len(text.lstrip(" ")))
        lines = textwrap.wrap(
            text,
            self._out.width,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for line in lines or [""]:
            self._out.print(Text(line, style=style), soft_wrap=True)

    def show(self, renderable: RenderableType = "") -> None:
        """A table, a bar, or an empty line."""
        self._out.print(renderable)
