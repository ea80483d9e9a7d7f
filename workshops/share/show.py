"""Shows a share on a terminal: loads, conflicts avoided, how different the groups are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sortition.base.errors import Message, message
from workshops.common.screen import PlanScreen
from workshops.plan.value import Event
from workshops.share.solve import Shared, Task


class ShowShare(PlanScreen):
    """Shows a share on a console, in one language."""

    def all(self, event: Event, task: Task, shared: Shared, notes: Iterable[Message]) -> None:
        """Everything worth knowing about a share, without names."""
        self.opening(event, notes)
        if shared.stopped:
            self.line("share-stopped", style="bold yellow")
        sizes: dict[str, Any] = {
            "files": message("doc-files", n=len(task.files)),
            "readers": message("doc-readers", n=len(task.readers)),
        }
        self.line("share-read", **sizes, n=task.readings)
        if shared.barred:
            self.line("share-conflicts", n=shared.barred, style="green")
        self.show()
        self.loads(shared)
        self.common(task, shared)
        self.show()

    def loads(self, shared: Shared) -> None:
        """How many readers have how many files."""
        loads = Counter(shared.loads)
        rows = [(self._words("share-load", n=load), loads[load], "cyan") for load in sorted(loads)]
        self.line("share-loads", style="bold")
        self.bars(rows)
        self.show()

    def common(self, task: Task, shared: Shared) -> None:
        """How different the groups of readers are, how mixed, and how far from what is proven."""
        rows = [
            (self._words("share-common", n=number), pairs, "cyan")
            for number, pairs in enumerate(shared.common)
            if pairs or number < 2
        ]
        self.line("share-common-title", style="bold")
        self.bars(rows)
        self.show()
        proven = shared.repeats == shared.bound
        code = "share-proven" if proven else "share-repeats"
        style = "green" if proven else ""
        self.line(code, n=shared.repeats, bound=shared.bound, style=style)
        if task.mix:
            names = [criterion.name for criterion in task.mix]
            code = "share-excess" if shared.excess else "share-mixed"
            style = "yellow" if shared.excess else "green"
            self.line(code, names=names, n=shared.excess, style=style)
