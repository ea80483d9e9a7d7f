"""Shows an assignment on a terminal: what people got, the criteria side by side, full rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from rich.table import Table

from sortition.base.errors import Message, message
from sortition.base.messages import Words
from sortition.base.terminal.screen import Text
from workshops.assign.fairness import FAIRNESS
from workshops.assign.people import Meeting
from workshops.assign.solve import Assigned
from workshops.common.screen import PlanScreen
from workshops.plan.kinds.assign import Served
from workshops.plan.value import Event

_SHORT: Final = ("assign-short-1", "assign-short-2", "assign-short-3")
SMALL_BAR: Final = 12
RANKS_SHOWN: Final = 5
ROUNDS_WITH_BARS: Final = 3
"""Rounds beyond which there is no room for a bar in each."""


def rank_words(words: Words, rank: int) -> str:
    """« 2e choix » for 2."""
    return words(f"assign-rank-{rank}" if rank <= 3 else "assign-rank-more", rank=rank)


def _short_rank(words: Words, rank: int) -> str:
    return words(_SHORT[rank - 1] if rank <= len(_SHORT) else "assign-short-more", rank=rank)


class ShowAssignment(PlanScreen):
    """Shows an assignment on a console, in one language."""

    def all(
        self, event: Event, meeting: Meeting, assigned: Assigned, notes: Iterable[Message]
    ) -> None:
        """Everything worth knowing about an assignment, without names."""
        self.opening(event, notes)
        sizes: dict[str, Any] = {
            "people": message("doc-people", n=len(meeting.people)),
            "workshops": message("assign-workshops-counted", n=len(meeting.workshops)),
        }
        self.line("assign-read", **sizes, n=meeting.rounds)
        self.show()
        self.got(assigned)
        self.criteria(assigned)
        self.fill(meeting, assigned)

    def got(self, assigned: Assigned) -> None:
        """How many seats are a first, second, … choice."""
        served, words = assigned.criteria[assigned.fairness], self._words
        if served is None:
            return
        self.line("assign-served", style="bold")
        rows = [(rank_words(words, rank), n, "cyan") for rank, n in enumerate(served.ranks, 1)]
        self.bars([*rows, (words("assign-not-asked"), served.not_asked, "red")])
        self.show()

    def criteria(self, assigned: Assigned) -> None:
        """The four criteria of fairness side by side, the chosen one marked."""
        words = self._words
        self.line("assign-criteria", style="bold")
        ranks = max((len(s.ranks) for s in assigned.criteria.values() if s), default=0)
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(words("assign-column-fairness"), no_wrap=True)
        for rank in range(1, min(ranks, RANKS_SHOWN) + 1):
            table.add_column(_short_rank(words, rank), justify="right")
        if ranks > RANKS_SHOWN:
            table.add_column("…", justify="right")
        for code in ("assign-not-asked", "assign-nothing", "assign-rank-sum"):
            table.add_column(words(code), justify="right")
        for name in FAIRNESS:
            chosen = name == assigned.fairness
            label = Text(words(f"assign-{name}"), style="bold green" if chosen else "")
            table.add_row(label, *_figures(words, assigned.criteria[name], ranks))
        self.show(table)
        self.line("assign-criteria-note", style="dim")
        self.show()

    def fill(self, meeting: Meeting, assigned: Assigned) -> None:
        """How full every workshop is in every round."""
        words = self._words
        self.line("assign-fill", style="bold")
        table = Table(box=None, pad_edge=False, header_style="dim")
        table.add_column(words("assign-column-workshop"), overflow="fold")
        rooms = any(offer.room for w in meeting.workshops for offer in w.offers if offer)
        if rooms:
            table.add_column(words("assign-column-room"), overflow="fold")
        for number in range(meeting.rounds):
            table.add_column(words("assign-column-round", round=str(number + 1)), no_wrap=True)
        # Three bars, a title and a room do not fit 80 columns.
        cells = SMALL_BAR if self._out.width > 100 else SMALL_BAR // 2
        cells = cells if meeting.rounds <= ROUNDS_WITH_BARS else 0
        for index, workshop in enumerate(meeting.workshops):
            row = []
            for number, offer in enumerate(workshop.offers):
                people = len(assigned.people_in(index, number))
                row.append(Text("—") if offer is None else fill_bar(people, offer.capacity, cells))
            names = list(dict.fromkeys(offer.room for offer in workshop.offers if offer))
            table.add_row(workshop.title, *([", ".join(names)] if rooms else []), *row)
        self.show(table)
        self.show()


def _figures(words: Words, served: Served | None, ranks: int) -> list[str]:
    if served is None:
        return ["—"] * (min(ranks, RANKS_SHOWN) + (ranks > RANKS_SHOWN) + 3)
    numbers = list(served.ranks[:RANKS_SHOWN])
    if ranks > RANKS_SHOWN:
        numbers.append(sum(served.ranks[RANKS_SHOWN:]))
    numbers += [served.not_asked, served.nothing, served.rank_sum]
    return [words.integer(number) for number in numbers]


def fill_bar(people: int, capacity: int, cells: int = SMALL_BAR) -> Text:
    """People against a capacity: solid what is taken, light what is free."""
    # A bar is whole only where the room is full.
    solid = min(round(cells * people / capacity), cells - (people < capacity))
    style = "green" if people == capacity else "cyan"
    said = f"{people}/{capacity}"
    return Text.assemble(
        ("█" * solid, style), ("░" * (cells - solid), style), f" {said}" if cells else said
    )
