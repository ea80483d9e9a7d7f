"""What the commands of the workshops show alike: the event, notes, bars, where the results lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.table import Table

from sortition.base.errors import Message
from sortition.base.terminal.screen import Screen, Text
from workshops.plan.value import Event, Plan

BAR: Final = 32
"""Cells of the longest bar."""


class PlanScreen(Screen):
    """Shows a plan on a console in one language, without a person's name."""

    def opening(self, event: Event, notes: Iterable[Message]) -> None:
        """The event, and what should be said of the files that were read."""
        for text, style in ((event.title, "bold"), (event.question, "italic")):
            if text:
                self.text(text, style=style)
        self.notes(notes)

    def notes(self, notes: Iterable[Message]) -> None:
        """What should be said."""
        for note in notes:
            self.text(self._words.say(note), style="yellow")

    def bars(self, rows: Sequence[tuple[str, int, str]]) -> None:
        """Labels, numbers and their bars, each in its style; only nothing has no bar at all."""
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column()
        table.add_column(justify="right")
        table.add_column()
        largest = max((number for _, number, _ in rows), default=1) or 1
        for label, number, style in rows:
            bar = Text("█" * -(-BAR * number // largest), style=style)
            table.add_row(label, self._words.integer(number), bar)
        self.show(table)

    def written(self, folder: Path, names: Sequence[str], plan: Plan, *, made_up: bool) -> None:
        """The seed, where the results lie, and what comes next."""
        self.line("plan-seed-made" if made_up else "plan-seed", seed=plan.seed)
        self.line("written", folder=str(folder), names=list(names))
        self.line("plan-keep-safe", style="yellow")
        self.line("plan-print", command=f"sortition print {folder / 'plan.json'}")
