"""Progress of long work, on a terminal only: bars on standard error, gone when the work is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sortition.base.messages import Words

if TYPE_CHECKING:
    from rich.progress import Progress

    from sortition.base.observer import Observer

_BAR: Final = 20
"""Cells of a bar: with it, what is said of the work fits 80 columns."""


@contextmanager
def progress_bars() -> Iterator[Progress | None]:
    """Bars, whose tasks have a field `said`; None where standard error is not a terminal."""
    from sortition.base.terminal.screen import Text, console

    errors = console(stderr=True)
    if not errors.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, Task, TextColumn, TimeElapsedColumn

    class Said(TextColumn):
        def render(self, task: Task) -> Text:
            return Text(self.text_format.format(task=task))

    with Progress(
        Said("{task.description}"),
        BarColumn(_BAR),
        Said("{task.fields[said]}"),
        TimeElapsedColumn(),
        console=errors,
        transient=True,
    ) as bars:
        yield bars


@contextmanager
def progress(words: Words, task: str = "progress") -> Iterator[Observer | None]:
    """An observer that shows a bar for each stage, and the chance already guaranteed in a draw.

    Stages are called by the words `task-stage`.
    """
    with progress_bars() as bars:
        if bars is None:
            yield None
            return
        tasks = {}

        def observe(stage: str, done: int, total: int, /, **figures: float) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(words(f"{task}-{stage}"), total=total, said="")
            guaranteed = figures.get("guaranteed")
            said = ""
            if guaranteed:
                said = words("progress-guaranteed", chance=words.percent(guaranteed, 3))
            bars.update(tasks[stage], completed=done, total=total, said=said)

        yield observe
