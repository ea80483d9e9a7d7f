"""Progress of the searches, on a terminal only: what is done, and what is left to better."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sortition.base.messages import Words
from sortition.base.observer import Observer
from sortition.base.terminal.progress import progress_bars


@contextmanager
def search_progress(words: Words) -> Iterator[Observer | None]:
    """An observer that draws a bar on standard error; None where that is not a terminal."""
    with progress_bars() as bars:
        if bars is None:
            yield None
            return
        task = bars.add_task(words("search-begins"), total=None, said="")
        told = False

        def observe(_: str, done: int, total: int, /, **figures: float) -> None:
            nonlocal told
            if not told:
                # Before the first plan there is nothing to keep.
                bars.console.print(words("search-may-stop"), style="dim")
                told = True
            left = words("search-left", **figures)
            bars.update(task, completed=done, total=total, description=left)

        yield observe
