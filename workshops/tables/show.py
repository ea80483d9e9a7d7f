"""What `sortition tables` shows: meetings as bars, the worst served, bounds, balance, advice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from rich.table import Table

from sortition.base.errors import Message
from sortition.base.terminal.screen import Text
from workshops.common.screen import PlanScreen
from workshops.plan.value import Plan
from workshops.tables.measure import outside, shares, table_counts
from workshops.tables.read import Crowd
from workshops.tables.solve import SolvedSeating

CATEGORIES_SHOWN: Final = 24


class ShowTables(PlanScreen):
    """Shows tables over several rounds on a console, in one language."""

    def all(
        self, plan: Plan, solved: SolvedSeating, crowd: Crowd, notes: Iterable[Message]
    ) -> None:
        """Everything about a plan just made."""
        self.opening(plan.event, notes)
        if solved.stopped:
            self.line("seating-stopped", style="bold yellow")
        self.sizes(solved)
        self.meetings(solved, crowd.ids)
        self.bounds(solved)
        self.balance(solved, crowd)
        self.clusters(solved, crowd)

    def sizes(self, solved: SolvedSeating) -> None:
        """How many people at how many tables of which sizes."""
        hall = solved.hall
        every = [size for sizes in hall.sizes for size in sizes]
        least, most = min(every), max(every)
        self.line(
            "seating-people",
            people=hall.people,
            tables=_range(min(map(len, hall.sizes)), hall.most_tables),
            sizes=_range(least, most),
            n=hall.rounds,
            style="bold",
        )
        self.show()

    def meetings(self, solved: SolvedSeating, ids: Sequence[str]) -> None:
        """How many pairs meet how often, as bars; who meets fewest people."""
        words, counted = self._words, solved.meetings
        self.line("seating-heading-meetings", style="bold")
        styles = ("dim cyan", "cyan", "yellow")
        rows = [
            (words("seating-times", n=times), pairs, styles[min(times, 2)])
            for times, pairs in counted.histogram.items()
        ]
        self.bars(rows)
        met = {person: solved.met[person] for person in solved.hall.ever_present}
        least = min(met.values())
        worst = [ids[person] for person, count in met.items() if count == least]
        shown = [*worst[:6], *(["…"] if len(worst) > 6 else [])]
        self.line("seating-worst", ids=shown, n=least)
        mean = words.decimal(sum(met.values()) / len(met), 1)
        self.line("seating-mean", mean=mean, n=max(met.values()), style="dim")
        self.show()

    def bounds(self, solved: SolvedSeating) -> None:
        """The repeats, how far they are from what is proven, and what would do without any."""
        counted, bound = solved.meetings, solved.bound
        if counted.repeats == 0:
            self.line("seating-no-repeats", style="green")
        else:
            proven = counted.repeats == bound.repeats
            code = "seating-repeats" if bound.repeats else "seating-repeats-unproven"
            code = "seating-repeats-proven" if proven else code
            style = "green" if proven else ""
            self.line(code, n=counted.repeats, bound=bound.repeats, style=style)
            spread = bound.repeats_up_to(counted.most)
            if not proven and spread > bound.repeats:
                self.line("seating-bound-spread", most=counted.most, n=spread, style="dim")
        if solved.better_tables is not None:
            given = len(solved.hall.sizes[0])
            self.line(
                "seating-better-tables", tables=solved.better_tables, given=given, style="cyan"
            )
        self.show()

    def balance(self, solved: SolvedSeating, crowd: Crowd) -> None:
        """People at a table by category: the fair share, and the least and most found."""
        if not crowd.guests.mix:
            return
        words, hall = self._words, solved.hall
        self.line("seating-heading-balance", style="bold")
        least, most = shares(hall)
        counts, out = table_counts(hall, solved.seating), outside(hall, solved.seating)
        there = [(r, t) for r, sizes in enumerate(hall.sizes) for t in range(len(sizes))]
        rows, columns = [r for r, _ in there], [t for _, t in there]
        table = Table(box=None, pad_edge=False, header_style="dim")
        for code in ("criterion", "category"):
            table.add_column(words(f"column-{code}"))
        for code in ("seating-people", "seating-share", "seating-found", "seating-outside"):
            table.add_column(words(f"column-{code}"), justify="right")
        named = [
            (criterion, index)
            for criterion in crowd.guests.mix
            for index in range(len(criterion.categories))
        ]
        for column, (criterion, index) in enumerate(named[:CATEGORIES_SHOWN]):
            counted = counts[rows, columns, column]
            beyond = int(out[:, :, column].sum())
            low, high = least[rows, columns, column].min(), most[rows, columns, column].max()
            table.add_row(
                Text(criterion.name if index == 0 else "", style="bold"),
                Text(criterion.categories[index]),
                words.integer(criterion.codes.count(index)),
                _range(int(low), int(high)),
                _range(int(counted.min()), int(counted.max())),
                Text(words.integer(beyond), style="yellow" if beyond else "green"),
            )
        self.show(table)
        more = len(named) - CATEGORIES_SHOWN
        if more > 0:
            self.line("seating-categories-more", n=more, style="dim")
        code = "seating-balanced" if solved.excess == 0 else "seating-unbalanced"
        self.line(code, n=solved.excess, style="green" if solved.excess == 0 else "yellow")
        self.show()

    def clusters(self, solved: SolvedSeating, crowd: Crowd) -> None:
        """At how many tables the people of each cluster are."""
        for value, people, tables in zip(
            crowd.cluster_values, crowd.clusters, solved.cluster_tables, strict=True
        ):
            self.line("seating-cluster", value=value, people=len(people), n=max(tables))

    def written(self, folder: Path, names: Sequence[str], plan: Plan, *, made_up: bool) -> None:
        """The seed, where the results lie, and what comes next."""
        super().written(folder, names, plan, made_up=made_up)
        self.line("seating-history-next", command=f"--history {folder / 'plan.json'}")


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}-{most}"
