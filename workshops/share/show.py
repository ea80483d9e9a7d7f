"""Shows a share on a terminal: loads, conflicts avoided, how different the groups are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sortition.errors import Message
from sortition.messages import Words
from sortition.terminal.screen import console
from workshops.share.search import Observer
from workshops.share.solve import Shared, Task

BAR: Final = 32
"""Cells of the longest bar."""


def show_share(words: Words, task: Task, shared: Shared, notes: Iterable[Message]) -> None:
    """Everything worth knowing about a share, without names."""
    out = console()
    for note in notes:
        out.print(Text(words.say(note), style="yellow"))
    if shared.stopped:
        out.print(Text(words("share-stopped"), style="yellow"))
    sizes = {"files": len(task.files), "readers": len(task.readers)}
    out.print(Text(words("share-read", **sizes, n=task.readings)))
    out.print(Text(words("share-conflicts", n=shared.barred), style="green"))
    out.print()
    loads = Counter(shared.loads)
    rows = [(words("share-load", n=load), loads[load]) for load in sorted(loads)]
    _bars(words, out, "share-loads", rows)
    rows = [
        (words("share-common", n=number), pairs)
        for number, pairs in enumerate(shared.common)
        if pairs or number < 2
    ]
    _bars(words, out, "share-common-title", rows)
    proven = shared.repeats == shared.bound
    said = words(
        "share-proven" if proven else "share-repeats", n=shared.repeats, bound=shared.bound
    )
    out.print(Text(said, style="green" if proven else ""))
    if task.mix:
        names = [criterion.name for criterion in task.mix]
        code = "share-excess" if shared.excess else "share-mixed"
        style = "yellow" if shared.excess else "green"
        out.print(Text(words(code, names=names, n=shared.excess), style=style))
    out.print()


def _bars(words: Words, out: Console, title: str, rows: Sequence[tuple[str, int]]) -> None:
    out.print(Text(words(title), style="bold"))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    largest = max((number for _, number in rows), default=1) or 1
    for label, number in rows:
        bar = Text("█" * round(BAR * number / largest), style="cyan")
        table.add_row(label, words.integer(number), bar)
    out.print(table)
    out.print()


@contextmanager
def share_progress(words: Words) -> Iterator[Observer | None]:
    """An observer that draws a bar on standard error; None where that is not a terminal."""
    err = Console(stderr=True)
    if not err.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as bars:
        running = bars.add_task("", total=None)

        def observe(done: int, total: int, repeats: int, excess: int) -> None:
            said = words("share-progress", repeats=repeats, excess=excess)
            bars.update(running, completed=done, total=total, description=said)

        yield observe
