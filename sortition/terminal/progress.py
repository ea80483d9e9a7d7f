"""Progress of a long solve, on a terminal only: what is done, and the chance already guaranteed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sortition.messages import Words

if TYPE_CHECKING:
    from sortition.lottery.leximin import Observer


@contextmanager
def progress(words: Words) -> Iterator[Observer | None]:
    """An observer that draws a bar on standard error; None where that is not a terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[guaranteed]}"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    ) as bars:
        tasks = {}

        def observe(stage: str, done: int, total: int, guaranteed: float) -> None:
            if stage not in tasks:
                label = words(f"progress-{stage}")
                tasks[stage] = bars.add_task(label, total=total, guaranteed="")
            said = words("progress-guaranteed", chance=words.percent(guaranteed, 3))
            bars.update(
                tasks[stage], completed=done, total=total, guaranteed=said if guaranteed else ""
            )

        yield observe
