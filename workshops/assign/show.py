"""Shows an assignment on a terminal: what people got, the criteria side by side, full rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sortition.errors import Message
from sortition.messages import Words
from sortition.terminal.screen import console
from workshops.assign.fairness import FAIRNESS, Served
from workshops.assign.people import Meeting
from workshops.assign.solve import Assigned

BAR: Final = 32
"""Cells of the longest bar."""
SMALL_BAR: Final = 12
RANKS_SHOWN: Final = 6


def show_assignment(
    words: Words, meeting: Meeting, assigned: Assigned, notes: Iterable[Message]
) -> None:
    """Everything worth knowing about an assignment, without names."""
    out = console()
    for note in notes:
        out.print(Text(words.say(note), style="yellow"))
    sizes = {"people": len(meeting.people), "workshops": len(meeting.workshops)}
    out.print(Text(words("assign-read", **sizes, n=meeting.rounds)))
    out.print()
    _got(words, out, assigned)
    _criteria(words, out, assigned)
    _fill(words, out, meeting, assigned)


def rank_words(words: Words, rank: int) -> str:
    """« 2e choix » for 2."""
    return words(f"assign-rank-{rank}" if rank <= 3 else "assign-rank-more", rank=rank)


def _got(words: Words, out: Console, assigned: Assigned) -> None:
    served = assigned.criteria[assigned.fairness]
    if served is None:
        return
    out.print(Text(words("assign-served"), style="bold"))
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    table.add_column()
    rows = [(rank_words(words, rank), n, "cyan") for rank, n in enumerate(served.ranks, 1)]
    rows.append((words("assign-not-asked"), served.not_asked, "red"))
    largest = max([n for _, n, _ in rows] or [1]) or 1
    for label, n, style in rows:
        table.add_row(label, words.integer(n), Text("█" * round(BAR * n / largest), style=style))
    out.print(table)
    out.print()


def _criteria(words: Words, out: Console, assigned: Assigned) -> None:
    out.print(Text(words("assign-criteria"), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(words("assign-column-fairness"), no_wrap=True)
    ranks = max((len(s.ranks) for s in assigned.criteria.values() if s), default=0)
    for rank in range(1, min(ranks, RANKS_SHOWN) + 1):
        table.add_column(rank_words(words, rank), justify="right")
    if ranks > RANKS_SHOWN:
        table.add_column("…", justify="right")
    for code in ("assign-not-asked", "assign-nothing", "assign-rank-sum"):
        table.add_column(words(code), justify="right")
    for name in FAIRNESS:
        chosen = name == assigned.fairness
        label = Text(words(f"assign-{name}"), style="bold green" if chosen else "")
        table.add_row(label, *_figures(words, assigned.criteria[name], ranks))
    out.print(table)
    out.print(Text(words("assign-criteria-note"), style="dim"))
    out.print()


def _figures(words: Words, served: Served | None, ranks: int) -> list[str]:
    if served is None:
        return ["—"] * (min(ranks, RANKS_SHOWN) + (ranks > RANKS_SHOWN) + 3)
    numbers = list(served.ranks[:RANKS_SHOWN])
    if ranks > RANKS_SHOWN:
        numbers.append(sum(served.ranks[RANKS_SHOWN:]))
    numbers += [served.not_asked, served.nothing, served.rank_sum]
    return [words.integer(number) for number in numbers]


def _fill(words: Words, out: Console, meeting: Meeting, assigned: Assigned) -> None:
    out.print(Text(words("assign-fill"), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(words("assign-column-workshop"))
    rooms = any(offer.room for w in meeting.workshops for offer in w.offers if offer)
    if rooms:
        table.add_column(words("assign-column-room"))
    for number in range(meeting.rounds):
        table.add_column(words("assign-column-round", round=str(number + 1)))
    for index, workshop in enumerate(meeting.workshops):
        cells = []
        for number, offer in enumerate(workshop.offers):
            people = len(assigned.people_in(index, number))
            cells.append(Text("—") if offer is None else fill_bar(people, offer.capacity))
        names = list(dict.fromkeys(offer.room for offer in workshop.offers if offer))
        table.add_row(workshop.title, *([", ".join(names)] if rooms else []), *cells)
    out.print(table)
    out.print()


def fill_bar(people: int, capacity: int) -> Text:
    """People against a capacity: solid what is taken, light what is free."""
    solid = round(SMALL_BAR * people / capacity)
    style = "green" if people == capacity else "cyan"
    return Text.assemble(
        ("█" * solid, style), ("░" * (SMALL_BAR - solid), style), f" {people}/{capacity}"
    )
