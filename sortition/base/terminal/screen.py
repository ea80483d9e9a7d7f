"""Sentences of the catalogue on a terminal, broken where a reader would break them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import rich.text
from rich.cells import cell_len, chop_cells
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.style import Style

from sortition.base.messages import Words
from sortition.base.text import visible

PIPED_WIDTH: Final = 110
"""Columns where there is no terminal to ask."""


class Text(rich.text.Text):
    """A text of rich's, all of it visible: the only kind of text that the commands show.

    It is made visible before anything is laid out, so that a line break in a name begins no line,
    and before rich drops the controls it knows, so that a reader sees that they were there.
    """

    def __init__(self, text: str = "", style: str | Style = "", **settings: Any) -> None:
        super().__init__(visible(text), style, **settings)

    def append(
        self, text: rich.text.Text | str, style: str | Style | None = None
    ) -> rich.text.Text:
        """Add a text at the end."""
        return super().append(visible(text) if isinstance(text, str) else text, style)

    @classmethod
    def assemble(
        cls, *parts: str | rich.text.Text | tuple[str, str | Style], **settings: Any
    ) -> Text:
        """A text of several parts, each with its style if it has one."""
        text = cls(**settings)
        for part in parts:
            text.append(*part) if isinstance(part, tuple) else text.append(part)
        return text


class VisibleConsole(Console):
    """A console that writes nothing invisible but rich's own codes and line breaks."""

    def __init__(self, *, stderr: bool = False) -> None:
        # A bracket or a colon in a name is neither a style nor an emoji.
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render_str(self, text: str, **settings: Any) -> rich.text.Text:
        """A text given as it is: the label of a row, a cell of a table."""
        return super().render_str(visible(text), **settings)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """What is written, piece by piece, after rich has laid it out.

        Whatever way a text came here, it leaves visible.
        """
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                lines = segment.text.split("\n")
                yield Segment("\n".join(map(visible, lines)), segment.style)


def console(*, stderr: bool = False) -> Console:
    """Standard output, or standard error; in a pipe, wide enough for tables."""
    found = VisibleConsole(stderr=stderr)
    if not found.is_terminal:
        found.width = PIPED_WIDTH
    return found


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, broken at plain spaces, each no wider than so many cells.

    What goes on stands further in, and a word that is wider than a line is broken there, not by the
    terminal: so words of a record cannot pose as a line of ours. Wide letters count two cells.
    """
    text = visible(text)
    indent = " " * (len(text) - len(text.lstrip(" ")))
    further = indent + "  "
    room = max(10, width - len(further))
    lines: list[str] = []
    line = indent
    for word in filter(None, text.split(" ")):
        for part in chop_cells(word, room):
            start = line in (indent, further)
            if not start and cell_len(line) + 1 + cell_len(part) > width:
                lines.append(line)
                line, start = further, True
            line += part if start else f" {part}"
            if part is not word and cell_len(part) == room:
                lines.append(line)
                line = further
    return lines if line == further and lines else [*lines, line]


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
        """A text, wrapped at plain spaces alone: never inside « », before a colon or in an id.

        What goes on stands further in, so that words of a record cannot pose as a line of ours.
        """
        for line in wrapped(text, self._out.width):
            self._out.print(Text(line, style=style), soft_wrap=True)

    def show(self, renderable: RenderableType = "") -> None:
        """A table, a bar, or an empty line."""
        self._out.print(renderable)
